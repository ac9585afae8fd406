"""Solvers a planner could use instead: each takes the whole problem and says what it found."""

from solvers import cp_sat, highs, scip

PEERS = {
    "highs_compact": highs.compact,
    "highs_strong": highs.strong,
    "scip": scip.solve,
    "cp_sat": cp_sat.solve,
}
"""Name of each peer and the function that solves a problem with it."""
