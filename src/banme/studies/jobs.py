"""Background work: a queue in a file beside the workspace, emptied by a worker process."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db import connection
from huey import SqliteHuey
from huey.consumer import Consumer

from banme import configuration
from banme.errors import BanMeError
from banme.studies import runs

_log = logging.getLogger(__name__)


def queue_file() -> Path:
    """Return the queue's file: ``BANME_QUEUE``, else beside the workspace file."""
    configured = configuration.value("BANME_QUEUE")
    if configured:
        return Path(configured)
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).with_suffix(".queue")
    return Path("banme.queue")


queue = SqliteHuey("banme", filename=str(queue_file()), results=False)


@queue.task()
def compute(run_code: str) -> None:
    """Compute a queued run unless it was cancelled meanwhile; what went wrong stands in the run's row."""
    if not runs.Run.objects.filter(code=run_code, status="queued").exists():
        return
    try:
        runs.execute(run_code)
    except BanMeError as error:
        _log.info("run %s failed: %s", run_code, error)


def work() -> None:
    """Empty the queue until the process is told to end; one run at a time."""
    runs.close_orphans()
    Consumer(queue, workers=1, worker_type="thread", periodic=False, initial_delay=0.05, max_delay=1.0).run()
