"""A scenario's copy: the same base, the same figures, the same changes, under a new code."""

from __future__ import annotations

from django.db import transaction

from banme.workspace.models import Scenario, ScenarioChange


def copy(original: Scenario, code: str, name: str, reason: str) -> Scenario:
    """Store a copy of the scenario and of its changes."""
    with transaction.atomic():
        values = {
            field.attname: getattr(original, field.attname)
            for field in Scenario._meta.concrete_fields
            if not field.primary_key
        }
        twin = Scenario(**{**values, "code": code, "name": name, "name_en": ""})
        twin._change_reason = reason  # noqa: SLF001
        twin.save()
        for change in ScenarioChange.objects.filter(scenario=original):
            same = {
                field.attname: getattr(change, field.attname)
                for field in ScenarioChange._meta.concrete_fields
                if not field.primary_key
            }
            ScenarioChange(**{**same, "scenario_id": code, "code": free_code(code, change.kind)}).save()
    return twin


def free_code(scenario: str, kind: str) -> str:
    """Return an unused code for a change of the scenario."""
    number = 1
    while ScenarioChange.objects.filter(code=f"{scenario}.{kind}.{number}").exists():
        number += 1
    return f"{scenario}.{kind}.{number}"
