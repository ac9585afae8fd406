"""What shows that the plan works: indicators bound to figures, targets, reports, evidence, comments, attachments."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from banme.workspace import fields
from banme.workspace.beside import Rows
from banme.workspace.models.base import Record, Sourced
from banme.workspace.models.runs import STUDIES, ResultIndicator, latest_run
from banme.workspace.text import both


class Binding(models.TextChoices):
    """What an indicator's value is computed from."""

    QUERY = "query", both("Truy vấn trên vùng làm việc", "Query of the workspace")
    RUN = "run", both("Số liệu của lần chạy", "Figure of a run")
    NONE = "none", both("Chỉ báo cáo, chưa tính được", "Reported only, not computed")


class IndicatorQuery(models.TextChoices):
    """Queries of the workspace that an indicator can be bound to."""

    OCCUPANCY = "cluster.occupancy_pct", both("Tỷ lệ lấp đầy", "Occupancy")
    ESTABLISHED = "cluster.established", both("Cụm đã thành lập", "Cluster established")
    WORKS = "cluster.works_done_pct", both("Hạng mục hạ tầng hoàn thành", "Works finished")
    WASTEWATER = (
        "cluster.wastewater_working",
        both("Nước thải tập trung đạt chuẩn", "Central wastewater meets its standard"),
    )
    SURVEYED = "establishments.surveyed_pct", both("Cơ sở đã khảo sát công nghệ", "Establishments surveyed")
    RESIDENTIAL = (
        "establishments.in_residential",
        both("Cơ sở trong khu dân cư", "Establishments in residential areas"),
    )
    CENTRES = "sites.centres_operating", both("Trung tâm logistics đang hoạt động", "Logistics centres at work")
    COST_AGAINST = (
        "network.cost_against_pct",
        both("Chi phí logistics so với kịch bản khác", "Logistics cost against another scenario"),
    )
    GOODS_COST = (
        "network.goods_cost_vnd_t",
        both("Chi phí mỗi tấn của một mặt hàng tới một loại đầu ra", "Cost per tonne of one good to a kind of outlet"),
    )
    GOODS_COST_AGAINST = (
        "network.goods_cost_against_pct",
        both("Chi phí mỗi tấn của một mặt hàng so với kịch bản khác", "Cost per tonne of one good against a scenario"),
    )


class Comparison(models.TextChoices):
    """When a target is met."""

    AT_LEAST = "ge", both("Không thấp hơn", "At least")
    AT_MOST = "le", both("Không cao hơn", "At most")
    EQUAL = "eq", both("Đúng bằng", "Equal")


class Indicator(Sourced):
    """A figure by which an objective or a task is judged, and what it is computed from."""

    code = fields.code()
    objective = fields.ref("workspace.Objective", "objective_code", "Mục tiêu", "Objective", required=False)
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task", required=False)
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    unit_of_measure = models.CharField(
        both("Đơn vị tính", "Unit of measure"),
        max_length=40,
        help_text=both("Ví dụ %, đồng/t, có/không", "E.g. %, VND/t, yes/no"),
    )
    comparison = fields.choice(Comparison, "So với mục tiêu", "Against the target")
    bound_to = fields.choice(Binding, "Tính từ", "Computed from")
    query = fields.choice(
        IndicatorQuery,
        "Truy vấn",
        "Query",
        "Quy tắc của từng truy vấn: 'banme programme queries'",
        "The rule of each: 'banme programme queries'",
        blank=True,
        default="",
    )
    subject = fields.words(
        "Đối tượng", "Subject", "Mã dòng mà truy vấn hỏi, ví dụ mã cụm", "Code of the row asked about, e.g. a cluster",
        size=80,
    )  # fmt: skip
    run_study = fields.words("Bài toán", "Study", "Ví dụ network_design", "E.g. network_design", size=60)
    run_scenario = fields.ref("workspace.Scenario", "run_scenario_code", "Kịch bản", "Scenario", required=False)
    run_indicator = fields.words(
        "Chỉ tiêu của lần chạy", "Indicator of the run", "Ví dụ cost_vnd_t", "E.g. cost_vnd_t", size=60
    )
    run_scope = fields.words("Phạm vi", "Scope", "Ví dụ năm, mặt hàng", "E.g. a year, a commodity", size=80)
    baseline_value = fields.number("Giá trị gốc", "Baseline value", low=None)
    baseline_on = fields.day("Ngày của giá trị gốc", "Day of the baseline")

    class Meta:
        db_table = "indicator"
        verbose_name = both("Chỉ tiêu", "Indicator")
        verbose_name_plural = both("Chỉ tiêu", "Indicators")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask that the binding is complete, of one kind only, and that a baseline has its day."""
        problems = super().row_problems(row)
        bound = row.get("bound_to")
        has_query = bool(row.get("query"))
        has_run = bool(row.get("run_study")) and bool(row.get("run_indicator"))
        any_run = bool(row.get("run_study")) or bool(row.get("run_indicator"))
        if bound == Binding.QUERY and (not has_query or any_run):
            problems.append(
                both(
                    "Tính từ truy vấn: ghi query, để trống các cột run_",
                    "Computed from a query: give query, leave the run_ columns empty",
                )
            )
        if bound == Binding.RUN and (not has_run or has_query):
            problems.append(
                both(
                    "Tính từ lần chạy: ghi run_study và run_indicator, để trống query",
                    "Computed from a run: give run_study and run_indicator, leave query empty",
                )
            )
        if bound == Binding.RUN and row.get("run_study") and row["run_study"] not in STUDIES:
            known = ", ".join(STUDIES)
            problems.append(
                both(
                    f"Không có bài toán {row['run_study']}: sửa run_study; có: {known}",
                    f"There is no study {row['run_study']}: correct run_study; there are: {known}",
                )
            )
        if bound == Binding.NONE and (has_query or any_run):
            problems.append(
                both(
                    "Chỉ báo cáo: để trống query và các cột run_",
                    "Reported only: leave query and the run_ columns empty",
                )
            )
        if (row.get("baseline_value") is None) != (row.get("baseline_on") is None):
            problems.append(
                both(
                    "baseline_value và baseline_on phải cùng có hoặc cùng trống",
                    "baseline_value and baseline_on are given together or not at all",
                )
            )
        return problems

    @classmethod
    def beside_problems(cls, row: dict[str, Any], rows: Rows) -> list[Any]:  # noqa: ARG003  (runs are no input)
        """Refuse a binding to a figure that the latest finished run of the study and scenario does not have."""
        if row.get("bound_to") != Binding.RUN:
            return []
        run = latest_run(row["run_study"], row.get("run_scenario") or "")
        if run is None:
            return []
        names = set(ResultIndicator.objects.filter(run=run).values_list("indicator", "scope"))
        if (row["run_indicator"], row.get("run_scope") or "") in names:
            return []
        have = ", ".join(sorted(f"{name}[{scope}]" if scope else name for name, scope in names)) or "–"
        return [
            both(
                f"Lần chạy {run.code} không có số này: sửa run_indicator, run_scope; có: {have}",
                f"Run {run.code} has no such figure: correct run_indicator, run_scope; it has: {have}",
            )
        ]


class IndicatorTarget(Sourced):
    """What an indicator is to be at the end of a year, for a place or for the whole."""

    code = fields.code()
    indicator = fields.ref("workspace.Indicator", "indicator_code", "Chỉ tiêu", "Indicator")
    year = fields.whole("Năm", "Year", low=1990, high=2100, required=True)
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Địa bàn", "Area", required=False)
    target_value = fields.number("Mục tiêu", "Target", "Theo đơn vị của chỉ tiêu", "In the indicator's unit", low=None)
    target_ratio = fields.number(
        "Mục tiêu so với giá trị gốc (lần)",
        "Target as a multiple of the baseline",
        "Ví dụ 0,9 là 90 % của giá trị gốc; dùng thay cho target_value",
        "E.g. 0.9 is 90 % of the baseline; instead of target_value",
    )

    class Meta:
        db_table = "indicator_target"
        verbose_name = both("Mục tiêu theo năm", "Target of a year")
        verbose_name_plural = both("Mục tiêu theo năm", "Targets by year")
        ordering = ("indicator", "year", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for a value or a ratio, not both."""
        problems = super().row_problems(row)
        if (row.get("target_value") is None) == (row.get("target_ratio") is None):
            problems.append(
                both("Ghi target_value hoặc target_ratio, chỉ một", "Give target_value or target_ratio, one of them")
            )
        return problems


class IndicatorReport(Sourced):
    """What an agency reported of an indicator on a day."""

    code = fields.code()
    indicator = fields.ref("workspace.Indicator", "indicator_code", "Chỉ tiêu", "Indicator")
    reported_on = fields.day("Ngày báo cáo", "Reported on", required=True)
    reported_by = fields.ref("workspace.Agency", "reported_by_code", "Cơ quan báo cáo", "Reported by", required=False)
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Địa bàn", "Area", required=False)
    reported_value = fields.number("Giá trị báo cáo", "Value reported", low=None, required=True)

    class Meta:
        db_table = "indicator_report"
        verbose_name = both("Báo cáo chỉ tiêu", "Report of an indicator")
        verbose_name_plural = both("Báo cáo chỉ tiêu", "Reports of indicators")
        ordering = ("indicator", "reported_on", "code")


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    DOCUMENT = "document", both("Văn bản", "Document")
    MINUTES = "minutes", both("Biên bản", "Minutes")
    PHOTOGRAPH = "photograph", both("Ảnh", "Photograph")
    MEASUREMENT = "measurement", both("Kết quả đo, kiểm tra", "Measurement, inspection")
    PAGE = "page", both("Trang tin", "Page")


class Evidence(Sourced):
    """A paper, picture or measurement that shows how far a task, a milestone or an indicator has come."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task", required=False)
    milestone = fields.ref("workspace.Milestone", "milestone_code", "Cột mốc", "Milestone", required=False)
    indicator = fields.ref("workspace.Indicator", "indicator_code", "Chỉ tiêu", "Indicator", required=False)
    kind = fields.choice(EvidenceKind, "Loại", "Kind")
    title = models.CharField(both("Tên", "Title"), max_length=300)
    document = fields.words("Số, ký hiệu", "Number", size=120)
    dated_on = fields.day("Ngày", "Dated", required=True)
    url = fields.words("Địa chỉ", "Address", size=400)

    class Meta:
        db_table = "evidence"
        verbose_name = both("Bằng chứng", "Evidence")
        verbose_name_plural = both("Bằng chứng", "Evidence")
        ordering = ("dated_on", "code")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask what the evidence is about."""
        problems = super().row_problems(row)
        if not any(row.get(name) for name in ("task", "milestone", "indicator")):
            problems.append(
                both(
                    "Ghi bằng chứng cho cái gì: task_code, milestone_code hoặc indicator_code",
                    "Say what it is evidence of: task_code, milestone_code or indicator_code",
                )
            )
        return problems


class TaskComment(Record):
    """A remark on a task: who, when, what."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    author = fields.name("Người viết", "Author")
    written_at = models.DateTimeField(both("Lúc", "Written at"))
    text = models.TextField(both("Nội dung", "Text"))

    class Meta:
        db_table = "task_comment"
        verbose_name = both("Ý kiến", "Comment")
        verbose_name_plural = both("Ý kiến về nhiệm vụ", "Comments on tasks")
        ordering = ("task", "written_at", "code")

    def __str__(self) -> str:
        return self.code


class TaskAttachment(Record):
    """A file attached to a task; its bytes lie in the workspace under their SHA-256."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    name = fields.name("Tên tệp", "File name")
    media_type = fields.words("Loại tệp", "Media type", size=100)
    size_bytes = fields.whole("Kích thước (byte)", "Size (bytes)", required=True)
    sha256 = models.CharField(
        both("Mã băm SHA-256", "SHA-256"),
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", both("64 chữ số thập lục phân", "64 hexadecimal digits"))],
    )
    added_by = fields.words("Người gửi", "Added by", size=200)
    added_at = models.DateTimeField(both("Lúc", "Added at"))

    class Meta:
        db_table = "task_attachment"
        verbose_name = both("Tệp đính kèm", "Attachment")
        verbose_name_plural = both("Tệp đính kèm nhiệm vụ", "Attachments of tasks")
        ordering = ("task", "added_at", "code")


class AttachedContent(models.Model):
    """The bytes of attached files, one row a content; not exchanged by CSV or XLSX."""

    sha256 = models.CharField(both("Mã băm SHA-256", "SHA-256"), max_length=64, unique=True)
    content = models.BinaryField(both("Nội dung", "Content"))

    class Meta:
        db_table = "attached_content"
        verbose_name = both("Nội dung tệp", "Content of a file")
        verbose_name_plural = both("Nội dung các tệp", "Contents of files")

    def __str__(self) -> str:
        return self.sha256
