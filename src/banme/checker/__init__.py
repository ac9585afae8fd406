"""Independent checker: recomputes a saved design's feasibility, cost and bound, sharing no code with the solver."""

from banme.checker.rounds import check_rounds
from banme.checker.verdict import Verdict, check

__all__ = ["Verdict", "check", "check_rounds"]
