"""A HiGHS that says nothing: it greets on the process's standard output when the first one is made."""

from __future__ import annotations

import ctypes
import os
from functools import cache

import highspy

STANDARD_OUTPUT = 1


def quiet_highs() -> highspy.Highs:
    """Return a HiGHS that writes nothing."""
    _greeted()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)  # noqa: FBT003  (the solver's own signature)
    return highs


@cache
def _greeted() -> bool:
    """Make the first solver while standard output leads nowhere; True once that is done."""
    kept, nowhere = os.dup(STANDARD_OUTPUT), os.open(os.devnull, os.O_WRONLY)
    _flush()
    os.dup2(nowhere, STANDARD_OUTPUT)
    try:
        highspy.Highs()  # type: ignore[no-untyped-call]
        _flush()
    finally:
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)
        os.close(nowhere)
    return True


def _flush() -> None:
    """Let the C library write out what it holds back, before standard output changes."""
    try:
        ctypes.CDLL(None if os.name == "posix" else "msvcrt").fflush(None)
    except (OSError, AttributeError):
        return
