"""Benchmarks of a green and clean cluster, what was seen there, and by-products that could be exchanged."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.clusters.greenness import CATEGORIES, KINDS
from banme.law.marks import Mark
from banme.workspace import fields
from banme.workspace.models.base import Result, Sourced
from banme.workspace.text import both


def _of(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(key), both(one.vi, one.en)) for key, one in words.items()]


MARKS = [(mark.value, both(mark.label.vi, mark.label.en)) for mark in Mark]


class GreenTest(models.TextChoices):
    """How an observed value is held against the target."""

    AT_LEAST = "at_least", both("Ít nhất", "At least")
    AT_MOST = "at_most", both("Nhiều nhất", "At most")
    YES = "yes", both("Có (1) hay không (0)", "Yes (1) or no (0)")


class GreenBenchmark(Sourced):
    """One benchmark of an eco-industrial park, in our own words; the target can be edited."""

    code = fields.code()
    name = fields.name()
    category = models.CharField(both("Nhóm", "Category"), max_length=20, choices=_of(CATEGORIES))
    kind = models.CharField(both("Loại", "Kind"), max_length=20, choices=_of(KINDS))
    test = fields.choice(GreenTest, "Cách so", "Test")
    target = fields.number("Mức cần đạt", "Target", "Để trống khi cách so là có/không", "Empty for yes or no")
    unit_of_measure = fields.words("Đơn vị tính", "Unit of measure", size=40)
    mark = models.CharField(
        both("Mức đối chiếu", "How verified"),
        max_length=20,
        choices=MARKS,
        help_text=both("Không mục nào ở đây là quy định pháp luật", "Nothing here is law"),
    )
    in_use = fields.flag("Đang dùng", "In use", default=True)

    class Meta:
        db_table = "green_benchmark"
        verbose_name = both("Chỉ tiêu xanh, sạch", "Green benchmark")
        verbose_name_plural = both("Chỉ tiêu xanh, sạch", "Green benchmarks")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for a target unless the test is yes or no."""
        problems = super().row_problems(row)
        if (row.get("test") == GreenTest.YES) != (row.get("target") is None):
            problems.append(
                both("Cần target, trừ khi test là yes", "A target is needed, and only where the test is not yes")
            )
        return problems


class GreenObservation(Sourced):
    """What a cluster reaches of a benchmark in a year, and what it intends."""

    code = fields.code()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    benchmark = fields.ref("workspace.GreenBenchmark", "benchmark_code", "Chỉ tiêu", "Benchmark")
    year = fields.whole("Năm", "Year", low=2000, high=2100, required=True)
    value_now = fields.number("Hiện nay", "Now", "Có/không: 1 hoặc 0", "Yes or no: 1 or 0")
    value_intended = fields.number("Dự kiến", "Intended")
    evidence = fields.words("Bằng chứng", "Evidence", "Văn bản, số đo, đường dẫn", "Paper, measurement, link")

    class Meta:
        db_table = "green_observation"
        verbose_name = both("Kết quả chỉ tiêu xanh, sạch", "Green observation")
        verbose_name_plural = both("Kết quả chỉ tiêu xanh, sạch", "Green observations")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["cluster", "benchmark", "year"], name="green_observation_once")]


class ByproductOffer(Sourced):
    """What an establishment throws away and another might use."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    material = fields.words("Vật liệu", "Material", "Tên dùng chung với tuyến xử lý", "As the routes call it", size=80)
    available_t_year = fields.number("Có (t/năm)", "Available (t/year)", required=True)
    disposal_vnd_t = fields.number("Chi phí thải bỏ (đồng/t)", "Cost of disposal (VND/t)", required=True)

    class Meta:
        db_table = "byproduct_offer"
        verbose_name = both("Phụ phẩm có", "By-product offered")
        verbose_name_plural = both("Phụ phẩm có", "By-products offered")
        ordering = ("code",)


class ByproductWant(Sourced):
    """What an establishment buys and could take from another."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    material = fields.words("Vật liệu", "Material", "Tên dùng chung với tuyến xử lý", "As the routes call it", size=80)
    needed_t_year = fields.number("Cần (t/năm)", "Needed (t/year)", required=True)
    bought_vnd_t = fields.number("Giá đang mua (đồng/t)", "Price paid today (VND/t)", required=True)

    class Meta:
        db_table = "byproduct_want"
        verbose_name = both("Phụ phẩm cần", "By-product wanted")
        verbose_name_plural = both("Phụ phẩm cần", "By-products wanted")
        ordering = ("code",)


class Permit(models.TextChoices):
    """Whether a by-product may go a way."""

    GRANTED = "granted", both("Đã có hoặc không cần", "Granted or not needed")
    NEEDED = "needed", both("Cần xin", "To be applied for")
    REFUSED = "refused", both("Không được phép", "Not permitted")


class ByproductRoute(Sourced):
    """How one material becomes another: treatment, yield, transport, permit."""

    code = fields.code()
    name = fields.name()
    source_material = fields.words("Từ vật liệu", "From material", size=80)
    target_material = fields.words("Thành vật liệu", "To material", size=80)
    treatment_vnd_t = fields.number("Xử lý (đồng/t vào)", "Treatment (VND/t in)", required=True)
    yield_share = fields.number("Thu hồi (0-1)", "Yield (0-1)", low=1e-6, high=1.0, required=True)
    residue_disposal_vnd_t = fields.number("Thải bỏ phần hao (đồng/t)", "Disposal of residue (VND/t)", required=True)
    capacity_t_year = fields.number(
        "Công suất (t vào/năm)", "Capacity (t in/year)", "Để trống nếu không giới hạn", "Empty when not limited"
    )
    transport_vnd_tkm = fields.number("Vận tải (đồng/t·km)", "Transport (VND/t·km)", required=True)
    permit = fields.choice(Permit, "Giấy phép", "Permit")
    permit_vnd = fields.number(
        "Giấy phép và thiết lập (đồng)", "Permit and set-up (VND)", "Cho mỗi cặp cơ sở", "For each pair", required=True
    )
    permit_years = fields.whole("Thời hạn (năm)", "Lasts (years)", low=1, high=30, required=True)
    least_t_year = fields.number("Ít nhất (t/năm)", "Least amount (t/year)", required=True)

    class Meta:
        db_table = "byproduct_route"
        verbose_name = both("Tuyến trao đổi phụ phẩm", "By-product route")
        verbose_name_plural = both("Tuyến trao đổi phụ phẩm", "By-product routes")
        ordering = ("code",)


class ResultExchange(Result):
    """A by-product exchange chosen by a run."""

    offer = fields.ref("workspace.ByproductOffer", "offer_code", "Có", "Offer", on_delete=models.DO_NOTHING)
    want = fields.ref("workspace.ByproductWant", "want_code", "Cần", "Want", on_delete=models.DO_NOTHING)
    route = fields.ref("workspace.ByproductRoute", "route_code", "Tuyến", "Route", on_delete=models.DO_NOTHING)
    distance_km = fields.number("Cự ly (km)", "Distance (km)", required=True)
    sent_t_year = fields.number("Gửi đi (t/năm)", "Sent (t/year)", required=True)
    received_t_year = fields.number("Nhận được (t/năm)", "Received (t/year)", required=True)
    residue_t_year = fields.number("Hao (t/năm)", "Residue (t/year)", required=True)
    gain_vnd_year = fields.number("Lợi (đồng/năm)", "Gain (VND/year)", low=None, required=True)

    class Meta:
        db_table = "result_exchange"
        verbose_name = both("Kết quả: trao đổi phụ phẩm", "Result: by-product exchange")
        verbose_name_plural = both("Kết quả: trao đổi phụ phẩm", "Results: by-product exchanges")
