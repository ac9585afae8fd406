"""The indicators of a run, declared once: what each is called, its unit, how it is computed and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from banme.workspace.text import both


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes
    ----------
    label, unit, formula : str
        Name, unit and one line on how it is computed, in the reader's language.
    tables : tuple of str
        Input tables it rests on.
    digits : int
        Decimals shown.
    better : int
        -1 when less is better, 1 when more is better, 0 when neither.

    """

    label: str
    unit: str
    formula: str
    tables: tuple[str, ...]
    digits: int = 0
    better: int = 0


_GOODS = ("admin_unit", "production", "commodity")
_ROADS = ("road_edge", "road_speed", "terrain_speed", "vehicle_type")
_SITES = ("logistics_site", "capacity_module", "tariff")
_ALL = (*_GOODS, *_ROADS, *_SITES, "outlet", "outlet_demand")
_PROJECT = ("investment_project", "project_year", "incentive")

INDICATORS: dict[str, Indicator] = {
    "npv_vnd": Indicator(
        both("Giá trị hiện tại ròng của dự án", "Net present value of a project"),
        both("đồng", "VND"),
        both(
            "Tổng dòng tiền từng năm / (1 + suất chiết khấu) mũ số năm, năm đầu không chiết khấu",
            "Sum of each year's cash flow / (1 + discount rate) to the year's number, the first undiscounted",
        ),
        _PROJECT,
        better=1,
    ),
    "irr_pct": Indicator(
        both("Suất sinh lợi nội tại của dự án", "Internal rate of return of a project"),
        both("%/năm", "%/year"),
        both(
            "Suất chiết khấu làm NPV bằng 0, khi dòng tiền đổi dấu đúng một lần",
            "Discount rate that makes the NPV zero, where the cash flow changes sign exactly once",
        ),
        _PROJECT,
        digits=2,
        better=1,
    ),
    "payback_years": Indicator(
        both("Thời gian hoàn vốn của dự án", "Payback of a project"),
        both("năm", "years"),
        both(
            "Năm từ đó tổng dòng tiền không còn âm", "Year from which the sum of the cash flow stays at or above zero"
        ),
        _PROJECT,
        digits=1,
        better=-1,
    ),
    "cost_vnd_t": Indicator(
        both("Chi phí logistics bình quân", "Logistics cost per tonne"),
        both("đồng/t", "VND/t"),
        both("Chi phí logistics một năm / nguồn hàng của năm", "Logistics cost of the year / goods of the year"),
        _ALL,
        better=-1,
    ),
    "transport_vnd_t": Indicator(
        both("Trong đó vận tải", "Of which transport"),
        both("đồng/t", "VND/t"),
        both("Tổng (tấn × chi phí chặng) / nguồn hàng", "Sum of (tonnes × cost of the leg) / goods"),
        (
            *_GOODS,
            *_ROADS,
        ),
        better=-1,
    ),
    "handling_vnd_t": Indicator(
        both("Trong đó xếp dỡ", "Of which handling"),
        both("đồng/t", "VND/t"),
        both("Tấn qua điểm × đơn giá / nguồn hàng", "Tonnes through sites × rate / goods"),
        (
            *_GOODS,
            *_SITES,
        ),
        better=-1,
    ),
    "storage_vnd_t": Indicator(
        both("Trong đó lưu kho", "Of which storage"),
        both("đồng/t", "VND/t"),
        both("Tồn cuối tháng × đơn giá / nguồn hàng", "Stock at month's end × rate / goods"),
        (
            *_GOODS,
            *_SITES,
        ),
        better=-1,
    ),
    "fixed_vnd_t": Indicator(
        both("Trong đó cố định của các điểm", "Of which fixed, at sites"),
        both("đồng/t", "VND/t"),
        both("(Vốn quy năm + vận hành) / nguồn hàng", "(Annualised investment + operation) / goods"),
        (
            *_GOODS,
            *_SITES,
        ),
        better=-1,
    ),
    "carbon_vnd_t": Indicator(
        both("Trong đó giá CO2e", "Of which CO2e price"),
        both("đồng/t", "VND/t"),
        both("CO2e × giá / nguồn hàng", "CO2e × price / goods"),
        (
            *_GOODS,
            *_ROADS,
            "tariff",
        ),
        better=-1,
    ),
    "cost_vnd_year": Indicator(
        both("Tổng chi phí logistics", "Total logistics cost"),
        both("đồng/năm", "VND/year"),
        both(
            "Vận tải + xếp dỡ + lưu kho + cố định + CO2e của năm",
            "Transport + handling + storage + fixed + CO2e of the year",
        ),
        _ALL,
        better=-1,
    ),
    "sites_open": Indicator(
        both("Số điểm hoạt động", "Sites at work"),
        both("điểm", "sites"),
        both("Đếm các điểm mở trong năm", "Sites open in the year"),
        ("logistics_site",),
    ),
    "capex_vnd": Indicator(
        both("Vốn đầu tư", "Investment"),
        both("đồng", "VND"),
        both("Tổng vốn của các mô-đun được mở", "Sum of the investment of opened modules"),
        (
            "capacity_module",
            "logistics_site",
        ),
    ),
    "cost_vnd": Indicator(
        both("Mục tiêu của mô hình", "The model's objective"),
        both("đồng", "VND"),
        both(
            "Vận tải + xếp dỡ + lưu kho + cố định + CO2e − chênh lệch giá, mỗi giai đoạn nhân số năm chiết khấu",
            "Transport + handling + storage + fixed + CO2e − price differences, each stage times its discounted years",
        ),
        _ALL,
    ),
    "supply_t": Indicator(
        both("Lượng hàng", "Goods moved"),
        both("t/năm", "t/year"),
        both(
            "Tổng sản lượng các tháng, chuyển sang đơn vị hành chính đang có hiệu lực",
            "Sum of monthly production, moved to the units in force",
        ),
        _GOODS,
    ),
    "tonne_km": Indicator(
        both("Khối lượng luân chuyển", "Transport work"),
        both("t·km/năm", "t·km/year"),
        both("Tổng (tấn × cự ly đường bộ)", "Sum of (tonnes × road distance)"),
        (
            *_GOODS,
            *_ROADS,
        ),
        better=-1,
    ),
    "trips": Indicator(
        both("Số chuyến xe", "Truck trips"),
        both("chuyến/năm", "trips/year"),
        both(
            "Mỗi chặng, mỗi tháng: tấn / (tải trọng × hệ số chất tải), làm tròn lên",
            "Each leg and month: tonnes / (payload × load factor), rounded up",
        ),
        (
            *_GOODS,
            "vehicle_type",
        ),
        better=-1,
    ),
    "load_factor_pct": Indicator(
        both("Hệ số chất tải", "Load factor"),
        "%",
        both(
            "Tấn đã chở / tấn chở được của các chuyến có hàng",
            "Tonnes carried / tonnes that the loaded trips could carry",
        ),
        ("vehicle_type",),
        digits=1,
        better=1,
    ),
    "co2_t": Indicator(
        both("Phát thải CO2e", "CO2e emitted"),
        both("t/năm", "t/year"),
        both(
            "Tổng (tấn × km × hệ số phát thải của xe), ISO 14083",
            "Sum of (tonnes × km × emission factor of the truck), ISO 14083",
        ),
        (
            *_GOODS,
            *_ROADS,
        ),
        better=-1,
    ),
    "co2_kg_t": Indicator(
        both("CO2e trên mỗi tấn hàng", "CO2e per tonne of goods"),
        "kg/t",
        both("CO2e một năm / nguồn hàng", "CO2e of the year / goods"),
        (
            *_GOODS,
            *_ROADS,
        ),
        digits=1,
        better=-1,
    ),
    "cost_gini": Indicator(
        both("Chênh lệch chi phí giữa các xã (Gini)", "Inequality of cost among communes (Gini)"),
        both("0–1", "0–1"),
        both(
            "Hệ số Gini của chi phí mỗi tấn theo xã, trọng số là số tấn; 0 là bằng nhau",
            "Gini coefficient of communes' cost a tonne, weighted by tonnes; 0 is equal",
        ),
        _ALL,
        digits=3,
        better=-1,
    ),
    "reach_share_pct": Indicator(
        both("Tỷ lệ xã, phường trong tầm tiếp cận", "Share of communes within reach"),
        "%",
        both(
            "Số xã có điểm mở trong số giờ của kịch bản / số xã tính được",
            "Communes with an open site within the scenario's hours / communes that could be computed",
        ),
        (
            *_ROADS,
            "admin_unit",
            "logistics_site",
        ),
        digits=1,
        better=1,
    ),
    "assumed_share_pct": Indicator(
        both("Tỷ lệ số liệu giả định", "Share of assumed figures"),
        "%",
        both(
            "Số dòng có chất lượng 'giả định' / số dòng đã đọc, theo bảng",
            "Rows of quality 'assumed' / rows read, by table",
        ),
        _ALL,
        digits=1,
        better=-1,
    ),
    "bound_vnd": Indicator(
        both("Cận dưới đã chứng minh", "Proven lower bound"),
        both("đồng", "VND"),
        both(
            "Không phương án nào rẻ hơn mức này; tính lại được từ tệp chứng chỉ bằng 'banme check'",
            "No plan costs less; recomputed from the certificate file by 'banme check'",
        ),
        _ALL,
    ),
    "gap_pct": Indicator(
        both("Khoảng cách tới cận dưới", "Gap to the lower bound"),
        "%",
        both("(chi phí − cận dưới) / chi phí", "(cost − bound) / cost"),
        _ALL,
        digits=2,
        better=-1,
    ),
    **{
        code: Indicator(label, both("đồng", "VND"), formula, (*_ALL, "future"), better=better)
        for code, label, formula, better in (
            (
                "expected_cost_vnd",
                both("Chi phí kỳ vọng của các tương lai", "Expected cost over the futures"),
                both("Tổng (xác suất × chi phí trong từng tương lai)", "Sum of (probability × cost in each future)"),
                -1,
            ),
            (
                "expected_bound_vnd",
                both("Cận dưới của chi phí kỳ vọng", "Lower bound of the expected cost"),
                both("Chứng minh được; tính lại bằng 'banme check'", "Proven; recomputed by 'banme check'"),
                0,
            ),
            (
                "worst_cost_vnd",
                both("Chi phí trong tương lai xấu nhất", "Cost in the worst future"),
                both(
                    "Nhỏ nhất trong các phương án của chi phí lớn nhất", "Over the plans, the least of the largest cost"
                ),
                -1,
            ),
            (
                "worst_bound_vnd",
                both("Cận dưới của chi phí xấu nhất", "Lower bound of the worst cost"),
                both(
                    "Cận của bài toán có trọng số tương lai bất lợi nhất tìm được",
                    "Bound of the problem with the least favourable weights found",
                ),
                0,
            ),
            (
                "regret_vnd",
                both("Nuối tiếc lớn nhất", "Largest regret"),
                both(
                    "Lớn nhất theo tương lai của chi phí − cận khi biết trước tương lai; nhỏ nhất theo phương án",
                    "Over futures, the largest of cost − bound of the best plan for that future; least over plans",
                ),
                -1,
            ),
            (
                "regret_bound_vnd",
                both("Cận dưới của nuối tiếc lớn nhất", "Lower bound of the largest regret"),
                both("Cận có trọng số − chi phí riêng tốt nhất", "Weighted bound − each future's own best cost"),
                0,
            ),
            (
                "evpi_low_vnd",
                both("Giá trị của biết trước tương lai, ít nhất", "Value of knowing the future, at least"),
                both("Cận kỳ vọng − chi phí khi biết trước", "Expected bound − cost when known beforehand"),
                0,
            ),
            (
                "evpi_high_vnd",
                both("Giá trị của biết trước tương lai, nhiều nhất", "Value of knowing the future, at most"),
                both("Chi phí kỳ vọng − cận khi biết trước", "Expected cost − bound when known beforehand"),
                0,
            ),
            (
                "vss_low_vnd",
                both(
                    "Lợi của việc tính nhiều tương lai thay vì mức bình quân, ít nhất",
                    "Gain of planning for all futures over planning for the average, at least",
                ),
                both(
                    "Kỳ vọng của phương án bình quân − chi phí kỳ vọng",
                    "Expected cost of the average plan − this one's",
                ),
                0,
            ),
            (
                "vss_high_vnd",
                both(
                    "Lợi của việc tính nhiều tương lai thay vì mức bình quân, nhiều nhất",
                    "Gain of planning for all futures over planning for the average, at most",
                ),
                both("Kỳ vọng của phương án bình quân − cận kỳ vọng", "Expected cost of the average plan − bound"),
                0,
            ),
            (
                "adaptive_low_vnd",
                both(
                    "Chi phí kỳ vọng khi chờ rồi mới xây tiếp, ít nhất", "Expected cost when later sites wait, at least"
                ),
                both("Bình quân các cận khi biết trước tương lai", "Mean of the bounds when the future is known"),
                0,
            ),
            (
                "adaptive_high_vnd",
                both("Chi phí kỳ vọng khi chờ rồi mới xây tiếp", "Expected cost when later sites wait"),
                both(
                    "Xây ngay phần giai đoạn đầu, phần sau tính lại cho từng tương lai",
                    "First stage built, the rest decided anew for each future",
                ),
                -1,
            ),
        )
    },
}
"""By code, in reading order."""


def label(code: str) -> str:
    """Return an indicator's name in the reader's language; the code itself when it is not one of the known."""
    return str(INDICATORS[code].label) if code in INDICATORS else code
