"""Openings to begin a search with, from a plan that may be of another problem with the same sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting.plan import round_openings

if TYPE_CHECKING:
    from banme.siting.layout import Ints, Layout
    from banme.siting.relaxation import Choices

OPEN = 0.5


def starting(layout: Layout, choices: Choices, openings: pd.DataFrame) -> Ints:
    """Return first stages (M,), -1 where never open, nearest to a plan's openings that the decisions allow.

    Parameters
    ----------
    layout : Layout
    choices : Choices
        What each site may do: excluded sites stay closed, forced ones open.
    openings : DataFrame
        site, module, stage as in :class:`banme.siting.NetworkDesign`; what the problem does not have is left out.

    """
    problem = layout.problem
    rows = pd.MultiIndex.from_frame(problem.modules[["site", "module"]])
    at = rows.get_indexer(pd.MultiIndex.from_frame(openings[["site", "module"]]))
    stage = problem.stages.index.get_indexer(pd.Index(openings["stage"]))
    opened = np.zeros((len(rows), layout.weight.size))
    for module, first in zip(at, stage, strict=True):
        if module >= 0 and first >= 0:
            opened[module, first:] = 1.0
    return round_openings(layout, opened, choices, OPEN)
