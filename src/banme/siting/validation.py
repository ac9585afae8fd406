"""Checks a network-design problem as a whole and reports every offender at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.errors import Findings, Problem
from banme.siting.ceilings import LENGTHS
from banme.siting.problem import COLUMNS, DECISIONS, EXCLUDED, KINDS, LABELLED, LEGS, ORIGIN, OUTLET, SITE_KINDS

if TYPE_CHECKING:
    from banme.siting.layout import Layout
    from banme.siting.problem import NetworkProblem

# column: (may be NaN, may be infinite, must be above zero)
NUMBERS: dict[str, dict[str, tuple[bool, bool, bool]]] = {
    "commodities": {"capacity_use": (False, False, True), "max_time_h": (True, False, False)},
    "stages": {"weight": (False, False, True)},
    "periods": {"weight": (False, False, False)},
    "supply": {"quantity_t": (False, False, False), "unshipped_cost_vnd_t": (True, False, False)},
    "demand": {"min_t": (False, False, False), "max_t": (False, True, False), "price_vnd_t": (False, False, False)},
    "sites": {"handling_vnd_t": (False, False, False), "storage_vnd_t_month": (False, False, False)},
    "modules": {
        "throughput_t": (False, True, False),
        "storage_t": (False, True, False),
        "fixed_vnd_year": (False, False, False),
        "capex_vnd": (False, False, False),
    },
    "arcs": {
        "cost_vnd_t": (False, False, False),
        "time_h": (False, False, False),
        "co2_kg_t": (False, False, False),
        "distance_km": (False, False, False),
    },
    "commodity_caps": {"throughput_t": (False, False, False)},
}
WEIGHT_TOLERANCE = 1e-9
KEYS: dict[str, list[str]] = {
    "supply": ["origin", "commodity", "period"],
    "demand": ["outlet", "commodity", "period"],
    "modules": ["site", "module"],
    "arcs": ["source", "target", "commodity"],
    "commodity_caps": ["site", "module", "commodity"],
    "closures": ["source", "target", "period"],
}
REFERENCES: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "periods": {"stage": ("stages", ())},
    "supply": {"origin": ("nodes", (ORIGIN,)), "commodity": ("commodities", ()), "period": ("periods", ())},
    "demand": {"outlet": ("nodes", (OUTLET,)), "commodity": ("commodities", ()), "period": ("periods", ())},
    "sites": {"from_stage": ("stages", ())},
    "modules": {"site": ("sites", ())},
    "arcs": {"source": ("nodes", ()), "target": ("nodes", ()), "commodity": ("commodities", ())},
    "commodity_caps": {"site": ("sites", ()), "commodity": ("commodities", ())},
    "closures": {"source": ("nodes", ()), "target": ("nodes", ()), "period": ("periods", ())},
}


def validate(problem: NetworkProblem) -> None:
    """Raise ``InputError`` naming every offender in the problem's tables, or return silently."""
    findings = Findings()
    for name, table in problem.tables().items():
        _columns(findings, name, table)
    findings.raise_if_any()
    for name, table in problem.tables().items():
        _numbers(findings, name, table)
        _keys(findings, name, table)
        _references(findings, name, table, problem.tables())
    _choices(findings, problem)
    _limits(findings, problem)
    _ceilings(findings, problem)
    findings.raise_if_any()
    _legs(findings, problem)
    _overlaps(findings, problem)
    _stage_order(findings, problem)
    _scenarios(findings, problem)
    _site_rows(findings, problem)
    _order(findings, problem)
    findings.raise_if_any()
    if not problem.to_repair:
        Findings(shortfalls(problem)).raise_if_any()


def shortfalls(problem: NetworkProblem) -> list[Problem]:
    """Return what sums show: goods without a way out, supply beyond what outlets take or sites can pass on."""
    from banme.siting.layout import lay_out  # noqa: PLC0415 - layout reads checked problems

    findings, layout = Findings(), lay_out(problem)
    _ways_out(findings, layout)
    _balance(findings, problem)
    _room(findings, layout)
    return findings.problems


def _columns(findings: Findings, name: str, table: pd.DataFrame) -> None:
    for column in COLUMNS[name]:
        if column not in table.columns:
            findings.add(
                Problem(
                    "missing-column",
                    f"Thiếu cột {column}; hãy thêm cột này.",
                    f"Column {column} is missing; add it.",
                    table=name,
                    column=column,
                )
            )


def _numbers(findings: Findings, name: str, table: pd.DataFrame) -> None:
    for column, (nan_ok, inf_ok, above_zero) in NUMBERS.get(name, {}).items():
        if column not in table.columns:
            continue
        values = pd.to_numeric(table[column], errors="coerce").to_numpy(float)
        raw_missing = table[column].isna().to_numpy()
        wrong = np.isnan(values) & ~(raw_missing & nan_ok)
        wrong |= np.isinf(values) & (not inf_ok)
        wrong |= values < 0 if not above_zero else values <= 0
        if (name, column) == ("demand", "price_vnd_t"):
            wrong = ~np.isfinite(values)
        for at in np.flatnonzero(wrong):
            need = "greater than zero" if above_zero else "zero or more"
            need_vi = "lớn hơn 0" if above_zero else "từ 0 trở lên"
            findings.add(
                Problem(
                    "number",
                    f"Phải là một số {need_vi}; hãy sửa giá trị.",
                    f"Must be a number, {need}; correct the value.",
                    table=name,
                    row=_row(name, table, int(at)),
                    column=column,
                    value=str(table[column].iloc[int(at)]),
                )
            )


def _row(name: str, table: pd.DataFrame, at: int) -> str:
    if name in LABELLED:
        return str(table.index[at])
    return "/".join(str(table[column].iloc[at]) for column in KEYS[name])


def _keys(findings: Findings, name: str, table: pd.DataFrame) -> None:
    keys = KEYS.get(name, [])
    if name == "arcs" and "scenario" in table.columns:
        keys = [*keys, "scenario"]
    repeated = table.index.duplicated() if name in LABELLED else table.duplicated(keys).to_numpy()
    for at in np.flatnonzero(repeated):
        findings.add(
            Problem(
                "duplicate",
                "Dòng bị lặp; hãy giữ lại một dòng.",
                "The row is a duplicate; keep one.",
                table=name,
                row=_row(name, table, int(at)),
            )
        )


def _references(findings: Findings, name: str, table: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    references = dict(REFERENCES.get(name, {}))
    if name == "sites":
        known = tables["nodes"].index[tables["nodes"]["kind"].isin(SITE_KINDS)]
        _unknown(findings, name, table, (table.index.isin(known), "index", "nodes"))
    for column, (target, kinds) in references.items():
        if column not in table.columns:
            continue
        index = tables[target].index
        if kinds:
            index = index[tables[target]["kind"].isin(kinds)]
        good = table[column].isin(index).to_numpy()
        if (name, column) in {("arcs", "commodity"), ("sites", "from_stage")}:
            good = good | table[column].isna().to_numpy()
        _unknown(findings, name, table, (good, column, target))
    if name == "commodity_caps" and len(table):
        pairs = pd.MultiIndex.from_frame(tables["modules"][["site", "module"]])
        good = pd.MultiIndex.from_frame(table[["site", "module"]]).isin(pairs)
        _unknown(findings, name, table, (good, "module", "modules"))


def _unknown(findings: Findings, name: str, table: pd.DataFrame, what: tuple[np.ndarray, str, str]) -> None:
    good, column, target = what
    for at in np.flatnonzero(~good):
        value = table.index[int(at)] if column == "index" else table[column].iloc[int(at)]
        findings.add(
            Problem(
                "unknown-label",
                f"Không có nhãn này trong bảng {target}; hãy thêm vào đó hoặc sửa nhãn.",
                f"No such label in table {target}; add it there or correct it.",
                table=name,
                row=_row(name, table, int(at)),
                column=column,
                value=str(value),
            )
        )


def _choices(findings: Findings, problem: NetworkProblem) -> None:
    for name, column, allowed in (("nodes", "kind", KINDS), ("sites", "decision", DECISIONS)):
        table = getattr(problem, name)
        for at in np.flatnonzero(~table[column].isin(allowed).to_numpy()):
            findings.add(
                Problem(
                    "choice",
                    f"Chỉ nhận một trong: {', '.join(allowed)}.",
                    f"Must be one of: {', '.join(allowed)}.",
                    table=name,
                    row=str(table.index[int(at)]),
                    column=column,
                    value=str(table[column].iloc[int(at)]),
                )
            )


def _limits(findings: Findings, problem: NetworkProblem) -> None:
    limits = problem.limits
    named = {
        "budget_vnd": limits.budget_vnd,
        "co2_cap_kg_year": limits.co2_cap_kg_year,
        "co2_price_vnd_kg": limits.co2_price_vnd_kg,
        **{f"max_sites.{kind}": count for kind, count in (limits.max_sites or {}).items()},
        **{name: getattr(limits, name) for name in ("max_new_sites", "max_closures", "max_changes")},
    }
    for column, value in named.items():
        kind = column.partition(".")[2]
        if value is not None and (not np.isfinite(value) or value < 0 or (kind and kind not in SITE_KINDS)):
            findings.add(
                Problem(
                    "limit",
                    "Giới hạn phải là số hữu hạn từ 0 trở lên (loại điểm: point, centre); để trống nếu không giới hạn.",
                    "A limit must be finite and zero or more (site kinds: point, centre); leave it out for no limit.",
                    table="limits",
                    column=column,
                    value=str(value),
                )
            )


def _ceilings(findings: Findings, problem: NetworkProblem) -> None:
    names = [one.name for one in problem.ceilings]
    elastic = problem.supply["unshipped_cost_vnd_t"].notna().to_numpy()
    for one in problem.ceilings:
        wrong = [] if np.isfinite(one.most) else ["most"]
        for part, table in LENGTHS.items():
            values = np.asarray(getattr(one.rates, part), float)
            fits = values.shape == (len(getattr(problem, table)),)
            if not fits or not np.isfinite(values[elastic] if part == "unshipped" else values).all():
                wrong.append(part)
        if names.count(one.name) > 1:
            wrong.append("name")
        for part in wrong:
            findings.add(
                Problem(
                    "ceiling",
                    "Trần phải có tên riêng và số hữu hạn cho từng dòng của bảng; hãy sửa.",
                    "A ceiling needs a name of its own and a finite number for each row of the table; correct it.",
                    table="ceilings",
                    row=one.name,
                    column=part,
                )
            )


def _legs(findings: Findings, problem: NetworkProblem) -> None:
    arcs = problem.arcs
    kind = problem.nodes["kind"]
    pairs = zip(arcs["source"].map(kind), arcs["target"].map(kind), strict=True)
    for at, pair in enumerate(pairs):
        if pair not in LEGS:
            findings.add(
                Problem(
                    "leg",
                    "Không có chặng loại này; chiều đi: nơi sản xuất → điểm → trung tâm → nơi nhận.",
                    "No such leg; goods go origin → point → centre → outlet.",
                    table="arcs",
                    row=_row("arcs", arcs, at),
                    value=f"{pair[0]} → {pair[1]}",
                )
            )


def _overlaps(findings: Findings, problem: NetworkProblem) -> None:
    arcs = problem.arcs.assign(scenario=problem.column("arcs", "scenario"))
    ends = ["source", "target", "scenario"]
    rows = arcs[[*ends, "commodity"]].assign(row=np.arange(len(arcs)))
    if arcs["scenario"].notna().any():
        every = list(problem.column("periods", "scenario").unique())
        rows["scenario"] = [[own] if isinstance(own, str) else every for own in rows["scenario"]]
        rows = rows.explode("scenario", ignore_index=True)
    everything = rows["commodity"].isna()
    general = pd.MultiIndex.from_frame(rows.loc[everything, ends])
    clash = pd.MultiIndex.from_frame(rows[ends]).isin(general) & ~everything.to_numpy()
    both = np.zeros(len(arcs), bool)
    both[rows.loc[clash | rows.duplicated([*ends, "commodity"]).to_numpy(), "row"]] = True
    both &= ~arcs.duplicated([*ends, "commodity"]).to_numpy()
    for at in np.flatnonzero(both):
        findings.add(
            Problem(
                "duplicate",
                "Cung này đã có dòng chung cho mọi hàng hóa hoặc kịch bản; hãy giữ một trong hai.",
                "This arc also has a row for every commodity or scenario; keep one of them.",
                table="arcs",
                row=_row("arcs", arcs, int(at)),
            )
        )


def _stage_order(findings: Findings, problem: NetworkProblem) -> None:
    rank = problem.periods["stage"].map({label: at for at, label in enumerate(problem.stages.index)}).to_numpy(float)
    for at in np.flatnonzero(np.diff(rank) < 0):
        findings.add(
            Problem(
                "order",
                "Các kỳ phải xếp theo thứ tự giai đoạn; hãy sắp xếp lại.",
                "Periods must follow the order of their stages; sort them.",
                table="periods",
                row=str(problem.periods.index[int(at) + 1]),
            )
        )


def _scenarios(findings: Findings, problem: NetworkProblem) -> None:
    periods = problem.periods.assign(
        scenario=problem.column("periods", "scenario"), weight=problem.column("periods", "weight")
    )
    known = set(periods["scenario"])
    mentioned = problem.column("arcs", "scenario")
    for at in np.flatnonzero([isinstance(own, str) and own not in known for own in mentioned]):
        findings.add(
            Problem(
                "unknown-label",
                "Không có kịch bản này trong bảng periods; hãy thêm vào đó hoặc sửa nhãn.",
                "No such scenario in table periods; add it there or correct it.",
                table="arcs",
                row=_row("arcs", problem.arcs, int(at)),
                column="scenario",
                value=str(mentioned.iloc[int(at)]),
            )
        )
    year = periods["stage"].astype(str) + "/" + periods["scenario"].astype(str)
    begins = year[year != year.shift()]
    for period in begins.index[begins.duplicated()]:
        findings.add(
            Problem(
                "order",
                "Các kỳ của một kịch bản trong một giai đoạn phải đứng liền nhau; hãy sắp xếp lại.",
                "The periods of a scenario must stand together within a stage; sort them.",
                table="periods",
                row=str(period),
            )
        )
    shares = periods.groupby(["stage", "scenario"])["weight"].agg(["min", "max"])
    sums = shares["min"].groupby("stage").sum()
    spread = (shares["max"] - shares["min"]).groupby("stage").max()
    for stage, total, uneven in zip(sums.index, sums.to_numpy(), spread.to_numpy(), strict=True):
        if uneven > 0 or abs(total - 1.0) > WEIGHT_TOLERANCE:
            findings.add(
                Problem(
                    "weight",
                    "Mỗi kịch bản có một trọng số trong một giai đoạn, và các trọng số cộng lại bằng 1; hãy sửa.",
                    "A scenario has one weight in a stage, and a stage's weights add up to 1; correct them.",
                    table="periods",
                    row=str(stage),
                    column="weight",
                    value=f"{total:g}",
                )
            )


def _site_rows(findings: Findings, problem: NetworkProblem) -> None:
    nodes = problem.nodes
    for label in nodes.index[nodes["kind"].isin(SITE_KINDS)].difference(problem.sites.index):
        findings.add(
            Problem(
                "missing-row",
                "Điểm hoặc trung tâm chưa có dòng trong bảng sites; hãy thêm.",
                "A point or centre without a row in table sites; add it.",
                table="sites",
                row=str(label),
            )
        )
    forced = problem.sites.index[problem.sites["decision"] == "forced"]
    for label in forced.difference(pd.Index(problem.modules["site"])):
        findings.add(
            Problem(
                "missing-row",
                "Điểm bắt buộc mở nhưng không có mô-đun nào; hãy thêm mô-đun.",
                "A forced site has no module; add one.",
                table="modules",
                row=str(label),
            )
        )


def _ways_out(findings: Findings, layout: Layout) -> None:
    for place, commodity, period in layout.stranded():
        findings.add(
            Problem(
                "disconnected",
                "Hàng không có đường nào tới nơi nhận; hãy thêm cung, nơi nhận, hoặc cho phép không vận chuyển.",
                "The goods have no way to any outlet; add an arc or outlet, or allow leaving them unshipped.",
                table="supply",
                row=f"{place}/{commodity}/{period}",
            )
        )


def _balance(findings: Findings, problem: NetworkProblem) -> None:
    keys = ["year", "commodity"]
    scenario = problem.column("periods", "scenario")
    year = problem.periods["stage"].astype(str) + ("/" + scenario.astype(str)).where(scenario != "", "")
    supply = problem.supply.assign(year=problem.supply["period"].map(year))
    demand = problem.demand.assign(year=problem.demand["period"].map(year))
    must = supply[supply["unshipped_cost_vnd_t"].isna()].groupby(keys)["quantity_t"].sum()
    offered = supply.groupby(keys)["quantity_t"].sum()
    room = demand.groupby(keys)["max_t"].sum()
    need = demand.groupby(keys)["min_t"].sum()
    for key, quantity in must.items():
        if quantity > room.get(key, 0.0) * (1 + 1e-9):
            findings.add(
                _short(key, f"{quantity:g} t > {room.get(key, 0.0):g} t", "outlets take less than is supplied")
            )
    for key, quantity in need.items():
        if quantity > offered.get(key, 0.0) * (1 + 1e-9):
            findings.add(
                _short(key, f"{quantity:g} t > {offered.get(key, 0.0):g} t", "supply is below the least demand")
            )


def _order(findings: Findings, problem: NetworkProblem) -> None:
    for at in np.flatnonzero((problem.demand["min_t"] > problem.demand["max_t"]).to_numpy()):
        findings.add(
            Problem(
                "order",
                "Nhu cầu tối thiểu lớn hơn tối đa; hãy sửa.",
                "The least demand exceeds the most; correct one.",
                table="demand",
                row=_row("demand", problem.demand, int(at)),
            )
        )


def _short(key: Any, value: str, why: str) -> Problem:
    stage, commodity = key
    return Problem(
        "balance",
        "Cung và cầu của giai đoạn không khớp; hãy tăng nhu cầu tối đa, giảm nhu cầu tối thiểu, "
        "hoặc cho phép không vận chuyển.",
        f"Over the stage {why}; raise the most or lower the least demand, or allow leaving goods unshipped.",
        table="demand",
        row=f"{stage}/{commodity}",
        value=value,
    )


def _room(findings: Findings, layout: Layout) -> None:
    """Compare goods that must pass sites of a kind in a period with the room of all of them."""
    from banme.siting.cover import must_pass  # noqa: PLC0415 - covers read layouts

    problem = layout.problem
    largest = np.zeros((layout.kind.size, layout.stage.size))
    np.maximum.at(largest, layout.modules.site, layout.modules.throughput)
    largest[(problem.sites["decision"].reindex(problem.nodes.index) == EXCLUDED).to_numpy(bool)] = 0.0
    for kind, need in must_pass(layout).items():
        room, wanted = largest[layout.kind == kind].sum(axis=0), layout.use @ need
        for period in np.flatnonzero(wanted > room * (1 + 1e-9)):
            findings.add(
                Problem(
                    "capacity",
                    "Hàng phải qua các điểm loại này nhiều hơn công suất của tất cả; hãy tăng công suất, thêm cung đi "
                    "thẳng, hoặc cho phép không vận chuyển.",
                    "More goods must pass sites of this kind than all of them can take; add room or direct arcs, or "
                    "allow leaving goods unshipped.",
                    table="modules",
                    row=f"{kind}/{problem.periods.index[int(period)]}",
                    column="throughput_t",
                    value=f"{wanted[period]:g} t > {room[period]:g} t",
                )
            )
