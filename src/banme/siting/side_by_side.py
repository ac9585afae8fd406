"""The same work for several parts at once, in threads: compiled loops and HiGHS let others run meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Part = TypeVar("Part")
Found = TypeVar("Found")


def side_by_side(work: Callable[[Part], Found], parts: Iterable[Part], threads: int) -> list[Found]:
    """Return what the work finds for each part, in the parts' order whatever the number of threads.

    Parts must not write to the same places.
    """
    if threads <= 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(max_workers=threads) as crew:
        return list(crew.map(work, parts))
