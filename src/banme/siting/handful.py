"""A handful of near-optimal plans that differ, and those that witness what differs between plans."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

Opened = AbstractSet[str]
"""The sites a plan opens."""


def diverse(opened: Sequence[Opened], most: int) -> list[int]:
    """Return the first plan's place and those farthest, in sites, from the ones already chosen; at most so many."""
    kept, rest = [0], list(range(1, len(opened)))
    while rest and len(kept) < most:
        distance = [min(len(opened[at] ^ opened[one]) for one in kept) for at in rest]
        best = int(np.argmax(distance))
        if distance[best] == 0:
            break
        kept.append(rest.pop(best))
    return kept


def witnesses(mixed: AbstractSet[str], opened: Sequence[Opened], kept: Sequence[int]) -> list[int]:
    """Return few further plans' places, so that each site of ``mixed`` is open in one plan and closed in another.

    Every site of ``mixed`` must be open in one of the plans and closed in another.
    """

    def cases(at: int) -> set[tuple[str, bool]]:
        return {(site, site in opened[at]) for site in mixed}

    wanted = {(site, case) for site in mixed for case in (True, False)}
    wanted -= {case for at in kept for case in cases(at)}
    others = [at for at in range(len(opened)) if at not in kept]
    chosen: list[int] = []
    while wanted:
        most = max(others, key=lambda at: len(wanted & cases(at)))
        chosen.append(most)
        wanted -= cases(most)
    return chosen
