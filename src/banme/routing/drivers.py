"""Driver hours: how long one may drive before a stop, in a day and in a week."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DriverRules:
    """Limits in seconds; a limit that the law of the day does not set is None.

    Attributes
    ----------
    day_s : int
        Most driving in a day.
    continuous_s : int
        Most driving without a stop of at least ``stop_s``.
    stop_s : int
        A stop so long ends continuous driving.
    week_s : int or None
        Most driving in a week, Monday to Sunday.
    legal_day_s : int
        A day lasts so long from the first start,
    rest_s : int
        or until a rest this long.
    basis : tuple of str
        Act, article and mark of each figure, for people.

    """

    day_s: int
    continuous_s: int
    stop_s: int
    week_s: int | None
    legal_day_s: int
    rest_s: int
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop on the way: ``break`` (ends continuous driving) or ``rest`` (ends the day); ``leg`` counts from 0."""

    leg: int
    start_s: int
    end_s: int
    kind: str


class Clock:
    """One driver's time: drives, stands, and stops on the way as the rules ask.

    The law's day runs 24 h from the first start or until a rest of ``rest_s``; driving that crosses the end of the
    24 h counts to the day in which it is done.
    """

    def __init__(self, rules: DriverRules, start_s: int) -> None:
        self.rules = rules
        self.now = start_s
        self.driven_s = 0
        self._continuous = 0
        self._day = 0
        self._day_start = start_s - rules.legal_day_s  # the first driving begins a day
        self._still_since = start_s

    def stand(self, until_s: int) -> None:
        """Stand (load, unload, wait) until a moment."""
        self.now = max(self.now, until_s)
        self._standing()

    def _standing(self) -> None:
        still = self.now - self._still_since
        if still >= self.rules.stop_s:
            self._continuous = 0
        if still >= self.rules.rest_s:
            self._day_start = self.now - self.rules.legal_day_s

    def drive(self, seconds: int, leg: int) -> list[Pause]:
        """Drive so long, stopping where the rules ask; return the stops."""
        pauses: list[Pause] = []
        while seconds > 0:
            self._begin_day()
            left = min(self.rules.continuous_s - self._continuous, self.rules.day_s - self._day)
            if left <= 0:
                pauses.append(self._stop(leg))
                continue
            step = min(seconds, left, self._day_start + self.rules.legal_day_s - self.now)
            self.now += step
            self.driven_s += step
            self._continuous += step
            self._day += step
            self._still_since = self.now
            seconds -= step
        return pauses

    def _begin_day(self) -> None:
        if self.now >= self._day_start + self.rules.legal_day_s:
            self._day_start, self._day = self.now, 0

    def _stop(self, leg: int) -> Pause:
        """Take a rest when the day's driving is used up, else a break."""
        began = self.now
        if self._day >= self.rules.day_s:
            end = min(self._day_start + self.rules.legal_day_s, self._still_since + self.rules.rest_s)
            kind = "rest"
        else:
            end, kind = self._still_since + self.rules.stop_s, "break"
        self.stand(max(end, began))
        return Pause(leg, began, self.now, kind)
