"""A plan's indicators on a day: reported beside computed, target, finding, and what the computed one rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.errors import InputError, Problem
from banme.programme.evidence import FLAGGED, Against, Finding, Reading, Target, judge, meets
from banme.studies.programme.queries import NETWORK, QUERIES, Answer, figure
from banme.workspace.models import DataSource, Indicator, IndicatorReport, IndicatorTarget, ResultIndicator, Scenario
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.models.plan_evidence import Binding
from banme.workspace.models.runs import latest_run
from banme.workspace.text import both

if TYPE_CHECKING:
    import datetime as dt

    from banme.workspace.models import Plan

FINDING_LABEL = {
    Finding.PROVEN: both("Bằng chứng cho thấy đạt", "Evidence says yes"),
    Finding.NOT_MET: both("Chưa đạt", "Not met"),
    Finding.CLAIMED: both("Báo cáo đạt, bằng chứng nói chưa", "Reported done, evidence says no"),
    Finding.UNCLAIMED: both("Bằng chứng đạt, báo cáo chưa", "Evidence says yes, report says no"),
    Finding.UNPROVEN: both("Chưa kiểm chứng được", "Cannot be verified"),
    Finding.NO_TARGET: both("Chưa có mục tiêu để so", "No target to compare with"),
    Finding.UNKNOWN: both("Chưa biết", "Unknown"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """An indicator on a day.

    Attributes
    ----------
    indicator : Indicator
    day : date
    year : int or None
        Year of the target compared with: the next one set, else the last; None without any.
    target, reported : float or None
    reported_on : date or None
    answer : Answer
        What the binding gave.
    finding : Finding
    unfounded_pct : float or None
        Share of the rows read that are assumed or illustrative; None when none was read.

    """

    indicator: Indicator
    day: dt.date
    year: int | None
    target: float | None
    reported: float | None
    reported_on: dt.date | None
    answer: Answer
    finding: Finding
    unfounded_pct: float | None

    @property
    def flagged(self) -> bool:
        """Whether report and evidence disagree about the target."""
        return self.finding in FLAGGED

    @property
    def computed(self) -> float | None:
        """The value computed, None when inputs are missing."""
        return self.answer.reading.value

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing for the computed value, or for the target."""
        lacking = self.answer.reading.missing
        if self.target is None and self.year is not None:
            lacking = (*lacking, f"indicator.baseline_value:{self.indicator.code}")
        return lacking

    @property
    def label(self) -> str:
        """The finding in words."""
        return str(FINDING_LABEL[self.finding])


def of_plan(plan: Plan, day: dt.date) -> list[Standing]:
    """Return the indicators of a plan's objectives and tasks on a day, by code."""
    rows = Indicator.objects.filter(objective__plan=plan) | Indicator.objects.filter(task__plan=plan)
    return [stand(row, day) for row in rows.distinct().order_by("code")]


def standing(code: str, day: dt.date) -> Standing:
    """Return one indicator on a day.

    Raises
    ------
    InputError
        When there is none of that code; the message lists those there are.

    """
    row = Indicator.objects.filter(code=code).first()
    if row is None:
        have = ", ".join(Indicator.objects.values_list("code", flat=True)) or "–"
        words = (f"Không có chỉ tiêu này; có: {have}", f"No such indicator; there are: {have}")
        raise InputError([Problem("unknown-indicator", *words, "indicator", code)])
    return stand(row, day)


def stand(row: Indicator, day: dt.date) -> Standing:
    """Return an indicator on a day."""
    answer = compute(row, day)
    year, target = _target(row, day)
    report = IndicatorReport.objects.filter(indicator=row, unit=None, reported_on__lte=day)
    last = report.order_by("-reported_on", "-pk").first()
    reported = None if last is None else last.reported_value
    return Standing(
        indicator=row,
        day=day,
        year=year,
        target=target,
        reported=reported,
        reported_on=None if last is None else last.reported_on,
        answer=answer,
        finding=judge(reported, answer.reading, target, Against(row.comparison)),
        unfounded_pct=_unfounded(answer),
    )


def compute(row: Indicator, day: dt.date) -> Answer:
    """Return what an indicator's binding gives on a day; a binding that leads nowhere is named as missing."""
    if row.bound_to == Binding.QUERY:
        query = QUERIES.get(row.query)
        if query is None:
            return Answer(Reading(None, (f"indicator.query={row.query}:{row.code}",)))
        return query.ask(row.subject, day)
    if row.bound_to == Binding.NONE:
        return Answer(Reading(None, (f"indicator.bound_to:{row.code}",)))
    scenario = str(row.run_scenario_id or "")  # type: ignore[attr-defined]
    run = latest_run(row.run_study, scenario)
    if run is None:
        return Answer(Reading(None, (f"run[{row.run_study}]:{scenario or '*'}",)))
    value = figure(run, row.run_indicator, row.run_scope)
    if value is None:
        place = f"{row.run_indicator}[{row.run_scope}]" if row.run_scope else row.run_indicator
        return Answer(Reading(None, (f"result_indicator.{place}:{run.code}",)), run=run)
    return Answer(Reading(value), run=run)


def bindings() -> list[Problem]:
    """Return every indicator bound to a query that is not there, or to a field its latest run does not have."""
    found = []
    for row in Indicator.objects.all():
        if row.bound_to == Binding.QUERY and row.query not in QUERIES:
            have = ", ".join(QUERIES)
            words = (f"Không có truy vấn này; có: {have}", f"There is no such query; there are: {have}")
            found.append(Problem("missing-field", *words, "indicator", row.code, "query", row.query))
        if row.bound_to == Binding.RUN:
            run = latest_run(row.run_study, str(row.run_scenario_id or ""))  # type: ignore[attr-defined]
            if run is None or figure(run, row.run_indicator, row.run_scope) is not None:
                continue
            names = ResultIndicator.objects.filter(run=run).values_list("indicator", "scope")
            have = ", ".join(sorted({f"{name}[{scope}]" if scope else name for name, scope in names})) or "–"
            words = (
                f"Lần chạy {run.code} không có số này; có: {have}",
                f"Run {run.code} has no such figure; it has: {have}",
            )
            found.append(Problem("missing-field", *words, "indicator", row.code, "run_indicator", row.run_indicator))
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scenario's latest run says of an indicator; ``value`` None where it has no figure.

    ``met`` tells whether that meets the target; None without a value or a target.
    """

    scenario: str
    name: str
    run: str
    value: float | None
    met: bool | None


def effects(row: Indicator, target: float | None = None) -> list[Effect]:
    """Return the indicator as each scenario's latest run has it; nothing for one that is not read off runs.

    Where a query compares two scenarios, the first one changes and the one compared with stays.
    """
    query = QUERIES.get(row.query) if row.bound_to == Binding.QUERY else None
    by_query = query is not None and query.subject.startswith("scenario")
    if row.bound_to != Binding.RUN and not by_query:
        return []
    study = row.run_study if row.bound_to == Binding.RUN else NETWORK
    found = []
    for scenario in Scenario.objects.order_by("code"):
        run = latest_run(study, scenario.code)
        if run is None:
            continue
        if query is not None and by_query:
            rest = row.subject.partition(":")[2]
            value = query.ask(f"{scenario.code}:{rest}" if rest else scenario.code, run.created_at.date()).reading.value
        else:
            value = figure(run, row.run_indicator, row.run_scope)
        met = None if value is None or target is None else meets(value, target, Against(row.comparison))
        found.append(Effect(scenario.code, str(scenario), run.code, value, met))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class EffectLine:
    """An indicator beside what some scenarios make of it, in their order; None where one has no run."""

    standing: Standing
    cells: tuple[Effect | None, ...]

    @property
    def difference(self) -> float | None:
        """The first scenario's value less the second's; None unless both have one."""
        values = [cell.value for cell in self.cells if cell is not None and cell.value is not None]
        return values[0] - values[1] if len(values) == len(self.cells) == 2 else None  # noqa: PLR2004


def effect_lines(standings: list[Standing], chosen: tuple[str, ...] = ()) -> tuple[list[str], list[EffectLine]]:
    """Return scenarios by code and the indicators they bear on; ``chosen`` keeps these alone, in that order."""
    found = [(one, {each.scenario: each for each in effects(one.indicator, one.target)}) for one in standings]
    codes = list(chosen) or sorted({code for _, cells in found for code in cells})
    return codes, [EffectLine(one, tuple(cells.get(code) for code in codes)) for one, cells in found if cells]


def sources(answer: Answer) -> list[DataSource]:
    """Return the sources that the rows read cite."""
    codes: set[str] = set()
    for rows in answer.rows.values():
        codes |= {str(code) for code in rows.values_list("source_id", flat=True).distinct()}
    return list(DataSource.objects.filter(code__in=codes))


def _target(row: Indicator, day: dt.date) -> tuple[int | None, float | None]:
    targets = list(IndicatorTarget.objects.filter(indicator=row, unit=None).order_by("year"))
    if not targets:
        return None, None
    chosen = next((one for one in targets if one.year >= day.year), targets[-1])
    return chosen.year, Target(chosen.target_value, chosen.target_ratio).resolve(row.baseline_value)


def _unfounded(answer: Answer) -> float | None:
    total = sum(rows.count() for rows in answer.rows.values())
    if not total:
        return None
    return 100.0 * sum(rows.filter(quality__in=UNFOUNDED).count() for rows in answer.rows.values()) / total
