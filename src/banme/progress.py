"""Progress of long work as plain events that a terminal bar, a web page and a log all read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """One step of progress.

    Attributes
    ----------
    stage : str
        Machine name of the stage, e.g. ``roads``, ``solve``, ``certify``.
    fraction : float or None
        Share of the stage done, 0 to 1; None when unknown.
    incumbent, bound : float or None
        Cost of the best plan so far and proven lower bound, in the objective's unit (VND a year).
    elapsed_s : float
        Seconds since the work began.
    message : str
        One line for a person.

    """

    stage: str
    fraction: float | None = None
    incumbent: float | None = None
    bound: float | None = None
    elapsed_s: float = 0.0
    message: str = ""

    @property
    def gap_pct(self) -> float | None:
        """Gap of incumbent to bound in per cent of the incumbent, None while either is missing."""
        if self.incumbent is None or self.bound is None or self.incumbent == 0:
            return None
        return 100.0 * (self.incumbent - self.bound) / abs(self.incumbent)


Listener = Callable[[Event], None]


class Stop(BaseException):
    """Raised by a listener to ask the work to end now with the best plan found."""


@dataclass(slots=True)
class Progress:
    """Hands events to a listener and keeps the clock."""

    listener: Listener | None = None
    started: float = field(default_factory=time.monotonic)

    def tell(
        self,
        stage: str,
        fraction: float | None = None,
        *,
        incumbent: float | None = None,
        bound: float | None = None,
        message: str = "",
    ) -> None:
        """Send one event."""
        if self.listener is None:
            return
        elapsed = time.monotonic() - self.started
        self.listener(Event(stage, fraction, incumbent, bound, elapsed, message))
