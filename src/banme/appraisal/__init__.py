"""What a project is worth with and without each incentive: eligibility, cash flow, ranges."""

from banme.appraisal.eligibility import Answer, Eligibility, judge
from banme.appraisal.incentive import PLACES, SECTORS, Incentive, Kind
from banme.appraisal.measures import discounted, irr_pct, npv, payback_years
from banme.appraisal.project import DRIVERS, Project, Spread
from banme.appraisal.reading import read_incentives, read_project
from banme.appraisal.risk import Bar, Draws, draw, tornado
from banme.appraisal.tax import Tax, TaxTerms, after_losses, holiday_start, rates_pct, tax
from banme.appraisal.valuation import (
    Appraisal,
    CashFlow,
    Mechanism,
    Outcome,
    Value,
    appraise,
    cash_flow,
    value,
)

__all__ = [
    "DRIVERS",
    "PLACES",
    "SECTORS",
    "Answer",
    "Appraisal",
    "Bar",
    "CashFlow",
    "Draws",
    "Eligibility",
    "Incentive",
    "Kind",
    "Mechanism",
    "Outcome",
    "Project",
    "Spread",
    "Tax",
    "TaxTerms",
    "Value",
    "after_losses",
    "appraise",
    "cash_flow",
    "discounted",
    "draw",
    "holiday_start",
    "irr_pct",
    "judge",
    "npv",
    "payback_years",
    "rates_pct",
    "read_incentives",
    "read_project",
    "tax",
    "tornado",
    "value",
]
