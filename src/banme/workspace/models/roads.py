"""Roads as edges of a network, with turn restrictions kept as data."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class RoadStatus(models.TextChoices):
    """Whether lorries can drive there."""

    OPEN = "open", both("Đang khai thác", "Open")
    PLANNED = "planned", both("Quy hoạch", "Planned")
    CLOSED = "closed", both("Đóng", "Closed")


ROAD_STATUS_COLOUR = {"open": "#57606a", "planned": "#0969da", "closed": "#cf222e"}


class RoadClass(models.TextChoices):
    """Class of road; speeds are set by class where none is given."""

    EXPRESSWAY = "expressway", both("Cao tốc", "Expressway")
    NATIONAL = "national", both("Quốc lộ", "National road")
    PROVINCIAL = "provincial", both("Tỉnh lộ", "Provincial road")
    DISTRICT = "district", both("Đường huyện", "District road")
    LOCAL = "local", both("Đường xã, đường phố", "Local road or street")
    CONNECTOR = "connector", both("Đoạn nối ngoài vùng", "Connector beyond the region")


class Oneway(models.TextChoices):
    """Direction of traffic along the drawn line."""

    NO = "no", both("Hai chiều", "Both ways")
    FORWARD = "forward", both("Một chiều theo chiều vẽ", "One way as drawn")
    BACKWARD = "backward", both("Một chiều ngược chiều vẽ", "One way against the drawing")


class RoadEdge(Dated, Sourced):
    """A piece of road between two junctions; pieces join where their ends have the same coordinates."""

    code = fields.code()
    ref = fields.words("Số hiệu đường", "Road number", "Ví dụ QL.26", "E.g. QL.26", size=60)
    name = fields.words("Tên đường", "Name", size=200)
    road_class = fields.choice(RoadClass, "Cấp đường", "Road class")
    status = fields.choice(RoadStatus, "Tình trạng", "Status", default=RoadStatus.OPEN)
    length_m = fields.number(
        "Chiều dài (m)",
        "Length (m)",
        "Chiều dài trắc địa hoặc cự ly công bố",
        "Geodesic or published length",
        required=True,
    )
    speed_kmh = fields.number(
        "Tốc độ xe tải (km/h)",
        "Truck speed (km/h)",
        "Để trống để lấy theo cấp đường",
        "Empty: taken from the road class",
        low=1,
        high=130,
    )
    oneway = fields.choice(Oneway, "Chiều đi", "Direction", default=Oneway.NO)
    climb_m = fields.number(
        "Tổng độ cao leo (m)",
        "Total climb (m)",
        "Tổng độ cao đi lên theo cả hai chiều, chia đôi",
        "Ascent in both directions together, halved",
    )
    surface = fields.words("Mặt đường", "Surface", size=40)
    max_gross_t = fields.number("Tải trọng toàn bộ cho phép (t)", "Gross weight limit (t)")
    max_axle_t = fields.number("Tải trọng trục cho phép (t)", "Axle weight limit (t)")
    geometry = fields.shape("LineString", required=True)

    class Meta:
        db_table = "road_edge"
        verbose_name = both("Đoạn đường", "Road edge")
        verbose_name_plural = both("Đoạn đường", "Road edges")
        ordering = ("code",)

    def __str__(self) -> str:
        return " ".join(part for part in (self.ref, self.name) if part) or self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a surveyed connector: it stands for road that is not drawn."""
        problems = super().row_problems(row)
        if row.get("road_class") == RoadClass.CONNECTOR and row.get("quality") not in {
            "derived",
            "assumed",
            "published",
        }:
            problems.append(
                both(
                    "Đoạn nối phải có chất lượng suy ra, giả định hoặc công bố",
                    "A connector's quality is derived, assumed or published",
                )
            )
        return problems


class TurnRestriction(Sourced):
    """A turn that is forbidden or the only one allowed at a junction."""

    code = fields.code()
    kind = fields.words(
        "Loại",
        "Kind",
        "Theo OpenStreetMap: no_left_turn, only_straight_on …",
        "As in OpenStreetMap: no_left_turn, only_straight_on …",
        size=40,
    )
    from_edge = fields.ref("workspace.RoadEdge", "from_edge_code", "Từ đoạn", "From edge")
    to_edge = fields.ref("workspace.RoadEdge", "to_edge_code", "Đến đoạn", "To edge")
    geometry = fields.shape("Point", required=True)

    class Meta:
        db_table = "turn_restriction"
        verbose_name = both("Hạn chế rẽ", "Turn restriction")
        verbose_name_plural = both("Hạn chế rẽ", "Turn restrictions")
        ordering = ("code",)


class RoadSpeed(Dated, Sourced):
    """Speed of a loaded truck on flat road of a class, where the edge states none."""

    code = fields.code()
    road_class = fields.choice(RoadClass, "Cấp đường", "Road class")
    speed_kmh = fields.number(
        "Tốc độ xe tải (km/h)",
        "Truck speed (km/h)",
        "Tốc độ bình quân khi có hàng, đường bằng",
        "Mean speed when loaded, on the flat",
        low=1,
        high=130,
        required=True,
    )

    class Meta:
        db_table = "road_speed"
        verbose_name = both("Tốc độ theo cấp đường", "Speed by road class")
        verbose_name_plural = both("Tốc độ theo cấp đường", "Speeds by road class")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class TerrainSpeed(Dated, Sourced):
    """How climb slows a truck: a factor on the class speed, linear between the rows."""

    code = fields.code()
    climb_m_km = fields.number(
        "Độ leo (m/km)", "Climb (m per km)", "Dòng đầu tiên là 0", "The first row is 0", required=True
    )
    factor = fields.number("Hệ số tốc độ", "Speed factor", low=0.05, high=1.0, required=True)

    class Meta:
        db_table = "terrain_speed"
        verbose_name = both("Hệ số tốc độ theo địa hình", "Speed factor by terrain")
        verbose_name_plural = both("Hệ số tốc độ theo địa hình", "Speed factors by terrain")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code
