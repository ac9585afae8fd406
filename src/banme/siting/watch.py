"""The clock and the ears of a running solve: deadline, Ctrl-C, a listener's wish to stop, and progress events."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.progress import Stop

if TYPE_CHECKING:
    from highspy import Highs

    from banme.progress import Progress

EVERY_S = 0.5
"""Seconds between two progress events of a running solve."""


class Watch:
    """Knows how much time is left and whether someone asked to stop; tells the best cost and bound so far."""

    def __init__(self, progress: Progress, time_limit_s: float) -> None:
        self.progress = progress
        self.deadline = time.monotonic() + time_limit_s
        self.stopped = False
        self.stage = "solve"
        self.incumbent: float | None = None
        self.bound: float | None = None
        self._told = 0.0

    def left(self) -> float:
        """Seconds left, zero once someone asked to stop."""
        return 0.0 if self.stopped else max(0.0, self.deadline - time.monotonic())

    def over(self) -> bool:
        """Whether the work should end now."""
        return self.left() <= 0.0

    def tell(self, message: str = "") -> None:
        """Send an event with the best cost and bound; a listener that raises ``Stop`` ends the work."""
        self._told = time.monotonic()
        try:
            self.progress.tell(self.stage, incumbent=self.incumbent, bound=self.bound, message=message)
        except (Stop, KeyboardInterrupt):
            self.stopped = True

    def hear(self, bound: float) -> None:
        """Take note of a better bound and tell about it, though not too often."""
        self.bound = bound
        if time.monotonic() - self._told > EVERY_S:
            self.tell("bound")

    def attach(self, highs: Highs) -> None:
        """Let HiGHS ask this watch, while it runs, whether to go on."""
        highs.cbSimplexInterrupt.subscribe(self._ask)
        highs.cbMipInterrupt.subscribe(self._ask)

    def _ask(self, event: Any) -> None:
        try:
            if time.monotonic() - self._told > EVERY_S:
                self.tell()
        except KeyboardInterrupt:
            self.stopped = True
        if self.over():
            event.interrupt()


def finite(value: float) -> float | None:
    """Return the value, or None when it is not finite."""
    return value if np.isfinite(value) else None
