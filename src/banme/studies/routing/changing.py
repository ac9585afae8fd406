"""Stored rounds taken up again: urgent orders, lost trucks, pinned rounds and moved jobs make a new run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banme import routing
from banme.errors import InputError, Problem
from banme.routing import Job, Plan, RoundsProblem
from banme.studies.routing import loads
from banme.workspace.models import Run, RunFile, TransportOrder

if TYPE_CHECKING:
    import datetime as dt

FILE = "rounds.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change in a run's rounds.

    Attributes
    ----------
    of : str
        Code of the run.
    urgent : tuple of str
        Codes of transport orders to take in.
    lost, pinned : tuple of str
        Trucks that are gone; shifts whose rounds must stay.
    moves : tuple of (job, shift)
        Jobs put on another truck by hand, in order.

    """

    of: str
    urgent: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()

    def entry(self) -> dict[str, object]:
        """Return the changes as plain values, as the run keeps them."""
        return {
            "of": self.of,
            "urgent": list(self.urgent),
            "lost": list(self.lost),
            "pinned": list(self.pinned),
            "moves": [list(move) for move in self.moves],
        }


def read_changes(entry: Mapping[str, Any]) -> Changes:
    """Return what :meth:`Changes.entry` wrote."""
    return Changes(
        of=str(entry["of"]),
        urgent=tuple(entry.get("urgent", [])),
        lost=tuple(entry.get("lost", [])),
        pinned=tuple(entry.get("pinned", [])),
        moves=tuple((str(job), str(shift)) for job, shift in entry.get("moves", [])),
    )


def document_of(run_code: str) -> dict[str, Any]:
    """Return a run's saved rounds.

    Raises
    ------
    InputError
        When the run keeps none.

    """
    kept = RunFile.objects.filter(run_id=run_code, name=FILE).first()
    if kept is None:
        runs = Run.objects.filter(study="rounds").values_list("code", flat=True)[:10]
        known = ", ".join(runs) or "–"
        vi, en = f"Lần chạy này không có chuyến xe; có: {known}", f"This run holds no rounds; there are: {known}"
        raise InputError([Problem("no-rounds", vi, en, "run", run_code)])
    found: dict[str, Any] = json.loads(bytes(kept.content))
    return found


def opened(run_code: str) -> tuple[RoundsProblem, Plan]:
    """Return the problem and plan of a run of rounds."""
    return routing.from_document(document_of(run_code))


def apply(problem: RoundsProblem, plan: Plan, changes: Changes, monday: dt.date) -> tuple[RoundsProblem, Plan]:
    """Return the problem and plan after the changes: moves first, then trucks lost and orders taken in.

    Raises
    ------
    InputError
        When a truck, shift, job or order does not exist, an order ends at places not in the plan, a move breaks a rule.

    """
    for job, shift in changes.moves:
        moved = routing.move(problem, plan, job, shift)
        if moved.faults:
            raise InputError(
                [
                    Problem(
                        "move-breaks-rules",
                        f"Chuyển đơn này vi phạm: {', '.join(sorted({fault.rule for fault in faults}))}",
                        f"The move breaks: {', '.join(sorted({fault.rule for fault in faults}))}",
                        "job",
                        job,
                        value=code,
                    )
                    for code, faults in moved.faults.items()
                ]
            )
        plan = moved.plan
    if changes.urgent or changes.lost:
        new = _urgent(problem, changes.urgent, monday)
        done = routing.replan(problem, plan, new_jobs=new, lost_trucks=changes.lost, pinned=changes.pinned)
        return done.problem, done.plan
    return problem, plan


def _urgent(problem: RoundsProblem, codes: tuple[str, ...], monday: dt.date) -> tuple[Job, ...]:
    orders = {order.code: order for order in TransportOrder.objects.filter(code__in=codes)}
    places = {place.code for place in problem.places}
    found = [
        Problem("unknown-order", "Không có đơn này", "There is no such order", "transport_order", code)
        for code in codes
        if code not in orders
    ]
    vi = "Nơi lấy hoặc giao chưa có trong kế hoạch tuần: lập lại kế hoạch với đơn này"
    en = "The week's plan does not know pickup or delivery: plan the week again with this order"
    for order in orders.values():
        found += [
            Problem("place-not-planned", vi, en, "transport_order", order.code, value=place)
            for place in (order.pickup_code, order.delivery_code)
            if place not in places
        ]
    if found:
        raise InputError(found)
    most = max(kind.payload_kg for kind in problem.types) / loads.KG_T
    loading_h = 2 * max((job.pickup_s for job in problem.jobs), default=loads.LEAST_HANDLING_S) / loads.HOUR_S
    payload = loads.Payload(most, most, loading_h)
    bases = frozenset(shift.base for shift in problem.shifts)
    new = tuple(loads.of_orders([orders[code] for code in codes], monday, payload, bases))
    planned = {job.code for job in problem.jobs}
    vi = "Đơn này đã có trong kế hoạch tuần: bỏ nó khỏi danh sách đơn gấp"
    en = "The week's plan has this order already: leave it out of the urgent ones"
    twice = [Problem("already-planned", vi, en, "transport_order", job.code) for job in new if job.code in planned]
    if twice:
        raise InputError(twice)
    return new
