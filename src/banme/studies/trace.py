"""Why a number is what it is: run, inputs, rules, sources and how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from banme.errors import InputError, Problem
from banme.studies.inputs import assumed_shares, read_inputs
from banme.studies.scenario import resolve
from banme.workspace.frames import frame
from banme.workspace.models import DataSource, ResultIndicator, Run
from banme.workspace.text import both


@dataclass(frozen=True, slots=True)
class Meaning:
    """How an indicator is computed and which tables it rests on."""

    label: Any
    formula: Any
    tables: tuple[str, ...]


_GOODS = ("admin_unit", "production", "commodity")
_ROADS = ("road_edge", "road_speed", "terrain_speed", "vehicle_type")
_SITES = ("logistics_site", "capacity_module", "tariff")
_ALL = (*_GOODS, *_ROADS, *_SITES, "outlet", "outlet_demand")

MEANINGS: dict[str, Meaning] = {
    "cost_vnd": Meaning(
        both("Tổng chi phí các giai đoạn", "Total cost of all stages"),
        both(
            "Vận tải + xếp dỡ + lưu kho + cố định + CO2e − chênh lệch giá, mỗi giai đoạn nhân số năm chiết khấu",
            "Transport + handling + storage + fixed + CO2e − price differences, each stage times its discounted years",
        ),
        _ALL,
    ),
    "bound_vnd": Meaning(
        both("Cận dưới đã chứng minh", "Proven lower bound"),
        both(
            "Không phương án nào rẻ hơn mức này; tính lại được từ tệp chứng chỉ bằng 'banme check'",
            "No plan costs less; recomputed from the certificate file by 'banme check'",
        ),
        _ALL,
    ),
    "gap_pct": Meaning(
        both("Khoảng cách", "Gap"), both("(chi phí − cận dưới) / chi phí", "(cost − bound) / cost"), _ALL
    ),
    "capex_vnd": Meaning(
        both("Vốn đầu tư mở điểm", "Investment in opened sites"),
        both("Tổng vốn của các mô-đun được mở", "Sum of the investment of opened modules"),
        ("capacity_module", "logistics_site"),
    ),
    "assumed_share_pct": Meaning(
        both("Tỷ lệ số liệu giả định", "Share of assumed figures"),
        both(
            "Số dòng có chất lượng 'giả định' / số dòng đã đọc, theo bảng",
            "Rows of quality 'assumed' / rows read, by table",
        ),
        _ALL,
    ),
    "supply_t": Meaning(
        both("Nguồn hàng", "Goods supplied"),
        both(
            "Tổng sản lượng các tháng, chuyển sang đơn vị hành chính đang có hiệu lực",
            "Sum of monthly production, moved to the units in force",
        ),
        _GOODS,
    ),
    "cost_vnd_year": Meaning(
        both("Chi phí logistics một năm", "Logistics cost of one year"),
        both(
            "Vận tải + xếp dỡ + lưu kho + cố định + CO2e của năm",
            "Transport + handling + storage + fixed + CO2e of the year",
        ),
        _ALL,
    ),
    "cost_vnd_t": Meaning(
        both("Chi phí logistics mỗi tấn", "Logistics cost a tonne"),
        both("Chi phí logistics một năm / nguồn hàng của năm", "Logistics cost of the year / goods of the year"),
        _ALL,
    ),
    "transport_vnd_t": Meaning(
        both("Vận tải mỗi tấn", "Transport a tonne"),
        both("Tổng (tấn × chi phí chặng) / nguồn hàng", "Sum of (tonnes × cost of the leg) / goods"),
        (*_GOODS, *_ROADS),
    ),
    "handling_vnd_t": Meaning(
        both("Xếp dỡ mỗi tấn", "Handling a tonne"),
        both("Tấn qua điểm × đơn giá / nguồn hàng", "Tonnes through sites × rate / goods"),
        (*_GOODS, *_SITES),
    ),
    "storage_vnd_t": Meaning(
        both("Lưu kho mỗi tấn", "Storage a tonne"),
        both("Tồn cuối tháng × đơn giá / nguồn hàng", "Stock at month's end × rate / goods"),
        (*_GOODS, *_SITES),
    ),
    "fixed_vnd_t": Meaning(
        both("Chi phí cố định mỗi tấn", "Fixed cost a tonne"),
        both("(Vốn quy năm + vận hành) / nguồn hàng", "(Annualised investment + operation) / goods"),
        (*_GOODS, *_SITES),
    ),
    "carbon_vnd_t": Meaning(
        both("Chi phí CO2e mỗi tấn", "CO2e cost a tonne"),
        both("CO2e × giá / nguồn hàng", "CO2e × price / goods"),
        (*_GOODS, *_ROADS, "tariff"),
    ),
    "tonne_km": Meaning(
        both("Tấn·km", "Tonne-km"),
        both("Tổng (tấn × cự ly đường bộ)", "Sum of (tonnes × road distance)"),
        (*_GOODS, *_ROADS),
    ),
    "trips": Meaning(
        both("Số chuyến xe", "Truck trips"),
        both(
            "Mỗi chặng, mỗi tháng: tấn / (tải trọng × hệ số chất tải), làm tròn lên",
            "Each leg and month: tonnes / (payload × load factor), rounded up",
        ),
        (*_GOODS, "vehicle_type"),
    ),
    "load_factor_pct": Meaning(
        both("Hệ số chất tải", "Load factor"),
        both(
            "Tấn đã chở / tấn chở được của các chuyến có hàng",
            "Tonnes carried / tonnes that the loaded trips could carry",
        ),
        ("vehicle_type",),
    ),
    "co2_t": Meaning(
        both("CO2e một năm", "CO2e of one year"),
        both(
            "Tổng (tấn × km × hệ số phát thải của xe), ISO 14083",
            "Sum of (tonnes × km × emission factor of the truck), ISO 14083",
        ),
        (*_GOODS, *_ROADS),
    ),
    "co2_kg_t": Meaning(
        both("CO2e mỗi tấn", "CO2e a tonne"),
        both("CO2e một năm / nguồn hàng", "CO2e of the year / goods"),
        (*_GOODS, *_ROADS),
    ),
    "reach_share_pct": Meaning(
        both("Tỷ lệ xã trong tầm tiếp cận", "Share of communes within reach"),
        both(
            "Số xã có điểm mở trong số giờ của kịch bản / số xã tính được",
            "Communes with an open site within the scenario's hours / communes that could be computed",
        ),
        ("admin_unit", *_ROADS, "logistics_site"),
    ),
    "sites_open": Meaning(
        both("Số điểm hoạt động", "Sites open"),
        both("Đếm các điểm mở trong năm", "Sites open in the year"),
        ("logistics_site",),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Where a number comes from.

    Attributes
    ----------
    values : DataFrame
        ``scope, value, unit_of_measure, missing_reason`` of the indicator in the run.
    tables : DataFrame, index table
        ``rows`` read and ``assumed_pct`` of the tables the indicator rests on.
    sources : DataFrame, index code
        ``title, version, licence, quality, rows`` of the sources those rows cite.

    """

    indicator: str
    label: str
    formula: str
    run: Run
    values: pd.DataFrame
    tables: pd.DataFrame
    sources: pd.DataFrame


def why(indicator: str, run_code: str) -> Trace:
    """Return what an indicator of a run rests on, read from the workspace as the run read it.

    Raises
    ------
    InputError
        When the run does not exist or has no such indicator; the message lists those it has.

    """
    run = Run.objects.filter(code=run_code).first()
    values = ResultIndicator.objects.filter(run_id=run_code, indicator=indicator)
    if run is None or not values.exists():
        have = sorted(set(ResultIndicator.objects.filter(run_id=run_code).values_list("indicator", flat=True)))
        shown = ", ".join(have) or "–"
        raise InputError(
            [
                Problem(
                    rule="unknown-indicator",
                    table="result_indicator",
                    row=run_code,
                    value=indicator,
                    vi=f"Lần chạy không có chỉ tiêu này; có: {shown}",
                    en=f"The run has no such indicator; it has: {shown}",
                )
            ]
        )
    meaning = MEANINGS[indicator]
    scenario = resolve(run.scenario_id)
    inputs = read_inputs(scenario.as_of, scenario.years)
    tables = {name: rows for name, rows in inputs.tables().items() if name in meaning.tables}
    shares = assumed_shares(inputs)
    counted = pd.DataFrame(
        {
            "rows": {name: len(rows) for name, rows in tables.items()},
            "assumed_pct": {name: shares.get(name) for name in tables},
        }
    )
    cited = pd.concat([rows["source_code"] for rows in tables.values()]).value_counts()
    known = frame(DataSource).set_index("code")
    sources = known.loc[known.index.isin(cited.index), ["title", "version", "licence", "quality"]]
    columns = ["scope", "value", "unit_of_measure", "missing_reason"]
    return Trace(
        indicator=indicator,
        label=str(meaning.label),
        formula=str(meaning.formula),
        run=run,
        values=pd.DataFrame.from_records(list(values.values_list(*columns)), columns=columns),
        tables=counted,
        sources=sources.assign(rows=cited.reindex(sources.index)).sort_values("rows", ascending=False),
    )
