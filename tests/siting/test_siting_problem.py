"""A bad problem is refused with every offender named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from siting_cases import frame, minimal

from banme.errors import InputError
from banme.siting import Limits, Options


def offenders(**changes) -> set[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        minimal(**changes)
    assert all(problem.vi and problem.en for problem in caught.value.problems)
    return {(p.table, p.rule, p.column) for p in caught.value.problems}


def test_all_offenders_of_all_tables_are_reported_together():
    good = minimal()
    found = offenders(
        supply=good.supply.assign(quantity_t=[-1.0, np.nan, *good.supply["quantity_t"][2:]]),
        modules=pd.concat([good.modules, good.modules.iloc[[0]]], ignore_index=True),
        arcs=good.arcs.assign(source=["nowhere", *good.arcs["source"][1:]]),
        limits=Limits(budget_vnd=-5.0),
    )
    assert found == {
        ("supply", "number", "quantity_t"),
        ("modules", "duplicate", ""),
        ("arcs", "unknown-label", "source"),
        ("limits", "limit", "budget_vnd"),
    }


def test_a_missing_column_is_named():
    assert offenders(sites=minimal().sites.drop(columns="decision")) == {("sites", "missing-column", "decision")}


def test_goods_that_cannot_leave_are_named_unless_they_may_stay():
    good = minimal()
    arcs = good.arcs[good.arcs["source"] != "A"]
    assert ("supply", "disconnected", "") in offenders(arcs=arcs)
    minimal(arcs=arcs, supply=good.supply.assign(unshipped_cost_vnd_t=99.0))


def test_a_service_time_can_disconnect_an_origin():
    good = minimal()
    assert ("supply", "disconnected", "") in offenders(commodities=good.commodities.assign(max_time_h=0.5))


def test_supply_beyond_what_outlets_take_is_refused():
    assert ("demand", "balance", "") in offenders(demand=minimal().demand.assign(max_t=3.0))


def test_demand_beyond_supply_is_refused():
    assert ("demand", "balance", "") in offenders(demand=minimal().demand.assign(min_t=300.0, max_t=400.0))


def test_a_leg_that_goes_back_is_refused():
    good = minimal()
    back = frame(" ".join(good.arcs.columns), [("C", "P", None, 1.0, 1.0, 1.0, 1.0)])
    assert ("arcs", "leg", "") in offenders(arcs=pd.concat([good.arcs, back], ignore_index=True))


def test_an_arc_for_all_goods_and_one_for_a_single_good_clash():
    good = minimal()
    again = good.arcs.iloc[[0]].assign(commodity="coffee")
    assert ("arcs", "duplicate", "") in offenders(arcs=pd.concat([good.arcs, again], ignore_index=True))


def test_a_wrong_option_is_refused():
    with pytest.raises(InputError):
        Options(gap_pct=-1.0)
