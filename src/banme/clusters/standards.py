"""In-fence completeness of a cluster: QCVN 01:2021/BXD section 2.5; central wastewater, Decree 08/2022 Art. 48.7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from banme.clusters.exact import share_pct
from banme.clusters.inputs import listed
from banme.clusters.verdict import Answer, Condition, Verdict, rule_missing
from banme.law.regime import Regime
from banme.law.words import Words

SHARES = {
    "roads": ("planning.cluster.road_share_min_pct", Words("Đất giao thông", "Land for roads")),
    "green": ("planning.cluster.green_share_min_pct", Words("Đất cây xanh", "Land for greenery")),
    "technical": (
        "planning.cluster.technical_share_min_pct",
        Words("Đất hạ tầng kỹ thuật", "Land for technical infrastructure"),
    ),
}
OLD_CLUSTER_BEFORE = date(2022, 1, 1)
"""Decree 08/2022 Art. 48.7: clusters at work before this day."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A factory or warehouse lot: share of it built over, %, and its production floors; None where not known."""

    code: str
    density_pct: float | None
    floors: int | None


@dataclass(frozen=True, slots=True)
class Wastewater:
    """Facts on wastewater; None where not known."""

    central_working: bool | None
    tenants_treat_to_standard: bool | None = None
    operating_since: date | None = None
    occupancy_pct: float | None = None
    flow_m3_day: float | None = None


@dataclass(frozen=True, slots=True)
class InFence:
    """Facts on a cluster's land and works; None where not known.

    Attributes
    ----------
    area_ha : float or None
        Area of the cluster.
    shared_ha : dict of str to float or None
        Land outside the lots for ``roads``, ``green`` and ``technical`` works, ha.
    strip_m : float or None
        Narrowest width of the green isolation strip, m.
    lots : tuple of Lot
        Lots built over.
    wastewater : Wastewater
        Facts on wastewater.

    """

    area_ha: float | None
    shared_ha: Mapping[str, float | None] = field(default_factory=dict)
    strip_m: float | None = None
    lots: tuple[Lot, ...] = ()
    wastewater: Wastewater = field(default_factory=lambda: Wastewater(None))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Land that a share lacks, ha, and what it costs to make good; None where no unit cost is given."""

    share: str
    area_ha: float
    cost_vnd: float | None


def judge_in_fence(facts: InFence, regime: Regime) -> Verdict:
    """Return what the standards ask of a cluster, what it has, and what is missing."""
    conditions = [_share(name, facts, regime) for name in SHARES]
    conditions += [_strip(facts, regime), _density(facts, regime), _wastewater(facts.wastewater, regime)]
    return Verdict(
        Words("Hạ tầng trong hàng rào theo quy chuẩn", "In-fence infrastructure by standard"), tuple(conditions)
    )


def shortfalls(
    facts: InFence, regime: Regime, unit_cost_vnd_ha: Mapping[str, float] | None = None
) -> tuple[Shortfall, ...]:
    """Return the land that each share lacks, in the order of works: technical land first, then roads, then greenery.

    Wastewater and other technical works carry the permit to take tenants, roads carry the works' own traffic, and
    greenery is planted last. The order is a planner's practice, not law.
    """
    costs = unit_cost_vnd_ha or {}
    found = []
    for name in ("technical", "roads", "green"):
        rule, has = regime.find(SHARES[name][0]), facts.shared_ha.get(name)
        if rule is None or rule.value is None or has is None or facts.area_ha is None:
            continue
        lacking = facts.area_ha * rule.value / 100.0 - has
        if lacking > 0:
            cost = lacking * costs[name] if name in costs else None
            found.append(Shortfall(name, lacking, cost))
    return tuple(found)


def _share(name: str, facts: InFence, regime: Regime) -> Condition:
    key, title = SHARES[name]
    code = f"standard.{name}"
    refused = rule_missing(code, title, regime, (key,))
    if refused is not None:
        return refused
    rule, has = regime.parameters[key], facts.shared_ha.get(name)
    inputs = {"area_ha": facts.area_ha, f"{name}_ha": has}
    missing = tuple(column for column, value in inputs.items() if value is None)
    if has is None or not facts.area_ha:
        return Condition(code, title, _not_known(missing), Answer.INPUT_MISSING, (rule,), inputs, missing)
    least = regime.number(key)
    share = share_pct(has, facts.area_ha)
    met = share >= least
    sign = "≥" if met else "<"
    lacking = facts.area_ha * least / 100.0 - has
    vi, en = f"{_vi(share)} % {sign} {_vi(least)} %", f"{share:.4g} % {sign} {least:g} %"
    if not met:
        vi, en = f"{vi}; thiếu {_vi(lacking)} ha", f"{en}; {lacking:.4g} ha lacking"
    return Condition(code, title, Words(vi, en), Answer.MET if met else Answer.NOT_MET, (rule,), inputs)


def _strip(facts: InFence, regime: Regime) -> Condition:
    key, title = "planning.cluster.strip_min_m", Words("Dải cây xanh cách ly", "Green isolation strip")
    code = "standard.strip"
    refused = rule_missing(code, title, regime, (key,))
    if refused is not None:
        return refused
    rule, inputs = regime.parameters[key], {"strip_m": facts.strip_m}
    if facts.strip_m is None:
        return Condition(code, title, _not_known(("strip_m",)), Answer.INPUT_MISSING, (rule,), inputs, ("strip_m",))
    least = regime.number(key)
    met = facts.strip_m >= least
    sign = "≥" if met else "<"
    reason = Words(f"{_vi(facts.strip_m)} m {sign} {_vi(least)} m", f"{facts.strip_m:g} m {sign} {least:g} m")
    return Condition(code, title, reason, Answer.MET if met else Answer.NOT_MET, (rule,), inputs)


def _density(facts: InFence, regime: Regime) -> Condition:
    keys = (
        "planning.cluster.density_max_pct",
        "planning.cluster.density_tall_max_pct",
        "planning.cluster.tall_floors",
    )
    code, title = "standard.density", Words("Mật độ xây dựng thuần của lô", "Net building density of lots")
    refused = rule_missing(code, title, regime, keys)
    if refused is not None:
        return refused
    usual, tall, floors = (regime.number(key) for key in keys)
    rules = tuple(regime.parameters[key] for key in keys)
    inputs = {"lots": len(facts.lots)}
    over, unknown = [], []
    for lot in facts.lots:
        if lot.density_pct is None or (lot.floors is None and tall < lot.density_pct <= usual):
            unknown.append(lot.code)
        elif lot.density_pct > (tall if (lot.floors or 0) > floors else usual):
            over.append(lot.code)
    if over:
        dense = ", ".join(over)
        reason = Words(f"Vượt mật độ: {dense}", f"Too dense: {dense}")
        return Condition(code, title, reason, Answer.NOT_MET, rules, inputs, tuple(unknown))
    if unknown or not facts.lots:
        missing = tuple(f"{lot}.density_pct" for lot in unknown) or ("lots",)
        return Condition(code, title, _not_known(missing), Answer.INPUT_MISSING, rules, inputs, missing)
    reason = Words(f"{len(facts.lots)} lô trong mức cho phép", f"{len(facts.lots)} lots within the limit")
    return Condition(code, title, reason, Answer.MET, rules, inputs)


def _wastewater(facts: Wastewater, regime: Regime) -> Condition:
    """Ask for a central system at work, or for tenants treating to standard in an old and full, or a small, cluster."""
    keys = ("wastewater.cluster.exempt_occupancy_pct", "wastewater.cluster.exempt_flow_m3_day")
    code, title = "standard.wastewater", Words("Hệ thống xử lý nước thải tập trung", "Central wastewater system")
    inputs = {name: getattr(facts, name) for name in Wastewater.__dataclass_fields__}
    if facts.central_working:
        reason = Words("Đã có và đang vận hành", "Built and at work")
        return Condition(code, title, reason, Answer.MET, inputs=inputs)
    refused = rule_missing(code, title, regime, keys)
    if refused is not None:
        return refused
    rules = tuple(regime.parameters[key] for key in keys)
    full, small = regime.number(keys[0]), regime.number(keys[1])
    old = None if facts.operating_since is None else facts.operating_since < OLD_CLUSTER_BEFORE
    busy = None if facts.occupancy_pct is None else facts.occupancy_pct > full
    little = None if facts.flow_m3_day is None else facts.flow_m3_day < small
    exempt = _all(facts.tenants_treat_to_standard, _any(_all(old, busy), little))
    found = _any(facts.central_working, exempt)
    if found is None:
        missing = tuple(name for name, value in inputs.items() if value is None)
        return Condition(code, title, _not_known(missing), Answer.INPUT_MISSING, rules, inputs, missing)
    reason = (
        Words("Được miễn: cơ sở tự xử lý đạt chuẩn", "Exempt: tenants treat to standard themselves")
        if found
        else Words("Chưa có, và không thuộc trường hợp được miễn", "None at work, and not exempt")
    )
    return Condition(code, title, reason, Answer.MET if found else Answer.NOT_MET, rules, inputs)


def _all(*facts: bool | None) -> bool | None:
    if False in facts:
        return False
    return None if None in facts else True


def _any(*facts: bool | None) -> bool | None:
    if True in facts:
        return True
    return None if None in facts else False


def _not_known(missing: tuple[str, ...]) -> Words:
    lacking = listed(missing)
    return Words(f"Chưa biết: {lacking.vi}", f"Not known: {lacking.en}")


def _vi(value: float) -> str:
    return f"{value:.4g}".replace(".", ",")
