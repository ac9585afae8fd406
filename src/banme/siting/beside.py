"""A walk in a second thread, beside the proof: its loops are compiled and leave the interpreter to the other thread.

The proof leaves orders (what is ruled out, where room costs least, the best plan) and picks up plans; both swap whole
frozen objects. Events, HiGHS's programmes of the proof and the tree stay with the first thread.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banme.siting.plan import Plan
    from banme.siting.wander import Orders, Wander

LOOK_S = 1.0
"""Seconds after which the walk looks for new orders."""
FIT = 0.9
"""Share of the time left that a walk which would not end in time is shortened to."""


class Beside:
    """Runs a wander in a thread until the watch says so or it is told to end."""

    def __init__(self, wander: Wander, orders: Orders) -> None:
        self.wander = wander
        self.orders = orders
        self._plans: queue.SimpleQueue[Plan | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="walk", daemon=True)
        self._thread.start()

    def plans(self) -> list[Plan]:
        """Return the plans found since the last call; raises what broke the walk off."""
        out = []
        while not self._plans.empty():
            plan = self._plans.get()
            if plan is not None:
                out.append(plan)
        if self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed
        return out

    def end(self) -> list[Plan]:
        """Tell the walk to end, wait for it, and return the last plans."""
        self._ended.set()
        self._thread.join()
        return self.plans()

    def _work(self) -> None:
        try:
            while not self._over():
                self._slice()
        except BaseException as failed:  # noqa: BLE001 - handed to the first thread
            self._failed = failed

    def _over(self) -> bool:
        return self._ended.is_set() or self.wander.watch.over()

    def _slice(self) -> None:
        walk = self.wander.walk
        walk.idle = False
        until, steps = time.monotonic() + LOOK_S, walk.judged
        began = time.monotonic()
        self.wander.go(self.orders, lambda: time.monotonic() < until and not self._over(), self._plans.put)
        rate = (walk.judged - steps) / max(time.monotonic() - began, 1e-6)
        walk.fit(FIT * rate * self.wander.watch.left())
