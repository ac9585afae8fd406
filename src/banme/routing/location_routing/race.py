"""A race between sets of open depots: short walks for many, longer ones for the best, the rest of the time for few."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from banme.routing.location_routing.estimate import Depots, Estimates
from banme.routing.location_routing.layout import Layout, Rounds
from banme.routing.location_routing.pace import Pace
from banme.routing.location_routing.partition import recombine
from banme.routing.location_routing.pool import Pool
from banme.routing.location_routing.walk import Heat, Walk

Job = TypeVar("Job")
ENTRANTS = 60
"""Most sets that enter."""
HEAT_SHARE = 0.1
"""Part of the time of each round of the race after the first."""
BEHIND = (0.05, 0.03, 0.02, 0.012)
"""How far above the best, as a share of its cost, a set may be to start in each of these rounds."""
CLOSE = 0.006
"""The same for the second set after the race."""
ENTRY_SHARE = 0.18
TURN_SHARE = 0.2
"""Part of the time of one walk after the race."""
LAST_TURN, SHORT_TURN = 1.5, 0.5
"""In usual turns: what is left when the last one takes it all, and the shortest that begins from nothing."""
LEAST_STEPS = 2000
SWITCHING = 0.002
RECOMBINED = 0.05
"""Most of the time that one choice among the rounds met may take."""
WATCH_S = 0.5
"""How often the best cost is told while threads walk."""
WARM = 0.4
"""Where a walk begins again, as a share of the first temperature."""


@dataclass(slots=True)
class Runner:
    """A set of depots in the race: its best rounds and their cost."""

    depots: Depots
    cost: float = np.inf
    rounds: Rounds = ()
    turns: int = 0


@dataclass(frozen=True, slots=True)
class _Turn:
    """One walk to make: depots in play, steps, share of the first temperature, rounds to begin from, seed."""

    depots: Depots
    steps: int
    warm: float
    start: Rounds
    seed: int


class Race:
    """Runs the walks, in threads, and keeps the best rounds of each set of depots."""

    def __init__(self, layout: Layout, pace: Pace, pool: Pool, seed: int, threads: int) -> None:
        self.layout, self.pace, self.pool = layout, pace, pool
        self.estimates = Estimates(layout)
        self.heat = Heat.of(layout)
        self.runners: dict[Depots, Runner] = {}
        self.threads = threads
        self._seed = seed * 1_000_003
        self._turns = 0
        self._chosen_from = 0
        self._lock = threading.Lock()
        self._choosing = threading.Lock()
        self._workers = ThreadPoolExecutor(threads)

    @property
    def leaders(self) -> list[Runner]:
        """All sets that ran, best first."""
        with self._lock:
            return self._ranked()

    def _ranked(self) -> list[Runner]:
        return sorted(self.runners.values(), key=lambda runner: (runner.cost, sorted(runner.depots)))

    @property
    def cost(self) -> float:
        """Cost of the best rounds, inf without any."""
        with self._lock:
            return min((runner.cost for runner in self.runners.values()), default=np.inf)

    def run(self) -> None:
        """Let sets enter, halve the field, and improve the leaders until the time is up."""
        try:
            self._enter()
            self._halve()
            self._improve()
        finally:
            self.pace.stopped = True
            self._workers.shutdown(wait=True, cancel_futures=True)

    def _enter(self) -> None:
        """Try promising sets, in batches: what one batch came to corrects the estimates for the next."""
        field = self.estimates.promising()
        entrants = min(len(field), ENTRANTS)
        share = ENTRY_SHARE * self.pace.whole
        self._walk([(field[0], LEAST_STEPS, 1.0, False)])
        batch = max(self.threads, entrants // 6)
        while len(self.estimates.known) < entrants and field:
            near = {some for runner in self.leaders[:3] for some in self.estimates.neighbours(runner.depots)}
            open_sets = (set(field) | near) - self.estimates.known.keys()
            if len(self.estimates.known) == 1:
                open_sets.add(field[0])
            chosen = sorted(open_sets, key=lambda some: (self.estimates.likely(some), sorted(some)))[:batch]
            if not chosen or self.pace.left() <= 0.0:
                return
            steps = max(LEAST_STEPS, int(share * self.threads * self.pace.rate / entrants))
            self._walk([(some, steps, 1.0, False) for some in chosen])

    def _halve(self) -> None:
        """Give half as many sets more steps each, up to four times; those far behind are left out."""
        kept = max(3, len(self.runners) // 4)
        for turn, behind in enumerate(BEHIND):
            if self.pace.left() <= 0.0:
                return
            chosen = self._field(kept, behind)
            if turn == 0:
                chosen += self._fresh(chosen[0], max(2, kept // 2))
            elif len(chosen) == 1:
                return
            chosen += chosen[: -len(chosen) % self.threads]  # no thread idle: leaders walk twice
            seconds = HEAT_SHARE * self.pace.whole * self.threads / len(chosen)
            steps = max(LEAST_STEPS, int(seconds * self.pace.rate))
            self._walk([(depots, steps, WARM if turn % 2 else 1.0, turn % 2 == 1) for depots in chosen])
            kept = max(2, kept // 2)

    def _field(self, most: int, behind: float) -> list[Depots]:
        """Return the leaders' depots; while no plan fits, sets with the most room."""
        if self.runners:
            ranked = self._ranked()[:most]
            return [runner.depots for runner in ranked if runner.cost <= (1.0 + behind) * ranked[0].cost]
        room = self.layout.room
        return sorted(self.estimates.known, key=lambda some: (-int(room[list(some)].sum()), sorted(some)))[:most]

    def _fresh(self, leader: Depots, most: int) -> list[Depots]:
        around = (some for some in self.estimates.neighbours(leader) if some not in self.runners)
        return sorted(around, key=lambda some: (self.estimates.likely(some), sorted(some)))[:most]

    def _improve(self) -> None:
        """Spend what is left on the best two sets, three parts in four on the best; no thread waits for another."""
        if self.pace.left() > 0.0:
            self._finish([self._workers.submit(self._laps) for _ in range(self.threads)])

    def _laps(self) -> None:
        while self.pace.left() > 0.0:
            with self._lock:
                turn = self._next()
            self._note(turn.depots, self._one(turn))
            self._recombine()

    def _next(self) -> _Turn:
        """Return the next walk: from the best rounds and from nothing by turns, now and then on the second set."""
        self._turns += 1
        lap, step = divmod(self._turns, self.threads)
        left, usual = self.pace.left(), TURN_SHARE * self.pace.whole
        seconds = left if left < LAST_TURN * usual else usual
        field = self._field(2, CLOSE)
        at = 1 if (lap + step) % 4 == 3 and len(field) > 1 else 0  # noqa: PLR2004
        again = (lap + step) % 2 == 0 or seconds < SHORT_TURN * usual
        steps = max(LEAST_STEPS, int(seconds * self.pace.rate))
        return self._turn(field[at], steps, WARM if again else 1.0, again=again)

    def _recombine(self) -> None:
        """Look for a better choice among the rounds met; only against the clock, for HiGHS counts no steps."""
        if self.pace.steps is not None or not self._choosing.acquire(blocking=False):
            return
        try:
            leaders, met = self.leaders, len(self.pool.rounds)
            seconds = min(self.pace.left(), RECOMBINED * self.pace.whole)
            if not leaders or seconds <= 0.0 or met <= self._chosen_from:
                return
            self._chosen_from = met
            rounds = recombine(self.layout, self.pool, leaders[0].rounds, seconds)
            if rounds:
                self.offer(rounds, self.layout.cost(rounds))
        finally:
            self._choosing.release()

    def _walk(self, tasks: Sequence[tuple[Depots, int, float, bool]]) -> None:
        """Walk for each (depots, steps, share of the first temperature, whether from the best rounds)."""
        turns = [self._turn(depots, steps, warm, again=again) for depots, steps, warm, again in tasks]
        walks = self._finish([self._workers.submit(self._one, turn) for turn in turns])
        for turn, walk in zip(turns, walks, strict=True):
            self._note(turn.depots, walk)

    def _turn(self, depots: Depots, steps: int, warm: float, *, again: bool) -> _Turn:
        self._seed += 1
        runner = self.runners.get(depots)
        start = runner.rounds if runner is not None and again else ()
        return _Turn(depots, steps, warm, start, self._seed)

    def _finish(self, jobs: list[Future[Job]]) -> list[Job]:
        """Wait for the threads, tell the best cost meanwhile, and return what they made."""
        while wait(jobs, timeout=WATCH_S).not_done:
            self.pace.tell(self.cost)
        self.pace.tell(self.cost)
        return [job.result() for job in jobs]

    def _one(self, turn: _Turn) -> Walk:
        allowed = np.zeros(self.layout.depots, np.bool_)
        allowed[list(turn.depots)] = True
        walk = Walk(self.layout, allowed, turn.seed)
        if turn.start:
            walk.begin(turn.start)
        first, last = self.heat.first * turn.warm, self.heat.last
        done = 0
        while done < turn.steps and self.pace.left() > 0.0:
            few = min(self.pace.chunk(), turn.steps - done)
            hot, cold = (first * (last / first) ** (at / turn.steps) for at in (done, done + few))
            began = time.monotonic()
            walk.go(few, Heat(hot, cold), SWITCHING)
            self.pace.count(few, time.monotonic() - began)
            self.pool.add(walk.now())
            done += few
        return walk

    def _note(self, depots: Depots, walk: Walk) -> None:
        rounds = walk.best()
        with self._lock:
            self.estimates.learn(depots, walk.cost)
        if rounds:
            self.offer(rounds, walk.cost)

    def offer(self, rounds: Rounds, cost: float) -> None:
        """Note rounds under the depots they use, if they are the best of these."""
        self.pool.add(rounds)
        used = frozenset(depot for depot, _ in rounds)
        with self._lock:
            runner = self.runners.setdefault(used, Runner(used))
            if cost < runner.cost:
                runner.cost, runner.rounds = cost, rounds
                self.estimates.learn(used, cost)
