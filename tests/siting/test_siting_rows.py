"""Each constraint family of a minimal problem stays as it was written down.

``python tests/siting/test_siting_rows.py`` writes the golden files anew.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from siting_cases import frame, minimal

from banme.siting import Limits
from banme.siting.ceilings import Ceiling, Rates
from banme.siting.layout import Layout, lay_out
from banme.siting.lp import lp_text
from banme.siting.rows import KEPT, RELAXED, link

GOLDEN = Path(__file__).parents[1] / "golden" / "siting"


def everything() -> Layout:
    good = minimal()
    elastic = good.supply.assign(unshipped_cost_vnd_t=[90.0] * 4 + [np.nan] * 4)
    return lay_out(
        minimal(
            supply=elastic,
            sites=good.sites.assign(decision=["free", "forced"]),
            commodity_caps=frame("site module commodity throughput_t", [("P", "large", "coffee", 12.0)]),
            closures=frame("source target period", [("B", "P", "l2")]),
            limits=Limits(
                budget_vnd=150.0,
                max_sites={"point": 1},
                co2_cap_kg_year=500.0,
                max_new_sites=1,
                max_closures=0,
                max_changes=1,
            ),
            ceilings=(Ceiling("cost", 900.0, Rates.of(minimal(supply=elastic))),),
        )
    )


def through_points() -> Layout:
    """Return the minimal problem without ways round its point, so that room there must be open."""
    arcs = minimal().arcs
    kinds = {"A": "origin", "B": "origin"}
    return lay_out(minimal(arcs=arcs[~arcs["source"].isin(kinds) | (arcs["target"] == "P")]))


def texts() -> dict[str, str]:
    layout = everything()
    families = {name: family(layout) for name, family in {**RELAXED, **KEPT}.items()}
    families["link"] = link(layout, np.flatnonzero(np.isin(layout.flows.target, layout.sites)))
    written = {name: lp_text(layout, rows) for name, rows in families.items()}
    return {**written, "cover": lp_text(through_points(), RELAXED["cover"](through_points()))}


@pytest.mark.parametrize("family", [*RELAXED, *KEPT, "link"])
def test_the_family_reads_as_its_golden_file(family):
    assert texts()[family] == (GOLDEN / f"{family}.lp").read_text(encoding="utf-8")


def test_every_golden_file_has_a_family():
    assert {path.stem for path in GOLDEN.glob("*.lp")} == set(texts())


if __name__ == "__main__":
    for name, text in texts().items():
        (GOLDEN / f"{name}.lp").write_text(text, encoding="utf-8")
