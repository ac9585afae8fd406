"""Truck rounds: the fleet, orders and planned closures that people enter, and what a run of rounds found."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Result, Sourced
from banme.workspace.text import both


class TruckFleet(Dated, Sourced):
    """Trucks of one type that stand at a logistics site."""

    code = fields.code()
    base = fields.ref("workspace.LogisticsSite", "base_code", "Điểm đỗ xe", "Base")
    vehicle = fields.ref("workspace.VehicleType", "vehicle_code", "Loại xe", "Vehicle type")
    trucks = fields.whole("Số xe", "Trucks", low=1, required=True)
    fixed_vnd_day = fields.number(
        "Chi phí cố định mỗi ngày dùng xe (đồng)", "Fixed cost per day in use (VND)", required=True
    )
    start_h = fields.number("Xuất bến sớm nhất (giờ)", "Leaves at the earliest (h)", high=24, required=True)
    end_h = fields.number("Về bến muộn nhất (giờ)", "Back at the latest (h)", high=24, required=True)
    several_days = fields.flag(
        "Chạy nhiều ngày",
        "Runs for several days",
        "Xe đường dài nghỉ dọc đường; giờ ở trên chỉ tính cho thứ Hai và Chủ nhật",
        "Long hauls that rest on the way; the hours above then hold on Monday and Sunday",
        default=False,
    )

    class Meta:
        db_table = "truck_fleet"
        verbose_name = both("Đội xe", "Fleet")
        verbose_name_plural = both("Đội xe", "Fleets")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask that a truck of one day leaves before it is back."""
        problems = super().row_problems(row)
        start, end = row.get("start_h"), row.get("end_h")
        if start is not None and end is not None and end <= start and not row.get("several_days"):
            problems.append(both("end_h phải sau start_h", "end_h must be after start_h"))
        return problems


class TransportOrder(Sourced):
    """A load to be carried on a day beside the plan's flows: fertiliser, goods for shops, an urgent job."""

    code = fields.code()
    pickup_code = fields.words(
        "Nơi lấy", "Pickup", "Mã xã, điểm logistics hoặc nơi tiêu thụ", "Code of a commune, site or outlet", size=80
    )
    delivery_code = fields.words(
        "Nơi giao", "Delivery", "Mã xã, điểm logistics hoặc nơi tiêu thụ", "Code of a commune, site or outlet", size=80
    )
    goods = fields.words("Hàng", "Goods", "Ví dụ phân bón", "E.g. fertiliser", size=120)
    load_t = fields.number("Khối lượng (t)", "Load (t)", low=0.001, required=True)
    day = fields.day("Ngày", "Day", required=True)
    days = fields.whole("Trong mấy ngày", "Within days", "1: trong ngày", "1: on the day", low=1, high=7, required=True)
    open_h = fields.number("Từ giờ", "From (h)", high=24, required=True)
    close_h = fields.number("Đến giờ", "To (h)", high=24, required=True)

    class Meta:
        db_table = "transport_order"
        verbose_name = both("Đơn vận chuyển", "Transport order")
        verbose_name_plural = both("Đơn vận chuyển", "Transport orders")
        ordering = ("day", "code")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for two different ends and an open window."""
        problems = super().row_problems(row)
        if not row.get("pickup_code") or not row.get("delivery_code"):
            problems.append(both("Cần cả nơi lấy và nơi giao", "Pickup and delivery are both needed"))
        elif row.get("pickup_code") == row.get("delivery_code"):
            problems.append(both("Nơi giao phải khác nơi lấy", "Delivery must differ from pickup"))
        first, last = row.get("open_h"), row.get("close_h")
        if first is not None and last is not None and last <= first and row.get("days") == 1:
            problems.append(both("close_h phải sau open_h", "close_h must be after open_h"))
        return problems


class RoadClosure(Dated, Sourced):
    """A stretch or a whole road that is closed on some days."""

    code = fields.code()
    target = fields.words("Đoạn hoặc số đường", "Edge or road number", "Mã đoạn, hoặc QL.26", "Code, or QL.26", size=80)
    reason = fields.words("Lý do", "Reason", size=200)

    class Meta:
        db_table = "road_closure"
        verbose_name = both("Đường cấm theo kế hoạch", "Planned road closure")
        verbose_name_plural = both("Đường cấm theo kế hoạch", "Planned road closures")
        ordering = ("valid_from", "code")

    def __str__(self) -> str:
        return self.code


class ResultRound(Result):
    """A truck's round in one shift."""

    shift_code = fields.words("Ca xe", "Shift", size=120)
    truck = fields.words("Xe", "Truck", size=120)
    driver = fields.words("Lái xe", "Driver", size=120)
    vehicle = fields.ref(
        "workspace.VehicleType", "vehicle_code", "Loại xe", "Vehicle type", on_delete=models.DO_NOTHING
    )
    base_code = fields.words("Điểm đỗ xe", "Base", size=80)
    base_name = fields.words("Tên điểm đỗ xe", "Base (name)", size=200)
    day = fields.day("Ngày", "Day")
    leaves = fields.words("Xuất bến", "Leaves", size=20)
    back = fields.words("Về bến", "Back", size=20)
    loads = fields.whole("Số lượt hàng", "Loads", required=True)
    carried_t = fields.number("Đã chở (t)", "Carried (t)", required=True)
    distance_km = fields.number("Cự ly (km)", "Distance (km)", required=True)
    empty_km = fields.number("Chạy rỗng (km)", "Empty (km)", required=True)
    driving_h = fields.number("Giờ lái", "Driving (h)", required=True)
    duration_h = fields.number("Tổng thời gian (giờ)", "Whole time (h)", required=True)
    load_factor_pct = fields.number("Hệ số chất tải (%)", "Load factor (%)", required=True)
    cost_vnd = fields.number("Chi phí (đồng)", "Cost (VND)", required=True)
    co2_kg = fields.number("Phát thải (kg CO2e)", "Emissions (kg CO2e)", required=True)
    geometry = fields.shape("LineString")

    class Meta:
        db_table = "result_round"
        verbose_name = both("Kết quả: chuyến xe", "Result: round")
        verbose_name_plural = both("Kết quả: chuyến xe", "Results: rounds")


class ResultRoundStop(Result):
    """A stop of a round."""

    shift_code = fields.words("Ca xe", "Shift", size=120)
    position = fields.whole("Thứ tự", "Position", low=1, required=True)
    place_code = fields.words("Nơi dừng", "Place", size=80)
    place_name = fields.words("Tên nơi dừng", "Place (name)", size=200)
    job = fields.words("Đơn", "Job", size=160)
    action = fields.words("Việc", "Action", "load: nhận, unload: giao", "load or unload", size=20)
    goods = fields.words("Hàng", "Goods", size=120)
    load_t = fields.number("Khối lượng (t)", "Load (t)", required=True)
    aboard_t = fields.number("Trên xe khi đi (t)", "Aboard on leaving (t)", required=True)
    arrives = fields.words("Đến", "Arrives", size=20)
    begins = fields.words("Bắt đầu", "Begins", size=20)
    leaves = fields.words("Đi", "Leaves", size=20)
    pause_min = fields.number("Nghỉ trước đó (phút)", "Breaks before (min)", required=True)

    class Meta:
        db_table = "result_round_stop"
        verbose_name = both("Kết quả: điểm dừng", "Result: stop")
        verbose_name_plural = both("Kết quả: điểm dừng", "Results: stops")


class ResultUnassigned(Result):
    """A job that no truck carries, with the reason."""

    job = fields.words("Đơn", "Job", size=160)
    place_from = fields.words("Nơi lấy", "Pickup", size=200)
    place_to = fields.words("Nơi giao", "Delivery", size=200)
    goods = fields.words("Hàng", "Goods", size=120)
    load_t = fields.number("Khối lượng (t)", "Load (t)", required=True)
    rule = fields.words("Quy tắc", "Rule", size=60)
    reason = fields.words("Lý do", "Reason")

    class Meta:
        db_table = "result_unassigned"
        verbose_name = both("Kết quả: đơn chưa xếp", "Result: job not carried")
        verbose_name_plural = both("Kết quả: đơn chưa xếp", "Results: jobs not carried")
