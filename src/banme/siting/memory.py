"""How much memory this process holds, from what the operating system tells without any package."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

MB = 1024.0 * 1024.0
_STATM = Path("/proc/self/statm")


def memory_mb() -> float:
    """Return the resident memory (MB); on systems without ``/proc`` or Windows the largest so far."""
    if _STATM.exists():
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / MB
    if sys.platform == "win32":
        return _working_set() / MB
    import resource  # noqa: PLC0415 - not on Windows

    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB


def _working_set() -> float:
    """Return the working set (bytes) that Windows reports."""

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pagefile", "peak_pagefile")),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb)
    return float(counters.now)
