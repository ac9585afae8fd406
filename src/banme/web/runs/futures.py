"""A plan for several futures on its page: costs by future, what is proven, staging as a table and on the map."""

from __future__ import annotations

import json
from typing import Any

from banme.studies.robust import reading
from banme.web import colours, geojson, numbers
from banme.web.runs import indicators, words
from banme.workspace.models import ResultIndicator, ResultStaging, Run
from banme.workspace.models.runs import STAGING_COLOUR, Staging
from banme.workspace.text import both, half

PAIRS = (
    ("expected_cost_vnd", "expected_bound_vnd"),
    ("worst_cost_vnd", "worst_bound_vnd"),
    ("regret_vnd", "regret_bound_vnd"),
)
"""A value and its proven bound."""
SPANS = (
    (
        "evpi_low_vnd",
        "evpi_high_vnd",
        both("Giá trị của việc biết trước tương lai", "Value of knowing the future beforehand"),
    ),
    (
        "vss_low_vnd",
        "vss_high_vnd",
        both("Lợi so với phương án tính cho mức bình quân", "Gain over the plan made for the average"),
    ),
    (
        "adaptive_low_vnd",
        "adaptive_high_vnd",
        both("Chi phí kỳ vọng nếu phần sau chờ rồi mới xây", "Expected cost if later sites wait"),
    ),
)


def shown(run: Run) -> dict[str, Any] | None:
    """Return what the page shows of a plan for several futures; None for another run."""
    names = reading.futures(run)
    if not names:
        return None
    rows = {row.indicator: row for row in ResultIndicator.objects.filter(run=run, scope="")}
    return {
        "futures": [{"code": code, "name": name, "probability_pct": chance} for code, name, chance in names],
        "shown_future": next(
            (name for code, name, _ in names if code == run.parameters.get("shown_future")), names[0][1]
        ),
        "plans": [
            {"plan": plan, "costs": [plan.cost_vnd.get(code) for code, _, _ in names]} for plan in reading.costs(run)
        ],
        "criteria": [_pair(rows, value, bound) for value, bound in PAIRS],
        "spans": [
            {"name": str(name), "low": low, "text": _span(rows, low, high)} for low, high, name in SPANS if low in rows
        ],
        "staging": [
            {"site": site, "tone": colours.tone_name("result_staging", "built", site.built)}
            for site in reading.staging(run)
        ],
    }


def _pair(rows: dict[str, ResultIndicator], value: str, bound: str) -> dict[str, Any]:
    cost, least = rows[value].value, rows[bound].value
    gap = 100.0 * (cost - least) / abs(cost) if cost and least is not None and value != "regret_vnd" else None
    return {
        "indicator": value,
        "name": indicators.name(value),
        "value": cost,
        "bound": least,
        "gap": gap,
        "reason": words.reason(rows[value].missing_reason),
    }


def _span(rows: dict[str, ResultIndicator], low: str, high: str) -> str:
    """Return an interval in money; the reason where it is not known."""
    least, most = rows[low].value, rows[high].value
    if most is None:
        return words.reason(rows[high].missing_reason)
    if least is None:
        return f"≤ {numbers.money(most)}"
    if numbers.money(least) == numbers.money(most):
        return numbers.money(most)
    return f"{numbers.money(least)} – {numbers.money(most)}"


def on_map(run: Run) -> dict[str, Any] | None:
    """Return the staged sites as a feature collection with colours and their legend; None for another run."""
    rows = list(ResultStaging.objects.filter(run=run).select_related("site"))
    if not rows:
        return None
    features = geojson.collection(
        (
            row.pk,
            row.geometry,
            {"code": row.site_id, "name": half(str(row.site)), "colour": STAGING_COLOUR[row.built]},
        )
        for row in rows
        if row.geometry is not None
    )
    legend = [{"colour": STAGING_COLOUR[value], "name": str(label)} for value, label in Staging.choices]
    return {"features": json.loads(features), "legend": legend}
