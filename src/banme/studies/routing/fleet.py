"""The trucks of a week: types with lawful payloads, and every truck's shifts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.routing import Shift, TruckType, Window
from banme.studies.inputs import in_force
from banme.studies.routing.loads import WEEK_DAYS, WORKING_DAYS
from banme.workspace.frames import frame
from banme.workspace.models import TruckFleet

if TYPE_CHECKING:
    import pandas as pd

    from banme.studies.routing.ways import Ways

KG_T, HOUR_S, DAY_S = 1000.0, 3600, 86_400
USES = {"collection": "collection", "linehaul": "linehaul"}
"""What a type serves, by its legs; any other serves all."""
USUAL_HOURS = (5.0, 19.0)
"""Assumed hours of a truck where a base has no fleet in the workspace."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Trucks of one type at one base; ``assumed`` where the workspace has no fleet there."""

    base: str
    vehicle: str
    trucks: int
    fixed_vnd_day: float
    start_h: float
    end_h: float
    several_days: bool
    assumed: bool


def stands(bases: list[str], vehicles: pd.DataFrame, loads: dict[tuple[str, str], int], day: dt.date) -> list[Stand]:
    """Return the fleets of the bases as in force; where a base has none, one truck a load of its busiest day.

    Parameters
    ----------
    bases : list of str
        Sites.
    vehicles : DataFrame, index code
        ``leg`` tells what a type is used on.
    loads : dict of (base, leg) to int
        Loads on the busiest day for collection, in the week for linehaul.
    day : date
        First day of the week.

    """
    rows = in_force(frame(TruckFleet), day)
    found = []
    for base in bases:
        own = rows[rows["base_code"] == base]
        if len(own):
            found += [
                Stand(
                    base=base,
                    vehicle=str(row.vehicle_code),
                    trucks=int(row.trucks),
                    fixed_vnd_day=float(row.fixed_vnd_day),
                    start_h=float(row.start_h),
                    end_h=float(row.end_h),
                    several_days=bool(row.several_days),
                    assumed=False,
                )
                for row in own.itertuples()
            ]
            continue
        for leg, several in (("collection", False), ("linehaul", True)):
            able = vehicles.index[vehicles["leg"].isin([leg, "all"])]
            count = loads.get((base, leg), 0)
            found += [Stand(base, str(code), count, 0.0, *USUAL_HOURS, several, assumed=True) for code in able if count]
    return found


def truck_types(
    vehicles: pd.DataFrame, payloads_t: pd.Series[float], used: list[str], factor: dict[str, float]
) -> tuple[TruckType, ...]:
    """Return the engine's truck types; running costs are multiplied by the scenario's factor."""
    return tuple(
        TruckType(
            code=code,
            name=str(vehicles.loc[code, "name"]),
            payload_kg=int(KG_T * payloads_t[code]),
            cost_vnd_km=float(vehicles.loc[code, "cost_vnd_km"]) * factor[code],  # type: ignore[arg-type]
            cost_vnd_h=float(vehicles.loc[code, "cost_vnd_h"]) * factor[code],  # type: ignore[arg-type]
            emission_g_tkm=float(vehicles.loc[code, "emission_g_tkm"]),  # type: ignore[arg-type]
            use=USES.get(str(vehicles.loc[code, "leg"]), ""),
        )
        for code in used
    )


def shifts(fleet: list[Stand], ways: Ways, monday: dt.date) -> tuple[Shift, ...]:
    """Return every truck's shifts: one a working day, or one over the week for long hauls."""
    made = []
    for stand in fleet:
        for number in range(1, stand.trucks + 1):
            truck = f"{stand.base}/{stand.vehicle}-{number}"
            if stand.several_days:
                hours = Window(round(stand.start_h * HOUR_S), WEEK_DAYS * DAY_S)
                key = ways.key(stand.vehicle, None)
                week_vnd = WORKING_DAYS * stand.fixed_vnd_day
                made.append(Shift(f"{truck}@week", truck, stand.vehicle, stand.base, hours, week_vnd, key))
                continue
            for day in range(WORKING_DAYS):
                hours = Window(day * DAY_S + round(stand.start_h * HOUR_S), day * DAY_S + round(stand.end_h * HOUR_S))
                date = monday + dt.timedelta(days=day)
                key = ways.key(stand.vehicle, day)
                made.append(Shift(f"{truck}@{date}", truck, stand.vehicle, stand.base, hours, stand.fixed_vnd_day, key))
    return tuple(made)
