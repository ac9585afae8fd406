"""The clock of a running search: deadline, Ctrl-C, a listener's wish to stop, progress events."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import highspy

from banme.progress import Progress, Stop

EVERY_S = 0.5


class Clock:
    """Knows how much time is left and whether someone asked to stop; tells the best cost and bound so far."""

    def __init__(self, progress: Progress, time_limit_s: float) -> None:
        self.progress = progress
        self.deadline = time.monotonic() + time_limit_s
        self.stopped = False
        self.cost = math.inf
        self.bound = -math.inf
        self._told = 0.0

    def left(self) -> float:
        """Seconds left, 0 once someone asked to stop."""
        return 0.0 if self.stopped else max(0.0, self.deadline - time.monotonic())

    def over(self) -> bool:
        """Tell now and then how the work stands; whether it should end now."""
        if time.monotonic() - self._told > EVERY_S:
            self._told = time.monotonic()
            try:
                self.progress.tell(
                    "solve",
                    incumbent=self.cost if math.isfinite(self.cost) else None,
                    bound=self.bound if math.isfinite(self.bound) else None,
                )
            except (Stop, KeyboardInterrupt):
                self.stopped = True
        return self.left() <= 0.0

    def attach(self, highs: highspy.Highs) -> None:
        """Let HiGHS ask, while it runs, whether to go on."""

        def ask(event: Any) -> None:
            if self.over():
                event.interrupt()

        highs.cbMipInterrupt.subscribe(ask)
        highs.cbSimplexInterrupt.subscribe(ask)

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the first Ctrl-C end the work with the best plan so far; a second one breaks off at once."""
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or before in {None, signal.SIG_IGN}:
            yield
            return

        def stop(number: int, frame: Any) -> None:
            del number, frame
            self.stopped = True
            signal.signal(signal.SIGINT, before)

        signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
