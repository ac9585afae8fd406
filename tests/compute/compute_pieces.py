"""Pieces of work that other processes find by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from banme.progress import Progress, Stop


def square(number: int, progress: Progress) -> int:
    progress.tell("solve", incumbent=float(number))
    return number * number


def fall(number: int, progress: Progress) -> int:
    message = f"piece {number} is wrong"
    raise ValueError(message)


def die_once(task: tuple[int, str], progress: Progress) -> int:
    """End the whole process the first time piece 2 is begun; leave a mark for every begin."""
    number, folder = task
    mark = Path(folder) / f"{number}-{os.getpid()}-{time.monotonic_ns()}"
    first = not list(Path(folder).glob(f"{number}-*"))
    mark.touch()
    if number == 2 and first:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(number, progress)


def die_always(number: int, progress: Progress) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def until_stopped(number: int, progress: Progress) -> tuple[int, bool]:
    """Work until asked to stop, at most 60 s; return whether someone asked."""
    deadline = time.monotonic() + 60.0
    while time.monotonic() < deadline:
        time.sleep(0.02)
        try:
            progress.tell("solve", incumbent=float(number))
        except Stop:
            return number, True
    return number, False
