"""Goods by commune in force, month and stage year; production recorded for old units follows their successors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from banme import freight
from banme.errors import InputError, Problem
from banme.workspace.frames import frame
from banme.workspace.models import AdminUnitSuccessor

if TYPE_CHECKING:
    import datetime as dt

    from banme.studies.inputs import Inputs
    from banme.studies.scenario import Resolved

MAX_HOPS = 10
"""A unit that changed more often than this is taken for a loop in the succession table."""


def supply(inputs: Inputs, scenario: Resolved) -> pd.DataFrame:
    """Return ``unit, commodity, year, month, quantity_t`` for communes in force on the scenario's day.

    Raises
    ------
    InputError
        Naming every unit with production that is neither in force nor has a successor that leads to one.

    """
    rows = inputs.production.rename(columns={"unit_code": "unit", "commodity_code": "commodity"})
    rows = rows[["unit", "commodity", "year", "month", "quantity_t"]].astype({"year": int, "month": int})
    rows["quantity_t"] *= [scenario.factor("scale_supply", row.commodity, row.year) for row in rows.itertuples()]
    wide = rows.pivot_table(
        index="unit", columns=["commodity", "year", "month"], values="quantity_t", aggfunc="sum", fill_value=0.0
    )
    settled = _follow_successors(wide, set(inputs.units.index), scenario.as_of)
    long = settled.T.reset_index().melt(["commodity", "year", "month"], var_name="unit", value_name="quantity_t")
    return long[long["quantity_t"] > 0].reset_index(drop=True)


def _follow_successors(wide: pd.DataFrame, in_force: set[str], day: dt.date) -> pd.DataFrame:
    """Move quantities (t) of units that ended by ``day`` to the units that took over their area."""
    links = frame(AdminUnitSuccessor)
    links = links[[changed <= day for changed in links["changed_on"]]]
    shares = links.rename(
        columns={"predecessor_code": "predecessor", "successor_code": "successor", "area_share": "share"}
    )
    shares = shares[["predecessor", "successor", "share"]]
    for _ in range(MAX_HOPS):
        old = wide.index.difference(list(in_force))
        if old.empty:
            return wide
        lost = old.difference(shares["predecessor"])
        if len(lost):
            raise InputError([_no_successor(str(unit), day) for unit in lost])
        moved = freight.transfer(wide.loc[old], shares[shares["predecessor"].isin(old)])
        wide = pd.concat([wide.drop(index=old), moved]).groupby(level=0).sum()
        wide.index.name = "unit"
    raise InputError([_no_successor(str(unit), day) for unit in wide.index.difference(list(in_force))])


def _no_successor(unit: str, day: dt.date) -> Problem:
    return Problem(
        rule="no-successor",
        table="production",
        row=unit,
        column="unit_code",
        vi=f"Đơn vị không còn hiệu lực ngày {day:%d/%m/%Y} và không có đơn vị kế tiếp: bổ sung admin_unit_successor",
        en=f"The unit is not in force on {day} and has no successor: complete table admin_unit_successor",
    )
