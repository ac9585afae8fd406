"""A small project and incentives whose figures can be worked by hand."""

from dataclasses import replace
from datetime import date

import numpy as np

from banme.appraisal import Incentive, Kind, Project, Spread
from banme.law import Mark, Words


def project(**changes):
    """Invest 100 in year one, sell for 60 against costs of 20 in five years: depreciation 20, profit 20 a year."""
    money = {
        "capex": [100.0, 0, 0, 0, 0, 0],
        "imported": [0.0] * 6,
        "revenue": [0.0, 60, 60, 60, 60, 60],
        "operating_cost": [0.0, 20, 20, 20, 20, 20],
        "land_rent": [0.0] * 6,
        "salvage": [0.0] * 6,
    }
    made = Project(
        code="p",
        name="Dự án",
        decision_on=date(2024, 6, 1),
        sectors=frozenset({"coffee"}),
        places=frozenset({"cluster"}),
        claims=frozenset(),
        years=np.arange(2024.0, 2030.0),
        **{name: np.array(values) for name, values in money.items()},
        discount_rate_pct=10.0,
        standard_tax_pct=20.0,
        duty_pct=10.0,
        loss_years=5,
        depreciation_years=5,
        spreads={},
    )
    arrays = {name: np.array(value, dtype=float) for name, value in changes.items() if name in money}
    return replace(made, **{**changes, **arrays})


def incentive(code="i", kind=Kind.INCOME_TAX, **changes):
    facts = dict.fromkeys(
        ("rate_pct", "rate_years", "exempt_years", "half_years", "construction_years", "share_pct", "cap_vnd")
    )
    facts |= {
        "code": code,
        "name": Words.of(code),
        "kind": kind,
        "sectors": frozenset(),
        "places": frozenset(),
        "valid_from": date(2024, 1, 1),
        "valid_to": None,
        "whole_term": False,
        "act": "A",
        "article": "",
        "mark": Mark.VERIFIED,
        "in_use": True,
        "source": "s",
        "note": Words("", ""),
    }
    return Incentive(**{**facts, **changes})


RANGES = {"capex": Spread(90, 120), "revenue": Spread(80, 110), "operating_cost": Spread(95, 115)}
