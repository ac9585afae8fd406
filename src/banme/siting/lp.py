"""One constraint family as LP-file text, so that a drift of the formulation shows in a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from banme.siting.layout import Layout
    from banme.siting.rows import Rows


def column_names(layout: Layout) -> list[str]:
    """Return a readable name for every column of the model, in order."""
    problem = layout.problem
    n, k, t, s = (list(table.index) for table in (problem.nodes, problem.commodities, problem.periods, problem.stages))
    flows, modules = layout.flows, problem.modules
    ends = zip(flows.source, flows.target, flows.commodity, flows.period, strict=True)
    names = [f"x({n[a]},{n[b]},{k[c]},{t[p]})" for a, b, c, p in ends]
    for letter, cells in (("h", layout.stock), ("u", layout.unshipped)):
        where = zip(cells.node, cells.commodity, cells.period, strict=True)
        names += [f"{letter}({n[a]},{k[c]},{t[p]})" for a, c, p in where]
    pairs = zip(modules["site"], modules["module"], strict=True)
    return names + [f"y({site},{module},{stage})" for site, module in pairs for stage in s]


def lp_text(layout: Layout, rows: Rows) -> str:
    """Return a family's rows in CPLEX LP format, in the problem's own units."""
    names = column_names(layout)
    lines = [f"\\ {rows.family}", "Subject To"]
    for at, label in enumerate(rows.labels):
        entries = np.flatnonzero(rows.row == at)
        entries = entries[np.argsort(rows.column[entries], kind="stable")]
        left = " ".join(f"{rows.value[e]:+.12g} {names[rows.column[e]]}" for e in entries)
        name = f"{rows.family}({','.join(label)})"
        low, high = rows.low[at], rows.high[at]
        if low == high:
            lines.append(f" {name}: {left} = {low:.12g}")
            continue
        if np.isfinite(low):
            lines.append(f" {name}_low: {left} >= {low:.12g}")
        if np.isfinite(high):
            lines.append(f" {name}: {left} <= {high:.12g}")
    return "\n".join([*lines, "End", ""])
