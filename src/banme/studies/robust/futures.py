"""The futures a run looks at: chosen, checked, their probabilities scaled, each turned into a scenario to compute."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.errors import InputError, Problem
from banme.studies.scenario import ANY, Change, Resolved
from banme.workspace.models import Future, FutureChange
from banme.workspace.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST = 2
"""One future is a plain network study."""
TARGETS = {
    "scale_supply": "commodity",
    "scale_demand": "outlet",
    "scale_price": "outlet",
    "scale_truck_cost": "vehicle_type",
    "close_road": "road_edge",
    "open_road": "road_edge",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One future of a run: code, name in both languages, probability among those chosen (0 to 1), its changes."""

    code: str
    name: str
    probability: float
    changes: tuple[Change, ...]
    quality: str

    def applied(self, scenario: Resolved) -> Resolved:
        """Return the scenario as it is in this future."""
        return dataclasses.replace(scenario, changes=scenario.changes + self.changes)


def asked_for(asked: Mapping[str, object]) -> list[str]:
    """Return the codes of the futures that a run was asked for; none means all."""
    codes = asked.get("futures", ())
    return [str(code) for code in codes] if isinstance(codes, list | tuple) else []


def choose(codes: Sequence[str] = ()) -> list[Chosen]:
    """Return the futures with these codes, likeliest first; all of the table where none is named.

    Raises
    ------
    InputError
        Naming every code that is no future and every target that does not exist; when fewer than two are left, or
        none of them is likely at all.

    """
    rows = list(Future.objects.all())
    known = {row.code for row in rows}
    problems = [
        _fault(
            "future",
            code,
            "Không có tương lai này; hiện có: " + (", ".join(sorted(known)) or "–"),
            "No such future; there are: " + (", ".join(sorted(known)) or "–"),
        )
        for code in dict.fromkeys(codes)
        if code not in known
    ]
    wanted = [row for row in rows if not codes or row.code in codes]
    changes = list(FutureChange.objects.filter(future_id__in=[row.code for row in wanted]).order_by("code"))
    problems += [problem for change in changes if (problem := _target_problem(change)) is not None]
    total = sum(row.probability_pct for row in wanted)
    if not problems and (len(wanted) < LEAST or total <= 0):
        problems.append(
            _fault(
                "future",
                ", ".join(row.code for row in wanted),
                "Cần ít nhất hai tương lai có xác suất lớn hơn 0: thêm vào bảng future",
                "At least two futures and some probability are needed: add to table future",
            )
        )
    if problems:
        raise InputError(problems)
    return [
        Chosen(
            code=row.code,
            name=f"{row.name} | {row.name_en or row.name}",
            probability=row.probability_pct / total,
            changes=tuple(
                Change(change.code, change.kind, change.target, change.factor, change.year)
                for change in changes
                if change.future_id == row.code
            ),
            quality=row.quality,
        )
        for row in wanted
    ]


def _target_problem(change: FutureChange) -> Problem | None:
    """Return what is wrong with a change's target; a road may be named by its number."""
    name = TARGETS[change.kind]
    rows = table(name)._default_manager
    known = change.target == ANY or rows.filter(code=change.target).exists()
    if known or (name == "road_edge" and rows.filter(ref=change.target).exists()):
        return None
    return Problem(
        rule="unknown-target",
        table="future_change",
        row=change.code,
        column="target",
        value=change.target,
        vi=f"Không có mã này trong bảng {name}: sửa target hoặc dùng *",
        en=f"No such code in table {name}: correct target, or use *",
    )


def _fault(name: str, row: str, vi: str, en: str) -> Problem:
    return Problem(rule="futures", table=name, row=row, vi=vi, en=en)
