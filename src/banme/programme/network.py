"""Tasks and what waits for what, as arrays, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from banme.errors import Findings, Problem
from banme.programme.calendar import Days

LEAST_DAYS = 1


class Tie(StrEnum):
    """Which end of the later task waits for which end of the earlier one."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


@dataclass(frozen=True, slots=True)
class Work:
    """A task to be scheduled.

    Attributes
    ----------
    code : str
    days : int
        Duration in days of its calendar, at least one.
    calendar : Days
    not_before, due_on : date or None
        Earliest start, and the day by which it should be finished.

    """

    code: str
    days: int
    calendar: Days = Days.WORKING
    not_before: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """``after`` waits for ``before``; the lag counts days of the calendar of ``after`` and may be negative."""

    before: str
    after: str
    tie: Tie = Tie.FINISH_START
    lag_days: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Actual:
    """What has happened to a task by the day of the reckoning.

    Attributes
    ----------
    start, end : date or None
        First and last day of work; an end only when it is finished.
    done_pct : float
        Share reported done, 0 to 100.
    remaining_days : int or None
        Days of work left as reported; None: duration times the share not done, rounded up.

    """

    start: date | None = None
    end: date | None = None
    done_pct: float = 0.0
    remaining_days: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A checked network: tasks in an order in which each follows all it waits for.

    Attributes
    ----------
    works : tuple of Work
        In topological order.
    position : dict of str to int
        Place of each code in ``works``.
    into, out : list of list of (other, tie, lag_days)
        Links by task, other task by place.

    """

    works: tuple[Work, ...]
    position: dict[str, int]
    into: list[list[tuple[int, Tie, int]]]
    out: list[list[tuple[int, Tie, int]]]


def network(works: Sequence[Work], links: Sequence[Link]) -> Network:
    """Return the network of tasks and links.

    Raises
    ------
    InputError
        Naming every task without a whole day of duration, due before it may start or given twice, every link to an
        unknown task, and every loop with the codes it runs through.

    """
    findings = Findings()
    position: dict[str, int] = {}
    for work in works:
        _check_work(work, position, findings)
        position.setdefault(work.code, len(position))
    known = [link for link in links if _known(link, position, findings)]
    starts = [position[link.before] for link in known]
    ends = [position[link.after] for link in known]
    for loop in _loops(len(position), starts, ends):
        findings.add(_circular([works[at].code for at in loop]))
    findings.raise_if_any()
    order = _ordered(len(works), starts, ends)
    place = {works[at].code: rank for rank, at in enumerate(order)}
    into: list[list[tuple[int, Tie, int]]] = [[] for _ in works]
    out: list[list[tuple[int, Tie, int]]] = [[] for _ in works]
    for link in known:
        before, after = place[link.before], place[link.after]
        into[after].append((before, link.tie, link.lag_days))
        out[before].append((after, link.tie, link.lag_days))
    return Network(tuple(works[at] for at in order), place, into, out)


def loops(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return one loop of codes for each knot of arrows ``(from, to)``, the first code repeated at its end."""
    codes = sorted({code for pair in pairs for code in pair})
    number = {code: at for at, code in enumerate(codes)}
    found = _loops(len(codes), [number[a] for a, _ in pairs], [number[b] for _, b in pairs])
    return [[codes[at] for at in loop] for loop in found]


def _check_work(work: Work, seen: dict[str, int], findings: Findings) -> None:
    if work.code in seen:
        findings.add(
            Problem(
                "duplicate-code",
                "Mã nhiệm vụ có hai lần: đổi hoặc xoá một dòng",
                "The task's code stands twice: change or remove one row",
                "task",
                work.code,
                "code",
            )
        )
    if work.days < LEAST_DAYS:
        findings.add(
            Problem(
                "no-duration",
                "Nhiệm vụ cần ít nhất một ngày; thời điểm thì ghi ở bảng milestone",
                "A task takes at least one day; a moment belongs in table milestone",
                "task",
                work.code,
                "duration_days",
                str(work.days),
            )
        )
    if work.not_before is not None and work.due_on is not None and work.due_on < work.not_before:
        findings.add(
            Problem(
                "end-before-start",
                f"Thời hạn trước ngày được bắt đầu {work.not_before}: sửa một trong hai",
                f"Due before its earliest start {work.not_before}: correct one of them",
                "task",
                work.code,
                "due_on",
                str(work.due_on),
            )
        )


def _known(link: Link, position: dict[str, int], findings: Findings) -> bool:
    sound = True
    for column, code in (("before_code", link.before), ("after_code", link.after)):
        if code not in position:
            sound = False
            findings.add(
                Problem(
                    "unknown-task",
                    "Không có nhiệm vụ này, hoặc nó có nhiệm vụ con: nối với nhiệm vụ con",
                    "There is no such task, or it has parts: tie its parts instead",
                    "task_dependency",
                    link.code or f"{link.before}>{link.after}",
                    column,
                    code,
                )
            )
    return sound


def _circular(loop: list[str]) -> Problem:
    shown = " → ".join(loop)
    return Problem(
        "circular-dependency",
        f"Các nhiệm vụ chờ nhau thành vòng: {shown}; bỏ một phụ thuộc trong vòng",
        f"Tasks wait for each other in a loop: {shown}; remove one dependency of the loop",
        "task_dependency",
        f"{loop[0]}>{loop[1]}",
        "after_code",
        loop[1],
    )


def _ordered(count: int, starts: list[int], ends: list[int]) -> list[int]:
    waiting = [0] * count
    followers: list[list[int]] = [[] for _ in range(count)]
    for start, end in zip(starts, ends, strict=True):
        waiting[end] += 1
        followers[start].append(end)
    ready = [at for at in range(count) if not waiting[at]]
    for at in ready:
        for follower in followers[at]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return ready


def _loops(count: int, starts: list[int], ends: list[int]) -> list[list[int]]:
    if not starts:
        return []
    graph = coo_array((np.ones(len(starts)), (starts, ends)), shape=(count, count))
    _, knot = connected_components(graph, directed=True, connection="strong")
    onward: dict[int, int] = {}
    for start, end in zip(starts, ends, strict=True):
        if knot[start] == knot[end]:
            onward.setdefault(start, end)
    found, seen = [], set[int]()
    for start in sorted(onward):
        if int(knot[start]) not in seen:
            seen.add(int(knot[start]))
            found.append(_walk(start, onward))
    return found


def _walk(start: int, onward: dict[int, int]) -> list[int]:
    """Follow arrows inside a knot until a task comes again; return that loop."""
    path = [start]
    while (follower := onward[path[-1]]) not in path:
        path.append(follower)
    return [*path[path.index(follower) :], follower]
