"""Recomputes saved rounds from their document alone: every leg, time, load, window, driver hour, kilometre and dong."""

from __future__ import annotations

import itertools
import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.errors import Findings, Problem

if TYPE_CHECKING:
    from pathlib import Path

NAME = "rounds.json"
TOLERANCE = 1e-9
"""Largest relative difference between a claimed sum and the one recomputed."""
Span = tuple[int, int]


def there(folder: Path) -> bool:
    """Tell whether a folder holds saved rounds."""
    return (folder / NAME).exists()


def judge(folder: Path, found: Findings) -> float:
    """Return the recomputed cost of the rounds saved in a folder; everything wrong is noted."""
    try:
        document = read(folder)
    except (OSError, ValueError) as error:
        found.add(text.not_json("rounds", repr(error)))
        return math.nan
    return check_rounds(document, found)


def read(folder: Path) -> dict[str, Any]:
    """Return the rounds saved in a folder."""
    document: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return document


def check_rounds(document: dict[str, Any], found: Findings) -> float:
    """Return the cost (VND) recomputed from a document of format ``banme.rounds/1``; everything wrong is noted.

    Parameters
    ----------
    document : dict
        Places, legs, types, shifts, jobs and rules as given; rounds and unassigned jobs as claimed.
    found : Findings
        Takes one problem for each leg that is not there, wrong driving time, load above the payload, service outside
        its window, order or job done twice, driving beyond a driver's limits, and figure that does not recompute.

    """
    try:
        return _check(document, found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        found.add(text.malformed(repr(error)))
        return math.nan


def _check(document: dict[str, Any], found: Findings) -> float:
    given = {name: {row["code"]: row for row in document[name]} for name in ("places", "types", "shifts", "jobs")}
    given["at"] = {row["code"]: at for at, row in enumerate(document["places"])}
    driving: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    cost, metres, empty, co2 = 0.0, 0, 0, 0.0
    done: dict[str, int] = defaultdict(int)
    for row in document["rounds"]:
        walk = _Walk(document, given, row, found)
        walk.go()
        driving[row["driver"]] += [(span, row["shift"]) for span in walk.driven]
        cost, metres, empty, co2 = cost + walk.cost, metres + walk.metres, empty + walk.empty, co2 + walk.co2
        for job in walk.delivered:
            done[job] += 1
    _jobs(document, done, found)
    _shifts(document, given, found)
    for driver, spans in driving.items():
        _driver(document["rules"], driver, sorted(spans), found)
    claims = document["claims"]
    share = 100.0 * empty / metres if metres else 0.0
    for name, value in (("cost_vnd", cost), ("distance_m", metres), ("co2_kg", co2), ("empty_share_pct", share)):
        _same(name, "", claims[name], value, found)
    return cost


class _Walk:
    """Drives one claimed round through the given legs."""

    def __init__(self, document: dict[str, Any], given: dict[str, Any], row: dict[str, Any], found: Findings) -> None:
        self.row, self.found, self.given = row, found, given
        self.shift = given["shifts"][row["shift"]]
        self.kind = given["types"][self.shift["type"]]
        self.legs = document["legs"][self.shift["legs"]]
        self.driven: list[Span] = []
        self.delivered: list[str] = []
        self.metres = self.empty = self.load = 0
        self.work = self.cost = self.co2 = 0.0
        self._aboard: dict[str, bool] = {}

    def note(self, family: str, stop: int | str, excess: float, unit: str = "s") -> None:
        """Note a broken rule with its place."""
        self.found.add(text.violated(family, f"{self.row['shift']}/{stop}", excess, unit))

    def go(self) -> None:
        """Follow the stops, then the way back, and compare every figure of the round."""
        row, here, left = self.row, self.shift["base"], self.row["start_s"]
        hours = self.shift["hours"]
        if left < hours["earliest_s"]:
            self.note("shift-start", "start", hours["earliest_s"] - left)
        for number, stop in enumerate(row["stops"]):
            self._leg(here, stop["place"], left, stop["arrival_s"], number)
            self._serve(stop, number)
            here, left = stop["place"], stop["end_s"]
        self._leg(here, self.shift["base"], left, row["end_s"], len(row["stops"]))
        if row["end_s"] > hours["latest_s"]:
            self.note("shift-end", "end", row["end_s"] - hours["latest_s"])
        if any(pause["leg"] not in range(len(row["stops"]) + 1) for pause in row["pauses"]):
            self.note("pause-leg", "end", 1, "")
        for job, aboard in self._aboard.items():
            if aboard:
                self.note("left-aboard", job, 1, "")
        self._sums()

    def _leg(self, one: str, other: str, left: int, arrived: int, number: int) -> None:
        at = self.given["at"]
        seconds = 0 if one == other else self.legs["time_s"][at[one]][at[other]]
        metres = 0 if one == other else self.legs["distance_m"][at[one]][at[other]]
        if seconds < 0 or metres < 0:
            self.note("no-way", number, 1, "")
            return
        pauses = sorted((p["start_s"], p["end_s"]) for p in self.row["pauses"] if p["leg"] == number)
        now = left
        for start, end in [*pauses, (arrived, arrived)]:
            if start < now or end < start:
                self.note("pause-order", number, now - start)
            if start > now:
                self.driven.append((now, start))
            now = max(now, end)
        drove = arrived - left - sum(end - start for start, end in pauses)
        if drove != seconds:
            self.note("driving-time", number, drove - seconds)
        self.metres += metres
        self.empty += 0 if self.load else metres
        self.work += metres / 1000.0 * self.load / 1000.0

    def _serve(self, stop: dict[str, Any], number: int) -> None:
        job = self.given["jobs"][stop["job"]]
        loading = stop["action"] == "load"
        side = "pickup" if loading else "delivery"
        window = job[f"{side}_window"]
        if stop["place"] != job[side]:
            self.note("place", number, 1, "")
        if stop["start_s"] < max(window["earliest_s"], stop["arrival_s"]):
            self.note("too-early", number, max(window["earliest_s"], stop["arrival_s"]) - stop["start_s"])
        if stop["start_s"] > window["latest_s"]:
            self.note("late", number, stop["start_s"] - window["latest_s"])
        if stop["end_s"] - stop["start_s"] != job[f"{side}_s"]:
            self.note("service-time", number, stop["end_s"] - stop["start_s"] - job[f"{side}_s"])
        if loading:
            self._allowed(job, number)
        if loading == (stop["job"] in self._aboard) or (not loading and not self._aboard[stop["job"]]):
            self.note("order", number, 1, "")
        self._aboard[stop["job"]] = loading
        if not loading:
            self.delivered.append(stop["job"])
        self.load += job["load_kg"] if loading else -job["load_kg"]
        if self.load > self.kind["payload_kg"]:
            self.note("overload", number, self.load - self.kind["payload_kg"], "kg")
        if self.load != stop["load_kg"]:
            self.note("load", number, stop["load_kg"] - self.load, "kg")

    def _allowed(self, job: dict[str, Any], number: int) -> None:
        if job["bases"] and self.shift["base"] not in job["bases"]:
            self.note("other-base", number, 1, "")
        if job.get("use") and self.kind.get("use") not in {"", None, job["use"]}:
            self.note("other-use", number, 1, "")

    def _sums(self) -> None:
        row, kind = self.row, self.kind
        hours = (row["end_s"] - row["start_s"]) / 3600.0
        self.cost = self.metres / 1000.0 * kind["cost_vnd_km"] + hours * kind["cost_vnd_h"] + self.shift["fixed_vnd"]
        self.co2 = self.work * kind["emission_g_tkm"] / 1000.0
        full = kind["payload_kg"] / 1000.0 * (self.metres - self.empty) / 1000.0
        sums = {
            "distance_m": self.metres,
            "empty_m": self.empty,
            "driving_s": sum(end - start for start, end in self.driven),
            "tonne_km": self.work,
            "load_factor_pct": 100.0 * self.work / full if full else 0.0,
            "cost_vnd": self.cost,
            "co2_kg": self.co2,
        }
        for name, value in sums.items():
            _same(name, row["shift"], row[name], value, self.found)


def _jobs(document: dict[str, Any], done: dict[str, int], found: Findings) -> None:
    """Note every job that is neither delivered once nor named as left with a reason."""
    left = {row["job"]: row["problem"]["rule"] for row in document["unassigned"]}
    for row in document["jobs"]:
        times = done.get(row["code"], 0) + (row["code"] in left)
        if times != 1:
            found.add(text.violated("job-once", row["code"], times - 1, "lần | times"))
        if row["code"] in left and not left[row["code"]]:
            found.add(text.violated("reason", row["code"], 1, ""))


def _shifts(document: dict[str, Any], given: dict[str, Any], found: Findings) -> None:
    """Note shifts driven twice, and rounds of one truck that overlap."""
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    seen: set[str] = set()
    for row in document["rounds"]:
        if row["shift"] in seen:
            found.add(text.violated("shift-once", row["shift"], 1, ""))
        seen.add(row["shift"])
        truck = given["shifts"][row["shift"]]["truck"]
        spans[truck].append((row["start_s"], row["end_s"], row["shift"]))
    for rows in spans.values():
        ordered = sorted(rows)
        for one, other in itertools.pairwise(ordered):
            if other[0] < one[1]:
                found.add(text.violated("truck-twice", other[2], one[1] - other[0], "s"))


def _driver(rules: dict[str, Any], driver: str, spans: list[tuple[Span, str]], found: Findings) -> None:
    """Add up one driver's driving: without a stop, in the law's days, in the week, and in two trucks at once."""
    if rules["week_s"] is not None:
        week = sum(end - start for (start, end), _ in spans)
        if week > rules["week_s"]:
            found.add(text.violated("driver-week", driver or "?", week - rules["week_s"], "s"))
    if not driver:
        found.add(text.violated("driver", "?", 1, ""))
        return
    straight, day, day_began, stood = 0, 0, -math.inf, -math.inf
    for (began, end), shift in spans:
        start = began
        if start < stood:
            found.add(text.violated("driver-twice", f"{driver} {shift}", stood - start, "s"))
        if start - stood >= rules["stop_s"]:
            straight = 0
        if start - stood >= rules["rest_s"] or start >= day_began + rules["legal_day_s"]:
            day, day_began = 0, start
        straight += end - start
        if straight > rules["continuous_s"]:
            found.add(text.violated("driver-continuous", f"{driver} {shift}", straight - rules["continuous_s"], "s"))
        while end > day_began + rules["legal_day_s"]:
            turn = int(day_began + rules["legal_day_s"])
            day += turn - start
            _day(rules, day, f"{driver} {shift}", found)
            day, day_began, start = 0, turn, turn
        day += end - start
        _day(rules, day, f"{driver} {shift}", found)
        stood = end


def _day(rules: dict[str, Any], driven: float, where: str, found: Findings) -> None:
    if driven > rules["day_s"]:
        found.add(text.violated("driver-day", where, driven - rules["day_s"], "s"))


def _same(name: str, row: str, claimed: float, value: float, found: Findings) -> None:
    if not abs(claimed - value) <= TOLERANCE * max(1.0, abs(value)):
        found.add(
            Problem(
                "claim",
                f"Số công bố {claimed:.9g} khác số tính lại {value:.9g}.",
                f"The claim {claimed:.9g} differs from the recomputed {value:.9g}.",
                table="rounds",
                row=row,
                column=name,
            )
        )
