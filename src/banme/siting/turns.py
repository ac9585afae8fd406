"""Who gets the next turn: the side that closes more of the gap per second, while the other is not forgotten."""

from __future__ import annotations

from dataclasses import dataclass

KEEP = 0.5
"""Share of what was measured before in a new average."""
LONGEST_WAIT = 5
"""Turns a side may be passed over."""
TRIALS = 3
"""How often each way is tried before the better one is chosen."""


@dataclass(slots=True)
class Rate:
    """Gain and seconds of late, each as a running average."""

    gain: float = 0.0
    seconds: float = 0.0
    count: int = 0

    def note(self, gain: float, seconds: float, keep: float = KEEP) -> None:
        """Take in one more turn."""
        share = keep if self.count else 0.0
        self.gain = share * self.gain + (1.0 - share) * max(0.0, gain)
        self.seconds = share * self.seconds + (1.0 - share) * max(1e-6, seconds)
        self.count += 1

    @property
    def per_second(self) -> float:
        """Gain per second, without limit before the first turn."""
        return self.gain / self.seconds if self.count else float("inf")


@dataclass(slots=True)
class Turns:
    """Alternates between better plans and the proof by what each achieves."""

    plan: Rate
    proof: Rate
    waited: int = 0
    last_was_plan: bool = False

    def plan_next(self) -> bool:
        """Whether the next turn is for better plans; each side begins with one."""
        if not self.plan.count or not self.proof.count:
            choice = not self.plan.count
        elif self.waited >= LONGEST_WAIT:
            choice = not self.last_was_plan
        else:
            choice = self.plan.per_second > self.proof.per_second
        self.waited = self.waited + 1 if choice == self.last_was_plan else 0
        self.last_was_plan = choice
        return choice


@dataclass(slots=True)
class Ways:
    """Chooses between two ways of doing the same by what each was worth so far; the worse is tried ever more rarely."""

    first: Rate
    second: Rate
    count: int = 0

    def first_next(self) -> bool:
        """Whether the first way is next."""
        self.count += 1
        if min(self.first.count, self.second.count) < TRIALS:
            return self.first.count <= self.second.count
        better = self.first.per_second >= self.second.per_second
        again = self.count & (self.count - 1) == 0
        return better != again
