"""More room for first openings, where goods crowd: the next larger module, or one more site beside a full one.

Where programmes may fill sites beyond their room at a price, the excess tells where room is missing and how much. What
is opened too much is given up again by the changes that follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting.moves import modules_by_site

if TYPE_CHECKING:
    from banme.siting.layout import Floats, Ints
    from banme.siting.moves import Neighbourhood
    from banme.siting.relaxation import Choices
    from banme.siting.rules import Rules
    from banme.siting.split import SplitFlows

ROUNDS = 4
CROWDED = 1.05
"""Share of its room from which a site is given more."""
MENDS = 6
LITTLE, DEARER = 0.02, 4.0
"""Share of a site's room which may be missing at first, and how the price of what is missing rises with each round."""


def roomier(split: SplitFlows, near: Neighbourhood, rules: Rules, choices: Choices, first: Ints) -> Ints:
    """Return first stages (M,) with room added where tolls alone do not clear the crowd, and the rules kept."""
    parts = list(range(len(split.parts)))
    modules_of = modules_by_site(split.relaxation)
    for _ in range(ROUNDS):
        crowd = split.crowded(first, parts)
        parts = [at for at in parts if at in crowd and crowd[at].max(initial=0.0) > CROWDED]
        if not parts:
            break
        most = np.maximum.reduce([crowd[at] for at in parts])
        wider = _wider(split, near, choices, first, (most, CROWDED, modules_of))
        if rules.excess(wider).any() or (wider == first).all():
            break
        first = wider
    return first


def mended(split: SplitFlows, near: Neighbourhood, rules: Rules, choices: Choices, first: Ints) -> Ints:
    """Return first stages (M,) whose flows stay within the room, found by giving more where they do not.

    Each round solves the flows with room beyond what is open at a price; what is a little beyond goes elsewhere once
    the price rises, what is more gets a larger module or one more site. Where that leads nowhere, the rules being what
    they are, the widest openings they allow. The last solve is that of what is returned; it may still be short, or out
    of time.
    """
    modules_of = modules_by_site(split.relaxation)
    little = LITTLE
    for _ in range(MENDS):
        if not np.isfinite(split.cost(first)) or split.short <= 0.0:
            return first
        wider = _wider(split, near, choices, first, (1.0 + split.beyond(), 1.0 + little, modules_of))
        little = 0.0
        if not rules.excess(wider).any():
            first = wider
        split.dearer(DEARER)
    if np.isfinite(split.cost(first)) and split.short > 0.0:
        widest = _widest(split, rules, choices, first)
        if (widest != first).any():
            split.cost(widest)
        return widest
    return first


def _widest(split: SplitFlows, rules: Rules, choices: Choices, first: Ints) -> Ints:
    """Return every site at its largest module from the first stage it may, less what the rules do not allow."""
    room = split.relaxation.layout.modules.throughput.max(axis=1)
    out = np.full(first.size, -1, np.int64)
    for mine in modules_by_site(split.relaxation).values():
        may = mine[choices.opened[mine].any(axis=1)]
        if may.size:
            largest = may[np.argmax(room[may])]
            out[largest] = int(np.argmax(choices.opened[largest]))
    kept = rules.keep(choices, out, (first >= 0).astype(float))
    return first if rules.excess(kept).any() else kept


def _wider(
    split: SplitFlows, near: Neighbourhood, choices: Choices, first: Ints, sites: tuple[Floats, float, dict[int, Ints]]
) -> Ints:
    """Return first stages with more room at sites filled to more than a share of theirs."""
    most, crowded, modules_of = sites
    room = split.relaxation.layout.modules.throughput.max(axis=1)
    out = first.copy()
    for site in np.flatnonzero(most > crowded):
        mine = modules_of[int(site)]
        now = mine[first[mine] >= 0]
        stage = int(first[now[0]])
        larger = [m for m in mine if room[m] > room[now[0]] and choices.opened[m, stage]]
        if larger:
            enough = [m for m in larger if room[m] >= most[site] * room[now[0]]]
            out[mine] = -1
            out[min(enough or larger, key=lambda m: room[m] if enough else -room[m])] = stage
            continue
        for other in near.partners(int(site)):
            others = modules_of.get(int(other))
            if others is not None and (out[others] < 0).all() and choices.opened[others, stage].any():
                may = others[choices.opened[others, stage]]
                out[may[np.argmax(room[may])]] = stage
                break
    return out
