"""What openings must keep whatever flows: budget, counts of sites, change from today's network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices, Relaxation


class Rules:
    """Rows over openings alone: budget, counts, and how much may change from today."""

    def __init__(self, relaxation: Relaxation) -> None:
        first = int(relaxation.layout.offsets[3])
        matrix = relaxation.matrix
        alone = np.diff(matrix[:, :first].indptr) == 0
        at = np.flatnonzero(alone & np.isfinite(relaxation.high))
        self.layout = relaxation.layout
        self.rows: sparse.csr_matrix = matrix[at][:, first:]
        self.most = relaxation.high[at]

    def excess(self, first: Ints) -> Floats:
        """Return by how much first stages (M,) exceed each row; zero where they keep it."""
        over = self.rows @ opened(self.layout, first) - self.most
        allowed = 1e-9 * np.maximum(np.abs(self.most), 1.0)
        return np.where(over > allowed, over, 0.0)

    def keep(self, choices: Choices, first: Ints, share: Floats) -> Ints:
        """Return openings that keep the rows, if closing or opening one site after another leads there.

        Where a row is exceeded, what opens least on average (``share``, (M,)) closes, or else what opens most opens.
        """
        out = first.copy()
        site = self.layout.modules.site
        for _ in range(2 * out.size):
            over = self.excess(out)
            if not over.any():
                break
            weight = self._weight(int(np.argmax(over)))
            closing = np.flatnonzero((out >= 0) & choices.closed[site] & (weight > 0))
            idle = np.bincount(site, out >= 0, minlength=choices.closed.size) == 0
            opening = np.flatnonzero(idle[site] & choices.opened.any(axis=1) & (weight < 0))
            if closing.size:
                out[closing[np.argmin(share[closing])]] = -1
            elif opening.size:
                module = opening[np.argmax(share[opening])]
                out[module] = int(np.argmax(choices.opened[module]))
            else:
                break
        return out

    def _weight(self, row: int) -> Floats:
        weight = np.asarray(self.rows[row].todense()).ravel()
        total: Floats = weight.reshape(-1, self.layout.weight.size).sum(axis=1)
        return total


def opened(layout: Layout, first: Ints) -> Floats:
    """Return the opening variables (M * S,) of first stages (M,)."""
    stages = np.arange(layout.weight.size)
    on: NDArray[np.bool_] = (stages[None, :] >= first[:, None]) & (first >= 0)[:, None]
    return on.ravel().astype(float)
