"""More room for first openings, where goods crowd: the next larger module, or one more site beside a full one.

Programmes over openings that lack room are slow, since their prices are those of goods left behind. What is opened too
much is given up again by the changes that follow.
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
        wider = _wider(split, near, choices, first, (most, modules_of))
        if rules.excess(wider).any() or (wider == first).all():
            break
        first = wider
    return first


def _wider(
    split: SplitFlows, near: Neighbourhood, choices: Choices, first: Ints, sites: tuple[Floats, dict[int, Ints]]
) -> Ints:
    most, modules_of = sites
    room = split.relaxation.layout.modules.throughput.max(axis=1)
    out = first.copy()
    for site in np.flatnonzero(most > CROWDED):
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
