"""Runs: queued, computed, watched, stopped. A run is never overwritten."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from banme import __version__
from banme.errors import BanMeError, InputError, Problem
from banme.progress import Event, Listener, Progress, Stop, log
from banme.studies import appraisal, near_optimal, network, ordered, relocation, robust, routing
from banme.studies.assessment import byproducts, upgrades, zones
from banme.studies.scenario import resolve
from banme.workspace.models import Run

Finish = Callable[[], str]
Study = Callable[[Run, Progress], Finish]
"""A study computes, then returns the function that stores its results (in one transaction) and tells the status."""
STUDIES: dict[str, Study] = {
    network.STUDY: network.run,
    near_optimal.STUDY: near_optimal.run,
    ordered.STUDY: ordered.run,
    robust.STUDY: robust.run,
    upgrades.STUDY: upgrades.run,
    byproducts.STUDY: byproducts.run,
    zones.STUDY: zones.run,
    appraisal.STUDY: appraisal.run,
    routing.STUDY: routing.run,
    relocation.STUDY: relocation.run,
}
TOLD_EVERY_S = 0.7
KEPT_EVENTS = 400
ENDED = frozenset({"done", "stopped", "infeasible", "failed"})
SILENT_AFTER = timedelta(minutes=5)
"""A running run that told nothing for so long has lost its worker."""
_log = logging.getLogger(__name__)


def create(scenario_code: str, study: str = network.STUDY, asked: Mapping[str, object] | None = None) -> Run:
    """Make a queued run of a scenario; ``asked`` holds what the study is told beside it, kept in its parameters.

    Raises
    ------
    InputError
        When the study, scenario or a future does not exist, or the scenario is not complete.

    """
    if study not in STUDIES:
        known = ", ".join(STUDIES)
        raise InputError(
            [
                Problem(
                    rule="unknown-study",
                    value=study,
                    vi=f"Bài toán không có; hiện có: {known}",
                    en=f"No such study; there are: {known}",
                )
            ]
        )
    resolve(scenario_code)
    if study == robust.STUDY:
        robust.choose(robust.asked_for(asked or {}))
    with transaction.atomic():
        number = Run.objects.filter(study=study, scenario_id=scenario_code).count() + 1
        while Run.objects.filter(code=_code(study, scenario_code, number)).exists():
            number += 1
        return Run.objects.create(
            code=_code(study, scenario_code, number),
            study=study,
            scenario_id=scenario_code,
            engine_version=__version__,
            parameters={"asked": dict(asked)} if asked else {},
        )


def _code(study: str, scenario: str, number: int) -> str:
    return f"{study}.{scenario}.{number:04d}"


def start(scenario_code: str, study: str = network.STUDY, asked: Mapping[str, object] | None = None) -> Run:
    """Queue a run and hand it to the background worker; return it at once."""
    from banme.studies.jobs import compute  # noqa: PLC0415  (the queue is made once the workspace is known)

    run = create(scenario_code, study, asked)
    compute(run.code)
    return run


def execute(run_code: str, listener: Listener | None = None) -> Run:
    """Compute a queued run in this process.

    Events go to ``listener`` and, now and then, into the run's row, where a web page reads them. A listener that raises
    :class:`banme.progress.Stop`, Ctrl-C, or :func:`cancel` from anywhere ends the work with the best plan kept.

    Raises
    ------
    BanMeError
        What the study raised, after the run is marked failed with the message.

    """
    run = Run.objects.get(code=run_code)
    run.status, run.started_at = "running", timezone.now()
    run.save(update_fields=["status", "started_at"])
    journal = _Journal(run, listener)
    try:
        finish = STUDIES[run.study](run, Progress(journal.hear))
        with transaction.atomic():
            run.status = finish()
            run.stage, run.message, run.progress = "", "", journal.events
            run.finished_at = timezone.now()
            run.save()
    except (BanMeError, Stop, KeyboardInterrupt) as error:
        _fail(run_code, journal, error)
        if isinstance(error, BanMeError):
            raise
    except Exception as error:
        _fail(run_code, journal, error)
        raise
    return Run.objects.get(code=run_code)


class _Journal:
    """Passes events on, keeps them with the run, and stops the work when the run's row asks for it."""

    def __init__(self, run: Run, listener: Listener | None) -> None:
        self.events: list[dict[str, object]] = []
        self._code = run.code
        self._listener = listener
        self._told = 0.0
        self._thread = threading.get_ident()

    def hear(self, event: Event) -> None:
        """Take one event; raises ``Stop`` when the run was cancelled."""
        self._keep(event)
        log(event)
        if self._listener is not None:
            self._listener(event)
        if threading.get_ident() != self._thread or time.monotonic() - self._told < TOLD_EVERY_S:
            return
        self._told = time.monotonic()
        row = Run.objects.filter(code=self._code)
        row.update(stage=event.stage, message=event.message, progress=self.events)
        if row.filter(cancel_asked=True).exists():
            raise Stop

    def _keep(self, event: Event) -> None:
        """Keep the event; one that only repeats the last cost and bound takes its place."""
        entry = event.entry()
        same = ("stage", "incumbent", "bound")
        if self.events and all(self.events[-1][key] == entry[key] for key in same):
            self.events[-1] = entry
        elif len(self.events) < KEPT_EVENTS:
            self.events.append(entry)
        else:
            self.events = [*self.events[::2], entry]


def _fail(run_code: str, journal: _Journal, error: BaseException) -> None:
    """Mark the run: stopped when someone asked before there was a plan, failed otherwise."""
    asked = isinstance(error, Stop | KeyboardInterrupt)
    message = "stopped before a first plan was found" if asked else f"{type(error).__name__}: {error}"
    _log.info("run %s: %s", run_code, message)
    Run.objects.filter(code=run_code).update(
        status="stopped" if asked else "failed", message=message, progress=journal.events, finished_at=timezone.now()
    )


def cancel(run_code: str) -> None:
    """Ask a run to end with the best plan found so far; a queued run ends at once."""
    queued = Run.objects.filter(code=run_code, status="queued")
    queued.update(status="stopped", message="cancelled before it began", finished_at=timezone.now())
    Run.objects.filter(code=run_code).update(cancel_asked=True)


def latest(scenario_code: str, study: str = network.STUDY) -> Run | None:
    """Return the newest finished run of a scenario that has a plan, if any."""
    rows = Run.objects.filter(
        scenario_id=scenario_code, study=study, status__in=["done", "stopped"], cost_vnd__isnull=False
    )
    return rows.order_by("-created_at", "-id").first()


def close_orphans() -> int:
    """Mark runs whose worker is gone as failed; return how many. Called when a worker starts."""
    message = "the worker ended before the run did"
    return Run.objects.filter(status="running", started_at__lt=timezone.now() - SILENT_AFTER).update(
        status="failed", message=message, finished_at=timezone.now()
    )
