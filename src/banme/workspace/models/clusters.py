"""Industrial parks and clusters: land, works, utilities, and who uses them."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class ClusterKind(models.TextChoices):
    """Industrial land by legal form."""

    PARK = "industrial_park", both("Khu công nghiệp", "Industrial park")
    CLUSTER = "industrial_cluster", both("Cụm công nghiệp", "Industrial cluster")


class ClusterStatus(models.TextChoices):
    """Where a cluster stands in its life."""

    OPERATING = "operating", both("Đang hoạt động", "Operating")
    BUILDING = "building", both("Đang xây dựng", "Under construction")
    PLANNED = "planned", both("Quy hoạch", "Planned")


CLUSTER_STATUS_COLOUR = {"operating": "#1a7f37", "building": "#bc4c00", "planned": "#0969da"}


class ClusterForm(models.TextChoices):
    """Special forms of a cluster (Decree 32/2024, Article 2)."""

    GENERAL = "general", both("Thông thường", "General")
    CRAFT = "craft_village", both("Làng nghề", "Craft village")
    SPECIALISED = "specialised", both("Chuyên ngành", "Specialised")


class IndustrialCluster(Sourced):
    """An industrial park or cluster."""

    code = fields.code()
    name = fields.name()
    kind = fields.choice(ClusterKind, "Loại", "Kind")
    status = fields.choice(ClusterStatus, "Tình trạng", "Status")
    form = fields.choice(
        ClusterForm, "Hình thức", "Form", "Để trống nếu chưa biết", "Empty when unknown", blank=True, default=""
    )
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    area_ha = fields.number("Diện tích (ha)", "Area (ha)")
    industrial_land_ha = fields.number(
        "Đất công nghiệp theo quy hoạch chi tiết (ha)",
        "Industrial land in the detailed plan (ha)",
        "Mẫu số của tỷ lệ lấp đầy",
        "What occupancy is measured against",
    )
    road_ha = fields.number("Đất giao thông (ha)", "Roads (ha)")
    green_ha = fields.number("Đất cây xanh (ha)", "Greenery (ha)")
    technical_ha = fields.number("Đất hạ tầng kỹ thuật (ha)", "Technical works (ha)")
    service_ha = fields.number("Đất dịch vụ trực tiếp (ha)", "Direct services (ha)")
    green_strip_m = fields.number("Dải cây xanh cách ly (m)", "Green isolation strip (m)")
    resettled = models.BooleanField(
        both("Không có dân cư bên trong", "No residents inside"),
        null=True,
        blank=True,
        help_text=both("Để trống nếu chưa biết", "Empty when unknown"),
    )
    in_provincial_plan = models.BooleanField(
        both("Có trong quy hoạch tỉnh", "In the provincial plan"),
        null=True,
        blank=True,
        help_text=both("Để trống nếu chưa biết", "Empty when unknown"),
    )
    established_on = fields.day("Ngày thành lập", "Established on")
    operating_since = fields.day("Hoạt động từ", "Operating since")
    detailed_plan_on = fields.day("Ngày duyệt quy hoạch chi tiết", "Detailed plan approved on")
    infrastructure_project_on = fields.day("Ngày duyệt dự án hạ tầng", "Infrastructure project approved on")
    investor = fields.words("Chủ đầu tư hạ tầng", "Infrastructure investor", size=200)
    investor_is_enterprise = models.BooleanField(
        both("Chủ đầu tư là doanh nghiệp, hợp tác xã", "Investor is an enterprise or cooperative"),
        null=True,
        blank=True,
    )
    approved_capital_vnd = fields.number("Vốn hạ tầng được duyệt (đồng)", "Approved infrastructure capital (VND)")
    paid_capital_vnd = fields.number("Vốn hạ tầng đã thực hiện (đồng)", "Infrastructure capital spent (VND)")
    geometry = fields.shape("Point")

    class Meta:
        db_table = "industrial_cluster"
        verbose_name = both("Khu, cụm công nghiệp", "Industrial park or cluster")
        verbose_name_plural = both("Khu, cụm công nghiệp", "Industrial parks and clusters")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for a reason where the position is missing; refuse parts larger than the whole."""
        problems = super().row_problems(row)
        if row.get("geometry") is None and not str(row.get("note") or "").strip():
            problems.append(
                both("Thiếu vị trí: ghi lý do ở cột note", "The position is missing: give the reason in column note")
            )
        parts = [row.get(name) for name in ("industrial_land_ha", "road_ha", "green_ha", "technical_ha", "service_ha")]
        area, known = row.get("area_ha"), sum(part for part in parts if part is not None)
        if area is not None and known > area * (1 + 1e-9):
            problems.append(
                both(
                    "Tổng các loại đất lớn hơn area_ha; sửa area_ha hoặc các phần",
                    "The kinds of land add up to more than area_ha; correct area_ha or the parts",
                )
            )
        return problems


class PlotUse(models.TextChoices):
    """What a plot of a cluster is for."""

    INDUSTRY = "industry", both("Sản xuất", "Industry")
    SERVICE = "service", both("Dịch vụ", "Services")
    TECHNICAL = "technical", both("Hạ tầng kỹ thuật", "Technical works")
    GREEN = "green", both("Cây xanh", "Greenery")


class PlotStatus(models.TextChoices):
    """Whether a plot can be taken."""

    VACANT = "vacant", both("Còn trống", "Vacant")
    RESERVED = "reserved", both("Giữ chỗ", "Reserved")
    LEASED = "leased", both("Đã cho thuê", "Leased")
    BLOCKED = "blocked", both("Chưa dùng được", "Not usable yet")


PLOT_STATUS_COLOUR = {"vacant": "#1a7f37", "reserved": "#bc4c00", "leased": "#0969da", "blocked": "#57606a"}


class Plot(Sourced):
    """A piece of a cluster's land that is leased as one."""

    code = fields.code()
    name = fields.name()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    use = fields.choice(PlotUse, "Mục đích", "Use", default=PlotUse.INDUSTRY)
    status = fields.choice(PlotStatus, "Tình trạng", "Status")
    area_ha = fields.number("Diện tích (ha)", "Area (ha)", required=True)
    least_part_ha = fields.number(
        "Phần nhỏ nhất khi chia (ha)",
        "Smallest part when split (ha)",
        "Để trống nếu không được chia lô",
        "Empty when the plot must not be split",
    )
    serviced_on = fields.day(
        "Có hạ tầng từ",
        "Serviced from",
        "Ngày (dự kiến) có đủ hạ tầng để thuê",
        "Day it is, or will be, ready to lease",
    )
    rent_vnd_m2_year = fields.number("Giá thuê (đồng/m²/năm)", "Rent (VND/m² a year)")
    floors = fields.whole("Số tầng sản xuất", "Production floors")
    density_pct = fields.number("Mật độ xây dựng thuần (%)", "Net building density (%)", high=100)
    geometry = fields.shape("MultiPolygon")

    class Meta:
        db_table = "plot"
        verbose_name = both("Lô đất", "Plot")
        verbose_name_plural = both("Lô đất", "Plots")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a smallest part larger than the plot."""
        problems = super().row_problems(row)
        part, area = row.get("least_part_ha"), row.get("area_ha")
        if part is not None and area is not None and part > area:
            problems.append(both("least_part_ha lớn hơn area_ha", "least_part_ha is larger than area_ha"))
        return problems


class Utility(models.TextChoices):
    """What a cluster supplies and takes away."""

    WATER = "water", both("Nước cấp (m³/ngày)", "Water (m³/day)")
    WASTEWATER = "wastewater", both("Nước thải (m³/ngày)", "Wastewater (m³/day)")
    POWER = "power", both("Điện (kW)", "Power (kW)")
    SOLID_WASTE = "solid_waste", both("Chất thải rắn (t/ngày)", "Solid waste (t/day)")


class ClusterUtility(Dated, Sourced):
    """How much of a utility a cluster can serve from a day on."""

    one_at_a_time = ("cluster", "utility")

    code = fields.code()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    utility = fields.choice(
        Utility, "Tiện ích", "Utility", "Đơn vị đo nằm trong tên", "The unit of measure stands in the name"
    )
    capacity = fields.number(
        "Công suất", "Capacity", "Theo đơn vị của tiện ích", "In the utility's unit", required=True
    )
    meets_standard = models.BooleanField(
        both("Đạt quy chuẩn", "Meets the standard"),
        null=True,
        blank=True,
        help_text=both("Để trống nếu chưa có kết quả đo", "Empty while no measurement is known"),
    )

    class Meta:
        db_table = "cluster_utility"
        verbose_name = both("Tiện ích của cụm", "Cluster utility")
        verbose_name_plural = both("Tiện ích của cụm", "Cluster utilities")
        ordering = ("code",)


class WorksItem(models.TextChoices):
    """Shared in-fence infrastructure (Decree 32/2024, Article 2)."""

    ROADS = "roads", both("Đường nội bộ", "Internal roads")
    WATER = "water", both("Cấp nước", "Water supply")
    DRAINAGE = "drainage", both("Thoát nước mưa", "Storm drainage")
    WASTEWATER = "wastewater", both("Thu gom, xử lý nước thải", "Wastewater")
    SOLID_WASTE = "solid_waste", both("Chất thải rắn", "Solid waste")
    FIRE = "fire_protection", both("Phòng cháy, chữa cháy", "Fire protection")
    POWER = "power", both("Cấp điện", "Power")
    LIGHTING = "lighting", both("Chiếu sáng công cộng", "Public lighting")
    COMMUNICATIONS = "communications", both("Thông tin liên lạc", "Communications")
    GREENERY = "greenery", both("Cây xanh", "Greenery")


WORK_STATE_COLOUR = {"done": "#1a7f37", "going": "#0969da", "late": "#cf222e", "waiting": "#57606a"}
"""States of a work on a day, computed from its days."""


class InfrastructureWork(Sourced):
    """One work of a cluster's shared infrastructure: planned, under way or done."""

    code = fields.code()
    name = fields.name()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    item = fields.choice(WorksItem, "Hạng mục", "Item")
    after = fields.ref(
        "workspace.InfrastructureWork",
        "after_code",
        "Làm sau",
        "After",
        "Công trình phải xong trước",
        "The work that must be finished before",
        required=False,
    )
    planned_start = fields.day("Dự kiến bắt đầu", "Planned start")
    planned_end = fields.day("Dự kiến xong", "Planned end")
    actual_start = fields.day("Bắt đầu thực tế", "Actual start")
    actual_end = fields.day("Xong thực tế", "Actual end")
    cost_vnd = fields.number("Kinh phí (đồng)", "Cost (VND)")
    spent_vnd = fields.number("Đã chi (đồng)", "Spent (VND)")
    progress_pct = fields.number("Tiến độ (%)", "Progress (%)", high=100)
    evidence = fields.words("Bằng chứng", "Evidence", "Biên bản, ảnh, tệp đính kèm", "Minutes, photograph, file")

    class Meta:
        db_table = "infrastructure_work"
        verbose_name = both("Công trình hạ tầng", "Infrastructure work")
        verbose_name_plural = both("Công trình hạ tầng", "Infrastructure works")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse ends before starts, and work said to be finished without evidence."""
        problems = super().row_problems(row)
        for kind in ("planned", "actual"):
            start, end = row.get(f"{kind}_start"), row.get(f"{kind}_end")
            if start is not None and end is not None and end < start:
                problems.append(
                    both(f"{kind}_end phải sau {kind}_start", f"{kind}_end must not be before {kind}_start")
                )
        if row.get("actual_end") is not None and not str(row.get("evidence") or "").strip():
            problems.append(
                both(
                    "Đã có actual_end: ghi bằng chứng ở cột evidence", "actual_end is given: name it in column evidence"
                )
            )
        return problems


class EstablishmentStatus(models.TextChoices):
    """Where a production establishment stands."""

    OPERATING = "operating", both("Đang hoạt động", "Operating")
    BUILDING = "building", both("Đang xây dựng", "Building")
    PREPARING = "preparing", both("Chuẩn bị", "Preparing")
    STOPPED = "stopped", both("Ngừng", "Stopped")


ESTABLISHMENT_STATUS_COLOUR = {
    "operating": "#1a7f37",
    "building": "#bc4c00",
    "preparing": "#0969da",
    "stopped": "#57606a",
}


class HazardClass(models.TextChoices):
    """Hazard of a works to those who live near it, from I (most) to V (QCVN 01:2021/BXD, 2.5)."""

    I = "I", both("Cấp I", "Class I")  # noqa: E741
    II = "II", both("Cấp II", "Class II")
    III = "III", both("Cấp III", "Class III")
    IV = "IV", both("Cấp IV", "Class IV")
    V = "V", both("Cấp V", "Class V")


class Establishment(Sourced):
    """A production establishment, in a cluster or outside; a year's figures."""

    code = fields.code()
    name = fields.name()
    vsic = models.CharField(
        both("Mã ngành VSIC", "VSIC code"),
        max_length=10,
        help_text=both("Theo Quyết định 27/2018/QĐ-TTg, cấp 2 trở lên", "By Decision 27/2018/QĐ-TTg, level 2 or finer"),
    )
    status = fields.choice(EstablishmentStatus, "Tình trạng", "Status")
    cluster = fields.ref(
        "workspace.IndustrialCluster",
        "cluster_code",
        "Khu, cụm công nghiệp",
        "Cluster",
        "Để trống nếu ở ngoài cụm",
        "Empty when outside a cluster",
        required=False,
    )
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    year = fields.whole("Năm số liệu", "Year of the figures", low=1990, high=2100, required=True)
    started_on = fields.day("Hoạt động từ", "Operating since")
    products = fields.words("Sản phẩm", "Products", size=300)
    land_ha = fields.number("Đất (ha)", "Land (ha)")
    capital_vnd = fields.number("Vốn (đồng)", "Capital (VND)")
    workers = fields.whole("Lao động (người)", "Workers (persons)")
    revenue_vnd_year = fields.number("Doanh thu (đồng/năm)", "Revenue (VND/year)")
    value_added_vnd_year = fields.number("Giá trị tăng thêm (đồng/năm)", "Value added (VND/year)", low=None)
    budget_paid_vnd_year = fields.number("Nộp ngân sách (đồng/năm)", "Paid to the budget (VND/year)")
    income_vnd_month = fields.number("Thu nhập bình quân (đồng/người/tháng)", "Mean income (VND/person/month)")
    foreign = models.BooleanField(both("Vốn nước ngoài", "Foreign direct investment"), null=True, blank=True)
    water_m3_day = fields.number("Nước dùng (m³/ngày)", "Water (m³/day)")
    wastewater_m3_day = fields.number("Nước thải (m³/ngày)", "Wastewater (m³/day)")
    power_kw = fields.number("Công suất điện (kW)", "Power (kW)")
    solid_waste_t_day = fields.number("Chất thải rắn (t/ngày)", "Solid waste (t/day)")
    hazard_class = fields.choice(
        HazardClass,
        "Cấp độc hại",
        "Hazard class",
        "Để trống nếu chưa xếp cấp",
        "Empty when not classed yet",
        blank=True,
        default="",
    )
    pollution_score = fields.number(
        "Điểm ô nhiễm (0-100)",
        "Pollution score (0-100)",
        "Kết quả kiểm tra; để trống nếu chưa có",
        "From an inspection; empty when there was none",
        high=100,
    )
    may_publish = fields.flag(
        "Đồng ý công bố kết quả",
        "Agrees to publication",
        "Không có đồng ý thì kết quả đánh giá chỉ cơ sở và cơ quan quản lý được xem",
        "Without it only the establishment and the agency see assessment results",
        default=False,
    )
    geometry = fields.shape("Point")

    class Meta:
        db_table = "establishment"
        verbose_name = both("Cơ sở sản xuất", "Production establishment")
        verbose_name_plural = both("Cơ sở sản xuất", "Production establishments")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for a reason where an establishment outside clusters has no position."""
        problems = super().row_problems(row)
        if row.get("geometry") is None and not row.get("cluster") and not str(row.get("note") or "").strip():
            problems.append(
                both(
                    "Cơ sở ngoài cụm chưa có vị trí: ghi lý do ở cột note",
                    "An establishment outside a cluster has no position: give the reason in column note",
                )
            )
        return problems


class LeaseKind(models.TextChoices):
    """On what right land is held; all count in occupancy, the first two as leased (Decree 32/2024, Article 2)."""

    LEASE = "lease", both("Thuê", "Lease")
    SUBLEASE = "sublease", both("Thuê lại", "Sub-lease")
    APPROVAL = (
        "approval",
        both("Có chủ trương, giấy chứng nhận đầu tư, chưa thuê", "Investment approved, not leased yet"),
    )


class Lease(Dated, Sourced):
    """An establishment's hold on (part of) a plot over some days."""

    code = fields.code()
    plot = fields.ref("workspace.Plot", "plot_code", "Lô đất", "Plot")
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    kind = fields.choice(LeaseKind, "Hình thức", "Kind")
    area_ha = fields.number("Diện tích (ha)", "Area (ha)", required=True)
    rent_vnd_m2_year = fields.number("Giá thuê (đồng/m²/năm)", "Rent (VND/m² a year)")

    class Meta:
        db_table = "lease"
        verbose_name = both("Hợp đồng thuê đất", "Lease")
        verbose_name_plural = both("Hợp đồng thuê đất", "Leases")
        ordering = ("code",)
