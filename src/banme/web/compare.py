"""Two plans side by side: synchronised maps and the differences of their figures."""

from __future__ import annotations

from math import isnan
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.studies.indicators import INDICATORS
from banme.web import extent, numbers
from banme.web.home import run_urls
from banme.web.runs import engine, indicators, layers
from banme.workspace.models import ResultOpening, Run


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Let two finished runs be chosen and compared."""
    finished = list(layers.with_plan())
    known = {run.code: run for run in finished}
    left, right = known.get(request.GET.get("a", "")), known.get(request.GET.get("b", ""))
    context: dict[str, Any] = {"finished": finished, "left": left, "right": right}
    if left is not None and right is not None:
        years = sorted(set(layers.years(left)) & set(layers.years(right)))
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdigit() and int(asked) in years else next(iter(years), None)
        context |= {
            "years": years,
            "year": year,
            "differences": differences(left, right, year),
            "openings": openings(left, right, year),
            "map": extent.map_settings(left=run_urls(left, year), right=run_urls(right, year)),
        }
    return render(request, "web/compare.html", context)


def differences(left: Run, right: Run, year: int | None) -> list[dict[str, Any]]:
    """Return each figure of both runs, its difference (b - a) and whether that is better."""
    table = engine.compare(left.code, right.code).indicators.reset_index()
    table = table[table["scope"].isin(["", str(year or "")])]
    ranks = table["indicator"].map(lambda code: indicators.ORDER.get(code, len(indicators.ORDER)))
    ordered = table.assign(rank=ranks).sort_values(["scope", "rank", "indicator"])
    return [_difference(row) for row in ordered.to_dict("records")]


def _difference(row: dict[str, Any]) -> dict[str, Any]:
    code, unit = row["indicator"], row["unit_of_measure"]
    a, b, change, percent = (None if isnan(row[name]) else row[name] for name in ("a", "b", "difference", "percent"))
    if unit == "%":
        percent = None
    known = INDICATORS.get(code)
    verdict = ""
    if change and known is not None and known.better:
        verdict = "better" if (change > 0) == (known.better > 0) else "worse"
    return {
        "indicator": code,
        "name": indicators.name(code),
        "scope": row["scope"],
        "a": indicators.text(code, a, unit),
        "b": indicators.text(code, b, unit),
        "difference": numbers.MISSING if change is None else _signed(change, indicators.text(code, change, unit)),
        "percent": "" if percent is None else _signed(percent, f"{numbers.figure(percent, 1)} %"),
        "verdict": verdict,
    }


def _signed(change: float, text: str) -> str:
    return f"+{text}" if change > 0 else text


def openings(left: Run, right: Run, year: int | None) -> list[dict[str, Any]]:
    """Return every site opened in either run with its module in each."""
    found: dict[str, dict[str, Any]] = {}
    for side, run in (("a", left), ("b", right)):
        for row in ResultOpening.objects.filter(run=run, year=year).select_related("site", "module"):
            one = found.setdefault(row.site_id, {"site": row.site, "a": None, "b": None})
            one[side] = row
    return sorted(found.values(), key=lambda one: one["site"].name)
