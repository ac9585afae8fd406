"""Plans of all levels and sectors held against one another: what does not fit, and the links with their sentences."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.errors import BanMeError
from banme.programme.alignment import FindingKind
from banme.studies.alignment import Alignment, align_plans
from banme.web.law import asking
from banme.workspace.models.plan_links import LinkKind

TONES = {
    FindingKind.CONFLICT: "answer-not_met",
    FindingKind.TARGET: "answer-not_met",
    FindingKind.DAY: "answer-not_met",
    FindingKind.MONEY: "answer-not_met",
    FindingKind.LOOP: "answer-not_met",
}


@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    """Show what does not fit, and every link."""
    context: dict[str, Any] = {"tab": "alignment"}
    try:
        found = align_plans()
    except BanMeError as error:
        return render(request, "web/law/alignment.html", context | {"errors": asking.lines(error)}, status=400)
    spoken = asking.language()
    context |= {
        "findings": [
            {
                "kind": each.kind.label.text(spoken),
                "tone": TONES.get(each.kind, "answer-input_missing"),
                "said": each.said.text(spoken),
                "repair": each.repair.text(spoken),
                "places": [(code, *_place(found, code)) for code in each.items],
            }
            for each in found.findings
        ],
        "links": _links(found),
        "plans": len(found.names),
        "items": len(found.plans.items),
    }
    return render(request, "web/law/alignment.html", context)


def _place(found: Alignment, code: str) -> tuple[str, str]:
    """Return the register of an item or a link, and its plan."""
    item = found.plans.items.get(code)
    if item is None:
        return "plan_link", ""
    return ("task" if item.is_task else "objective"), found.names[item.plan]


def _links(found: Alignment) -> list[dict[str, Any]]:
    kinds = dict(LinkKind.choices)
    items = found.plans.items
    return [
        {
            "code": tie.code,
            "kind": kinds[str(tie.bond)],
            "source": items[tie.source].name,
            "source_plan": found.names[items[tie.source].plan],
            "target": items[tie.target].name,
            "target_plan": found.names[items[tie.target].plan],
            "sentence": tie.sentence,
            "confirmed_by": tie.confirmed_by,
        }
        for tie in found.plans.ties
    ]
