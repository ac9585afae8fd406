"""Law as data: acts, how they bear on one another, dated parameters of their rules, public holidays, dossier papers."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class Verification(models.TextChoices):
    """How well a statement about the law is verified; only the first two may be presented as law."""

    VERIFIED = "verified", both("Đã đối chiếu văn bản", "Verified in the text")
    VERIFIED_2ND = "verified_2nd", both("Đọc qua nguồn thứ cấp", "Verified in a secondary source")
    RECALLED = "recalled", both("Nhớ lại, chưa đối chiếu", "Recalled, not verified")
    INFERRED = "inferred", both("Suy ra", "Inferred")
    NOT_FOUND = "not_found", both("Chưa tìm thấy", "Not found")


VERIFICATION_COLOUR = {
    "verified": "#1a7f37",
    "verified_2nd": "#0969da",
    "recalled": "#bc4c00",
    "inferred": "#8250df",
    "not_found": "#57606a",
}
PRESENTED_AS_LAW = (Verification.VERIFIED, Verification.VERIFIED_2ND)


class ActKind(models.TextChoices):
    """Forms of an act."""

    CODE = "code", both("Bộ luật", "Code")
    LAW = "law", both("Luật", "Law")
    RESOLUTION = "resolution", both("Nghị quyết", "Resolution")
    DECREE = "decree", both("Nghị định", "Decree")
    DECISION = "decision", both("Quyết định", "Decision")
    CIRCULAR = "circular", both("Thông tư", "Circular")
    REGULATION = "regulation", both("Quy chuẩn", "Technical regulation")
    CONCLUSION = "conclusion", both("Kết luận của Đảng", "Party conclusion")


class ActTopic(models.TextChoices):
    """What an act is about."""

    CLUSTER = "cluster", both("Cụm công nghiệp", "Industrial clusters")
    GOVERNMENT = "government", both("Cấp chính quyền", "Level of government")
    TECHNOLOGY = "technology", both("Trình độ công nghệ", "Technology level")
    PLANNING = "planning", both("Quy hoạch xây dựng", "Construction planning")
    ENVIRONMENT = "environment", both("Môi trường", "Environment")
    WASTEWATER = "wastewater", both("Nước thải", "Wastewater")
    TAX = "tax", both("Thuế", "Tax")
    ROADS = "roads", both("Tải trọng xe", "Vehicle weights")
    DRIVER = "driver", both("Thời gian lái xe", "Driver time")
    TIME = "time", both("Thời hạn, ngày nghỉ", "Terms and holidays")
    DEVELOPMENT = "development", both("Định hướng, cơ chế đặc thù", "Direction and special mechanisms")
    LOGISTICS = "logistics", both("Logistics", "Logistics")
    INVESTMENT = "investment", both("Đầu tư, hỗ trợ", "Investment and support")
    LAND = "land", both("Đất đai", "Land")
    PAPERS = "papers", both("Văn thư", "Official papers")
    OTHER = "other", both("Khác", "Other")


def _mark() -> Any:
    return fields.choice(
        Verification,
        "Mức đối chiếu",
        "Verification",
        "Chỉ hai mức đầu được coi là quy định; các mức khác chỉ dùng khi người dùng bật",
        "Only the first two are presented as law; the others are used only when switched on",
    )


def _article() -> Any:
    return fields.words("Điều khoản", "Article", "Ví dụ Điều 8.1c", "E.g. Điều 8.1c", size=80)


class LegalAct(Dated, Sourced):
    """A law, decree, circular, decision or technical regulation over the days it is in force."""

    code = fields.code()
    number = models.CharField(both("Số hiệu", "Number"), max_length=60)
    kind = fields.choice(ActKind, "Loại", "Kind")
    topic = fields.choice(ActTopic, "Lĩnh vực", "Topic")
    title = models.CharField(both("Nội dung", "Title"), max_length=300)
    issuer = fields.words("Cơ quan ban hành", "Issuer", size=120)
    signed_on = fields.day("Ngày ký", "Signed on")
    mark = _mark()

    class Meta:
        db_table = "legal_act"
        verbose_name = both("Văn bản pháp luật", "Act")
        verbose_name_plural = both("Văn bản pháp luật", "Acts")
        ordering = ("topic", "valid_from", "code")

    def __str__(self) -> str:
        return self.number


class ActRelation(models.TextChoices):
    """How one act bears on another."""

    AMENDS = "amends", both("Sửa đổi", "Amends")
    REPLACES = "replaces", both("Thay thế", "Replaces")
    GUIDES = "guides", both("Hướng dẫn", "Guides")
    BASED_ON = "based_on", both("Căn cứ", "Is based on")
    REASSIGNS = "reassigns", both("Chuyển thẩm quyền của", "Reassigns powers of")


class LegalRelation(Sourced):
    """One act's bearing on another from a day on."""

    code = fields.code()
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    kind = fields.choice(ActRelation, "Quan hệ", "Relation")
    other = fields.ref("workspace.LegalAct", "other_code", "Với văn bản", "To the act")
    valid_from = fields.day("Từ ngày", "From", required=True)
    article = _article()
    other_article = fields.words(
        "Điều khoản của văn bản kia",
        "Article of the other act",
        "Để trống nếu là cả văn bản",
        "Empty for the whole act",
        size=80,
    )
    pending_keep_other = fields.flag(
        "Hồ sơ đang thẩm định theo văn bản cũ",
        "Pending files keep the other act",
        "Hồ sơ đã vào thẩm định trước ngày này vẫn theo văn bản kia",
        "Files that came under appraisal before this day stay under the other act",
        default=False,
    )
    mark = _mark()

    class Meta:
        db_table = "legal_relation"
        verbose_name = both("Quan hệ giữa văn bản", "Relation of acts")
        verbose_name_plural = both("Quan hệ giữa văn bản", "Relations of acts")
        ordering = ("code",)


class LegalArticle(Dated, Sourced):
    """An article of an act that the plan or a rule rests on."""

    code = fields.code()
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    article = models.CharField(both("Điều", "Article"), max_length=80)
    title = models.CharField(
        both("Nội dung", "About"),
        max_length=300,
        help_text=both("Diễn đạt bằng lời của chúng tôi", "In our own words, not the act's text"),
    )
    mark = _mark()

    class Meta:
        db_table = "legal_article"
        verbose_name = both("Điều của văn bản", "Article of an act")
        verbose_name_plural = both("Điều của văn bản", "Articles of acts")
        ordering = ("act_id", "code")

    def __str__(self) -> str:
        return f"{self.article} {self.act_id}"


class RuleParameter(Dated, Sourced):
    """One figure or text of a rule over the days it holds, with how well it is verified."""

    one_at_a_time = ("key",)

    code = fields.code()
    key = models.CharField(
        both("Khoá", "Key"),
        max_length=80,
        help_text=both("Như nhau ở mọi phiên bản của quy định", "The same in all versions of the rule"),
    )
    label = models.CharField(both("Tên quy định", "Name of the rule"), max_length=300)
    wording = fields.words(
        "Nội dung", "Wording", "Diễn đạt bằng lời của chúng tôi", "In our own words, not the act's text"
    )
    value = fields.number("Giá trị", "Value", "Đơn vị ở cột bên cạnh", "Its unit stands in the next column", low=None)
    words = fields.words(
        "Câu trả lời bằng chữ",
        "Answer in words",
        "Cơ quan, biểu mẫu, cách tính",
        "An authority, a form, a way of counting",
        size=300,
    )
    unit_of_measure = fields.words("Đơn vị tính", "Unit of measure", size=60)
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    article = _article()
    mark = _mark()
    in_use = fields.flag(
        "Được dùng",
        "In use",
        "Số chưa đối chiếu chỉ được dùng khi bật ở đây, và kết quả sẽ ghi rõ",
        "A figure that is not verified is used only when switched on here, and results say so",
        default=False,
    )

    class Meta:
        db_table = "rule_parameter"
        verbose_name = both("Tham số quy định", "Rule parameter")
        verbose_name_plural = both("Tham số quy định", "Rule parameters")
        ordering = ("key", "valid_from")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for an answer where the rule is in use, and for the reason why an unverified one is."""
        problems = super().row_problems(row)
        answered = row.get("value") is not None or bool(str(row.get("words") or "").strip())
        if row.get("in_use") and not answered:
            problems.append(both("Quy định được dùng phải có value hoặc words", "A rule in use needs a value or words"))
        unverified = row.get("mark") not in PRESENTED_AS_LAW
        if unverified and row.get("in_use") and not str(row.get("note") or "").strip():
            problems.append(
                both(
                    "Bật quy định chưa đối chiếu: ghi lý do ở cột note",
                    "An unverified rule is switched on: give the reason in column note",
                )
            )
        return problems


class DossierKind(models.TextChoices):
    """Lists of papers."""

    ESTABLISH = "establish_or_expand", both("Thành lập, mở rộng cụm", "Establish or expand a cluster")
    REPORT = "investment_report", both("Nội dung báo cáo đầu tư", "Contents of the investment report")


class DossierItem(Dated, Sourced):
    """A paper that a dossier must hold; of the papers of one group one is enough."""

    code = fields.code()
    procedure = fields.choice(DossierKind, "Danh mục", "List")
    position = fields.whole("Thứ tự", "Position", required=True)
    any_of = fields.words("Nhóm chọn một", "Group of which one is enough", size=40)
    label = models.CharField(both("Thành phần hồ sơ", "Paper"), max_length=400)
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    article = _article()
    mark = _mark()

    class Meta:
        db_table = "dossier_item"
        verbose_name = both("Thành phần hồ sơ", "Dossier paper")
        verbose_name_plural = both("Thành phần hồ sơ", "Dossier papers")
        ordering = ("procedure", "position")

    def __str__(self) -> str:
        return self.code


class HolidayKind(models.TextChoices):
    """What a row of the holiday table says."""

    TET = "tet", both("Tết Nguyên đán, cả nghỉ bù", "Lunar New Year, days in lieu included")
    HUNG_KINGS = "hung_kings", both("Giỗ Tổ Hùng Vương", "Hùng Kings' Day")
    NATIONAL_DAY_SECOND = "national_day_second", both("Ngày liền kề Quốc khánh", "Day beside National Day")
    OTHER = "other", both("Ngày lễ khác", "Other holiday")
    SWAPPED_OFF = "swapped_off", both("Nghỉ do hoán đổi", "Taken off in exchange")
    SWAPPED_IN = "swapped_in", both("Làm bù", "Worked in exchange")


class PublicHoliday(Sourced):
    """A day off, or a weekend day worked in exchange; holidays with a fixed date are computed."""

    code = fields.code()
    day = fields.day("Ngày", "Day", required=True)
    kind = fields.choice(HolidayKind, "Loại", "Kind")
    name = fields.name()
    mark = _mark()
    in_use = fields.flag(
        "Được dùng", "In use", "Ngày dự tính chỉ dùng khi bật", "A reckoned day counts only when on", default=False
    )

    class Meta:
        db_table = "public_holiday"
        verbose_name = both("Ngày nghỉ lễ", "Public holiday")
        verbose_name_plural = both("Ngày nghỉ lễ", "Public holidays")
        ordering = ("day",)
