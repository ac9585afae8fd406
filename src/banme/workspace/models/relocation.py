"""Relocation: safety distances, support rules, who may move, wishes, trades, budgets; and what a run decides."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Result, Sourced
from banme.workspace.models.clusters import HazardClass
from banme.workspace.models.law import PRESENTED_AS_LAW, Verification
from banme.workspace.text import both


def _mark() -> Any:
    return fields.choice(
        Verification,
        "Mức đối chiếu",
        "Verification",
        "Chỉ hai mức đầu được coi là quy định; các mức khác là tham số của người lập kế hoạch",
        "Only the first two are presented as law; the others are the planner's own parameters",
    )


def _act() -> Any:
    return fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act", required=False)


def _article() -> Any:
    return fields.words("Điều khoản", "Article", size=80)


def _in_use() -> Any:
    return fields.flag(
        "Được dùng",
        "In use",
        "Số chưa đối chiếu chỉ được dùng khi bật ở đây, và kết quả sẽ ghi rõ",
        "A figure that is not verified is used only when switched on here, and results say so",
        default=False,
    )


class Rule(Dated, Sourced):
    """A figure that a rule gives, or that stands in for one: its act, article, and how well it is verified."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask what is law for its act, and what is not for the reason why it is in use."""
        problems = super().row_problems(row)
        is_law = row.get("mark") in PRESENTED_AS_LAW
        if is_law and not row.get("act"):
            problems.append(both("Quy định phải có act_code", "A rule of law needs its act_code"))
        if row.get("in_use") and not is_law and not str(row.get("note") or "").strip():
            problems.append(
                both(
                    "Bật số chưa đối chiếu: ghi lý do ở cột note",
                    "A figure that is not verified is switched on: give the reason in column note",
                )
            )
        return problems


class SafetyDistance(Rule):
    """How far an establishment of a hazard class must be from homes."""

    one_at_a_time = ("hazard_class",)

    code = fields.code()
    hazard_class = fields.choice(HazardClass, "Cấp độc hại", "Hazard class")
    distance_m = fields.number("Khoảng cách (m)", "Distance (m)", required=True)
    act = _act()
    article = _article()
    mark = _mark()
    in_use = _in_use()

    class Meta:
        db_table = "safety_distance"
        verbose_name = both("Khoảng cách an toàn", "Safety distance")
        verbose_name_plural = both("Khoảng cách an toàn", "Safety distances")
        ordering = ("hazard_class", "valid_from")


class RelocationSupport(Rule):
    """What public money pays of a move: a share of what it is reckoned on, up to a ceiling; rules in force add up."""

    code = fields.code()
    label = models.CharField(both("Khoản hỗ trợ", "Support"), max_length=200)
    base_pct = fields.number(
        "Phần chi phí được tính (% chi phí di dời)",
        "What is counted (% of the move's cost)",
        "100 khi tính trên cả chi phí; với lãi vay: lãi hai năm đầu bằng bao nhiêu % chi phí",
        "100 for the whole cost; for interest: what two years of it come to",
        high=100,
        required=True,
    )
    share_pct = fields.number("Tỷ lệ hỗ trợ (%)", "Share paid (%)", high=100, required=True)
    ceiling_vnd = fields.number("Mức trần (đồng/cơ sở)", "Ceiling (VND/establishment)", required=True)
    act = _act()
    article = _article()
    mark = _mark()
    in_use = _in_use()

    class Meta:
        db_table = "relocation_support"
        verbose_name = both("Mức hỗ trợ di dời", "Relocation support")
        verbose_name_plural = both("Mức hỗ trợ di dời", "Relocation support")
        ordering = ("code",)


class RelocationNeed(Sourced):
    """What an establishment would need to move, and what staying costs it."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    land_ha = fields.number(
        "Đất cần (ha)", "Land needed (ha)", "Để trống: bằng đất đang dùng", "Empty: as much as it holds now"
    )
    move_cost_vnd = fields.number(
        "Chi phí di dời (đồng)",
        "Cost of moving (VND)",
        "Chuẩn bị, vận chuyển, lắp đặt, nhà xưởng",
        "Preparation, transport, installation, workshop",
        required=True,
    )
    stay_cost_vnd_year = fields.number(
        "Chi phí ở lại (đồng/năm)",
        "Cost of staying (VND/year)",
        "Xử lý, kiểm soát ô nhiễm tại chỗ",
        "Treating and watching pollution on the spot",
        required=True,
    )

    class Meta:
        db_table = "relocation_need"
        verbose_name = both("Nhu cầu di dời", "Relocation need")
        verbose_name_plural = both("Nhu cầu di dời", "Relocation needs")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["establishment"], name="relocation_need_once")]


class RelocationWish(Sourced):
    """Where an owner would, or would not, move to, as stated."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    wish = fields.number(
        "Nguyện vọng (-1 đến 1)",
        "Wish (-1 to 1)",
        "-1 từ chối, 1 rất muốn; không có dòng: chưa nêu",
        "-1 refuses, 1 wants it; no row: not stated",
        low=-1,
        high=1,
        required=True,
    )

    class Meta:
        db_table = "relocation_wish"
        verbose_name = both("Nguyện vọng di dời", "Relocation wish")
        verbose_name_plural = both("Nguyện vọng di dời", "Relocation wishes")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["establishment", "cluster"], name="relocation_wish_once")]


class ClusterTrade(Sourced):
    """A trade that a cluster may receive."""

    code = fields.code()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    vsic_prefix = models.CharField(
        both("Mã ngành VSIC bắt đầu bằng", "VSIC code begins with"), max_length=10, blank=False
    )

    class Meta:
        db_table = "cluster_trade"
        verbose_name = both("Ngành cụm được nhận", "Trade a cluster may receive")
        verbose_name_plural = both("Ngành cụm được nhận", "Trades clusters may receive")
        ordering = ("code",)


class RelocationBudget(Sourced):
    """Public money for support of moves in a year."""

    code = fields.code()
    year = fields.whole("Năm", "Year", low=2000, high=2100, required=True)
    budget_vnd = fields.number("Ngân sách hỗ trợ (đồng)", "Support budget (VND)", required=True)

    class Meta:
        db_table = "relocation_budget"
        verbose_name = both("Ngân sách di dời", "Relocation budget")
        verbose_name_plural = both("Ngân sách di dời", "Relocation budgets")
        ordering = ("year",)
        constraints = [models.UniqueConstraint(fields=["year"], name="relocation_budget_once")]


class Nearness(models.TextChoices):
    """Where an establishment stands to homes."""

    INSIDE = "inside", both("Trong khu dân cư", "Inside a residential area")
    NEAR = "near", both("Quá gần khu dân cư", "Too near")
    CLEAR = "clear", both("Đủ xa", "Clear")
    UNKNOWN = "unknown", both("Chưa xếp cấp độc hại", "Not classed")


NEARNESS_COLOUR = {"inside": "#cf222e", "near": "#bc4c00", "clear": "#1a7f37", "unknown": "#57606a"}


class ResultExposure(Result):
    """An establishment's place in the order of priority."""

    establishment = fields.ref(
        "workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment", on_delete=models.DO_NOTHING
    )
    rank = fields.whole("Ưu tiên", "Priority", "1 là gấp nhất", "1 is the most urgent", low=1, required=True)
    where = fields.choice(Nearness, "Vị trí", "Where")
    home = fields.ref(
        "workspace.ResidentialArea",
        "home_code",
        "Khu dân cư gần nhất",
        "Nearest residential area",
        required=False,
        on_delete=models.DO_NOTHING,
    )
    distance_m = fields.number("Cách khu dân cư (m)", "From homes (m)")
    needed_m = fields.number("Khoảng cách cần (m)", "Distance needed (m)")
    people = fields.number("Số dân trong khoảng cách (người)", "People within it (persons)")
    exposure = fields.number("Phơi nhiễm (người × ô nhiễm)", "Exposure (people × pollution)")
    movable = fields.flag("Đưa vào phương án", "In the plan", default=False)
    missing = fields.words(
        "Còn thiếu", "Missing", "Số liệu thiếu nên chưa đưa vào", "Figures for want of which it is left out"
    )
    geometry = fields.shape("Point")

    class Meta:
        db_table = "result_exposure"
        verbose_name = both("Kết quả: thứ tự ưu tiên di dời", "Result: relocation priority")
        verbose_name_plural = both("Kết quả: thứ tự ưu tiên di dời", "Results: relocation priorities")


class MoveReason(models.TextChoices):
    """Why an establishment moves or stays in a plan."""

    MOVES = "moves", both("Được dời", "Moves")
    NO_TRADE = "no_trade", both("Không cụm nào được nhận ngành này", "No cluster may receive the trade")
    REFUSED = "refused", both("Chủ cơ sở từ chối mọi cụm phù hợp", "The owner refuses every cluster that fits")
    NO_SIZE = "no_size", both("Không lô nào đủ rộng", "No plot is large enough")
    NOT_SERVICED = "not_serviced", both("Chưa lô nào có hạ tầng", "No plot is serviced in time")
    NO_UTILITY = "no_utility", both("Cụm không đủ nước, thoát nước hay điện", "No cluster has utilities enough")
    NO_BUDGET = "no_budget", both("Mức hỗ trợ vượt ngân sách năm", "Its support exceeds any year's budget")
    NOT_WORTH = "not_worth", both("Ở lại tốt hơn theo mục tiêu đã chọn", "Staying is better by the objective")
    WITHIN_GAP = "within_gap", both("Trong khoảng cách chưa chứng minh hết", "Within the gap that is left")
    SHORT = "short", both("Đất, tiện ích hay ngân sách dành cho cơ sở khác", "Land, utilities or budget go to others")


class ResultMove(Result):
    """What a plan does with an establishment. Plan 0 is the run's own; others are points of the front."""

    point = fields.whole("Phương án", "Plan", "0: phương án chính", "0: the run's own plan", required=True)
    establishment = fields.ref(
        "workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment", on_delete=models.DO_NOTHING
    )
    plot = fields.ref(
        "workspace.Plot",
        "plot_code",
        "Lô đất",
        "Plot",
        "Để trống: ở lại",
        "Empty: stays",
        required=False,
        on_delete=models.DO_NOTHING,
    )
    year = fields.whole("Năm dời", "Year of the move")
    reason = fields.choice(MoveReason, "Lý do", "Reason")
    short_of = fields.words(
        "Thiếu gì nhất", "Most short of", "Nguồn lực, cụm, năm", "Resource, cluster, year", size=120
    )
    land_ha = fields.number("Đất nhận (ha)", "Land taken (ha)")
    distance_km = fields.number("Đường chim bay (km)", "Straight line (km)")
    move_cost_vnd = fields.number("Chi phí di dời (đồng)", "Cost of moving (VND)")
    support_vnd = fields.number("Hỗ trợ (đồng)", "Support (VND)")
    exposure_left = fields.number(
        "Phơi nhiễm còn lại", "Exposure left", "Cộng mọi năm", "Over all years", required=True
    )
    exposure_removed = fields.number("Phơi nhiễm giảm", "Exposure removed", required=True)
    cost_vnd = fields.number("Chi phí mọi năm (đồng)", "Cost over all years (VND)", required=True)
    jobs_lost = fields.number("Lao động không theo được (người)", "Workers who cannot follow (persons)", required=True)
    wish = fields.number("Nguyện vọng với cụm này", "Owner's wish for this cluster", low=-1)
    geometry = fields.shape("LineString")

    class Meta:
        db_table = "result_move"
        verbose_name = both("Kết quả: di dời", "Result: relocation")
        verbose_name_plural = both("Kết quả: di dời", "Results: relocations")


class ResultFront(Result):
    """A point of the front between exposure removed, cost and jobs kept; 0 is the run's own plan."""

    point = fields.whole("Phương án", "Plan", required=True)
    most_exposure = fields.number("Phơi nhiễm nhiều nhất cho phép", "Most exposure allowed")
    exposure_left = fields.number("Phơi nhiễm còn lại", "Exposure left", required=True)
    exposure_removed = fields.number("Phơi nhiễm giảm", "Exposure removed", required=True)
    cost_vnd = fields.number("Chi phí mọi năm (đồng)", "Cost over all years (VND)", required=True)
    support_vnd = fields.number("Hỗ trợ (đồng)", "Support (VND)", required=True)
    jobs_lost = fields.number("Lao động không theo được (người)", "Workers who cannot follow (persons)", required=True)
    jobs_kept = fields.number("Lao động giữ được (người)", "Jobs kept (persons)", required=True)
    moves = fields.whole("Số cơ sở dời", "Establishments that move", required=True)
    objective = fields.number("Mục tiêu đạt được", "Objective reached", low=None)
    bound = fields.number("Cận dưới đã chứng minh", "Proven lower bound", low=None)
    gap_pct = fields.number("Khoảng cách (%)", "Gap (%)")
    proven = fields.flag(
        "Tối ưu theo bộ giải",
        "Optimal by the solver",
        "Bộ giải đã tìm hết; cận kiểm chứng được có thể thấp hơn",
        "The solver searched everything; the bound that can be checked may lie lower",
        default=False,
    )

    class Meta:
        db_table = "result_front"
        verbose_name = both("Kết quả: đánh đổi di dời", "Result: relocation trade-off")
        verbose_name_plural = both("Kết quả: đánh đổi di dời", "Results: relocation trade-offs")


class FairnessGroup(models.TextChoices):
    """By what establishments are grouped."""

    TRADE = "trade", both("Ngành", "Trade")
    UNIT = "unit", both("Xã, phường", "Commune")
    SIZE = "size", both("Quy mô lao động", "Size by workers")


class ResultFairness(Result):
    """What a group of establishments gives and gets in a plan."""

    point = fields.whole("Phương án", "Plan", required=True)
    kind = fields.choice(FairnessGroup, "Nhóm theo", "Grouped by")
    group = fields.words("Nhóm", "Group", size=200)
    establishments = fields.whole("Số cơ sở", "Establishments", required=True)
    moved = fields.whole("Được dời", "Moved", required=True)
    exposure_staying = fields.number("Phơi nhiễm nếu không dời", "Exposure if all stay", required=True)
    exposure_left = fields.number("Phơi nhiễm còn lại", "Exposure left", required=True)
    support_vnd = fields.number("Hỗ trợ (đồng)", "Support (VND)", required=True)
    own_vnd = fields.number("Cơ sở tự chi để dời (đồng)", "Paid by the movers (VND)", required=True)
    jobs_lost = fields.number("Lao động không theo được (người)", "Workers who cannot follow (persons)", required=True)
    wish = fields.number("Nguyện vọng được đáp ứng (-1 đến 1)", "Wishes met (-1 to 1)", low=-1)

    class Meta:
        db_table = "result_fairness"
        verbose_name = both("Kết quả: công bằng", "Result: fairness")
        verbose_name_plural = both("Kết quả: công bằng", "Results: fairness")
