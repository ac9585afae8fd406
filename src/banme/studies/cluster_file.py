"""A file to establish or expand a cluster as at a day: conditions, dossier, deadlines, what another day changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from banme.clusters.dossier import Checklist, Item, check_dossier
from banme.clusters.establishment import (
    Expansion,
    Proposal,
    judge_establishment,
    judge_expansion,
)
from banme.clusters.verdict import Condition, Verdict, changed
from banme.errors import InputError, Problem
from banme.law import CaseFile, Difference, Pause, Regime, Schedule, differences, schedule
from banme.law.ics import Event, calendar_text
from banme.studies import regime
from banme.studies.cluster_land import area_under_test, land_use
from banme.workspace.models import ClusterFile, InfrastructureWork
from banme.workspace.models.clusters import WorksItem

PROCEDURE, REPORT = "establish_or_expand", "investment_report"
WORKS = {
    "internal_roads": WorksItem.ROADS,
    "water_supply": WorksItem.WATER,
    "wastewater_collection": WorksItem.WASTEWATER,
    "wastewater_treatment": WorksItem.WASTEWATER,
}
"""Which item of the register each essential work of Art. 8.2d is read from; wastewater is one item there."""


@dataclass(frozen=True, slots=True)
class Review:
    """A file as at a day.

    Attributes
    ----------
    file : ClusterFile
        The file.
    regime : Regime
        The rules that governed.
    verdict : Verdict
        Conditions of Art. 8.
    checklist : Checklist
        Papers of Art. 9.
    report : tuple of Item
        Headings of the investment report, which a person checks.
    schedule : Schedule or None
        Deadlines; None before the first request, or when they cannot be reckoned.
    refusals : tuple of Problem
        Why some or all of them cannot.

    """

    file: ClusterFile
    regime: Regime
    verdict: Verdict
    checklist: Checklist
    report: tuple[Item, ...]
    schedule: Schedule | None
    refusals: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same file as at two days: what differs in the rules, and in the conditions."""

    before: Review
    after: Review
    rules: tuple[Difference, ...]
    conditions: tuple[tuple[Condition | None, Condition | None], ...]


def find(code: str) -> ClusterFile:
    """Return a file by its code.

    Raises
    ------
    InputError
        When there is no such file; the message names those there are.

    """
    found = ClusterFile.objects.select_related("cluster", "tested_unit").filter(code=code).first()
    if found is None:
        listed = ", ".join(ClusterFile.objects.values_list("code", flat=True)) or "–"
        raise InputError(
            [
                Problem(
                    rule="unknown-file",
                    table="cluster_file",
                    value=code,
                    vi=f"Không có hồ sơ này; hiện có: {listed}",
                    en=f"No such file; there are: {listed}",
                )
            ]
        )
    return found


def review(code: str, day: dt.date, filed_on: dt.date | None = None) -> Review:
    """Judge a file by the rules of a day.

    ``filed_on`` is the day it came under appraisal; where the file records one not later than ``day``, that is taken.
    """
    file = find(code)
    taken = filed_on or _under_appraisal(file, day)
    rules = regime.regime_on(day, taken)
    items = regime.dossier_items()
    planned, refusals = _schedule(file, rules, day)
    return Review(
        file,
        rules,
        _verdict(file, rules, day),
        check_dossier(items, frozenset(file.papers), rules, PROCEDURE, file.sets),
        check_dossier(items, frozenset(), rules, REPORT).items,
        planned,
        refusals,
    )


def compare(code: str, before: dt.date, after: dt.date) -> Comparison:
    """Judge the same file by the rules of two days, without regard to when it came in."""
    old, new = (_on(code, day) for day in (before, after))
    return Comparison(old, new, differences(old.regime, new.regime), changed(old.verdict, new.verdict))


def deadlines_calendar(found: Review, stamp: dt.datetime, language: str) -> str:
    """Return the deadlines that are known as an iCalendar text."""
    events = []
    for deadline in found.schedule.deadlines if found.schedule is not None else ():
        if deadline.due_on is not None:
            name = deadline.rule.name.text(language)
            events.append(
                Event(
                    uid=f"{found.file.code}-{deadline.rule.code}@banme",
                    day=deadline.due_on,
                    title=f"{found.file.cluster.name}: {name}",
                    description=f"{deadline.body.text(language)}, {deadline.article}",
                )
            )
    return calendar_text(events, stamp, f"Ban Mê: {found.file.cluster.name}")


def _on(code: str, day: dt.date) -> Review:
    file = find(code)
    rules = regime.regime_on(day)
    empty = check_dossier(regime.dossier_items(), frozenset(file.papers), rules, PROCEDURE, file.sets)
    return Review(file, rules, _verdict(file, rules, day), empty, (), None, ())


def _under_appraisal(file: ClusterFile, day: dt.date) -> dt.date | None:
    since = file.complete_on or file.compiled_on
    return since if since is not None and since <= day else None


def _verdict(file: ClusterFile, rules: Regime, day: dt.date) -> Verdict:
    if file.kind == "expand":
        return judge_expansion(
            Expansion(
                area_after_ha=file.area_ha,
                fits_land_plan=file.fits_land_plan,
                applicant_qualified=file.applicant_qualified,
                land=land_use(file.cluster, day),
                demand_ha=file.demand_ha,
                works_done={work: _finished(file, item, day) for work, item in WORKS.items()},
            ),
            rules,
        )
    return judge_establishment(
        Proposal(
            cluster=file.cluster_id,  # type: ignore[attr-defined]
            area_ha=file.area_ha,
            small_allowed=file.small_allowed,
            in_provincial_list=file.in_provincial_list,
            fits_land_plan=file.fits_land_plan,
            applicant_qualified=file.applicant_qualified,
            tested=area_under_test(file.tested_unit, day),
        ),
        rules,
    )


def _finished(file: ClusterFile, item: str, day: dt.date) -> bool | None:
    """Whether every work of an item is finished by a day; None where the register has none."""
    works = list(InfrastructureWork.objects.filter(cluster=file.cluster, item=item))
    if not works:
        return None
    return all(work.actual_end is not None and work.actual_end <= day for work in works)


def _schedule(file: ClusterFile, rules: Regime, day: dt.date) -> tuple[Schedule | None, tuple[Problem, ...]]:
    if file.first_request_on is None:
        return None, ()
    try:
        found = schedule(case_file(file), rules, regime.working_calendar(), day)
    except InputError as error:
        return None, error.problems
    return found, found.missing_years


def case_file(file: ClusterFile) -> CaseFile:
    """Return what has happened to a file."""
    done: dict[str, Any] = {
        "notice": file.notice_on,
        "compile": file.compiled_on,
        "appraise": file.appraised_on,
        "decide": file.decided_on,
    }
    return CaseFile(
        first_request_on=file.first_request_on,
        done_on={code: day for code, day in done.items() if day is not None},
        complete_on=file.complete_on,
        pauses=tuple(
            Pause(_day(asked), None if answered is None else _day(answered)) for asked, answered in file.pauses
        ),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
