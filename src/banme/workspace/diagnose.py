"""Consistency of what is stored: what a planner should repair, or know, before a study is run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.db import models

from banme.errors import Problem
from banme.workspace import tables
from banme.workspace.frames import frame
from banme.workspace.models import (
    AdminUnit,
    AdminUnitSuccessor,
    CapacityModule,
    LogisticsSite,
    Outlet,
    OutletDemand,
    Production,
    RoadEdge,
)
from banme.workspace.models.base import Dated, Quality, Sourced
from banme.workspace.overlaps import overlapping

SHARE_TOLERANCE = 1e-6
FAR_FROM_ROAD_M = 5_000.0
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Remark(Problem):
    """A problem of the stored workspace; ``severity`` is ``error`` (a result would be wrong) or ``warning``."""

    severity: str = "error"


def diagnose() -> list[Remark]:
    """Return what is inconsistent in the stored workspace, errors first, each a :class:`Remark` with its repair."""
    found = [
        *overlaps(),
        *successor_shares(),
        *units_without_geometry(),
        *production_outside_validity(),
        *sites_without_modules(),
        *outlets_out_of_reach(),
        *road_pieces(),
        *far_from_roads(),
        *road_speeds(),
        *unfounded_figures(),
    ]
    return sorted(found, key=lambda remark: remark.severity)


def overlaps() -> Iterator[Remark]:
    """Find subjects of which two rows hold on one day."""
    for model in tables.input_tables():
        if not issubclass(model, Dated) or not model.one_at_a_time:
            continue
        subject = [str(model._meta.get_field(name).column) for name in model.one_at_a_time]
        rows = pd.DataFrame(frame(model))
        if model.one_at_a_time_where is not None:
            column, value = model.one_at_a_time_where
            rows = rows[rows[column] == value]
        for first, second in overlapping(rows, subject):
            yield Remark(
                "overlapping-validity",
                f"Hiệu lực chồng với {first['code']}: sửa valid_from hoặc valid_to",
                f"Its validity overlaps that of {first['code']}: change valid_from or valid_to",
                _table(model),
                str(second["code"]),
                "valid_from",
                f"{second['valid_from']}",
            )


def successor_shares() -> Iterator[Remark]:
    """Find old units whose shares do not add up to one."""
    rows = frame(AdminUnitSuccessor)
    totals = rows.groupby(["predecessor_code", "changed_on"])["area_share"].sum()
    for (code, day), total in totals[(totals - 1.0).abs() > SHARE_TOLERANCE].items():
        yield Remark(
            "shares",
            f"Các tỷ lệ diện tích từ đơn vị này ngày {day} phải cộng bằng 1: bổ sung hoặc sửa",
            f"The area shares of this unit on {day} must add up to 1: complete or correct them",
            _table(AdminUnitSuccessor),
            str(code),
            "area_share",
            f"{total:g}",
        )


def units_without_geometry() -> Iterator[Remark]:
    """Find units that no map and no distance can use."""
    for code in AdminUnit.objects.filter(geometry=None).values_list("code", flat=True):
        yield Remark(
            "no-geometry",
            "Đơn vị không có ranh giới: không vẽ được và không tính được khoảng cách; nạp hình từ GeoPackage",
            "The unit has no boundary: it can be neither drawn nor reached; load its shape from a GeoPackage",
            _table(AdminUnit),
            str(code),
            "geometry",
            severity="warning",
        )


def production_outside_validity() -> Iterator[Remark]:
    """Find production of a month in which its unit did not exist, unless its successors take the goods over."""
    succeeded = set(AdminUnitSuccessor.objects.values_list("predecessor_id", flat=True))
    found = Production.objects.values_list("code", "year", "month", "unit_id", "unit__valid_from", "unit__valid_to")
    for code, year, month, unit, start, end in found:
        first = dt.date(year, month, 1)
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        ended = end is not None and end < first
        if start >= after or (ended and unit not in succeeded):
            yield Remark(
                "unit-not-valid",
                f"Đơn vị {unit} không tồn tại trong tháng này: dùng mã đúng thời kỳ hoặc bổ sung đơn vị kế tiếp",
                f"Unit {unit} did not exist in that month: use the code of the period, or add its successors",
                _table(Production),
                str(code),
                "unit_code",
                f"{year}-{month:02d}",
                severity="warning",
            )


def sites_without_modules() -> Iterator[Remark]:
    """Find sites that no plan can open, since they come in no size."""
    with_modules = CapacityModule.objects.values("site_id")
    for code, status in LogisticsSite.objects.exclude(code__in=with_modules).values_list("code", "status"):
        yield Remark(
            "no-module",
            "Điểm không có mô-đun công suất nên không bao giờ được mở: thêm vào capacity_module",
            "The site has no capacity module and can never open: add one to capacity_module",
            _table(LogisticsSite),
            str(code),
            value=str(status),
            severity="warning" if status == "closed" else "error",
        )


def outlets_out_of_reach() -> Iterator[Remark]:
    """Find outlets that nothing can go to by what the tables say: no demand, or goods that nobody produces."""
    for code in Outlet.objects.exclude(code__in=OutletDemand.objects.values("outlet_id")).values_list(
        "code", flat=True
    ):
        yield Remark(
            "no-demand",
            "Nơi tiêu thụ không có nhu cầu nên không nhận hàng: thêm vào outlet_demand",
            "The outlet has no demand and receives nothing: add rows to outlet_demand",
            _table(Outlet),
            str(code),
            severity="warning",
        )
    produced = Production.objects.values("commodity_id")
    for code, goods, least in OutletDemand.objects.exclude(commodity__in=produced).values_list(
        "code", "commodity_id", "min_t_year"
    ):
        yield Remark(
            "no-production",
            f"Không nơi nào sản xuất {goods}: thêm sản lượng hoặc bỏ nhu cầu",
            f"Nobody produces {goods}: add production or remove the demand",
            _table(OutletDemand),
            str(code),
            "commodity_code",
            f"{least:g}",
            severity="error" if least > 0 else "warning",
        )


def road_pieces() -> Iterator[Remark]:
    """Find pieces of road that do not hang together with the main network."""
    component = _component_of_edge()
    if component.empty:
        yield Remark(
            "no-roads",
            "Chưa có đoạn đường nào: nạp bảng road_edge",
            "There are no roads: load table road_edge",
            _table(RoadEdge),
        )
        return
    pieces = component.groupby(component).agg(["size", lambda codes: codes.index[0]])
    for _, (size, example) in pieces.iloc[1:].iterrows():
        yield Remark(
            "road-component",
            f"{size} đoạn đường rời khỏi mạng chính, trong đó có đoạn này: nối các đầu đoạn cho trùng toạ độ",
            f"{size} road edges, this one among them, hang apart from the main network: make their ends meet",
            _table(RoadEdge),
            str(example),
            "geometry",
            severity="warning",
        )


def _component_of_edge() -> pd.Series[int]:
    """Return the component of each open or planned edge by code, 0 the one with most edges."""
    from banme.roads.components import number_components
    from banme.roads.geometry import line_ends, number_places

    rows = list(RoadEdge.objects.exclude(status="closed").order_by("code").values_list("code", "geometry", "length_m"))
    if not rows:
        return pd.Series(dtype=int)
    tail, head, places = number_places(*line_ends(np.array([row[1] for row in rows], dtype=object)))
    length_m = np.array([row[2] for row in rows], dtype=float)
    numbers = number_components(tail, head, length_m, len(places))
    return pd.Series(numbers[tail], index=[row[0] for row in rows])


def far_from_roads() -> Iterator[Remark]:
    """Find sites and outlets far from any road, or whose nearest road is cut off from the main network."""
    component = _component_of_edge()
    if component.empty:
        return
    shapes = dict(RoadEdge.objects.exclude(status="closed").values_list("code", "geometry"))
    tree = shapely.STRtree([shapes[code] for code in component.index])
    for model in (LogisticsSite, Outlet):
        for code, point in model.objects.order_by("code").values_list("code", "geometry"):
            nearest = int(tree.nearest(point))
            away_m = _metres(point, shapes[component.index[nearest]])
            if away_m > FAR_FROM_ROAD_M:
                yield _remark_far(model, code, component.index[nearest], away_m)
            if component.iloc[nearest]:
                yield Remark(
                    "unreachable",
                    f"Đường gần nhất ({component.index[nearest]}) rời khỏi mạng chính: nối đường đó vào mạng",
                    f"The nearest road ({component.index[nearest]}) is cut off from the main network: connect it",
                    _table(model),
                    str(code),
                    "geometry",
                )


def _remark_far(model: type[models.Model], code: str, road: str, away_m: float) -> Remark:
    return Remark(
        "far-from-road",
        f"Cách đường gần nhất ({road}) {away_m / 1000:.1f} km: kiểm tra toạ độ hoặc bổ sung đường",
        f"The nearest road ({road}) is {away_m / 1000:.1f} km away: check the position or add the road",
        _table(model),
        str(code),
        "geometry",
        severity="warning",
    )


def _metres(point: Any, line: Any) -> float:
    """Return the distance in metres, near enough at the scale of a province."""
    near = shapely.get_point(shapely.shortest_line(point, line), -1)
    across = (near.x - point.x) * np.cos(np.radians(point.y))
    return float(np.hypot(across, near.y - point.y) * _METRES_PER_DEGREE)


def road_speeds() -> Iterator[Remark]:
    """Count open edges without a speed of their own, by class; studies take the speed of the class."""
    without = RoadEdge.objects.filter(speed_kmh=None, status="open").values("road_class")
    for row in without.annotate(count=models.Count("id")).order_by("road_class"):
        yield Remark(
            "no-speed",
            f"{row['count']} đoạn đường cấp {row['road_class']} chưa có tốc độ: tốc độ lấy theo cấp đường",
            f"{row['count']} edges of class {row['road_class']} have no speed: that of the class is used",
            _table(RoadEdge),
            column="speed_kmh",
            value=str(row["count"]),
            severity="warning",
        )


def unfounded_figures() -> Iterator[Remark]:
    """Count the rows that rest on assumptions or are made up for show, by table."""
    for model in tables.input_tables():
        if not issubclass(model, Sourced):
            continue
        for quality, vi, en in (
            (Quality.ASSUMED, "giả định", "assumed"),
            (Quality.ILLUSTRATIVE, "minh họa (bịa ra)", "illustrative (made up)"),
        ):
            found = model.objects.filter(quality=quality).count()
            if found:
                total = model.objects.count()
                yield Remark(
                    str(quality.value),
                    f"{found} trên {total} hàng là {vi}: thay bằng số khảo sát hoặc công bố khi có",
                    f"{found} of {total} rows are {en}: replace them by surveyed or published figures when known",
                    _table(model),
                    column="quality",
                    value=str(found),
                    severity="warning",
                )


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)
