"""The figures behind a run's charts: what the cost is made of, where goods go, when they move."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from banme.web.numbers import vietnamese
from banme.workspace.models import Commodity, Outlet, ResultFlow, ResultIndicator, ResultLeg, Run
from banme.workspace.text import both

MONTHS = 12
COST_PARTS = (
    ("transport_vnd_t", both("Vận tải", "Transport")),
    ("handling_vnd_t", both("Xếp dỡ", "Handling")),
    ("storage_vnd_t", both("Lưu kho", "Storage")),
    ("fixed_vnd_t", both("Cố định của các điểm", "Fixed cost of sites")),
    ("carbon_vnd_t", both("CO2e", "CO2e")),
)


def charts(run: Run, year: int | None) -> dict[str, Any]:
    """Return the series of every chart in plain values (VND, tonnes)."""
    return {
        "cost": cost_parts(run, year),
        "outlets": by_outlet(run, year),
        "months": by_month(run, year),
        "gap": gap_steps(run),
    }


def cost_parts(run: Run, year: int | None) -> list[dict[str, Any]]:
    """Return what a tonne's cost is made of (VND/t); parts that the run did not state are left out."""
    values = dict(ResultIndicator.objects.filter(run=run, scope=str(year)).values_list("indicator", "value"))
    return [{"name": str(label), "value": values[code]} for code, label in COST_PARTS if values.get(code) is not None]


def by_outlet(run: Run, year: int | None) -> dict[str, Any]:
    """Return tonnes a year into each outlet by commodity, largest outlet first."""
    outlets = dict(Outlet.objects.values_list("code", "name"))
    rows = (
        ResultLeg.objects.filter(run=run, year=year, target_code__in=outlets)
        .values_list("target_code", "commodity_id")
        .annotate(total=Sum("quantity_t"))
    )
    totals: dict[str, float] = {}
    split: dict[tuple[str, str], float] = {}
    for target, commodity, total in rows:
        totals[target] = totals.get(target, 0.0) + total
        split[target, commodity] = total
    order = sorted(totals, key=lambda code: -totals[code])
    goods = sorted({commodity for _, commodity in split})
    names = commodity_names()
    return {
        "names": [outlets[code] for code in order],
        "series": [
            {"name": names.get(one, one), "values": [split.get((code, one)) for code in order]} for one in goods
        ],
    }


def by_month(run: Run, year: int | None) -> list[dict[str, Any]]:
    """Return tonnes into the outlets in each month by commodity; a month without a row stays missing."""
    outlets = list(Outlet.objects.values_list("code", flat=True))
    rows = (
        ResultFlow.objects.filter(run=run, year=year, target_code__in=outlets)
        .values_list("commodity_id", "month")
        .annotate(total=Sum("quantity_t"))
    )
    found: dict[str, list[float | None]] = {}
    for commodity, month, total in rows:
        found.setdefault(commodity, [None] * MONTHS)[month - 1] = total
    names = commodity_names()
    return [{"name": names.get(one, one), "values": values} for one, values in sorted(found.items())]


def gap_steps(run: Run) -> list[dict[str, Any]]:
    """Return incumbent, bound (VND) and gap (%) over the seconds of the run."""
    kept = []
    for step in run.progress or []:
        of_repair = step.get("stage") in ("repair", "conflict")
        if of_repair or (step.get("incumbent") is None and step.get("bound") is None):
            continue
        kept.append({name: step.get(name) for name in ("elapsed_s", "incumbent", "bound", "gap_pct")})
    return kept


def commodity_names() -> dict[str, str]:
    """Return what each commodity is called in the reader's language."""
    return {
        code: name if vietnamese() or not name_en else name_en
        for code, name, name_en in Commodity.objects.values_list("code", "name", "name_en")
    }
