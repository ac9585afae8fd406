"""Independent pieces of work through any ``concurrent.futures`` executor: here, in other processes, or on Dask.

A piece is a plain function of one picklable argument and a :class:`banme.progress.Progress`. Results come back in the
order of the arguments, so what is made of them does not depend on how many workers there were. Events travel from the
workers to the caller's listener, and the listener's wish to stop travels to the workers. What a killed worker loses is
done again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol, TypeVar

from banme.errors import InputError, Problem, SolverError
from banme.progress import Event, Progress, Stop

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Task, Progress], Result]

POLL_S = 0.2
"""Seconds between two looks at what the workers have told."""
TRIES = 4
"""Times a piece is begun before its loss is taken for its own fault."""
STOPPED = "stop"


class Channel(Protocol):
    """How events come from workers and the wish to stop goes to them."""

    def tell(self, task: int, event: Event) -> None:
        """Send an event, from a worker."""

    def stopped(self) -> bool:
        """Whether the caller asked to stop, seen from a worker."""

    def collect(self) -> list[tuple[int, Event]]:
        """Return what workers have told since the last look, at the caller."""

    def stop(self) -> None:
        """Ask every worker to stop, at the caller."""

    def close(self) -> None:
        """Leave nothing behind."""


@dataclass(slots=True)
class FolderChannel:
    """A channel of files, for processes on one machine: no lock that a killed worker could keep."""

    folder: str
    read: dict[str, int] = field(default_factory=dict)

    @classmethod
    def make(cls) -> FolderChannel:
        """Make a channel in a fresh folder."""
        return cls(tempfile.mkdtemp(prefix="banme-"))

    def tell(self, task: int, event: Event) -> None:
        """Add a line to this process's file."""
        line = json.dumps([task, asdict(event)]) + "\n"
        with suppress(FileNotFoundError), (Path(self.folder) / f"{os.getpid()}.jsonl").open("a") as file:
            file.write(line)

    def stopped(self) -> bool:
        """Look for the file that says stop; a folder that is gone says so too."""
        return (Path(self.folder) / STOPPED).exists() or not Path(self.folder).exists()

    def collect(self) -> list[tuple[int, Event]]:
        """Read the whole lines written since the last look."""
        out = []
        for path in sorted(Path(self.folder).glob("*.jsonl")):
            with path.open("rb") as file:
                file.seek(self.read.get(path.name, 0))
                text = file.read()
            whole = text[: text.rfind(b"\n") + 1]
            self.read[path.name] = self.read.get(path.name, 0) + len(whole)
            for line in whole.splitlines():
                task, event = json.loads(line)
                out.append((task, Event(**event)))
        return out

    def stop(self) -> None:
        """Write the file that says stop."""
        (Path(self.folder) / STOPPED).touch()

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Serial(Executor):
    """Does each piece when it is handed in, in this thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the piece now and return a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future carries it to whoever asks for the result
            future.set_exception(error)
        return future


class Pool(Executor):
    """A process pool that is built anew when one of its processes dies.

    Parameters
    ----------
    workers : int
        Processes, 1 or more.

    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = self._build()

    def _build(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a piece to a process; a pool that broke is built anew first."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._build()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the base
        """End the processes."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def executor(scheduler: str = "", workers: int | None = None) -> Iterator[Executor]:
    """Open an executor and close it at the end.

    Parameters
    ----------
    scheduler : str
        Empty: processes of this machine. ``local:N``: a Dask cluster of N processes on this machine. Else the address
        of a Dask scheduler, e.g. ``tcp://10.0.0.5:8786``.
    workers : int, optional
        Processes where the scheduler is empty: as many as the machine has cores if left out; 1 works in this thread.

    Raises
    ------
    InputError
        When Dask is asked for and not installed, or ``local:`` has no number.

    """
    if scheduler:
        from banme.compute_dask import dask_executor  # noqa: PLC0415 - Dask is an optional extra

        with dask_executor(scheduler) as found:
            yield found
        return
    count = workers if workers is not None else os.cpu_count() or 1
    if count < 1:
        raise InputError(
            [Problem("workers", "Cần ít nhất một tiến trình.", "At least one worker is needed.", value=str(count))]
        )
    if count == 1:
        yield Serial()
        return
    pool = Pool(count)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run_all(
    work: Work[Task, Result],
    tasks: Sequence[Task],
    pool: Executor | None = None,
    progress: Progress | None = None,
) -> list[Result | None]:
    """Do a piece of work for every task and return the results in the tasks' order.

    Parameters
    ----------
    work : function of a task and a Progress
        Importable by name, so that another process finds it.
    tasks : sequence
        Picklable arguments.
    pool : Executor, optional
        Serial if left out.
    progress : Progress, optional
        Hears what the workers tell. When its listener raises ``Stop`` (or at Ctrl-C), pieces under way are asked to end
        with what they have and pieces not begun are left out.

    Returns
    -------
    list
        None for a piece that was left out because of a stop.

    Raises
    ------
    SolverError
        When workers died ``TRIES`` times over one piece.

    """
    progress = progress or Progress()
    pool = pool or Serial()
    if isinstance(pool, Serial):
        return _serially(work, tasks, progress)
    make = getattr(pool, "channel", FolderChannel.make)
    channel: Channel = make()
    try:
        return _Round(work, tasks, pool, progress, channel).results()
    finally:
        channel.close()


def _serially(work: Work[Task, Result], tasks: Sequence[Task], progress: Progress) -> list[Result | None]:
    out: list[Result | None] = []
    stopped = False

    def hear(event: Event) -> None:
        nonlocal stopped
        try:
            if progress.listener is not None:
                progress.listener(event)
        except (Stop, KeyboardInterrupt):
            stopped = True
            raise

    inner = Progress(hear, progress.started)
    for task in tasks:
        try:
            out.append(None if stopped else work(task, inner))
        except (Stop, KeyboardInterrupt):
            stopped = True
            out.append(None)
    return out


def _piece(work: Work[Any, Any], task: Any, number: int, channel: Channel) -> Any:
    """Do one piece in a worker: tell events through the channel, stop when it says so."""

    def hear(event: Event) -> None:
        channel.tell(number, event)
        if channel.stopped():
            raise Stop

    if channel.stopped():
        return None
    try:
        return work(task, Progress(hear))
    except Stop:
        return None


@dataclass(slots=True)
class _Round:
    work: Work[Any, Any]
    tasks: Sequence[Any]
    pool: Executor
    progress: Progress
    channel: Channel
    tries: list[int] = field(default_factory=list)
    stopped: bool = False

    def results(self) -> list[Any]:
        """Hand in every piece, listen while they are done, hand in again what was lost."""
        self.tries = [0] * len(self.tasks)
        found: list[Any] = [None] * len(self.tasks)
        waiting = {self._submit(number): number for number in range(len(self.tasks))}
        while waiting:
            done, _ = wait(waiting, timeout=POLL_S, return_when=FIRST_COMPLETED)
            self._listen()
            for future in done:
                number = waiting.pop(future)
                error = BrokenProcessPool() if future.cancelled() else future.exception()
                if error is None:
                    found[number] = future.result()
                elif self._lost(error) and not self.stopped:
                    waiting[self._submit(number)] = number
                elif not self._lost(error):
                    self._cancel(waiting)
                    raise error
        self._listen()
        return found

    def _submit(self, number: int) -> Future[Any]:
        self.tries[number] += 1
        if self.tries[number] > TRIES:
            message = f"piece {number} was begun {TRIES} times, and its worker died each time"
            raise SolverError(message)
        return self.pool.submit(_piece, self.work, self.tasks[number], number, self.channel)

    def _lost(self, error: BaseException) -> bool:
        """Whether an error means that the worker died, not that the work failed."""
        return isinstance(error, BrokenProcessPool) or type(error).__name__ == "KilledWorker"

    def _cancel(self, waiting: dict[Future[Any], int]) -> None:
        for future in waiting:
            future.cancel()

    def _listen(self) -> None:
        try:
            for _, event in self.channel.collect():
                self.progress.tell(
                    event.stage, event.fraction, incumbent=event.incumbent, bound=event.bound, message=event.message
                )
        except (Stop, KeyboardInterrupt):
            self.stopped = True
            self.channel.stop()
