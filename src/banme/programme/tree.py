"""The plan as a tree: objectives, tasks and their parts; weights, progress and state rolled up; gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from banme.errors import Findings, Problem
from banme.programme.network import loops

WHOLE = 100.0


class State(StrEnum):
    """Where an item stands on a day."""

    DONE = "done"
    GOING = "going"
    LATE = "late"
    WAITING = "waiting"
    UNREPORTED = "unreported"
    """Should have begun; nothing was reported."""
    UNSCHEDULED = "unscheduled"


@dataclass(frozen=True, slots=True)
class Item:
    """An objective or a task.

    Attributes
    ----------
    code : str
    kind : str
        ``objective`` or ``task``.
    parent : str or None
        A task's task or objective; an objective's objective.
    weight : float
        Against its sisters.
    position : int
        Place among its sisters.
    done_pct : float or None
        Reported share of a task without parts; None when nothing was reported.
    start, finish : date or None
        Days as forecast.
    due_on : date or None

    """

    code: str
    kind: str
    parent: str | None
    weight: float
    position: int
    done_pct: float | None = None
    start: date | None = None
    finish: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An item in the tree with what its parts say.

    ``unreported`` counts the tasks below without a report; their progress counts as none, so ``done_pct`` is at least
    what is shown.
    """

    item: Item
    depth: int
    parts: tuple[str, ...]
    done_pct: float
    unreported: int
    start: date | None
    finish: date | None
    state: State


def grow(items: Sequence[Item], day: date) -> tuple[Node, ...]:
    """Return the nodes in reading order, parents before parts, with progress weighted and days spanned.

    Raises
    ------
    InputError
        For unknown parents, parents in a circle and weights below zero, all of them.

    """
    check(items).raise_if_any()
    below: dict[str | None, list[Item]] = {}
    for item in sorted(items, key=lambda each: (each.kind, each.position, each.code)):
        below.setdefault(item.parent, []).append(item)
    found: list[Node] = []
    for item in below.get(None, []):
        found += _branch(item, below, 0, day)
    return tuple(found)


def check(items: Sequence[Item]) -> Findings:
    """Return every unknown parent, circle of parents and weight below zero."""
    findings = Findings()
    known = {item.code for item in items}
    for item in items:
        if item.parent is not None and item.parent not in known:
            findings.add(
                Problem(
                    "unknown-parent",
                    "Không có mục trên này: sửa mã hoặc thêm dòng",
                    "There is no such parent: correct the code or add the row",
                    item.kind,
                    item.code,
                    "parent_code",
                    item.parent,
                )
            )
        if item.weight < 0:
            findings.add(
                Problem(
                    "below-zero",
                    "Trọng số không được âm",
                    "A weight cannot be below zero",
                    item.kind,
                    item.code,
                    "weight",
                    str(item.weight),
                )
            )
    kind = {item.code: item.kind for item in items}
    for loop in loops([(item.parent, item.code) for item in items if item.parent in known and item.parent is not None]):
        shown = " → ".join(loop)
        findings.add(
            Problem(
                "circular-parents",
                f"Các mục thuộc nhau thành vòng: {shown}; sửa parent_code của một mục",
                f"Items are parts of each other: {shown}; correct the parent_code of one",
                kind[loop[0]],
                loop[1],
                "parent_code",
                loop[0],
            )
        )
    return findings


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the tree lacks: tasks without objective, objectives without a task below, items due after their parent."""

    tasks_without_objective: tuple[str, ...]
    objectives_without_task: tuple[str, ...]
    due_after_parent: tuple[tuple[str, str], ...]


def gaps(items: Sequence[Item]) -> Gaps:
    """Return what a sound tree should not have; none of it is an error."""
    known = {item.code: item for item in items}
    holding: set[str] = set()
    for item in items:
        above = item.parent if item.kind == "task" else None
        while above is not None and above in known and above not in holding:
            holding.add(above)
            above = known[above].parent
    late = [
        (item.code, item.parent)
        for item in items
        if item.parent in known
        and item.due_on is not None
        and (above_due := known[item.parent].due_on) is not None
        and item.due_on > above_due
    ]
    return Gaps(
        tuple(item.code for item in items if item.kind == "task" and item.parent is None),
        tuple(item.code for item in items if item.kind == "objective" and item.code not in holding),
        tuple((code, parent) for code, parent in late if parent is not None),
    )


def share_of_whole(items: Sequence[Item]) -> dict[str, float]:
    """Return each item's share of the whole plan (top items sum to 1): weights divided among sisters, down the tree.

    Sisters that all weigh nothing share nothing.
    """
    known = {item.code: item for item in items}
    total: dict[str | None, float] = {}
    for item in items:
        total[item.parent] = total.get(item.parent, 0.0) + item.weight
    found: dict[str, float] = {}

    def share(code: str) -> float:
        if code not in found:
            item = known[code]
            mine = item.weight / total[item.parent] if total[item.parent] > 0 else 0.0
            found[code] = mine * (1.0 if item.parent is None else share(item.parent))
        return found[code]

    for item in items:
        share(item.code)
    return found


def _branch(item: Item, below: Mapping[str | None, list[Item]], depth: int, day: date) -> list[Node]:
    parts = below.get(item.code, [])
    if not parts:
        empty = item.kind == "objective"
        done = item.done_pct or 0.0
        missing = 0 if empty or item.done_pct is not None else 1
        return [Node(item, depth, (), done, missing, item.start, item.finish, _state(item, done, day))]
    nested = [_branch(part, below, depth + 1, day) for part in parts]
    heads = [branch[0] for branch in nested]
    weight = sum(part.weight for part in parts)
    done = sum(head.done_pct * head.item.weight for head in heads) / weight if weight > 0 else 0.0
    starts = [head.start for head in heads if head.start is not None]
    ends = [head.finish for head in heads if head.finish is not None]
    spanned = replace(item, start=min(starts, default=None), finish=max(ends, default=None))
    state = _state(spanned, done, day)
    below_states = {head.state for head in heads}
    if state is not State.DONE and State.LATE in below_states:
        state = State.LATE
    elif state is not State.DONE and State.UNREPORTED in below_states:
        state = State.UNREPORTED
    unreported = sum(head.unreported for head in heads)
    own = Node(item, depth, tuple(part.code for part in parts), done, unreported, spanned.start, spanned.finish, state)
    return [own, *[node for branch in nested for node in branch]]


def _state(item: Item, done: float, day: date) -> State:
    if done >= WHOLE:
        return State.DONE
    if item.done_pct is None and not done and item.start is not None and item.start <= day:
        return State.UNREPORTED
    if item.due_on is not None and (item.due_on < day or (item.finish is not None and item.finish > item.due_on)):
        return State.LATE
    if done > 0:
        return State.GOING
    return State.UNSCHEDULED if item.start is None else State.WAITING
