"""Rows that demand enough open room, worked out again from the problem and a row's label alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from banme.checker.network import Cell, Network

LEAST_FRACTION = 5e-4
"""Fraction of need / step below which a rounded row is refused: rounding up would rest on the last digits."""
LABELS = 4


class Cover(NamedTuple):
    """What each module counts, by site and name; what must come together; the stage it is about."""

    room: dict[tuple[str, str], float]
    need: float
    stage: str


def cover(network: Network, labels: list[str]) -> Cover | None:
    """Return the row of these labels (kind, commodity or empty, period, step), None where there is no such row."""
    if len(labels) != LABELS or not all(isinstance(label, str) for label in labels):
        return None
    kind, commodity, period, written = labels
    try:
        step = float(written)
    except ValueError:
        return None
    if kind not in ("point", "centre") or period not in network.stage_of or commodity not in ("", *network.use):
        return None
    cells = _bound_to_pass(network, kind, period)
    if cells is None or not math.isfinite(step) or step < 0.0:
        return None
    need = sum(
        network.supply[cell] * (1.0 if commodity else network.use[cell[1]])
        for cell in cells
        if commodity in ("", cell[1])
    )
    room = {}
    for (site, name), module in network.modules.items():
        if network.kind[site] == kind:
            limit = network.own.get((site, name, commodity), math.inf) if commodity else math.inf
            room[(site, name)] = min(need, limit if commodity else network.throughput(module, period))
    plain = Cover(room, need, network.stage_of[period])
    return _rounded(plain, step) if step else plain


def _rounded(plain: Cover, step: float) -> Cover | None:
    whole = math.floor(plain.need / step)
    fraction = plain.need / step - whole
    if fraction < LEAST_FRACTION or fraction > 1.0 - LEAST_FRACTION:
        return None
    room = {}
    for key, value in plain.room.items():
        parts = math.floor(value / step)
        room[key] = parts + min(1.0, (value / step - parts) / fraction)
    return Cover(room, whole + 1.0, plain.stage)


def _bound_to_pass(network: Network, kind: str, period: str) -> list[Cell] | None:
    """Return the supplies of a period that must come in at sites of a kind; None where goods may go round it."""
    firm = [cell for cell in network.supply if cell[2] == period and cell not in network.unshipped_cost]
    ends = ((key, network.kind[key[0]], network.kind[key[1]]) for key in network.upper)
    if kind == "point":
        round_it = {
            (key[0], key[2], key[3]) for key, source, target in ends if source == "origin" and target != "point"
        }
        return [cell for cell in firm if cell not in round_it]
    if network.stock_upper or any(target == "outlet" and source != "centre" for _, source, target in ends):
        return None
    return firm
