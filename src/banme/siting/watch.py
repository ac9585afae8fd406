"""The clock and the ears of a running solve: deadline, memory, Ctrl-C, a listener's wish to stop, progress events."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.progress import Stop
from banme.siting.memory import memory_mb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from highspy import Highs

    from banme.progress import Progress

EVERY_S = 0.5
"""Seconds between two progress events of a running solve."""
WEIGH_S = 0.2
"""Seconds between two looks at the memory in use."""

_LISTENING: list[Watch] = []
"""Watches that hear Ctrl-C, those of works within works last: it ends them all."""


class Watch:
    """Knows how much time is left and whether someone asked to stop; tells the best cost and bound so far.

    Once the process holds more than ``memory_limit_mb`` (None: no limit) it is as if someone had asked to stop.
    """

    def __init__(self, progress: Progress, time_limit_s: float, memory_limit_mb: float | None = None) -> None:
        self.progress = progress
        self.deadline = time.monotonic() + time_limit_s
        self.memory_limit_mb = memory_limit_mb
        self._weighed = -np.inf
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
        if self.memory_limit_mb is not None and time.monotonic() - self._weighed > WEIGH_S:
            self._weighed = time.monotonic()
            self.stopped = self.stopped or memory_mb() > self.memory_limit_mb
        return self.left() <= 0.0

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Let something pass that does not count: loops are compiled when first used on a machine, then kept."""
        began = time.monotonic()
        yield
        self.deadline += time.monotonic() - began

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the first Ctrl-C end the work with the best plan so far; a second one breaks off at once.

        Only the main thread hears Ctrl-C; elsewhere nothing changes.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.getsignal(signal.SIGINT)

        def stop(number: int, frame: Any) -> None:
            del number, frame
            for watch in _LISTENING:
                watch.stopped = True
            signal.signal(signal.SIGINT, before)

        if before is None or before == signal.SIG_IGN:
            yield
            return
        signal.signal(signal.SIGINT, stop)
        _LISTENING.append(self)
        try:
            yield
        finally:
            _LISTENING.remove(self)
            signal.signal(signal.SIGINT, before)

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
