"""Whole openings from a climb: what its average has all but decided is fixed, and the climb goes on with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ascent import Pace
from banme.siting.relaxation import Choices

if TYPE_CHECKING:
    from banme.siting.ascent import Ascent, Climb
    from banme.siting.layout import Floats, Ints

ROUNDS = 6
"""Climbs until every site is decided."""
SURE = 0.97
"""Average share of a site's likeliest choice from which it is fixed at once."""
STEP = Pace(iterations=60, step=0.5, patience=10, share=0.05)
AHEAD = 1.02
"""Where the climbs aim, as a multiple of the bound they start from."""


def dive(ascent: Ascent, climb: Climb, choices: Choices) -> Ints:
    """Return first stages (M,), -1 where closed, in which every site keeps one choice.

    Parameters
    ----------
    ascent : Ascent
    climb : Climb
        Of the problem under ``choices``.
    choices : Choices
        What the sites may do; every choice returned is among them.

    """
    layout = ascent.relaxation.layout
    site = layout.modules.site
    multipliers, openings, target = climb.multipliers, climb.openings, AHEAD * abs(climb.bound)
    for number in range(ROUNDS):
        undecided = _undecided(choices, site)
        if not undecided.size or ascent.watch.over():
            break
        sure = _likeliest(openings, site, choices)
        order = undecided[np.argsort(-sure[undecided], kind="stable")]
        count = max(int(np.ceil(order.size * (number + 1) / ROUNDS)), int((sure[order] > SURE).sum()))
        choices = _fixed(choices, openings, site, order[:count])
        if count < order.size:
            found = ascent.climb(multipliers, choices, target, STEP)
            multipliers, openings = found.multipliers, found.openings
    choices = _fixed(choices, openings, site, _undecided(choices, site))
    return np.where(choices.opened.any(axis=1), choices.opened.argmax(axis=1), -1).astype(np.int64)


def _undecided(choices: Choices, site: Ints) -> Ints:
    """Return the sites with more than one choice."""
    options = choices.closed.astype(np.int64)
    np.add.at(options, site, choices.opened.sum(axis=1))
    out: Ints = np.flatnonzero(options > 1)
    return out[np.isin(out, site)]


def _likeliest(openings: Floats, site: Ints, choices: Choices) -> Floats:
    """Return (N,) the average share of each site's likeliest module, or of staying closed."""
    share, out = np.zeros(choices.closed.size), np.zeros(choices.closed.size)
    np.add.at(share, site, openings[:, -1])
    np.maximum.at(out, site, openings[:, -1])
    return np.maximum(out, np.where(choices.closed, 1.0 - share, 0.0))


def _fixed(choices: Choices, openings: Floats, site: Ints, sites: Ints) -> Choices:
    """Return the choices with these sites held to their likeliest one."""
    opened, closed = choices.opened.copy(), choices.closed.copy()
    for place in sites:
        mine = np.flatnonzero(site == place)
        may = mine[choices.opened[mine].any(axis=1)]
        share = float(openings[mine, -1].sum())
        best = may[np.argmax(openings[may, -1])] if may.size else -1
        opened[mine] = False
        if best >= 0 and not (closed[place] and 1.0 - share >= openings[best, -1]):
            stages = np.flatnonzero(choices.opened[best])
            at = int(np.argmax(openings[best, stages] >= 0.5 * openings[best, -1]))
            opened[best, stages[at]] = True
            closed[place] = False
    return Choices(opened, closed)
