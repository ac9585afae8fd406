"""A small made-up week: villages around a store, a port two hours off, trucks of two sizes."""

import math
from dataclasses import replace

import numpy as np

from banme import routing as r

HOUR, DAY = 3600, 86_400
RULES_2025 = r.DriverRules(
    day_s=10 * HOUR, continuous_s=4 * HOUR, stop_s=900, week_s=48 * HOUR, legal_day_s=DAY, rest_s=14 * HOUR
)
SPEED_M_S = 10
NAMES = ("store", "a", "b", "c", "d", "e", "port", "island")
XY = {
    "store": (0, 0),
    "a": (10, 5),
    "b": (12, -4),
    "c": (-9, 6),
    "d": (-11, -7),
    "e": (2, 14),
    "port": (72, 0),
    "island": (30, 30),
}


def legs(slow=1.0):
    """Straight ways in km at 36 km/h; ways to the store are a fifth longer; none to the island."""
    size = len(NAMES)
    metres = np.zeros((size, size), dtype=np.int64)
    for i, one in enumerate(NAMES):
        for j, other in enumerate(NAMES):
            uphill = 1.2 if other == "store" else 1.0
            metres[i, j] = int(math.dist(XY[one], XY[other]) * 1000 * uphill)
    seconds = (metres * slow).astype(np.int64) // SPEED_M_S
    island = NAMES.index("island")
    for table in (metres, seconds):
        table[island, :] = table[:, island] = r.NO_WAY
    return r.Legs(metres, seconds)


def job(code, pickup, delivery, tonnes, day=0, **changes):
    """Return a load to be moved on a day between 6 and 17 h, half an hour at each end."""
    window = r.Window(day * DAY + 6 * HOUR, day * DAY + 17 * HOUR)
    made = r.Job(
        code=code,
        pickup=pickup,
        delivery=delivery,
        load_kg=round(tonnes * 1000),
        commodity="coffee",
        kind="collection",
        pickup_window=window,
        delivery_window=window,
        pickup_s=1800,
        delivery_s=1800,
    )
    return replace(made, **changes)


SMALL = r.TruckType("small", "Xe 8 t", 8000, 8000.0, 200_000.0, 150.0)
LARGE = r.TruckType("large", "Xe 27 t", 27_000, 13_000.0, 420_000.0, 95.0)


def shifts(small=3, large=1, days=(0,), first_h=5, last_h=19):
    """Return day shifts of trucks that stand at the store."""
    return tuple(
        r.Shift(
            code=f"{kind}-{number}@{day}",
            truck=f"{kind}-{number}",
            type=kind,
            base="store",
            hours=r.Window(day * DAY + first_h * HOUR, day * DAY + last_h * HOUR),
            fixed_vnd=200_000.0,
            legs="road",
        )
        for day in days
        for kind, count in (("small", small), ("large", large))
        for number in range(1, count + 1)
    )


def problem(jobs=None, trucks=None, rules=RULES_2025, slow=1.0):
    """Return the week: collections from five villages, one haul to the port, fertiliser back."""
    default = (
        job("a1", "a", "store", 5),
        job("a2", "a", "store", 8),
        job("b1", "b", "store", 3),
        job("c1", "c", "store", 2),
        job("c2", "c", "store", 4),
        job("d1", "d", "store", 3.5),
        job("e1", "e", "store", 1),
        job("fert-b", "store", "b", 4, kind="delivery", commodity="fertiliser"),
        job("fert-d", "store", "d", 2, kind="delivery", commodity="fertiliser"),
        job("haul", "store", "port", 25, kind="linehaul"),
        job("back", "port", "store", 20, kind="backhaul", commodity="fertiliser"),
    )
    return r.RoundsProblem(
        places=tuple(r.Place(name, name.title(), 108 + XY[name][0] / 100, 12 + XY[name][1] / 100) for name in NAMES),
        jobs=default if jobs is None else tuple(jobs),
        types=(SMALL, LARGE),
        shifts=shifts() if trucks is None else trucks,
        legs={"road": legs(slow)},
        rules=rules,
    )
