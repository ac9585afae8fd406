"""The executor seam on Dask distributed: a scheduler by address, or a cluster on this machine."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any

from banme.errors import InputError, Problem
from banme.progress import Event

RETRIES = 3
"""Times Dask begins a piece again after its worker died."""


class DaskChannel:
    """Events through the workers' log topic, the wish to stop through a variable of the scheduler."""

    def __init__(self, client: Any) -> None:
        self.topic = f"banme-{uuid.uuid4().hex}"
        self._client = client
        self._heard: list[tuple[int, Event]] = []
        client.subscribe_topic(self.topic, self._hear)

    def __getstate__(self) -> dict[str, Any]:
        """Travel to a worker with the topic alone."""
        return {"topic": self.topic, "_client": None, "_heard": []}

    def _hear(self, event: tuple[Any, Any]) -> None:
        _, text = event
        task, fields = json.loads(text)
        self._heard.append((task, Event(**fields)))

    def tell(self, task: int, event: Event) -> None:
        """Send an event, from a worker."""
        from distributed import get_worker  # noqa: PLC0415 - Dask is an optional extra

        get_worker().log_event(self.topic, json.dumps([task, asdict(event)]))

    def stopped(self) -> bool:
        """Ask the scheduler whether the caller wants to stop."""
        from distributed import Event as Flag  # noqa: PLC0415 - Dask is an optional extra
        from distributed import get_client  # noqa: PLC0415

        return bool(Flag(self.topic, client=get_client()).is_set())

    def collect(self) -> list[tuple[int, Event]]:
        """Return what has come in since the last look."""
        heard, self._heard = self._heard, []
        return heard

    def stop(self) -> None:
        """Ask every worker to stop."""
        from distributed import Event as Flag  # noqa: PLC0415 - Dask is an optional extra

        Flag(self.topic, client=self._client).set()

    def close(self) -> None:
        """Stop listening."""
        with suppress(ValueError):
            self._client.unsubscribe_topic(self.topic)


class DaskExecutor(Executor):
    """Hands pieces to a Dask client; what a dead worker had, Dask gives to another."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._inner = client.get_executor(pure=False, retries=RETRIES)

    def channel(self) -> DaskChannel:
        """Return a channel for one round of work."""
        return DaskChannel(self.client)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a piece to the cluster."""
        return self._inner.submit(fn, *args, **kwargs)  # type: ignore[no-any-return]


@contextmanager
def dask_executor(scheduler: str) -> Iterator[DaskExecutor]:
    """Open a Dask cluster (``local:N``) or connect to one by its address, and leave it at the end.

    Raises
    ------
    InputError
        When Dask is not installed, or ``local:`` has no whole number after it.

    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise _refusal("Chưa cài Dask: pip install banme[dask]", "Dask is missing: pip install banme[dask]") from error
    if not scheduler.startswith("local:"):
        with Client(scheduler) as client:
            yield DaskExecutor(client)
        return
    count = scheduler.removeprefix("local:")
    if not count.isdigit() or int(count) < 1:
        raise _refusal("Viết local:N, ví dụ local:2", "Write local:N, e.g. local:2", scheduler)
    with (
        LocalCluster(
            n_workers=int(count), threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", memory_limit=0
        ) as cluster,
        Client(cluster) as client,
    ):
        yield DaskExecutor(client)


def _refusal(vi: str, en: str, value: str = "") -> InputError:
    return InputError([Problem("scheduler", vi, en, table="BANME_SCHEDULER", value=value)])
