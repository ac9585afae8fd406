"""How much work is left: seconds of the clock, or a number of steps where a run must be repeatable."""

from __future__ import annotations

import threading
import time

from banme.progress import Progress, Stop

CHUNK_S = 0.04
"""How long a walk goes on without looking at the clock."""
FIRST_RATE = 20_000.0
TOLD_EVERY_S = 0.5


class Pace:
    """Counts what is left and how fast walks go; shared by threads.

    Parameters
    ----------
    seconds : float
    steps : int or None
        Steps of all walks together; with it the clock does not count, and a step is what a second else is.
    progress : Progress
    """

    def __init__(self, seconds: float, steps: int | None, progress: Progress) -> None:
        self.began = time.monotonic()
        self.seconds, self.steps, self.progress = seconds, steps, progress
        self.spent = 0
        self.rate = FIRST_RATE if steps is None else 1.0
        self.stopped = False
        self._told = 0.0
        self._lock = threading.Lock()

    @property
    def whole(self) -> float:
        """All there was to begin with."""
        return self.seconds if self.steps is None else float(self.steps)

    def left(self) -> float:
        """Return what is left, 0 once someone asked to stop."""
        if self.stopped:
            return 0.0
        if self.steps is not None:
            return max(0.0, float(self.steps - self.spent))
        return max(0.0, self.seconds - (time.monotonic() - self.began))

    def chunk(self) -> int:
        """Return how many steps to take before looking again."""
        return 2000 if self.steps is not None else max(200, int(self.rate * CHUNK_S))

    def count(self, steps: int, seconds: float) -> None:
        """Note steps taken and how long they took."""
        with self._lock:
            self.spent += steps
            if self.steps is None and seconds > 0.0:
                self.rate += 0.1 * (steps / seconds - self.rate)

    def tell(self, cost: float) -> None:
        """Tell the best cost now and then; a listener may ask to stop."""
        if time.monotonic() - self._told < TOLD_EVERY_S:
            return
        self._told = time.monotonic()
        try:
            self.progress.tell("solve", incumbent=cost if cost < float("inf") else None)
        except (Stop, KeyboardInterrupt):
            self.stopped = True
