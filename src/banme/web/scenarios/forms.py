"""Forms of the scenario room: a copy, a change against the base."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from banme.web.registers.fields import FigureFormField
from banme.workspace import tables
from banme.workspace.fields import CODE_RULE
from banme.workspace.models import RoadEdge, Scenario, ScenarioChange
from banme.workspace.models.scenarios import CHANGE_TARGETS, ChangeKind
from banme.workspace.text import both

EVERY = "*"


class CopyForm(forms.Form):
    """The code and name of a scenario's copy."""

    code = forms.CharField(
        label=both("Mã kịch bản mới", "Code of the new scenario"), max_length=80, validators=[CODE_RULE]
    )
    name = forms.CharField(label=both("Tên", "Name"), max_length=200)

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code: str = self.cleaned_data["code"]
        if Scenario.objects.filter(code=code).exists():
            raise ValidationError(both("Mã này đã có: chọn mã khác", "This code is taken: choose another"))
        return code


class ChangeForm(forms.ModelForm):
    """One change: what, to which target, by how much, when, why."""

    factor = FigureFormField(
        label=ScenarioChange._meta.get_field("factor").verbose_name,
        help_text=ScenarioChange._meta.get_field("factor").help_text,
        required=False,
    )
    year = FigureFormField(
        whole=True,
        grouped=False,
        label=ScenarioChange._meta.get_field("year").verbose_name,
        help_text=ScenarioChange._meta.get_field("year").help_text,
        required=False,
    )

    class Meta:
        model = ScenarioChange
        fields = ("kind", "target", "factor", "year", "note")
        widgets = {
            "target": forms.TextInput(attrs={"list": "targets", "autocomplete": "off"}),
            "note": forms.TextInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].required = True
        self.fields["kind"].choices = [("", both("Chọn…", "Choose…")), *ChangeKind.choices]

    def clean(self) -> dict[str, Any]:
        """Refuse a target that the change cannot find."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kind, target = values.get("kind"), (values.get("target") or "").strip()
        if kind and target and not target_exists(kind, target):
            self.add_error(
                "target",
                ValidationError(
                    both(
                        f"Không có mã {target} trong bảng {CHANGE_TARGETS[kind]}",
                        f"Table {CHANGE_TARGETS[kind]} has no code {target}",
                    ),
                    code="unknown-reference",
                ),
            )
        return values


def target_exists(kind: str, target: str) -> bool:
    """Tell whether a change of that kind can find its target: a code, a road number, or ``*`` for all."""
    if target == EVERY:
        return True
    if CHANGE_TARGETS[kind] == "road_edge":
        return RoadEdge.objects.filter(Q(code=target) | Q(ref=target)).exists()
    return tables.table(CHANGE_TARGETS[kind])._default_manager.filter(code=target).exists()
