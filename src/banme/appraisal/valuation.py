"""The discounted cash flow of a project with and without each incentive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from banme.appraisal.eligibility import Answer, Eligibility, judge
from banme.appraisal.incentive import Incentive, Kind
from banme.appraisal.measures import PERCENT, Array, discounted, irr_pct, npv, payback_years
from banme.appraisal.project import Project
from banme.appraisal.tax import TaxTerms, tax

ONE = np.ones(1)


@dataclass(frozen=True, slots=True)
class CashFlow:
    """A project's money year by year, VND; every array has the shape (..., years).

    ``net = revenue - operating_cost - land_rent - tax - capex - duty + grant + salvage``; taxable income before losses:
    ``profit = revenue - operating_cost - land_rent - depreciation + salvage``. A grant lowers what is depreciated.
    """

    revenue: Array
    operating_cost: Array
    land_rent: Array
    depreciation: Array
    capex: Array
    duty: Array
    grant: Array
    salvage: Array
    profit: Array
    tax_rate_pct: Array
    tax: Array
    net: Array


@dataclass(frozen=True, slots=True)
class Value:
    """What a case is worth.

    Attributes
    ----------
    npv_vnd : float
        Net present value at the project's discount rate.
    irr_pct : float or None
        Internal rate of return, where there is exactly one.
    payback_years, discounted_payback_years : float or None
        From the first year on; None when the money does not come back within the years given.
    tax_vnd, land_rent_vnd : float
        Sums paid over the years, not discounted.

    """

    npv_vnd: float
    irr_pct: float | None
    payback_years: float | None
    discounted_payback_years: float | None
    tax_vnd: float
    land_rent_vnd: float


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What one incentive is worth to the project.

    Attributes
    ----------
    eligibility : Eligibility
        Whether it may be had, and why.
    alone : Value or None
        With this incentive only; None when it cannot be counted.
    alone_vnd : float or None
        Net present value it adds to a project without any.
    within_vnd : float or None
        Net present value lost when, of all, this one is missing (another of its kind may take its place).
    chosen : bool
        Whether it is in the best set.
    claimed : bool
        Whether the project makes use of it.

    """

    eligibility: Eligibility
    alone: Value | None
    alone_vnd: float | None
    within_vnd: float | None
    chosen: bool
    claimed: bool

    @property
    def unused(self) -> bool:
        """Whether the project leaves it unused though it would gain."""
        return self.chosen and not self.claimed


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A project appraised on a day.

    Attributes
    ----------
    project, day : Project, date
        What and when.
    none, claimed, best : Value
        Without any incentive, with those it claims, with the best of each kind.
    best_set : tuple of Incentive
        The best of each kind.
    flow : CashFlow
        With the best set.
    mechanisms : tuple of Mechanism
        Every incentive, in the order given.

    """

    project: Project
    day: date
    none: Value
    claimed: Value
    best: Value
    best_set: tuple[Incentive, ...]
    flow: CashFlow
    mechanisms: tuple[Mechanism, ...]

    @property
    def unused(self) -> tuple[Mechanism, ...]:
        """Incentives the project may have, would gain from and does not claim."""
        return tuple(each for each in self.mechanisms if each.unused)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How figures come out against the plan: factors of shape (..., 1), 1 as planned."""

    factors: Mapping[str, Array] = field(default_factory=dict)

    def of(self, driver: str) -> Array:
        """Return the factor of a driver (see :data:`banme.appraisal.project.DRIVERS`)."""
        return self.factors.get(driver, ONE)


AS_PLANNED = Outcome()


def cash_flow(project: Project, chosen: Iterable[Incentive] = (), outcome: Outcome = AS_PLANNED) -> CashFlow:
    """Return the money of a project that has some incentives, at most one of each kind."""
    eased = {incentive.kind: incentive for incentive in chosen}
    revenue = project.revenue * outcome.of("revenue")
    cost = project.operating_cost * outcome.of("operating_cost")
    capex = project.capex * outcome.of("capex")
    duty = project.imported * outcome.of("capex") * project.duty_pct / PERCENT * _duty_paid(eased.get(Kind.IMPORT_DUTY))
    rent = project.land_rent * _rent_paid(project, eased.get(Kind.LAND_RENT))
    rent, salvage = (
        np.broadcast_to(part, np.broadcast_shapes(part.shape, capex.shape)) for part in (rent, project.salvage)
    )
    grant = _grant(capex, eased.get(Kind.GRANT))
    depreciation = _depreciation(project, capex + duty - grant)
    profit = revenue - cost - rent - depreciation + salvage
    paid = tax(profit, project.revenue, _terms(project, eased.get(Kind.INCOME_TAX)))
    net = revenue - cost - rent - paid.due - capex - duty + grant + salvage
    return CashFlow(
        revenue, cost, rent, depreciation, capex, duty, grant, salvage, profit, paid.rate_pct, paid.due, net
    )


def value(project: Project, flow: CashFlow) -> Value:
    """Return what one cash flow (shape (years,)) is worth."""
    rate = float(irr_pct(flow.net))
    return Value(
        npv_vnd=float(npv(project.discount_rate_pct, flow.net)),
        irr_pct=None if np.isnan(rate) else rate,
        payback_years=payback_years(flow.net),
        discounted_payback_years=payback_years(discounted(project.discount_rate_pct, flow.net)),
        tax_vnd=float(flow.tax.sum()),
        land_rent_vnd=float(flow.land_rent.sum()),
    )


def appraise(project: Project, incentives: Sequence[Incentive], day: date) -> Appraisal:
    """Value a project without any incentive, with each, with the best of each kind, and with those it claims."""
    judged = judge(project, incentives, day)
    usable = [
        each.incentive for each in judged if each.answer is Answer.YES and each.incentive.kind is not Kind.PERSONAL_TAX
    ]
    none = value(project, cash_flow(project))
    alone = {each.code: value(project, cash_flow(project, [each])) for each in usable}
    best_set = _best(usable, alone, none)
    flow = cash_flow(project, best_set)
    best = value(project, flow)
    claimed = _best([each for each in usable if each.code in project.claims], alone, none)
    mechanisms = []
    for each in judged:
        code = each.incentive.code
        worth = alone.get(code)
        within = None
        if worth is not None:
            others = _best([other for other in usable if other.code != code], alone, none)
            within = best.npv_vnd - value(project, cash_flow(project, others)).npv_vnd
        mechanisms.append(
            Mechanism(
                eligibility=each,
                alone=worth,
                alone_vnd=None if worth is None else worth.npv_vnd - none.npv_vnd,
                within_vnd=within,
                chosen=each.incentive in best_set,
                claimed=code in project.claims,
            )
        )
    return Appraisal(
        project, day, none, value(project, cash_flow(project, claimed)), best, best_set, flow, tuple(mechanisms)
    )


def _best(usable: Sequence[Incentive], alone: Mapping[str, Value], none: Value) -> tuple[Incentive, ...]:
    """Return the most valuable incentive of each kind that is worth anything; the first one where several tie."""
    found: dict[Kind, Incentive] = {}
    for incentive in usable:
        worth = alone[incentive.code].npv_vnd
        rival = found.get(incentive.kind)
        if worth > none.npv_vnd and (rival is None or worth > alone[rival.code].npv_vnd):
            found[incentive.kind] = incentive
    return tuple(found.values())


def _terms(project: Project, incentive: Incentive | None) -> TaxTerms:
    if incentive is None:
        return TaxTerms(project.standard_tax_pct, project.loss_years)
    return TaxTerms(
        project.standard_tax_pct,
        project.loss_years,
        rate_pct=incentive.rate_pct,
        rate_years=None if incentive.whole_term else incentive.rate_years,
        exempt_years=incentive.exempt_years or 0,
        half_years=incentive.half_years or 0,
    )


def _duty_paid(incentive: Incentive | None) -> float:
    return 1.0 if incentive is None or incentive.share_pct is None else 1.0 - incentive.share_pct / PERCENT


def _rent_paid(project: Project, incentive: Incentive | None) -> Array:
    """Return the part of each year's land rent that is paid: construction first, then the years that follow it."""
    count = len(project.years)
    paid = np.ones(count)
    if incentive is None or incentive.share_pct is None:
        return paid
    start = count if project.first_sale is None else project.first_sale
    paid[: min(start, incentive.construction_years or 0)] = 0.0
    end = count if incentive.whole_term else start + (incentive.exempt_years or 0)
    paid[start:end] = 1.0 - incentive.share_pct / PERCENT
    return paid


def _grant(capex: Array, incentive: Incentive | None) -> Array:
    if incentive is None or incentive.share_pct is None:
        return np.zeros_like(capex)
    share = capex * incentive.share_pct / PERCENT
    if incentive.cap_vnd is None:
        return share
    total = share.sum(axis=-1, keepdims=True)
    return np.asarray(share * np.minimum(1.0, incentive.cap_vnd / np.where(total > 0, total, 1.0)), dtype=float)


def _depreciation(project: Project, spent: Array) -> Array:
    """Return depreciation in equal parts: from the first year of revenue, or from the year spent when that is later."""
    made = np.zeros_like(spent)
    if project.first_sale is None:
        return made
    count = spent.shape[-1]
    for year in range(count):
        start = max(year, project.first_sale)
        end = min(start + project.depreciation_years, count)
        made[..., start:end] += spent[..., year : year + 1] / project.depreciation_years
    return made
