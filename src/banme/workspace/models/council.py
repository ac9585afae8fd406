"""Files to establish or expand clusters, and the Councils that select their investors."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Sourced
from banme.workspace.text import both


def _yes_no_unknown(vi: str, en: str) -> models.BooleanField[Any, Any]:
    return models.BooleanField(
        both(vi, en), null=True, blank=True, help_text=both("Để trống nếu chưa biết", "Empty when unknown")
    )


class FileKind(models.TextChoices):
    """What a file asks for."""

    ESTABLISH = "establish", both("Thành lập cụm", "Establish a cluster")
    EXPAND = "expand", both("Mở rộng cụm", "Expand a cluster")


class ClusterFile(Sourced):
    """A file to establish or expand a cluster: what is known, what is there, what has happened."""

    code = fields.code()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Cụm công nghiệp", "Cluster")
    kind = fields.choice(FileKind, "Việc đề nghị", "Asks for")
    area_ha = fields.number("Diện tích cụm, hoặc sau mở rộng (ha)", "Area of the cluster, or after the expansion (ha)")
    small_allowed = _yes_no_unknown("Huyện miền núi hoặc làng nghề", "Mountainous district or craft village")
    in_provincial_list = _yes_no_unknown("Có trong quy hoạch tỉnh", "In the provincial plan")
    fits_land_plan = _yes_no_unknown("Phù hợp kế hoạch sử dụng đất", "Fits the land-use plan")
    applicant_qualified = _yes_no_unknown("Bên đề nghị đủ năng lực", "The applicant is qualified")
    tested_unit = fields.ref(
        "workspace.AdminUnit",
        "tested_unit_code",
        "Địa bàn xét tỷ lệ lấp đầy",
        "Area over which occupancy is tested",
        "Từ 01/7/2025 theo quyết định của UBND cấp tỉnh",
        "Since 1 July 2025 as the provincial People's Committee decides",
        required=False,
    )
    demand_ha = fields.number("Nhu cầu thuê đất của cụm (ha)", "Demand for the cluster's land (ha)")
    sets = fields.whole("Số bộ hồ sơ", "Sets of the file")
    papers = models.JSONField(
        both("Thành phần đã có", "Papers that are there"),
        default=list,
        blank=True,
        help_text=both("Danh sách mã của bảng dossier_item", "List of codes of table dossier_item"),
    )
    first_request_on = fields.day("Ngày nhận đề nghị đầu tiên", "First request received on")
    notice_on = fields.day("Ngày thông báo công khai", "Public notice on")
    compiled_on = fields.day("Ngày gửi hồ sơ thẩm định", "File sent on")
    complete_on = fields.day("Ngày nhận đủ hồ sơ hợp lệ", "Complete file held on")
    appraised_on = fields.day("Ngày báo cáo thẩm định", "Appraisal reported on")
    decided_on = fields.day("Ngày quyết định", "Decided on")
    pauses = models.JSONField(
        both("Các lần yêu cầu bổ sung", "Requests for supplements"),
        default=list,
        blank=True,
        help_text=both(
            "Danh sách [ngày yêu cầu, ngày bổ sung xong hoặc null]", "List of [asked on, answered on or null]"
        ),
    )

    class Meta:
        db_table = "cluster_file"
        verbose_name = both("Hồ sơ cụm công nghiệp", "Cluster file")
        verbose_name_plural = both("Hồ sơ cụm công nghiệp", "Cluster files")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class CombinationRule(models.TextChoices):
    """How members' totals are combined, by the Council's own rule."""

    MEAN = "mean", both("Trung bình cộng", "Mean")
    TRIMMED_MEAN = "trimmed_mean", both("Trung bình, bỏ cao nhất và thấp nhất", "Mean without highest and lowest")
    MEDIAN = "median", both("Trung vị", "Median")


class Council(Sourced):
    """A Council that scores applicants for the infrastructure of a cluster."""

    code = fields.code()
    name = fields.name("Tên phiên họp", "Session")
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Cụm công nghiệp", "Cluster")
    rule_date = fields.day(
        "Ngày chọn quy định", "Rules as at", "Ngày xét quy định áp dụng", "Day by which the rules are chosen",
        required=True,
    )  # fmt: skip
    filed_on = fields.day("Ngày vào thẩm định", "Under appraisal since")
    place = fields.words("Địa điểm", "Place", size=200)
    began_at = models.DateTimeField(both("Bắt đầu", "Began at"), null=True, blank=True)
    ended_at = models.DateTimeField(both("Kết thúc", "Ended at"), null=True, blank=True)
    step_points = fields.number("Bước điểm", "Step of points", low=0.01, high=1.0, required=True)
    combination = fields.choice(
        CombinationRule,
        "Cách gộp điểm",
        "How points are combined",
        "Nghị định không quy định: đây là quy tắc của chính Hội đồng",
        "The decree is silent: this is the Council's own rule",
    )
    rule_adopted_on = fields.day("Ngày Hội đồng thông qua", "Adopted by the Council on")
    rule_document = fields.words("Văn bản của Hội đồng", "The Council's document", size=200)
    proposal = fields.words(
        "Chủ tịch đề xuất", "Chair proposes", "Mã nhà đầu tư, chỉ khi bằng điểm", "Applicant's code, on a tie only",
        size=80,
    )  # fmt: skip
    proposal_reason = fields.words("Lý do đề xuất", "Reason of the proposal")
    proposed_on = fields.day("Ngày đề xuất", "Proposed on")

    class Meta:
        db_table = "council"
        verbose_name = both("Hội đồng lựa chọn chủ đầu tư", "Investor Council")
        verbose_name_plural = both("Hội đồng lựa chọn chủ đầu tư", "Investor Councils")
        ordering = ("code",)


class CouncilRole(models.TextChoices):
    """Seats of a Council."""

    CHAIR = "chair", both("Chủ tịch", "Chair")
    VICE_CHAIR = "vice_chair", both("Phó Chủ tịch", "Vice-chair")
    MEMBER = "member", both("Ủy viên", "Member")
    SECRETARY = "secretary", both("Thư ký, không chấm điểm", "Secretary, does not score")


class CouncilMember(Sourced):
    """A person on a Council, their declaration of interests and their sealed ballot."""

    code = fields.code()
    council = fields.ref("workspace.Council", "council_code", "Hội đồng", "Council")
    position = fields.whole("Thứ tự", "Position", required=True)
    name = fields.name("Họ tên", "Name of the person")
    role = fields.choice(CouncilRole, "Vai trò", "Seat")
    organisation = fields.words("Cơ quan", "Organisation", size=200)
    conflict = _yes_no_unknown("Có xung đột lợi ích", "Has a conflict of interests")
    conflict_details = fields.words("Nội dung kê khai", "Details of the declaration")
    declared_on = fields.day("Ngày kê khai", "Declared on")
    ballot_digest = models.CharField(
        both("Mã niêm phong phiếu", "Seal of the ballot"),
        max_length=64,
        blank=True,
        default="",
        validators=[RegexValidator(r"^[0-9a-f]{64}$", both("64 chữ số thập lục phân", "64 hexadecimal digits"))],
        help_text=both(
            "SHA-256 của phiếu và số bí mật; phiếu chỉ được nộp khi mở",
            "SHA-256 of ballot and nonce, shown when opened",
        ),
    )
    sealed_at = models.DateTimeField(both("Niêm phong lúc", "Sealed at"), null=True, blank=True)
    ballot_nonce = fields.words("Số bí mật, khi đã mở", "Nonce, once opened", size=64)
    ballot_points = models.JSONField(
        both("Điểm, khi đã mở", "Points, once opened"),
        default=dict,
        blank=True,
        help_text=both("Theo nhà đầu tư, rồi tiêu chí con", "By applicant, then by sub-criterion"),
    )
    opened_at = models.DateTimeField(both("Mở lúc", "Opened at"), null=True, blank=True)

    class Meta:
        db_table = "council_member"
        verbose_name = both("Thành viên Hội đồng", "Council member")
        verbose_name_plural = both("Thành viên Hội đồng", "Council members")
        ordering = ("council", "position", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Keep the Secretary from voting, and ballots in their order: declared, sealed, opened."""
        problems = super().row_problems(row)
        if row.get("role") == CouncilRole.SECRETARY and row.get("ballot_digest"):
            problems.append(both("Thư ký không chấm điểm", "The Secretary does not score"))
        if bool(row.get("ballot_digest")) != (row.get("sealed_at") is not None):
            problems.append(
                both(
                    "ballot_digest và sealed_at phải cùng có hoặc cùng trống",
                    "ballot_digest and sealed_at are given together or not at all",
                )
            )
        if row.get("opened_at") is not None and not row.get("ballot_digest"):
            problems.append(both("Phiếu mở phải được niêm phong trước", "A ballot is sealed before it is opened"))
        if (row.get("conflict") is None) != (row.get("declared_on") is None):
            problems.append(
                both(
                    "conflict và declared_on phải cùng có hoặc cùng trống",
                    "conflict and declared_on are given together or not at all",
                )
            )
        return problems


class CouncilCriterionGroup(models.TextChoices):
    """The decree's four criteria."""

    PLAN = "plan", both("Phương án đầu tư hạ tầng", "Infrastructure plan")
    ENVIRONMENT = "environment", both("Phương án môi trường", "Environmental plan")
    CAPABILITY = "capability", both("Năng lực, kinh nghiệm", "Capability and experience")
    FINANCE = "finance", both("Phương án tài chính", "Financial plan")


class CouncilCriterion(Sourced):
    """A sub-criterion that a Council agreed on, and its most points."""

    code = fields.code()
    council = fields.ref("workspace.Council", "council_code", "Hội đồng", "Council")
    criterion = fields.choice(CouncilCriterionGroup, "Tiêu chí", "Criterion")
    position = fields.whole("Thứ tự", "Position", required=True)
    name = fields.name("Tiêu chí con", "Sub-criterion")
    max_points = fields.number("Điểm tối đa", "Most points", low=0.01, high=100.0, required=True)

    class Meta:
        db_table = "council_criterion"
        verbose_name = both("Tiêu chí con của Hội đồng", "Sub-criterion of a Council")
        verbose_name_plural = both("Tiêu chí con của Hội đồng", "Sub-criteria of a Council")
        ordering = ("council", "position", "code")


class CouncilApplicant(Sourced):
    """An entity that asks a Council to be the infrastructure investor."""

    code = fields.code()
    council = fields.ref("workspace.Council", "council_code", "Hội đồng", "Council")
    position = fields.whole("Thứ tự", "Position", required=True)
    name = fields.name("Nhà đầu tư", "Applicant")

    class Meta:
        db_table = "council_applicant"
        verbose_name = both("Nhà đầu tư đề nghị", "Applicant")
        verbose_name_plural = both("Nhà đầu tư đề nghị", "Applicants")
        ordering = ("council", "position", "code")
