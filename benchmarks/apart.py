"""Runs a function in a process of its own, so that its memory and its crashes are its own."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Given = TypeVar("Given")
Answer = TypeVar("Answer")


class DiedError(Exception):
    """The process ended without an answer; the message is its exit code."""


def apart(function: Callable[[Given], Answer], given: Given) -> Answer:
    """Return ``function(given)``, computed elsewhere; the function must be importable.

    Raises
    ------
    DiedError
        When the process ended without an answer.

    """
    context: Any = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(function, given, theirs))
    process.start()
    theirs.close()
    try:
        answer: Answer = mine.recv()
    except EOFError:
        process.join()
        raise DiedError(str(process.exitcode)) from None
    process.join()
    return answer


def peak_mb() -> float:
    """Return the largest resident memory of this process so far; nan on Windows."""
    if sys.platform == "win32":
        return float("nan")
    import resource  # noqa: PLC0415 - not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def _child(function: Callable[[Given], Answer], given: Given, answer: Connection) -> None:
    os.dup2(2, 1)  # what a solver prints must not stand between our lines
    answer.send(function(given))
