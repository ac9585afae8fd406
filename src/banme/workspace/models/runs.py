"""Runs of studies and their results. A run is never overwritten."""

from __future__ import annotations

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Result
from banme.workspace.text import both


class RunStatus(models.TextChoices):
    """How far a run has come."""

    QUEUED = "queued", both("Đang chờ", "Queued")
    RUNNING = "running", both("Đang tính", "Running")
    DONE = "done", both("Xong", "Done")
    STOPPED = "stopped", both("Dừng sớm, giữ phương án tốt nhất", "Stopped, best plan kept")
    INFEASIBLE = "infeasible", both("Không có phương án", "Infeasible")
    FAILED = "failed", both("Lỗi", "Failed")


RUN_STATUS_COLOUR = {
    "queued": "#57606a",
    "running": "#0969da",
    "done": "#1a7f37",
    "stopped": "#bc4c00",
    "infeasible": "#8250df",
    "failed": "#cf222e",
}


STUDIES = (
    "network_design",
    "ordered_objectives",
    "near_optimal",
    "robust_design",
    "upgrade_ladder",
    "byproduct_exchange",
    "zone_portfolio",
    "project_value",
    "rounds",
    "relocation",
)
"""Studies that store runs; ``banme.studies.runs`` computes them."""
BENEFIT_STUDIES = frozenset({"upgrade_ladder", "byproduct_exchange", "zone_portfolio", "project_value"})
"""Studies that maximise a benefit; they store its negative as cost, so that of two plans the cheaper is the better."""


class Run(models.Model):
    """One computation: its inputs, rule date, engine, seed, outcome and proof."""

    code = fields.code()
    study = fields.words("Bài toán", "Study", "Ví dụ network_design", "E.g. network_design", size=60)
    scenario = fields.ref("workspace.Scenario", "scenario_code", "Kịch bản", "Scenario")
    status = fields.choice(RunStatus, "Trạng thái", "Status", default=RunStatus.QUEUED)
    created_at = models.DateTimeField(both("Tạo lúc", "Created at"), auto_now_add=True)
    started_at = models.DateTimeField(both("Bắt đầu lúc", "Started at"), null=True, blank=True)
    finished_at = models.DateTimeField(both("Kết thúc lúc", "Finished at"), null=True, blank=True)
    stage = fields.words("Bước", "Stage", "Bước đang tính", "Stage under way", size=60)
    message = fields.words("Thông báo", "Message")
    rule_date = fields.day(
        "Tính theo ngày",
        "As at",
        "Ngày chọn quy định, đơn vị hành chính, đường",
        "The day by which rules, units and roads were chosen",
    )
    engine_version = fields.words("Phiên bản", "Engine version", size=40)
    seed = fields.whole("Mầm ngẫu nhiên", "Random seed")
    input_hash = fields.words("Mã băm đầu vào", "Hash of the inputs", size=64)
    cost_vnd = fields.number(
        "Tổng chi phí (đồng)",
        "Total cost (VND)",
        "Mục tiêu của mô hình, mọi giai đoạn có trọng số",
        "The model's objective, stages weighted",
        low=None,
    )
    bound_vnd = fields.number("Cận dưới đã chứng minh (đồng)", "Proven lower bound (VND)", low=None)
    gap_pct = fields.number("Khoảng cách (%)", "Gap (%)", low=None)
    parameters = models.JSONField(both("Tham số", "Parameters"), default=dict, blank=True)
    data_versions = models.JSONField(both("Phiên bản số liệu", "Data versions"), default=dict, blank=True)
    progress = models.JSONField(both("Tiến trình", "Progress"), default=list, blank=True)
    cancel_asked = models.BooleanField(both("Đã yêu cầu dừng", "Cancel asked"), default=False)

    class Meta:
        db_table = "run"
        verbose_name = both("Lần chạy", "Run")
        verbose_name_plural = both("Các lần chạy", "Runs")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.code

    @property
    def is_benefit(self) -> bool:
        """Whether the study maximises a benefit."""
        return self.study in BENEFIT_STUDIES

    @property
    def value_vnd(self) -> float | None:
        """Return what people read: the benefit of a study that maximises one, else the cost; None without a plan."""
        return None if self.cost_vnd is None else -self.cost_vnd if self.is_benefit else self.cost_vnd

    @property
    def proven_vnd(self) -> float | None:
        """Return the upper bound of a benefit or the lower bound of a cost; None without one."""
        return None if self.bound_vnd is None else -self.bound_vnd if self.is_benefit else self.bound_vnd


def latest_run(study: str, scenario: str) -> Run | None:
    """Return the latest finished run of a study, of one scenario where one is named."""
    runs = Run.objects.filter(study=study, status__in=(RunStatus.DONE, RunStatus.STOPPED))
    if scenario:
        runs = runs.filter(scenario=scenario)
    return runs.order_by("-created_at", "-pk").first()


class RunFile(Result):
    """A file that belongs to a run: the problem, the plan, the certificate."""

    name = fields.name("Tên tệp", "File name")
    content = models.BinaryField(both("Nội dung", "Content"))

    class Meta:
        db_table = "run_file"
        verbose_name = both("Tệp của lần chạy", "Run file")
        verbose_name_plural = both("Tệp của lần chạy", "Run files")
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="run_file_once")]


class ResultIndicator(Result):
    """A headline figure of a run."""

    indicator = fields.words(
        "Chỉ tiêu", "Indicator", "Mã chỉ tiêu, ví dụ cost_vnd_t", "Indicator code, e.g. cost_vnd_t", size=60
    )
    scope = fields.words(
        "Phạm vi", "Scope", "Năm, mặt hàng hoặc trống cho toàn bộ", "Year, commodity or empty for all", size=80
    )
    value = fields.number("Giá trị", "Value", low=None)
    unit_of_measure = fields.words("Đơn vị tính", "Unit of measure", size=40)
    missing_reason = fields.words("Lý do thiếu", "Why it is missing", size=200)

    class Meta:
        db_table = "result_indicator"
        verbose_name = both("Kết quả: chỉ tiêu", "Result: indicator")
        verbose_name_plural = both("Kết quả: chỉ tiêu", "Results: indicators")


class ResultOpening(Result):
    """A site opened by a run, its size and year."""

    site = fields.ref(
        "workspace.LogisticsSite", "site_code", "Điểm logistics", "Logistics site", on_delete=models.DO_NOTHING
    )
    module = fields.ref("workspace.CapacityModule", "module_code", "Mô-đun", "Module", on_delete=models.DO_NOTHING)
    year_opened = fields.whole(
        "Năm mở", "Year opened", "Giai đoạn đầu tiên điểm hoạt động", "First stage in which it works", required=True
    )
    year = fields.whole("Năm", "Year", "Giai đoạn của dòng này", "The stage this row speaks of", required=True)
    is_new = fields.flag("Mới", "New", default=True)
    area_ha = fields.number("Diện tích (ha)", "Area (ha)")
    throughput_t_year = fields.number("Thông qua (t/năm)", "Throughput (t/year)")
    utilisation_pct = fields.number("Sử dụng tháng cao nhất (%)", "Use in the busiest month (%)")
    fixed_vnd_year = fields.number("Chi phí cố định (đồng/năm)", "Fixed cost (VND/year)")
    capex_vnd = fields.number("Vốn đầu tư (đồng)", "Investment (VND)")
    geometry = fields.shape("Point")

    class Meta:
        db_table = "result_opening"
        verbose_name = both("Kết quả: điểm được mở", "Result: opened site")
        verbose_name_plural = both("Kết quả: điểm được mở", "Results: opened sites")


class Verdict(models.TextChoices):
    """Whether near-optimal plans use a site."""

    EVERY = "every", both("Luôn mở", "In every plan")
    SOME = "some", both("Tùy phương án", "In some plans")
    NONE = "none", both("Không bao giờ mở", "In no plan")
    UNDECIDED = "undecided", both("Chưa xác định", "Undecided")


VERDICT_COLOUR = {"every": "#1a7f37", "some": "#bc4c00", "none": "#57606a", "undecided": "#8250df"}


class ResultAlternative(Result):
    """Whether plans within some per cent of the best use a site."""

    site = fields.ref(
        "workspace.LogisticsSite", "site_code", "Điểm logistics", "Logistics site", on_delete=models.DO_NOTHING
    )
    verdict = fields.choice(Verdict, "Kết luận", "Verdict")
    open_bound_vnd = fields.number(
        "Cận dưới nếu mở (đồng)",
        "Bound if open (VND)",
        "Mọi phương án mở điểm này tốn ít nhất chừng này; trống: bị kế hoạch loại trừ",
        "Every plan with the site open costs at least this; empty: ruled out by a decision",
        low=None,
    )
    closed_bound_vnd = fields.number(
        "Cận dưới nếu không mở (đồng)",
        "Bound if closed (VND)",
        "Mọi phương án không mở điểm này tốn ít nhất chừng này; trống: bị kế hoạch loại trừ",
        "Every plan without the site costs at least this; empty: ruled out by a decision",
        low=None,
    )
    plans_open = fields.whole("Số phương án có mở", "Plans with it", required=True)
    plans_closed = fields.whole("Số phương án không mở", "Plans without it", required=True)
    geometry = fields.shape("Point")

    class Meta:
        db_table = "result_alternative"
        verbose_name = both("Kết quả: điểm trong các phương án gần tối ưu", "Result: site in near-optimal plans")
        verbose_name_plural = both(
            "Kết quả: điểm trong các phương án gần tối ưu", "Results: sites in near-optimal plans"
        )


class ResultAlternativePlan(Result):
    """A site that a near-optimal plan opens."""

    plan = fields.whole("Phương án", "Plan", "1 là phương án rẻ nhất", "1 is the cheapest", low=1, required=True)
    cost_vnd = fields.number("Chi phí của phương án (đồng)", "Cost of the plan (VND)", low=None, required=True)
    site = fields.ref(
        "workspace.LogisticsSite", "site_code", "Điểm logistics", "Logistics site", on_delete=models.DO_NOTHING
    )
    module = fields.ref("workspace.CapacityModule", "module_code", "Mô-đun", "Module", on_delete=models.DO_NOTHING)
    year_opened = fields.whole("Năm mở", "Year opened", required=True)

    class Meta:
        db_table = "result_alternative_plan"
        verbose_name = both("Kết quả: phương án gần tối ưu", "Result: near-optimal plan")
        verbose_name_plural = both("Kết quả: phương án gần tối ưu", "Results: near-optimal plans")


class Objective(models.TextChoices):
    """What a step of ordered objectives minimises."""

    COST = "cost", both("Chi phí", "Cost")
    CO2 = "co2", both("CO2e", "CO2e")
    EQUITY = "equity", both("Công bằng giữa các xã", "Equity among communes")
    EXPOSURE = "exposure", both("Phơi nhiễm của dân cư", "People's exposure")
    RELOCATION_COST = "cost_vnd", both("Chi phí di dời", "Cost of relocation")
    JOBS = "jobs_lost", both("Lao động không theo được", "Workers who cannot follow")


class ResultObjective(Result):
    """One of a run's ordered objectives: what was reached, what is proven, what the last plan comes to."""

    rank = fields.whole("Thứ tự", "Rank", low=1, required=True)
    objective = fields.choice(Objective, "Mục tiêu", "Objective")
    tolerance_pct = fields.number("Dung sai (%)", "Tolerance (%)", required=True)
    value = fields.number("Đạt được", "Reached", "Ở bước của mục tiêu này", "In this objective's step", low=None)
    bound = fields.number("Cận dưới đã chứng minh", "Proven lower bound", low=None)
    gap_pct = fields.number("Khoảng cách (%)", "Gap (%)", low=None)
    final = fields.number("Phương án cuối cùng", "Final plan", low=None)
    unit_of_measure = fields.words("Đơn vị tính", "Unit of measure", size=40)

    class Meta:
        db_table = "result_objective"
        verbose_name = both("Kết quả: mục tiêu theo thứ tự", "Result: ordered objective")
        verbose_name_plural = both("Kết quả: mục tiêu theo thứ tự", "Results: ordered objectives")


class ResultFlow(Result):
    """Tonnes on one leg in one month."""

    source_code = fields.words("Từ", "From", size=80)
    target_code = fields.words("Đến", "To", size=80)
    leg = fields.words("Chặng", "Leg", "Ví dụ origin-point", "E.g. origin-point", size=40)
    commodity = fields.ref(
        "workspace.Commodity", "commodity_code", "Mặt hàng", "Commodity", on_delete=models.DO_NOTHING
    )
    year = fields.whole("Năm", "Year", required=True)
    month = fields.whole("Tháng", "Month", low=1, high=12, required=True)
    quantity_t = fields.number("Khối lượng (t)", "Quantity (t)", required=True)

    class Meta:
        db_table = "result_flow"
        verbose_name = both("Kết quả: luồng hàng theo tháng", "Result: monthly flow")
        verbose_name_plural = both("Kết quả: luồng hàng theo tháng", "Results: monthly flows")


class ResultStock(Result):
    """Tonnes in store at a site at the end of a month."""

    site_code = fields.words("Điểm logistics", "Site", size=80)
    commodity = fields.ref(
        "workspace.Commodity", "commodity_code", "Mặt hàng", "Commodity", on_delete=models.DO_NOTHING
    )
    year = fields.whole("Năm", "Year", required=True)
    month = fields.whole("Tháng", "Month", low=1, high=12, required=True)
    quantity_t = fields.number("Tồn kho (t)", "Stock (t)", required=True)

    class Meta:
        db_table = "result_stock"
        verbose_name = both("Kết quả: tồn kho", "Result: stock")
        verbose_name_plural = both("Kết quả: tồn kho", "Results: stocks")


class ResultLeg(Result):
    """A leg's year: tonnes, trips, cost and CO2e, drawn along the road."""

    source_code = fields.words("Từ", "From", size=80)
    target_code = fields.words("Đến", "To", size=80)
    source_name = fields.words("Tên nơi đi", "From (name)", size=200)
    target_name = fields.words("Tên nơi đến", "To (name)", size=200)
    leg = fields.words("Chặng", "Leg", size=40)
    commodity = fields.ref(
        "workspace.Commodity", "commodity_code", "Mặt hàng", "Commodity", on_delete=models.DO_NOTHING
    )
    year = fields.whole("Năm", "Year", required=True)
    quantity_t = fields.number("Khối lượng (t/năm)", "Quantity (t/year)", required=True)
    distance_km = fields.number("Cự ly (km)", "Distance (km)", required=True)
    connector_km = fields.number("Trong đó đoạn nối (km)", "Of which connectors (km)")
    time_h = fields.number("Thời gian (giờ)", "Time (h)", required=True)
    tonne_km = fields.number("Tấn·km", "Tonne-km", required=True)
    cost_vnd = fields.number("Chi phí vận tải (đồng/năm)", "Transport cost (VND/year)", required=True)
    co2_kg = fields.number("CO2e (kg/năm)", "CO2e (kg/year)", required=True)
    vehicle = fields.ref(
        "workspace.VehicleType", "vehicle_code", "Loại xe", "Vehicle type", on_delete=models.DO_NOTHING
    )
    trips = fields.number("Số chuyến xe (năm)", "Truck trips (year)", required=True)
    load_factor_pct = fields.number("Hệ số chất tải (%)", "Load factor (%)")
    geometry = fields.shape("LineString")

    class Meta:
        db_table = "result_leg"
        verbose_name = both("Kết quả: chặng vận chuyển", "Result: leg")
        verbose_name_plural = both("Kết quả: chặng vận chuyển", "Results: legs")


class ResultUnit(Result):
    """What a run means for one commune."""

    unit = fields.ref(
        "workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", on_delete=models.DO_NOTHING
    )
    year = fields.whole("Năm", "Year", required=True)
    supply_t = fields.number("Nguồn hàng (t/năm)", "Supply (t/year)")
    cost_vnd_t = fields.number("Chi phí logistics (đồng/t)", "Logistics cost (VND/t)")
    nearest_site_h = fields.number("Đến điểm mở gần nhất (giờ)", "To the nearest open site (h)")
    within_reach = models.BooleanField(both("Trong tầm tiếp cận", "Within reach"), null=True)
    missing_reason = fields.words("Lý do thiếu", "Why it is missing", size=200)
    geometry = fields.shape("MultiPolygon")

    class Meta:
        db_table = "result_unit"
        verbose_name = both("Kết quả: theo xã, phường", "Result: by commune")
        verbose_name_plural = both("Kết quả: theo xã, phường", "Results: by commune")


class ResultFuture(Result):
    """What one plan of a run costs in one future."""

    plan = fields.words(
        "Phương án",
        "Plan",
        "expected, worst, regret: tốt nhất theo từng tiêu chí; only:MÃ: chỉ cho tương lai đó; mean: cho mức bình quân",
        "expected, worst, regret: best by each criterion; only:CODE: for that future alone; mean: for the average",
        size=100,
    )
    future_code = fields.words("Tương lai", "Future", size=80)
    future_name = fields.words("Tên tương lai", "Name of the future", size=420)
    probability_pct = fields.number("Xác suất đã chia lại (%)", "Probability, scaled (%)", required=True)
    cost_vnd = fields.number(
        "Chi phí (đồng)",
        "Cost (VND)",
        "Luồng hàng được tính lại cho tương lai này; trống khi các điểm không phục vụ nổi",
        "With flows decided for this future; empty where the sites cannot serve it",
        low=None,
    )
    regret_low_vnd = fields.number("Nuối tiếc ít nhất (đồng)", "Regret at least (VND)")
    regret_high_vnd = fields.number("Nuối tiếc nhiều nhất (đồng)", "Regret at most (VND)")

    class Meta:
        db_table = "result_future"
        verbose_name = both("Kết quả: phương án theo tương lai", "Result: plan by future")
        verbose_name_plural = both("Kết quả: phương án theo tương lai", "Results: plans by future")


class Staging(models.TextChoices):
    """When a site is to be built."""

    NOW = "now", both("Xây ngay", "Build now")
    LATER = "later", both("Chỉ khi", "Only if")
    NEVER = "never", both("Không xây", "Never")


STAGING_COLOUR = {"now": "#1a7f37", "later": "#bf8700", "never": "#57606a"}


class ResultStaging(Result):
    """Whether a site is built now, only when a certain future comes, or never."""

    site = fields.ref(
        "workspace.LogisticsSite", "site_code", "Điểm logistics", "Logistics site", on_delete=models.DO_NOTHING
    )
    built = fields.choice(Staging, "Khi nào xây", "When to build")
    futures = fields.words(
        "Các tương lai cần điểm này", "Futures that need it", "Mã, cách nhau bằng dấu cách", "Codes, by spaces"
    )
    probability_pct = fields.number("Xác suất cần (%)", "Probability needed (%)", required=True)
    module_code = fields.words("Mô-đun", "Module", size=80)
    geometry = fields.shape("Point")

    class Meta:
        db_table = "result_staging"
        verbose_name = both("Kết quả: phân kỳ điểm", "Result: staging of a site")
        verbose_name_plural = both("Kết quả: phân kỳ các điểm", "Results: staging of sites")
