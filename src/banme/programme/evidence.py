"""What was reported of an indicator beside what the workspace shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isclose

CLOSE = 1e-6
"""Relative difference up to which two figures agree."""


class Against(StrEnum):
    """When a target is met."""

    AT_LEAST = "ge"
    AT_MOST = "le"
    EQUAL = "eq"


class Finding(StrEnum):
    """What comparing report, evidence and target says."""

    PROVEN = "proven"
    """Evidence meets the target; the report says so too, or nothing else."""
    NOT_MET = "not_met"
    """Neither meets the target, or the evidence does not and nothing was reported."""
    CLAIMED = "claimed"
    """Reported done, evidence says no."""
    UNCLAIMED = "unclaimed"
    """Evidence meets the target, the report says it does not."""
    UNPROVEN = "unproven"
    """There is a report and a target, but the evidence lacks inputs."""
    NO_TARGET = "no_target"
    """There is nothing to compare with."""
    UNKNOWN = "unknown"
    """Neither report nor evidence."""


FLAGGED = (Finding.CLAIMED, Finding.UNCLAIMED)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator's binding gave.

    Attributes
    ----------
    value : float or None
        None when inputs are missing.
    missing : tuple of str
        Inputs that are missing, as codes ``table.column:row``; never empty when ``value`` is None.

    """

    value: float | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator is to be; ``ratio`` is a multiple of the baseline and stands instead of ``value``."""

    value: float | None = None
    ratio: float | None = None

    def resolve(self, baseline: float | None) -> float | None:
        """Return the target in the indicator's unit; None where a ratio lacks its baseline."""
        if self.value is not None:
            return self.value
        return None if self.ratio is None or baseline is None else self.ratio * baseline


def meets(value: float, target: float, against: Against) -> bool:
    """Tell whether a figure meets its target; figures that differ only in rounding are equal."""
    if isclose(value, target, rel_tol=CLOSE, abs_tol=CLOSE):
        return True
    if against is Against.AT_LEAST:
        return value > target
    return against is Against.AT_MOST and value < target


def judge(reported: float | None, computed: Reading, target: float | None, against: Against) -> Finding:
    """Return what report, evidence and target say together."""
    if target is None:
        return Finding.NO_TARGET if reported is not None or computed.value is not None else Finding.UNKNOWN
    if computed.value is None:
        return Finding.UNKNOWN if reported is None else Finding.UNPROVEN
    shown = meets(computed.value, target, against)
    if reported is None:
        return Finding.PROVEN if shown else Finding.NOT_MET
    claimed = meets(reported, target, against)
    if shown:
        return Finding.PROVEN if claimed else Finding.UNCLAIMED
    return Finding.CLAIMED if claimed else Finding.NOT_MET
