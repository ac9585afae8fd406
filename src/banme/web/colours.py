"""States and their colours, declared beside the models, as a style sheet and for the maps' legends."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from banme.web.templatetags.banme import css_name
from banme.workspace.models.agencies import ROLE_COLOUR
from banme.workspace.models.base import QUALITY_COLOUR
from banme.workspace.models.clusters import (
    CLUSTER_STATUS_COLOUR,
    ESTABLISHMENT_STATUS_COLOUR,
    PLOT_STATUS_COLOUR,
    WORK_STATE_COLOUR,
)
from banme.workspace.models.law import VERIFICATION_COLOUR
from banme.workspace.models.network import SITE_STATUS_COLOUR
from banme.workspace.models.plan_links import LINK_COLOUR
from banme.workspace.models.programme import RISK_COLOUR
from banme.workspace.models.relocation import NEARNESS_COLOUR
from banme.workspace.models.roads import ROAD_STATUS_COLOUR
from banme.workspace.models.runs import RUN_STATUS_COLOUR, STAGING_COLOUR, VERDICT_COLOUR

GOOD, BAD, WAITING, NEUTRAL, HANDED_ON = "#1a7f37", "#b42318", "#bc4c00", "#57606a", "#8250df"
ANSWER_COLOUR = {"met": GOOD, "not_met": BAD, "input_missing": WAITING, "rule_missing": HANDED_ON}
STEP_COLOUR = {
    "done": GOOD,
    "late": WAITING,
    "open": "#0969da",
    "overdue": BAD,
    "paused": WAITING,
    "projected": NEUTRAL,
    "unknown": NEUTRAL,
}
PLAN_STATE_COLOUR = {
    "done": GOOD,
    "going": "#0969da",
    "late": BAD,
    "waiting": "#8c959f",
    "unreported": WAITING,
    "unscheduled": NEUTRAL,
}
FINDING_COLOUR = {
    "proven": GOOD,
    "not_met": WAITING,
    "claimed": BAD,
    "unclaimed": HANDED_ON,
    "unproven": NEUTRAL,
    "no_target": NEUTRAL,
    "unknown": NEUTRAL,
}
OUTCOME_COLOUR = {"winner": GOOD, "tie": HANDED_ON, "none_eligible": BAD}

COLOURS: dict[tuple[str, str], dict[str, str]] = {
    ("", "quality"): QUALITY_COLOUR,
    ("", "mark"): VERIFICATION_COLOUR,
    ("answer", ""): ANSWER_COLOUR,
    ("outcome", ""): OUTCOME_COLOUR,
    ("plan", "finding"): FINDING_COLOUR,
    ("plan", "state"): PLAN_STATE_COLOUR,
    ("step", ""): STEP_COLOUR,
    ("establishment", "status"): ESTABLISHMENT_STATUS_COLOUR,
    ("industrial_cluster", "status"): CLUSTER_STATUS_COLOUR,
    ("infrastructure_work", "state"): WORK_STATE_COLOUR,
    ("logistics_site", "status"): SITE_STATUS_COLOUR,
    ("plan_link", "kind"): LINK_COLOUR,
    ("plot", "status"): PLOT_STATUS_COLOUR,
    ("result_alternative", "verdict"): VERDICT_COLOUR,
    ("result_exposure", "where"): NEARNESS_COLOUR,
    ("road_edge", "status"): ROAD_STATUS_COLOUR,
    ("run", "status"): RUN_STATUS_COLOUR,
    ("result_staging", "built"): STAGING_COLOUR,
    ("task", "risk_level"): RISK_COLOUR,
    ("task_role", "role"): ROLE_COLOUR,
}


def tone(field: models.Field[Any, Any], value: Any) -> str:
    """Return the name of a state's colour, empty when the column has no colours."""
    table = field.model._meta.db_table
    for place in ((table, field.name), ("", field.name)):
        if str(value) in COLOURS.get(place, {}):
            return tone_name(*place, str(value))
    return ""


def tone_name(table: str, column: str, value: str) -> str:
    """Return the name of one tone."""
    return "-".join(part for part in (table, column, value) if part)


@cache_control(max_age=300)
def sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (every reader sees the same colours)
    """Answer with the style sheet of states."""
    rules = [
        f".tone-{css_name(tone_name(table, column, value))}{{--tone:{colour}}}"
        for (table, column), values in COLOURS.items()
        for value, colour in values.items()
    ]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")
