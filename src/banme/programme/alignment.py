"""How plans of several levels fit together: orphans, gaps, conflicting targets and days, money counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from banme.errors import Findings, Problem
from banme.law.words import Words


class Bond(StrEnum):
    """What a link says of two items."""

    IMPLEMENTS = "implements"
    CONTRIBUTES = "contributes"
    CONFLICTS = "conflicts"
    DUPLICATES = "duplicates"


SERVES = frozenset({Bond.IMPLEMENTS, Bond.CONTRIBUTES})


class FindingKind(StrEnum):
    """What does not fit."""

    ORPHAN = "orphan"
    """A task that serves no objective."""
    GAP = "gap"
    """An objective that no task and no other plan serves."""
    TARGET = "target"
    """A target that falls short of the one it serves."""
    MEASURE = "measure"
    """The same measure in two units: the targets cannot be compared."""
    DAY = "day"
    """Due after what it serves."""
    MONEY = "money"
    """The same money in two places."""
    CONFLICT = "conflict"
    """Items that a link says conflict."""
    DUPLICATE = "duplicate"
    """Items that a link says are the same."""
    LOOP = "loop"
    """Items that serve one another in a circle."""
    UNCONFIRMED = "unconfirmed"
    """A link that nobody has confirmed."""

    @property
    def label(self) -> Words:
        """What the finding is called."""
        return _LABELS[self]


_LABELS = {
    FindingKind.ORPHAN: Words("Nhiệm vụ không thuộc mục tiêu nào", "Task without an objective"),
    FindingKind.GAP: Words("Mục tiêu không có nhiệm vụ", "Objective without a task"),
    FindingKind.TARGET: Words("Chỉ tiêu mâu thuẫn", "Conflicting targets"),
    FindingKind.MEASURE: Words("Khác đơn vị tính", "Different units of measure"),
    FindingKind.DAY: Words("Thời hạn mâu thuẫn", "Conflicting days"),
    FindingKind.MONEY: Words("Kinh phí tính hai lần", "Money counted twice"),
    FindingKind.CONFLICT: Words("Mâu thuẫn đã ghi nhận", "Conflict on record"),
    FindingKind.DUPLICATE: Words("Trùng lặp đã ghi nhận", "Duplicate on record"),
    FindingKind.LOOP: Words("Liên kết vòng tròn", "Circular links"),
    FindingKind.UNCONFIRMED: Words("Liên kết chưa ai xác nhận", "Link not confirmed"),
}


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An objective or task of any plan.

    Attributes
    ----------
    code, name, plan : str
        Which, and of which plan.
    is_task : bool
        Whether it is a task.
    parents : tuple of str
        Objectives and tasks it is part of, directly.
    due_on : date or None
        Its own day, where one is set.
    plan_ends_on : date
        Last day of its plan.

    """

    code: str
    name: str
    plan: str
    is_task: bool
    parents: tuple[str, ...]
    due_on: date | None
    plan_ends_on: date


@dataclass(frozen=True, slots=True)
class Target:
    """What an item is to reach in a year and area.

    Attributes
    ----------
    item : str
        Objective or task.
    measure, unit : str
        What is measured (the same text for the same measure in every plan) and in which unit.
    better : str
        ``>=`` when more is better, ``<=`` when less is, ``=`` when only the figure itself will do.
    year, area, value : int, str, float
        When, where (empty for everywhere), how much.

    """

    item: str
    measure: str
    unit: str
    better: str
    year: int
    area: str
    value: float


@dataclass(frozen=True, slots=True)
class Money:
    """Planned money of a task in one year; ``line`` is the budget line it comes from, empty when not told."""

    task: str
    line: str
    fund: str
    year: int
    vnd: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A link from one item to another, with the sentence that shows it and who confirmed it."""

    code: str
    source: str
    target: str
    bond: Bond
    sentence: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit.

    Attributes
    ----------
    kind : FindingKind
        What.
    items : tuple of str
        Codes of the items (or of the link) it is about.
    said, repair : Words
        What is wrong, and how to repair it.

    """

    kind: FindingKind
    items: tuple[str, ...]
    said: Words
    repair: Words


@dataclass(frozen=True, slots=True)
class Plans:
    """Items, targets, money and links of all plans."""

    items: Mapping[str, PlanItem]
    targets: tuple[Target, ...]
    money: tuple[Money, ...]
    ties: tuple[Tie, ...]


def check(plans: Plans) -> None:
    """Refuse links that cannot be read.

    Raises
    ------
    InputError
        With every link of an unknown item, to itself, or without its sentence.

    """
    findings = Findings()
    for tie in plans.ties:
        for column, code in (("from", tie.source), ("to", tie.target)):
            if code not in plans.items:
                findings.add(_problem("unknown-item", tie, column, code, "Không có mục này", "No such item"))
        if tie.source == tie.target:
            findings.add(
                _problem("self-link", tie, "to", tie.target, "Mục nối với chính nó", "An item is linked to itself")
            )
        if not tie.sentence.strip():
            findings.add(
                _problem(
                    "no-sentence",
                    tie,
                    "sentence",
                    "",
                    "Thiếu câu nguồn: chép câu cho thấy quan hệ",
                    "The source sentence is missing: copy the sentence that shows the link",
                )
            )
    findings.raise_if_any()


def align(plans: Plans) -> tuple[Finding, ...]:
    """Return everything that does not fit, by kind.

    Raises
    ------
    InputError
        As :func:`check`.

    """
    check(plans)
    found = [
        *_orphans(plans),
        *_gaps(plans),
        *_targets(plans),
        *_days(plans),
        *_money(plans),
        *_on_record(plans),
        *_loops(plans),
    ]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.items)))


def _orphans(plans: Plans) -> Iterator[Finding]:
    serving = {tie.source for tie in plans.ties if tie.bond in SERVES}
    for item in plans.items.values():
        above = [item.code, *_ancestors(plans.items, item.code)]
        if item.is_task and all(plans.items[code].is_task and code not in serving for code in above):
            yield Finding(
                FindingKind.ORPHAN,
                (item.code,),
                Words(f"“{item.name}” không thuộc mục tiêu nào", f"“{item.name}” serves no objective"),
                Words("Gắn nhiệm vụ vào một mục tiêu, hoặc bỏ", "Put the task under an objective, or drop it"),
            )


def _gaps(plans: Plans) -> Iterator[Finding]:
    children: dict[str, list[PlanItem]] = defaultdict(list)
    for item in plans.items.values():
        for parent in item.parents:
            children[parent].append(item)
    served = {tie.target for tie in plans.ties if tie.bond in SERVES}
    for item in plans.items.values():
        if not item.is_task and not children[item.code] and item.code not in served:
            yield Finding(
                FindingKind.GAP,
                (item.code,),
                Words(f"“{item.name}” chưa có nhiệm vụ nào", f"“{item.name}” has no task"),
                Words("Thêm nhiệm vụ, hoặc liên kết nhiệm vụ của kế hoạch khác", "Add a task, or link another plan's"),
            )


def _targets(plans: Plans) -> Iterator[Finding]:
    own: dict[str, list[Target]] = defaultdict(list)
    for target in plans.targets:
        own[target.item].append(target)
    for lower, upper in _serving(plans):
        for mine in own[lower]:
            for theirs in own[upper]:
                if (mine.measure, mine.year, mine.area) == (theirs.measure, theirs.year, theirs.area):
                    yield from _compare(plans, mine, theirs)


def _compare(plans: Plans, mine: Target, theirs: Target) -> Iterator[Finding]:
    names = [plans.items[each.item].name for each in (mine, theirs)]
    items = (mine.item, theirs.item)
    if mine.unit != theirs.unit:
        yield Finding(
            FindingKind.MEASURE,
            items,
            Words(
                f"{mine.measure} {mine.year}: “{names[0]}” tính bằng {mine.unit}, “{names[1]}” bằng {theirs.unit}",
                f"{mine.measure} {mine.year}: “{names[0]}” is in {mine.unit}, “{names[1]}” in {theirs.unit}",
            ),
            Words("Dùng cùng một đơn vị", "Use one unit"),
        )
        return
    short = {">=": mine.value < theirs.value, "<=": mine.value > theirs.value}
    if short.get(theirs.better, mine.value != theirs.value):
        yield Finding(
            FindingKind.TARGET,
            items,
            Words(
                f"{mine.measure} {mine.year}: “{names[0]}” đặt {mine.value:g}, “{names[1]}” đòi {theirs.better} "
                f"{theirs.value:g} {theirs.unit}",
                f"{mine.measure} {mine.year}: “{names[0]}” sets {mine.value:g}, “{names[1]}” asks for {theirs.better} "
                f"{theirs.value:g} {theirs.unit}",
            ),
            Words("Sửa một trong hai chỉ tiêu", "Correct one of the targets"),
        )


def _days(plans: Plans) -> Iterator[Finding]:
    for lower, upper in _serving(plans):
        mine, theirs = plans.items[lower], plans.items[upper]
        if mine.due_on is not None and theirs.due_on is not None and mine.due_on > theirs.due_on:
            yield _late(mine, theirs.name, theirs.due_on, (lower, upper))
    for item in plans.items.values():
        if item.due_on is not None and item.due_on > item.plan_ends_on:
            yield _late(item, item.plan, item.plan_ends_on, (item.code,))


def _late(item: PlanItem, what: str, day: date, items: tuple[str, ...]) -> Finding:
    return Finding(
        FindingKind.DAY,
        items,
        Words(
            f"“{item.name}” hạn {item.due_on:%d/%m/%Y}, sau hạn {day:%d/%m/%Y} của “{what}”",
            f"“{item.name}” is due on {item.due_on}, after {day} of “{what}”",
        ),
        Words("Sửa một trong hai thời hạn", "Correct one of the days"),
    )


def _money(plans: Plans) -> Iterator[Finding]:
    """Find one budget line told twice: in two plans, in a task and its part, or the same sum in two tasks of a plan."""
    lines: dict[tuple[str, str, int], list[Money]] = defaultdict(list)
    for row in plans.money:
        if row.line.strip():
            lines[row.line.strip(), row.fund, row.year].append(row)
    for (line, fund, year), rows in lines.items():
        for one, other in combinations(rows, 2):
            if one.task != other.task and _twice(plans.items, one, other):
                counted = min(one.vnd, other.vnd)
                yield Finding(
                    FindingKind.MONEY,
                    (one.task, other.task),
                    Words(
                        f"{line} ({fund}, {year}): {counted:,.0f} đồng tính ở cả “{plans.items[one.task].name}” và "
                        f"“{plans.items[other.task].name}”",
                        f"{line} ({fund}, {year}): {counted:,.0f} VND counted in “{plans.items[one.task].name}” and "
                        f"“{plans.items[other.task].name}”",
                    ),
                    Words("Giữ kinh phí ở một nơi", "Keep the money in one place"),
                )


def _twice(items: Mapping[str, PlanItem], one: Money, other: Money) -> bool:
    if items[one.task].plan != items[other.task].plan or one.vnd == other.vnd:
        return True
    return one.task in _ancestors(items, other.task) or other.task in _ancestors(items, one.task)


def _on_record(plans: Plans) -> Iterator[Finding]:
    kinds = {Bond.CONFLICTS: FindingKind.CONFLICT, Bond.DUPLICATES: FindingKind.DUPLICATE}
    for tie in plans.ties:
        names = [plans.items[code].name for code in (tie.source, tie.target)]
        if tie.bond in kinds:
            yield Finding(
                kinds[tie.bond],
                (tie.source, tie.target),
                Words(
                    f"“{names[0]}” và “{names[1]}”: {tie.sentence}", f"“{names[0]}” and “{names[1]}”: {tie.sentence}"
                ),
                Words("Hai cơ quan thống nhất lại", "The two agencies settle it"),
            )
        if not tie.confirmed_by.strip():
            yield Finding(
                FindingKind.UNCONFIRMED,
                (tie.code,),
                Words(f"“{names[0]}” → “{names[1]}”: {tie.sentence}", f"“{names[0]}” → “{names[1]}”: {tie.sentence}"),
                Words("Người phụ trách xác nhận liên kết", "Someone in charge confirms the link"),
            )


def _loops(plans: Plans) -> Iterator[Finding]:
    onward: dict[str, set[str]] = defaultdict(set)
    for tie in plans.ties:
        if tie.bond in SERVES:
            onward[tie.source].add(tie.target)
    told: set[frozenset[str]] = set()
    for start in sorted(onward):
        loop = _loop_from(onward, start)
        if loop and frozenset(loop) not in told:
            told.add(frozenset(loop))
            shown = " → ".join([*loop, loop[0]])
            yield Finding(
                FindingKind.LOOP,
                loop,
                Words(f"Các mục phục vụ lẫn nhau: {shown}", f"Items serve one another: {shown}"),
                Words("Bỏ một liên kết trong vòng", "Drop one link of the loop"),
            )


def _loop_from(onward: Mapping[str, set[str]], start: str) -> tuple[str, ...]:
    """Return the shortest way from an item back to itself, empty when there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        way = waiting.pop(0)
        for following in sorted(onward.get(way[-1], ())):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                waiting.append((*way, following))
    return ()


def _serving(plans: Plans) -> Sequence[tuple[str, str]]:
    """Return each pair of an item and what it serves: by a link, or as part of it, each once."""
    pairs = [(tie.source, tie.target) for tie in plans.ties if tie.bond in SERVES]
    pairs += [(item.code, parent) for item in plans.items.values() for parent in item.parents if parent in plans.items]
    return list(dict.fromkeys(pairs))


def _ancestors(items: Mapping[str, PlanItem], code: str) -> list[str]:
    found: list[str] = []
    waiting = [code]
    while waiting:
        item = items.get(waiting.pop())
        for parent in () if item is None else item.parents:
            if parent in items and parent not in found:
                found.append(parent)
                waiting.append(parent)
    return found


def _problem(rule: str, tie: Tie, column: str, value: str, vi: str, en: str) -> Problem:
    return Problem(rule, vi, en, "plan_link", tie.code, column, value)
