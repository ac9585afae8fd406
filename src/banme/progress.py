"""Progress of long work as plain events that a terminal bar, a web page and a log all read."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

LOG = logging.getLogger("banme.progress")


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

    def entry(self) -> dict[str, object]:
        """Return the event as plain values, as runs keep it and logs write it."""
        return {
            "stage": self.stage,
            "fraction": self.fraction,
            "incumbent": self.incumbent,
            "bound": self.bound,
            "gap_pct": self.gap_pct,
            "elapsed_s": round(self.elapsed_s, 2),
            "message": self.message,
        }


Listener = Callable[[Event], None]


def json_lines(file: TextIO) -> Listener:
    """Return a listener that writes each event as one line of JSON, at once."""

    def hear(event: Event) -> None:
        file.write(json.dumps(event.entry(), ensure_ascii=False) + "\n")
        file.flush()

    return hear


def log(event: Event) -> None:
    """Hear an event by telling Python's logger ``banme.progress`` (level INFO)."""
    LOG.info("%s", json.dumps(event.entry(), ensure_ascii=False))


def tell_all(*listeners: Listener | None) -> Listener:
    """Return a listener that hands each event to all; one that raises ``Stop`` does so after all have heard."""

    def hear(event: Event) -> None:
        stop: BaseException | None = None
        for listener in listeners:
            if listener is not None:
                try:
                    listener(event)
                except Stop as asked:
                    stop = asked
        if stop is not None:
            raise stop

    return hear


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
