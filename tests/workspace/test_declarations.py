"""Every table and column is declared fully: labels and help in both languages, units in names."""

from __future__ import annotations

import pytest
from django.db import models
from django.utils import translation

from banme.workspace import tables
from banme.workspace.exchange.declaration import input_models
from banme.workspace.frames import columns
from banme.workspace.models import AdminUnit

from . import factory

COLUMNS = [(model, field) for model in tables.layers() for field in columns(model)]
UNIT_ENDINGS = [
    "_ha",
    "_km2",
    "_t",
    "_t_month",
    "_t_year",
    "_vnd",
    "_vnd_year",
    "_years",
    "_vnd_t",
    "_vnd_h",
    "_vnd_km",
    "_vnd_kg",
    "_m",
    "_kmh",
    "_pct",
    "_h",
    "_s",
    "_g_tkm",
    "_share",
    "_factor",
    "_tkm",
    "_tonne_km",
    "_kg",
    "_kg_t",
    "_km",
    "_t_km",
    "_m3_day",
    "_t_day",
    "_kw",
    "_vnd_m2_year",
    "_vnd_month",
    "_vnd_day",
    "_min",
    "_m3_h",
    "_points",
]
IN_ANOTHER_COLUMN = {"rate", "value", "bound", "final", "capacity", "limit", "floor", "points"}
IN_ANOTHER_COLUMN |= {"baseline_value", "target_value", "reported_value"}
IN_ANOTHER_COLUMN |= {"mean_output_3y", "design_output"}
IN_ANOTHER_COLUMN |= {"quantity", "saved", "saved_low", "saved_high", "target", "value_now", "value_intended"}
IN_ANOTHER_COLUMN |= {"objective"}
PERSONS = {"people", "jobs_lost", "jobs_kept", "most_exposure"}
PERSONS |= {f"exposure{part}" for part in ("", "_left", "_removed", "_staying")}
"""Counts of persons, exposure being persons weighed by pollution."""
UNITLESS = (
    IN_ANOTHER_COLUMN
    | PERSONS
    | {
        "wish",
        "trips",
        "factor",
        "capacity_use",
        "tonne_km",
        "pollution_score",
        "weight",
        "target_ratio",
    }
)
"""Figures whose unit stands in another column, and pure numbers and ratios."""


@pytest.mark.parametrize("model", tables.layers(), ids=lambda model: model._meta.db_table)
def test_every_table_has_a_label_in_both_languages(model):
    for label in (model._meta.verbose_name, model._meta.verbose_name_plural):
        assert_bilingual(label)
    assert model.__doc__


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=[f"{m._meta.db_table}.{f.column}" for m, f in COLUMNS])
def test_every_column_has_a_label_in_both_languages_and_its_unit_in_its_name(model, field):
    assert_bilingual(field.verbose_name, may_agree=field.column == "url")
    if isinstance(field, models.FloatField) and field.column not in UNITLESS:
        assert field.column.endswith(tuple(UNIT_ENDINGS)), f"no unit in the name of {field.column}"


def assert_bilingual(label, *, may_agree=False):
    with translation.override("vi"):
        vi = str(label)
    with translation.override("en"):
        en = str(label)
    assert vi
    assert en
    assert may_agree or vi != en


def test_tables_load_after_those_they_refer_to():
    order = list(input_models().values())
    for place, model in enumerate(order):
        for field in columns(model):
            if isinstance(field, models.ForeignKey) and field.related_model is not model:
                assert order.index(field.related_model) < place


@pytest.mark.django_db
def test_a_row_of_every_table_is_kept_and_read_back():
    made = factory.fill()
    for name, record in made.items():
        again = type(record).objects.get(pk=record.pk)
        for field in columns(type(record)):
            if not getattr(field, "auto_now_add", False):  # the store keeps milliseconds
                assert getattr(again, field.attname) == getattr(record, field.attname), f"{name}.{field.column}"


@pytest.mark.django_db
def test_an_edit_is_kept_with_who_when_and_why(django_user_model):
    planner = django_user_model.objects.create_user("lan")
    factory.make(tables.table("data_source"))
    unit = factory.make(AdminUnit)
    unit.name, unit._history_user, unit._change_reason = "Tên mới", planner, "Nghị quyết"
    unit.save()
    last, first = unit.history.all()
    assert (last.name, last.history_user, last.history_change_reason) == ("Tên mới", planner, "Nghị quyết")
    assert first.history_type == "+"
    assert last.history_date >= first.history_date
    assert {change.field for change in last.diff_against(first).changes} == {"name"}
