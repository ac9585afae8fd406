"""What official papers say of a plan, read from the workspace once."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone, translation

from banme.errors import InputError, Problem
from banme.law.bases import Standing as CitationStanding
from banme.studies.bases import review_bases
from banme.studies.programme.indicators import FINDING_LABEL, Standing, of_plan
from banme.workspace import models as m
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.text import half

DONE = 100.0
BILLION = 1e9
THOUSAND = 1e3
STAR = " (*)"
"""Marks what no text names."""
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|phường|xã)\s+(.+)$")
_KINDS = {
    "code": "Bộ luật", "law": "Luật", "resolution": "Nghị quyết", "decree": "Nghị định", "decision": "Quyết định",
    "circular": "Thông tư", "regulation": "Quy chuẩn", "conclusion": "Kết luận",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with its agencies, day and newest report."""

    task: m.Task
    lead: m.Agency | None
    helpers: tuple[m.Agency, ...]
    due_on: dt.date | None
    report: m.TaskProgress | None
    assumed: bool

    @property
    def name(self) -> str:
        """The task's name, starred where no text names it."""
        return self.task.name + (STAR if self.assumed else "")

    @property
    def done(self) -> bool:
        """Whether it is reported done."""
        return self.report is not None and self.report.progress_pct >= DONE

    def late(self, day: dt.date) -> bool:
        """Tell whether it is past its day and not reported done."""
        return self.due_on is not None and self.due_on < day and not self.done


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator as papers show it: target and report beside what is computed, and the runs that was read off."""

    standing: Standing
    verdict: str
    runs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.standing.indicator.name

    @property
    def unit(self) -> str:
        """Its unit of measure."""
        return self.standing.indicator.unit_of_measure


@dataclass(frozen=True, slots=True)
class PlanMaterial:
    """A plan on a day.

    Attributes
    ----------
    plan, day : Plan, date
        What and when.
    objectives : tuple of (Objective, tuple of TaskLine)
        Each with its tasks, parts included.
    loose : tuple of TaskLine
        Tasks under no objective.
    budget : dict of (year, fund) to float
        VND planned.
    indicators : tuple of IndicatorLine
        Target, newest report and computed value, each of which may be missing.
    standings : tuple of CitationStanding
        Citations as they stand on the day.
    figures : tuple of (label, value, unit, run)
        Headline figures of the newest runs; a run as its code and the day it finished.
    assumed, made_up : bool
        Whether some rows are assumed, and whether the plan itself is made up.

    """

    plan: m.Plan
    day: dt.date
    objectives: tuple[tuple[m.Objective, tuple[TaskLine, ...]], ...]
    loose: tuple[TaskLine, ...]
    budget: dict[tuple[int, str], float]
    indicators: tuple[IndicatorLine, ...]
    standings: tuple[CitationStanding, ...]
    figures: tuple[tuple[str, float, str, str], ...]
    assumed: bool
    made_up: bool

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """Every task."""
        return tuple(line for _, lines in self.objectives for line in lines) + self.loose


@translation.override("vi")
def read(code: str, day: dt.date) -> PlanMaterial:
    """Return what papers say of a plan on a day.

    Raises
    ------
    InputError
        When there is no such plan, or a citation cannot be right.

    """
    plan = m.Plan.objects.select_related("issuer").filter(code=code).first()
    if plan is None:
        known = ", ".join(m.Plan.objects.values_list("code", flat=True)) or "–"
        raise InputError(
            [
                Problem(
                    "unknown-plan",
                    f"Không có kế hoạch này; hiện có: {known}",
                    f"No such plan; there are: {known}",
                    "plan",
                    code,
                )
            ]
        )
    lines = {line.task.code: line for line in _lines(plan, day)}
    of_objective: dict[str | None, list[TaskLine]] = defaultdict(list)
    for line in lines.values():
        of_objective[_objective(line.task, lines)].append(line)
    objectives = tuple(
        (row, tuple(of_objective.get(row.code, ())))
        for row in m.Objective.objects.filter(plan=plan).order_by("position", "code")
    )
    return PlanMaterial(
        plan=plan,
        day=day,
        objectives=objectives,
        loose=tuple(of_objective.get(None, ())),
        budget=_budget(plan),
        indicators=tuple(_indicators(plan, day)),
        standings=review_bases(day, code).standings,
        figures=tuple(_figures()),
        assumed=any(line.assumed for line in lines.values()),
        made_up=plan.quality == "illustrative",
    )


def _lines(plan: m.Plan, day: dt.date) -> list[TaskLine]:
    roles: dict[str, dict[str, list[m.Agency]]] = defaultdict(lambda: defaultdict(list))
    held = m.TaskRole.objects.filter(task__plan=plan, valid_from__lte=day).exclude(valid_to__lt=day)
    unfounded = set()
    for role in held.select_related("agency"):
        roles[role.task_id][role.role].append(_standing_in(role.agency, day))
        if role.quality in UNFOUNDED:
            unfounded.add(role.task_id)
    reports: dict[str, m.TaskProgress] = {}
    for report in m.TaskProgress.objects.filter(task__plan=plan, reported_on__lte=day).order_by("reported_on"):
        reports[report.task_id] = report
    planned = dict(m.TaskBaseline.objects.filter(task__plan=plan).order_by("set_on").values_list("task_id", "ends_on"))
    return [
        TaskLine(
            task,
            next(iter(roles[task.code]["lead"]), None),
            tuple(roles[task.code]["coordinates"]),
            task.due_on or planned.get(task.code),
            reports.get(task.code),
            task.quality in UNFOUNDED or task.code in unfounded,
        )
        for task in m.Task.objects.filter(plan=plan).order_by("position", "code")
    ]


def _standing_in(agency: m.Agency, day: dt.date) -> m.Agency:
    """Return the agency that has an agency's work on a day: itself, or its successor once it has ended."""
    seen = {agency.code}
    while agency.valid_to is not None and agency.valid_to < day and agency.successor is not None:
        if agency.successor.code in seen:
            break
        agency = agency.successor
        seen.add(agency.code)
    return agency


def _objective(task: m.Task, lines: dict[str, TaskLine]) -> str | None:
    """Return the objective that a task or what it is part of stands under."""
    seen: set[str] = set()
    while task.objective_id is None and task.parent_id in lines and task.code not in seen:
        seen.add(task.code)
        task = lines[str(task.parent_id)].task
    return task.objective_id


def _budget(plan: m.Plan) -> dict[tuple[int, str], float]:
    found: dict[tuple[int, str], float] = defaultdict(float)
    for row in m.TaskBudget.objects.filter(task__plan=plan):
        found[row.year, str(row.get_fund_display())] += row.planned_vnd  # type: ignore[attr-defined]
    return dict(sorted(found.items()))


def _indicators(plan: m.Plan, day: dt.date) -> list[IndicatorLine]:
    return [
        IndicatorLine(one, str(FINDING_LABEL[one.finding]), tuple(run_text(run) for run in one.answer.runs))
        for one in of_plan(plan, day)
    ]


def run_text(run: m.Run) -> str:
    """Return a run as papers name it: its code, and the day it finished."""
    if run.finished_at is None:
        return run.code
    return f"{run.code}, {timezone.localtime(run.finished_at):%d/%m/%Y}"


HEADLINES = ("cost_vnd_t", "cost_vnd_year", "reach_share_pct", "co2_kg_t", "sites_open")
"""Figures of a network run that papers quote, of its last year."""


def _figures() -> list[tuple[str, float, str, str]]:
    """Return headline figures of the newest finished runs of the network and of projects, with their run."""
    from banme.studies.indicators import INDICATORS  # noqa: PLC0415  (loads slowly)

    found: list[tuple[str, float, str, str]] = []
    runs = m.Run.objects.filter(status__in=["done", "stopped"], cost_vnd__isnull=False)
    network = runs.filter(study="network_design").order_by("-id").first()
    if network is not None:
        years = m.ResultIndicator.objects.filter(run=network, indicator=HEADLINES[0]).values_list("scope", flat=True)
        year = max((scope for scope in years if scope.isdigit()), default="")
        rows = {row.indicator: row for row in m.ResultIndicator.objects.filter(run=network, scope=year)}
        found += [
            (
                f"{half(str(INDICATORS[code].label), 'vi')}, {year}",
                float(rows[code].value),
                rows[code].unit_of_measure,
                run_text(network),
            )
            for code in HEADLINES
            if code in rows and rows[code].value is not None and code in INDICATORS
        ]
    seen = set()
    valued = m.ResultValue.objects.filter(case="best").exclude(project__quality="illustrative")
    for row in valued.select_related("project", "run").order_by("-id"):
        if row.project_id not in seen and row.npv_vnd is not None:
            seen.add(row.project_id)
            found.append((f"NPV dự án “{row.project.name}”, bộ ưu đãi tốt nhất", row.npv_vnd, "VND", run_text(row.run)))
    return found


def day_text(day: dt.date | None) -> str:
    """Return a day as tables write it; a dash when there is none."""
    return "–" if day is None else f"{day:%d/%m/%Y}"


def figure(value: float | None, digits: int = 0) -> str:
    """Return a figure in Vietnamese notation, a dash when it is missing."""
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def place_of(agency: m.Agency | None) -> str:
    """Return the place name of an agency's papers."""
    if agency is None:
        return "……"
    found = _PLACE.search(agency.name)
    unit = "" if agency.unit is None else agency.unit.name
    name = unit or (found.group(1) if found else "")
    return _PLACE.sub(r"\1", name[0].lower() + name[1:]) if _PLACE.search(name[:1].lower() + name[1:]) else name or "……"


def sign_of(agency: m.Agency | None) -> str:
    """Return the abbreviation of an agency in a paper's number: ``UBND``, or its initials."""
    if agency is None:
        return "……"
    if agency.kind == "committee":
        return "UBND"
    words = re.split(r"[\s,]+", agency.name)
    return "".join(word[0] for word in words if word and word[0].isalpha() and word != "và").upper()


def cite(act: m.LegalAct) -> str:
    """Return an act as a paper cites it for the first time."""
    kind = _KINDS.get(act.kind, "")
    title = half(act.title, "vi")
    if act.kind in {"law", "code"}:
        return f"Căn cứ {kind} số {act.number}: {title}"
    signed = ""
    if act.signed_on is not None:
        day = f"{act.signed_on.day:02d}" if act.signed_on.day < 10 else str(act.signed_on.day)  # noqa: PLR2004
        month = f"{act.signed_on.month:02d}" if act.signed_on.month < 3 else str(act.signed_on.month)  # noqa: PLR2004
        signed = f" ngày {day} tháng {month} năm {act.signed_on.year}"
    issuer = f" của {act.issuer}" if act.issuer else ""
    return f"Căn cứ {kind} số {act.number}{signed}{issuer} về {title[0].lower()}{title[1:]}"


def bases(material: PlanMaterial) -> tuple[str, ...]:
    """Return what a paper rests on: the plan's citations in force that day, and what stands for those that are gone."""
    codes: dict[str, None] = {}
    for standing in material.standings:
        acts = [act.code for act in standing.by] if standing.state.is_gone else [standing.act.code]
        codes.update(dict.fromkeys(acts))
    rows = {row.code: row for row in m.LegalAct.objects.filter(code__in=list(codes))}
    ordered = sorted(rows.values(), key=lambda row: (row.signed_on or row.valid_from, row.code))
    return tuple(cite(row) for row in ordered)
