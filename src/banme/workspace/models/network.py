"""Where goods go, and the sites they may go through."""

from __future__ import annotations

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Sourced
from banme.workspace.text import both


class OutletKind(models.TextChoices):
    """Where goods leave the region's network."""

    PORT = "port", both("Cảng", "Port")
    PROCESSOR = "processor", both("Nhà máy chế biến", "Processor")
    CLUSTER = "cluster", both("Khu, cụm công nghiệp", "Industrial park or cluster")
    MARKET = "market", both("Chợ đầu mối, thị trường", "Wholesale market")
    BORDER = "border", both("Cửa khẩu", "Border gate")


class Outlet(Sourced):
    """A processor, market or port that takes goods."""

    code = fields.code()
    name = fields.name()
    kind = fields.choice(OutletKind, "Loại", "Kind")
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    geometry = fields.shape("Point", required=True)

    class Meta:
        db_table = "outlet"
        verbose_name = both("Nơi tiêu thụ", "Outlet")
        verbose_name_plural = both("Nơi tiêu thụ", "Outlets")
        ordering = ("code",)


class OutletDemand(Sourced):
    """How much of a commodity an outlet takes in a year, at what price advantage."""

    code = fields.code()
    outlet = fields.ref("workspace.Outlet", "outlet_code", "Nơi tiêu thụ", "Outlet")
    commodity = fields.ref("workspace.Commodity", "commodity_code", "Mặt hàng", "Commodity")
    year = fields.whole("Năm", "Year", low=1990, high=2100, required=True)
    min_t_year = fields.number(
        "Tối thiểu (t/năm)",
        "Least taken (t/year)",
        "Lượng phải cung ứng, chia đều các tháng có hàng",
        "Must be supplied; spread over the months with supply",
        required=True,
    )
    max_t_month = fields.number(
        "Tối đa (t/tháng)", "Most taken (t/month)", "Để trống nếu không giới hạn", "Empty: no limit"
    )
    price_vnd_t = fields.number(
        "Chênh lệch giá so với thấp nhất (đồng/t)",
        "Price above the lowest outlet (VND/t)",
        "0 nếu chỉ so chi phí",
        "0 when only costs are compared",
        required=True,
    )

    class Meta:
        db_table = "outlet_demand"
        verbose_name = both("Nhu cầu tại nơi tiêu thụ", "Outlet demand")
        verbose_name_plural = both("Nhu cầu tại nơi tiêu thụ", "Outlet demand")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["outlet", "commodity", "year"], name="outlet_demand_once")]

    def __str__(self) -> str:
        return self.code


class SiteKind(models.TextChoices):
    """Levels of the logistics network."""

    CENTRE = "centre", both("Trung tâm logistics", "Logistics centre")
    POINT = "point", both("Điểm tập kết", "Consolidation point")
    TRANSSHIPMENT = "transshipment", both("Điểm trung chuyển", "Transshipment point")


class SiteStatus(models.TextChoices):
    """Where a site stands in its life."""

    EXISTING = "existing", both("Hiện có", "Existing")
    CANDIDATE = "candidate", both("Dự kiến", "Candidate")
    PLANNED = "planned", both("Đã quyết định", "Decided")
    CLOSED = "closed", both("Đã đóng", "Closed")


SITE_STATUS_COLOUR = {"existing": "#1a7f37", "candidate": "#0969da", "planned": "#8250df", "closed": "#57606a"}


class LogisticsSite(Sourced):
    """A logistics centre, consolidation point or transshipment point, existing or candidate."""

    code = fields.code()
    name = fields.name()
    kind = fields.choice(SiteKind, "Loại", "Kind")
    status = fields.choice(
        SiteStatus, "Tình trạng", "Status", "Điểm đã quyết định luôn được mở", "A decided site is always opened"
    )
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    geometry = fields.shape("Point", required=True)

    class Meta:
        db_table = "logistics_site"
        verbose_name = both("Điểm logistics", "Logistics site")
        verbose_name_plural = both("Điểm logistics", "Logistics sites")
        ordering = ("code",)


class CapacityModule(Sourced):
    """One size in which a site can be built (or, at an existing site, in which it stands)."""

    code = fields.code()
    site = fields.ref("workspace.LogisticsSite", "site_code", "Điểm logistics", "Logistics site")
    name = fields.name()
    area_ha = fields.number("Diện tích (ha)", "Area (ha)", required=True)
    throughput_t_month = fields.number("Công suất thông qua (t/tháng)", "Throughput (t/month)", required=True)
    storage_t = fields.number("Sức chứa kho (t)", "Storage (t)", required=True)
    capex_vnd = fields.number(
        "Vốn đầu tư (đồng)", "Investment (VND)", "0 nếu đã xây", "0 when already built", required=True
    )
    opex_vnd_year = fields.number(
        "Chi phí vận hành cố định (đồng/năm)", "Fixed operating cost (VND/year)", required=True
    )
    life_years = fields.whole("Tuổi thọ (năm)", "Life (years)", low=1, high=100, required=True)

    class Meta:
        db_table = "capacity_module"
        verbose_name = both("Mô-đun công suất", "Capacity module")
        verbose_name_plural = both("Mô-đun công suất", "Capacity modules")
        ordering = ("code",)
