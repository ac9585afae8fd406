"""What a certificate proves when one more site must open, or must stay closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting.certificate import Branch, Certificate
from banme.siting.relaxation import Choices, Evaluation, Fixing

if TYPE_CHECKING:
    from banme.siting.layout import Floats
    from banme.siting.relaxation import Relaxation


@dataclass(frozen=True, slots=True, eq=False)
class SiteBounds:
    """Least cost (VND) proven for every plan with the site open in the last stage, and with it never open; (N,)."""

    opened: Floats
    closed: Floats


@dataclass(slots=True)
class Prover:
    """Evaluates certificates over one problem's relaxation."""

    relaxation: Relaxation
    _seen: dict[int, Evaluation] = field(default_factory=dict)

    def site_bounds(self, certificate: Certificate) -> SiteBounds:
        """Return what a certificate of this problem proves for each site's two cases, by its choices' costs."""
        layout = self.relaxation.layout
        nodes, modules = layout.kind.size, layout.modules.site
        bounds = SiteBounds(np.full(nodes, np.inf), np.full(nodes, np.inf))
        self._seen.clear()
        for branch, choices in self._leaves(certificate):
            seen = self._evaluate(certificate, branch.multipliers)
            allowed = np.where(choices.opened, seen.choice, np.inf)
            cheapest = np.full(nodes, np.inf)
            if allowed.size:
                np.minimum.at(cheapest, modules, allowed.min(axis=1))
            stay = np.where(choices.closed, 0.0, np.inf)
            best = np.minimum(cheapest, stay)[layout.sites]
            if not np.isfinite(best).all():
                continue
            rest = seen.value - float(seen.best[layout.sites].sum()) + float(best.sum())
            others = rest - np.minimum(cheapest, stay)
            np.minimum(bounds.opened, others + cheapest, out=bounds.opened)
            np.minimum(bounds.closed, others + stay, out=bounds.closed)
        return bounds

    def best_at_root(self, certificate: Certificate) -> Floats:
        """Return those of a certificate's multipliers that prove most for the whole problem."""
        choices = self.relaxation.choices()
        return max(certificate.multipliers, key=lambda pool: self.relaxation.evaluate(pool, choices).value)

    def _evaluate(self, certificate: Certificate, number: int) -> Evaluation:
        """Return an evaluation in which every site that may open at all has its choices' costs."""
        if number not in self._seen:
            open_to_all = self.relaxation.choices()
            free = Choices(open_to_all.opened, np.ones_like(open_to_all.closed))
            self._seen[number] = self.relaxation.evaluate(certificate.multipliers[number], free)
        return self._seen[number]

    def _leaves(self, certificate: Certificate) -> list[tuple[Branch, Choices]]:
        out: list[tuple[Branch, Choices]] = []
        waiting = [(0, self.relaxation.choices())]
        while waiting:
            at, choices = waiting.pop()
            branch = certificate.branches[at]
            if branch.site is None:
                out.append((branch, choices))
                continue
            for child, answer in ((branch.no, 0), (branch.yes, 1)):
                waiting.append((child, self.relaxation.narrow(choices, self._fixing(branch, answer))))
        return out

    def _fixing(self, branch: Branch, answer: int) -> Fixing:
        problem = self.relaxation.layout.problem
        module = -1
        if branch.module is not None:
            table = problem.modules
            mine = (table["site"] == branch.site) & (table["module"] == branch.module)
            module = int(np.flatnonzero(mine.to_numpy())[0])
        return Fixing(
            int(problem.nodes.index.get_indexer(pd.Index([branch.site]))[0]),
            module,
            int(problem.stages.index.get_indexer(pd.Index([branch.stage]))[0]),
            answer,
        )


def without_last_row(certificate: Certificate) -> Certificate:
    """Return the certificate for the problem without its last relaxed row: that multiplier left out."""
    pool = tuple(multipliers[:-1] for multipliers in certificate.multipliers)
    return Certificate(certificate.form, certificate.branches, certificate.rows[:-1], pool)
