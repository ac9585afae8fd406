"""What near-optimal plans have in common, as it is asked for and as it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from banme.siting.certificate import Certificate
    from banme.siting.design import NetworkDesign

EVERY, SOME, NONE, UNDECIDED = "every", "some", "none", "undecided"
COLUMNS = ["verdict", "open_bound_vnd", "closed_bound_vnd", "plans_open", "plans_closed"]


@dataclass(frozen=True, slots=True)
class Near:
    """What is asked: within how many per cent of the best, and how many plans to keep (the best among them)."""

    within_pct: float = 1.0
    plans: int = 5

    def __post_init__(self) -> None:
        wrong = [
            Problem("option", vi, en, "alternatives", column=name, value=str(getattr(self, name)))
            for name, good, vi, en in (
                ("within_pct", 0 < self.within_pct < np.inf, "Phải lớn hơn 0.", "Must be greater than zero."),
                ("plans", self.plans >= 1, "Phải từ 1 trở lên.", "Must be one or more."),
            )
            if not good
        ]
        if wrong:
            raise InputError(wrong)


@dataclass(frozen=True, slots=True)
class Claim:
    """A proven statement: every plan in which the site is (``opened``) or is not open costs at least the bound.

    Attributes
    ----------
    site : str
    opened : bool
        The case that is too dear: True proves "in none", False "in every".
    bound_vnd : float
        Above the threshold; inf where the planner's decision alone rules the case out.
    certificate : int
        Number in ``Alternatives.certificates``; 0 is that of the best design.
    excluded : bool
        Whether the certificate is for the problem with the site's decision changed to excluded.

    """

    site: str
    opened: bool
    bound_vnd: float
    certificate: int
    excluded: bool


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """What the plans within some per cent of the best have in common.

    Attributes
    ----------
    within_pct, threshold_vnd : float
        A plan is near-optimal when it costs at most the threshold: the best plan's cost and so many per cent of it.
    best : NetworkDesign
        The cheapest plan found, with the proof of its bound.
    sites : DataFrame, index site
        ``verdict`` every, some, none or undecided; ``open_bound_vnd`` and ``closed_bound_vnd`` the least proven cost
        of a plan with the site open and never open; ``plans_open`` and ``plans_closed`` near-optimal plans found of
        each kind, witnesses included.
    plans : tuple of NetworkDesign
        A diverse handful of near-optimal plans, the best first; all with the best design's bound and certificate.
    witnesses : tuple of NetworkDesign
        Further near-optimal plans, so that for every site in "some" there is one with it and one without.
    claims : tuple of Claim
        What proves every "every" and "none".
    certificates : tuple of Certificate
        What the claims refer to; the first is the best design's.
    seconds : float

    """

    within_pct: float
    threshold_vnd: float
    best: NetworkDesign
    sites: pd.DataFrame
    plans: tuple[NetworkDesign, ...]
    witnesses: tuple[NetworkDesign, ...]
    claims: tuple[Claim, ...]
    certificates: tuple[Certificate, ...]
    seconds: float
