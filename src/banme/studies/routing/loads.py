"""A week's flows and orders as loads that trucks can carry, each with its day."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from banme.routing import Job, Window
from banme.workspace.models import ResultFlow, TransportOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.studies.routing.asked import Asked

KG_T, HOUR_S, DAY_S = 1000.0, 3600, 86_400
WORKING_DAYS = 6
"""Goods come in Monday to Saturday."""
HAUL_DAYS = 5
"""Long hauls leave Monday to Friday, so that they are back by Sunday."""
WEEK_DAYS = 7
OPENS_H, CLOSES_H = 6, 18
"""Assumed hours in which communes and sites load and unload."""
LEAST_HANDLING_S = 600
"""Assumed least time at a stop: papers, weighing, tying down."""


@dataclass(frozen=True, slots=True)
class Payload:
    """Largest lawful payloads (t) of trucks that collect and that haul, and hours for both ends of a full load."""

    collection_t: float
    linehaul_t: float
    loading_h: float


def flows_of_week(asked: Asked) -> tuple[pd.DataFrame, int]:
    """Return ``source, target, leg, commodity, quantity_t`` of the week, and the stage year they are taken from.

    A month's tonnes are spread evenly over its days; a week across two months takes its days' share of each. The year
    is the week's own where the run has it, else the nearest stage before it, else the first.
    """
    years = sorted(set(ResultFlow.objects.filter(run_id=asked.network_run).values_list("year", flat=True)))
    before = [year for year in years if year <= asked.monday.year]
    stage = before[-1] if before else years[0]
    parts = []
    for month, share in _months(asked.monday).items():
        rows = ResultFlow.objects.filter(run_id=asked.network_run, year=stage, month=month)
        names = ("source_code", "target_code", "leg", "commodity_id", "quantity_t")
        part = pd.DataFrame(
            list(rows.values_list(*names)), columns=["source", "target", "leg", "commodity", "quantity_t"]
        )
        part["quantity_t"] *= share
        parts.append(part)
    keys = ["source", "target", "leg", "commodity"]
    return pd.concat(parts).groupby(keys, as_index=False)["quantity_t"].sum(), stage


def _months(monday: dt.date) -> dict[int, float]:
    found: dict[int, float] = {}
    for step in range(WEEK_DAYS):
        day = monday + dt.timedelta(days=step)
        found[day.month] = found.get(day.month, 0.0) + 1.0 / calendar.monthrange(day.year, day.month)[1]
    return found


def of_flows(flows: pd.DataFrame, payload: Payload, sites: frozenset[str]) -> Iterator[Job]:
    """Yield the flows as full loads and a rest, spread over the week's days.

    Goods from communes go on trucks of the site that takes them in (direct ones on any); goods from a site on its own.
    """
    for row in flows.itertuples():
        hauled = row.source in sites
        most_kg = round(KG_T * (payload.linehaul_t if hauled else payload.collection_t))
        total = round(KG_T * row.quantity_t)
        base = row.source if hauled else row.target if row.target in sites else ""
        parts = [most_kg] * (total // most_kg) + ([total % most_kg] if total % most_kg else [])
        days = HAUL_DAYS if hauled else WORKING_DAYS
        for number, load in enumerate(parts):
            day = number * days // len(parts)
            handling = handling_s(payload, load, most_kg)
            yield Job(
                code=f"{row.source}>{row.target}.{row.commodity}.{number + 1}",
                pickup=row.source,
                delivery=row.target,
                load_kg=load,
                commodity=row.commodity,
                kind="linehaul" if hauled else "collection",
                pickup_window=_open(day, WEEK_DAYS - 1 if hauled else day),
                delivery_window=Window(day * DAY_S, WEEK_DAYS * DAY_S) if hauled else _open(day, day),
                pickup_s=handling,
                delivery_s=handling,
                bases=(base,) if base else (),
                use="linehaul" if hauled else "collection",
            )


def handling_s(payload: Payload, load_kg: int, most_kg: int) -> int:
    """Return the seconds at one end of a load, in proportion to a full truck's."""
    return max(LEAST_HANDLING_S, math.ceil(payload.loading_h / 2 * HOUR_S * load_kg / most_kg))


def _open(first: int, last: int) -> Window:
    return Window(first * DAY_S + OPENS_H * HOUR_S, last * DAY_S + CLOSES_H * HOUR_S)


def orders_of_week(monday: dt.date) -> list[TransportOrder]:
    """Return the orders of the week."""
    return list(TransportOrder.objects.filter(day__gte=monday, day__lt=monday + dt.timedelta(days=WEEK_DAYS)))


def of_orders(orders: list[TransportOrder], monday: dt.date, payload: Payload, bases: frozenset[str]) -> Iterator[Job]:
    """Yield the orders; one that begins or ends at a planned base goes on a truck of it, any other on any."""
    for order in orders:
        first = (order.day - monday).days
        last = min(first + order.days, WEEK_DAYS) - 1
        window = Window(
            first * DAY_S + round(order.open_h * HOUR_S), min(last * DAY_S + round(order.close_h * HOUR_S), 7 * DAY_S)
        )
        load = round(KG_T * order.load_t)
        most = round(KG_T * max(payload.collection_t, payload.linehaul_t))
        handling = handling_s(payload, load, most)
        own = [end for end in (order.pickup_code, order.delivery_code) if end in bases]
        yield Job(
            code=order.code,
            pickup=order.pickup_code,
            delivery=order.delivery_code,
            load_kg=load,
            commodity=order.goods,
            kind="backhaul" if order.delivery_code in bases else "delivery",
            pickup_window=window,
            delivery_window=window,
            pickup_s=handling,
            delivery_s=handling,
            bases=tuple(own[:1]),
        )
