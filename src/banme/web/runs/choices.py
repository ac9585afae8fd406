"""What a run says on the planner's room to choose: sites in near-optimal plans, those plans, objectives in order."""

from __future__ import annotations

from typing import Any

from banme.web import colours, numbers
from banme.web.runs import words
from banme.workspace.models import ResultAlternative, ResultAlternativePlan, ResultObjective, Run
from banme.workspace.models.runs import Verdict

KG_PER_T = 1000.0


def of_run(run: Run) -> dict[str, Any]:
    """Return the page's values; empty lists for a run of another study."""
    rows = list(ResultAlternative.objects.filter(run=run).select_related("site"))
    order = {verdict: rank for rank, verdict in enumerate(Verdict.values)}
    rows.sort(key=lambda row: (order[row.verdict], row.site.name))
    sites = [
        {
            "row": row,
            "tone": colours.tone_name("result_alternative", "verdict", row.verdict),
            "if_open": _extra(row.open_bound_vnd, run.cost_vnd),
            "if_closed": _extra(row.closed_bound_vnd, run.cost_vnd),
        }
        for row in rows
    ]
    return {
        "near": run.parameters.get("near_optimal") if rows else None,
        "verdicts": sites,
        "counts": [
            (label, colours.tone_name("result_alternative", "verdict", verdict), count)
            for verdict, label in Verdict.choices
            if (count := sum(row.verdict == verdict for row in rows))
        ],
        **_plans(run, rows),
        "objectives": _objectives(run),
    }


def _plans(run: Run, rows: list[ResultAlternative]) -> dict[str, Any]:
    """Return the plans side by side over the sites in which they differ."""
    found: dict[int, dict[str, ResultAlternativePlan]] = {}
    for one in ResultAlternativePlan.objects.filter(run=run).select_related("module").order_by("plan"):
        found.setdefault(one.plan, {})[one.site_id] = one
    differing = [row.site for row in rows if 0 < sum(row.site_id in sites for sites in found.values()) < len(found)]
    costs = [next(iter(sites.values())).cost_vnd for sites in found.values()]
    return {
        "plans": [
            {"number": number, "cost": cost, "extra": _extra(cost, costs[0]), "sites": len(sites)}
            for (number, sites), cost in zip(found.items(), costs, strict=True)
        ],
        "differing": [(site, [sites.get(site.code) for sites in found.values()]) for site in differing],
    }


def _extra(cost_vnd: float | None, best_vnd: float | None) -> str:
    """Return by how many per cent a cost is proven above the best plan's; empty where a decision rules the case out."""
    if cost_vnd is None or not best_vnd:
        return ""
    percent = 100.0 * (cost_vnd - best_vnd) / abs(best_vnd)
    return f"+{numbers.figure(percent, 2)} %" if percent > 0 else "0 %"


def _objectives(run: Run) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "value": _measured(row.value, row.unit_of_measure),
            "bound": _measured(row.bound, row.unit_of_measure),
            "final": _measured(row.final, row.unit_of_measure),
        }
        for row in ResultObjective.objects.filter(run=run).order_by("rank")
    ]


def _measured(value: float | None, unit: str) -> str:
    if value is None:
        return numbers.MISSING
    if unit == "kg":
        return f"{numbers.figure(value / KG_PER_T, 1)} t"
    return numbers.money(value, "") if unit == "VND" else f"{numbers.figure(value)} {words.unit(unit)}"


def on_map(run: Run) -> list[dict[str, Any]]:
    """Return the sites with their verdicts as features for the map."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.geometry.x, row.geometry.y]},
            "properties": {
                "code": row.site_id,
                "name": row.site.name,
                "kind": row.site.kind,
                "verdict": row.verdict,
            },
        }
        for row in ResultAlternative.objects.filter(run=run).select_related("site")
        if row.geometry is not None
    ]
