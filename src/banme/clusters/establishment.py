"""Conditions to establish or expand an industrial cluster: Decree 32/2024 Art. 2.1 and 8, parameters by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from banme.clusters.inputs import listed
from banme.clusters.occupancy import AreaOccupancy, LandUse
from banme.clusters.verdict import Answer, Condition, Verdict, rule_missing, yes_or_no
from banme.law.parameter import Parameter
from banme.law.regime import Regime
from banme.law.words import Words

ESSENTIAL_WORKS = {
    "internal_roads": Words("đường giao thông nội bộ", "internal roads"),
    "water_supply": Words("cấp nước", "water supply"),
    "wastewater_collection": Words("thu gom nước thải", "wastewater collection"),
    "wastewater_treatment": Words("xử lý nước thải", "wastewater treatment"),
}
"""Works that must be finished and in use before an expansion (Art. 8.2d)."""
_HA = Words("ha", "ha")


@dataclass(frozen=True, slots=True)
class AreaUnderTest:
    """The established clusters of the area over which the 50 % / 100 ha test is made.

    Attributes
    ----------
    unit : str
        The administrative unit chosen; since 1 July 2025 the provincial People's Committee decides which.
    occupancy : AreaOccupancy or None
        Its established clusters; None while not known. An area without any meets the condition.

    """

    unit: str
    occupancy: AreaOccupancy | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Facts on a cluster to be established; None where not known.

    Attributes
    ----------
    cluster : str
        Code.
    area_ha : float or None
        Area of the cluster.
    small_allowed : bool or None
        Whether it lies in a mountainous district or is a craft-village cluster, where a smaller area is allowed.
    in_provincial_list, fits_land_plan, applicant_qualified : bool or None
        Conditions a and b.
    tested : AreaUnderTest
        For condition c.

    """

    cluster: str
    area_ha: float | None
    small_allowed: bool | None
    in_provincial_list: bool | None
    fits_land_plan: bool | None
    applicant_qualified: bool | None
    tested: AreaUnderTest


@dataclass(frozen=True, slots=True)
class Expansion:
    """Facts on a cluster to be expanded; None where not known.

    Attributes
    ----------
    area_after_ha : float or None
        Area after the expansion.
    fits_land_plan, applicant_qualified : bool or None
        Conditions a and b.
    land : LandUse
        The cluster's own land, for condition c.
    demand_ha : float or None
        Industrial land that applicants ask for in this cluster.
    works_done : dict of str to bool or None
        By the codes of :data:`ESSENTIAL_WORKS`: finished and in use.

    """

    area_after_ha: float | None
    fits_land_plan: bool | None
    applicant_qualified: bool | None
    land: LandUse
    demand_ha: float | None
    works_done: dict[str, bool | None] = field(default_factory=dict)


def judge_establishment(proposal: Proposal, regime: Regime) -> Verdict:
    """Return whether a cluster may be established, with reasons and missing inputs."""
    return Verdict(
        Words("Thành lập cụm công nghiệp", "Establish an industrial cluster"),
        (
            _area(proposal, regime),
            yes_or_no(
                "establish.list",
                Words("Có trong phương án phát triển cụm của quy hoạch tỉnh", "In the provincial list of clusters"),
                "in_provincial_list",
                fact=proposal.in_provincial_list,
            ),
            _land_plan("establish", fact=proposal.fits_land_plan),
            _applicant("establish", fact=proposal.applicant_qualified),
            _area_test(proposal.tested, regime),
        ),
    )


def judge_expansion(expansion: Expansion, regime: Regime) -> Verdict:
    """Return whether a cluster may be expanded, with reasons and missing inputs."""
    return Verdict(
        Words("Mở rộng cụm công nghiệp", "Expand an industrial cluster"),
        (
            _area_after(expansion.area_after_ha, regime),
            _land_plan("expand", fact=expansion.fits_land_plan),
            _applicant("expand", fact=expansion.applicant_qualified),
            _own_occupancy(expansion, regime),
            _works(expansion.works_done, regime),
        ),
    )


def _land_plan(step: str, *, fact: bool | None) -> Condition:
    title = Words("Quỹ đất phù hợp kế hoạch sử dụng đất", "The land fits the land-use plan")
    return yes_or_no(f"{step}.land_plan", title, "fits_land_plan", fact=fact)


def _applicant(step: str, *, fact: bool | None) -> Condition:
    title = Words(
        "Có tổ chức đủ tư cách pháp lý, năng lực đề nghị làm chủ đầu tư",
        "An entity with legal status and capability applies",
    )
    return yes_or_no(f"{step}.applicant", title, "applicant_qualified", fact=fact)


def _area(proposal: Proposal, regime: Regime) -> Condition:
    code, title = "establish.area", Words("Diện tích cụm", "Area of the cluster")
    keys = ("cluster.area.min_ha", "cluster.area.min_special_ha", "cluster.area.max_ha")
    refused = rule_missing(code, title, regime, keys)
    if refused is not None:
        return refused
    least, special, most = (regime.number(key) for key in keys)
    area_ha, small_allowed = proposal.area_ha, proposal.small_allowed
    inputs = {"area_ha": area_ha, "small_allowed": small_allowed}
    rules = tuple(regime.parameters[key] for key in keys)
    if area_ha is None:
        return _unknown(code, title, rules, inputs, ("area_ha",))
    if special <= area_ha < least and small_allowed is None:
        return _unknown(code, title, rules, inputs, ("small_allowed",))
    floor = special if small_allowed else least
    met = floor <= area_ha <= most
    reason = Words(
        f"{_vi(area_ha)} ha, khung {_vi(floor)}–{_vi(most)} ha", f"{area_ha:g} ha, within {floor:g}–{most:g} ha"
    )
    if not met:
        reason = Words(
            f"{_vi(area_ha)} ha nằm ngoài khung {_vi(floor)}–{_vi(most)} ha",
            f"{area_ha:g} ha is outside {floor:g}–{most:g} ha",
        )
    return Condition(code, title, reason, Answer.MET if met else Answer.NOT_MET, rules, inputs)


def _area_after(area_ha: float | None, regime: Regime) -> Condition:
    code, title = "expand.area", Words("Diện tích sau mở rộng", "Area after the expansion")
    refused = rule_missing(code, title, regime, ("cluster.area.max_ha",))
    if refused is not None:
        return refused
    rule = regime.parameters["cluster.area.max_ha"]
    inputs = {"area_after_ha": area_ha}
    if area_ha is None:
        return _unknown(code, title, (rule,), inputs, ("area_after_ha",))
    most = regime.number(rule.key)
    sign = "≤" if area_ha <= most else ">"
    reason = Words(f"{_vi(area_ha)} ha {sign} {_vi(most)} ha", f"{area_ha:g} ha {sign} {most:g} ha")
    return Condition(code, title, reason, Answer.MET if area_ha <= most else Answer.NOT_MET, (rule,), inputs)


def _area_test(tested: AreaUnderTest, regime: Regime) -> Condition:
    """Average occupancy above the limit, or unleased land not above its own."""
    code = "establish.occupancy"
    title = Words(
        "Tỷ lệ lấp đầy trung bình hoặc đất công nghiệp chưa cho thuê của các cụm đã thành lập trên địa bàn",
        "Average occupancy, or industrial land not leased, of the clusters established in the area",
    )
    found = tested.occupancy
    if found is not None and not found.clusters:
        reason = Words("Địa bàn chưa có cụm được thành lập", "No cluster is established in the area")
        return Condition(code, title, reason, Answer.MET, inputs={"unit": tested.unit, "clusters": 0})
    keys = ("cluster.establish.occupancy_min_pct", "cluster.establish.unleased_max_ha", "cluster.test.unit")
    refused = rule_missing(code, title, regime, keys)
    if refused is not None:
        return refused
    rules = tuple(regime.parameters[key] for key in (*keys, "cluster.occupancy.average") if key in regime.parameters)
    if found is None:
        return _unknown(code, title, rules, {"unit": tested.unit, "clusters": None}, ("clusters",))
    inputs: dict[str, object] = {
        "unit": tested.unit,
        "clusters": len(found.clusters),
        "occupancy_pct": found.weighted_pct,
        "occupancy_plain_pct": found.plain_pct,
        "unleased_ha": found.unleased_ha,
    }
    full, little = regime.number(keys[0]), regime.number(keys[1])
    by_land = None if found.unleased_ha is None else found.unleased_ha <= little
    by_share = None if found.weighted_pct is None else found.weighted_pct > full
    by_plain = None if found.plain_pct is None else found.plain_pct > full
    if not by_land and None in {by_land, by_share} and not by_share:
        missing = tuple(f"{cluster}.{name}" for cluster, names in found.missing.items() for name in names)
        return _unknown(code, title, rules, inputs, missing or ("industrial_ha",))
    met = bool(by_land or by_share)
    return Condition(
        code,
        title,
        _area_reason(found, (full, little), disagree=not by_land and by_plain is not None and by_plain != by_share),
        Answer.MET if met else Answer.NOT_MET,
        rules,
        inputs,
    )


def _area_reason(found: AreaOccupancy, limits: tuple[float, float], *, disagree: bool) -> Words:
    full, little = limits
    vi, en = [], []
    if found.weighted_pct is not None:
        sign = ">" if found.weighted_pct > full else "≤"
        vi.append(f"lấp đầy trung bình {_vi(found.weighted_pct)} % {sign} {_vi(full)} %")
        en.append(f"average occupancy {found.weighted_pct:.4g} % {sign} {full:g} %")
    if found.unleased_ha is not None:
        sign = "≤" if found.unleased_ha <= little else ">"
        vi.append(f"chưa cho thuê {_vi(found.unleased_ha)} ha {sign} {_vi(little)} ha")
        en.append(f"not leased {found.unleased_ha:.4g} ha {sign} {little:g} ha")
    if disagree:
        vi.append(f"bình quân số học {_vi(found.plain_pct or 0.0)} % cho kết luận khác: hỏi cơ quan có thẩm quyền")
        en.append(f"the plain mean of {found.plain_pct:.4g} % would decide otherwise: ask the competent body")
    return Words("; ".join(vi), "; ".join(en))


def _own_occupancy(expansion: Expansion, regime: Regime) -> Condition:
    """Occupancy not below the limit, or demand above the existing industrial land."""
    code = "expand.occupancy"
    title = Words("Tỷ lệ lấp đầy của cụm, hoặc nhu cầu thuê đất", "Occupancy of the cluster, or demand for its land")
    refused = rule_missing(code, title, regime, ("cluster.expand.occupancy_min_pct",))
    if refused is not None:
        return refused
    rule = regime.parameters["cluster.expand.occupancy_min_pct"]
    least, land = regime.number(rule.key), expansion.land
    share, demand = land.occupancy_pct, expansion.demand_ha
    inputs = {
        "occupancy_pct": share,
        "industrial_ha": land.industrial_ha,
        "leased_ha": land.leased_ha,
        "approved_ha": land.approved_ha,
        "demand_ha": demand,
    }
    full = None if share is None else share >= least
    asked = None if demand is None or land.industrial_ha is None else demand > land.industrial_ha
    if not full and not asked and None in {full, asked}:
        missing = (*land.missing, *(("demand_ha",) if demand is None else ()))
        return _unknown(code, title, (rule,), inputs, missing or ("industrial_ha",))
    vi, en = [], []
    if share is not None:
        sign = "≥" if full else "<"
        vi.append(f"lấp đầy {_vi(share)} % {sign} {_vi(least)} %")
        en.append(f"occupancy {share:.4g} % {sign} {least:g} %")
    if asked is not None:
        sign = ">" if asked else "≤"
        vi.append(f"nhu cầu {_vi(demand or 0.0)} ha {sign} đất công nghiệp hiện có {_vi(land.industrial_ha or 0.0)} ha")
        en.append(f"demand {demand:g} ha {sign} existing industrial land {land.industrial_ha:g} ha")
    met = Answer.MET if full or asked else Answer.NOT_MET
    return Condition(code, title, Words("; ".join(vi), "; ".join(en)), met, (rule,), inputs)


def _works(done: dict[str, bool | None], regime: Regime) -> Condition:
    code = "expand.works"
    title = Words("Công trình hạ tầng thiết yếu đã xong và đưa vào sử dụng", "Essential works are finished and in use")
    refused = rule_missing(code, title, regime, ("cluster.expand.works",))
    if refused is not None:
        return refused
    rule = regime.parameters["cluster.expand.works"]
    state = {work: done.get(work) for work in ESSENTIAL_WORKS}
    lacking = [ESSENTIAL_WORKS[work] for work, finished in state.items() if finished is False]
    unknown = tuple(work for work, finished in state.items() if finished is None)
    if lacking:
        reason = Words(
            "Chưa xong: " + ", ".join(work.vi for work in lacking),
            "Not finished: " + ", ".join(work.en for work in lacking),
        )
        return Condition(code, title, reason, Answer.NOT_MET, (rule,), state, unknown)
    if unknown:
        return _unknown(code, title, (rule,), state, unknown)
    return Condition(code, title, Words("Đã xong cả bốn", "All four are finished"), Answer.MET, (rule,), state)


def _unknown(
    code: str, title: Words, rules: tuple[Parameter, ...], inputs: Mapping[str, object],
    missing: tuple[str, ...],
) -> Condition:  # fmt: skip
    lacking = listed(missing)
    reason = Words(f"Chưa biết: {lacking.vi}", f"Not known: {lacking.en}")
    return Condition(code, title, reason, Answer.INPUT_MISSING, rules, dict(inputs), missing)


def _vi(value: float) -> str:
    return f"{value:.4g}".replace(".", ",")
