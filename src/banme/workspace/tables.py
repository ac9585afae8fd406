"""The list of tables, in the order in which they can be loaded (a table after those it refers to)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from banme.workspace.models.base import Record, Result
from banme.workspace.models.runs import Run

if TYPE_CHECKING:
    from django.db import models

_ORDER = (
    "data_source",
    "legal_act",
    "legal_relation",
    "rule_parameter",
    "dossier_item",
    "public_holiday",
    "admin_unit",
    "admin_unit_successor",
    "place",
    "residential_area",
    "road_edge",
    "turn_restriction",
    "road_speed",
    "terrain_speed",
    "commodity",
    "production",
    "vehicle_type",
    "tariff",
    "outlet",
    "outlet_demand",
    "logistics_site",
    "capacity_module",
    "truck_fleet",
    "transport_order",
    "road_closure",
    "industrial_cluster",
    "plot",
    "cluster_utility",
    "infrastructure_work",
    "establishment",
    "lease",
    "technology_survey",
    "industry_benchmark",
    "resource_use",
    "upgrade_measure",
    "upgrade_saving",
    "upgrade_link",
    "upgrade_effect",
    "green_benchmark",
    "green_observation",
    "byproduct_offer",
    "byproduct_want",
    "byproduct_route",
    "admission_rule",
    "admission_project",
    "admission_statement",
    "zone_area",
    "zone_period",
    "zone_project",
    "zone_link",
    "safety_distance",
    "relocation_support",
    "cluster_trade",
    "relocation_need",
    "relocation_wish",
    "relocation_budget",
    "cluster_file",
    "council",
    "council_member",
    "council_criterion",
    "council_applicant",
    "scenario",
    "scenario_change",
    "future",
    "future_change",
    "agency",
    "plan",
    "objective",
    "task",
    "milestone",
    "task_dependency",
    "task_role",
    "task_budget",
    "task_baseline",
    "task_progress",
    "indicator",
    "indicator_target",
    "indicator_report",
    "evidence",
    "task_citation",
    "plan_link",
    "task_comment",
    "task_attachment",
)


def _named(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def input_tables() -> list[type[Record]]:
    """Return the tables people fill in, in load order."""
    found = [model for model in _models() if issubclass(model, Record)]
    return sorted(found, key=lambda model: _named(model._meta.db_table))


def result_tables() -> list[type[models.Model]]:
    """Return the tables that runs fill in, the run itself first."""
    return [Run, *[model for model in _models() if issubclass(model, Result)]]


def layers() -> list[type[models.Model]]:
    """Return every table a GIS should list."""
    return [*input_tables(), *result_tables()]


def table(name: str) -> type[models.Model]:
    """Return the table of that name; ``KeyError`` when there is none."""
    return {model._meta.db_table: model for model in layers()}[name]


def _models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_app_config("workspace").get_models() if not model.__name__.startswith("Historical")
    ]
