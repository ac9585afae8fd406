"""The form that a planner fills in."""

from __future__ import annotations

import openpyxl
import pytest

from banme.errors import InputError
from banme.workspace import tables
from banme.workspace.exchange import load, template, validate
from banme.workspace.exchange.declaration import is_required
from banme.workspace.frames import columns
from banme.workspace.models import Commodity, DataSource, LogisticsSite

from . import factory

pytestmark = pytest.mark.django_db

NAMES = [model._meta.db_table for model in tables.input_tables()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_has_a_guide_then_a_sheet_for_every_table_with_every_column(tmp_path, language):
    book = openpyxl.load_workbook(template(tmp_path / "form.xlsx", language=language))
    assert book.sheetnames[0] == {"vi": "Hướng dẫn", "en": "Guide"}[language]
    assert book.sheetnames[1:-1] == NAMES
    for model in tables.input_tables():
        sheet = book[model._meta.db_table]
        for cell, label, field in zip(sheet[1], sheet[2], columns(model), strict=True):
            assert cell.value == field.column
            assert cell.comment is not None
            assert label.value.strip("# ")
            assert label.value.endswith(" *") == is_required(field)


def test_labels_carry_the_unit_in_the_language_asked_for(tmp_path):
    vi = openpyxl.load_workbook(template(tmp_path / "vi.xlsx", ["capacity_module"], "vi"))["capacity_module"]
    en = openpyxl.load_workbook(template(tmp_path / "en.xlsx", ["capacity_module"], "en"))["capacity_module"]
    place = [cell.value for cell in vi[1]].index("throughput_t_month")
    assert vi[2][place].value == "Công suất thông qua (t/tháng) *"
    assert en[2][place].value == "Throughput (t/month) *"


def test_choices_and_references_have_drop_downs(tmp_path):
    factory.make(DataSource)
    book = openpyxl.load_workbook(template(tmp_path / "form.xlsx", ["logistics_site"]))
    sheet = book["logistics_site"]
    header = [cell.value for cell in sheet[1]]
    lists = {
        str(v.sqref).rstrip("0123456789:").split("3:")[0]: v.formula1 for v in sheet.data_validations.dataValidation
    }
    offered = {}
    for letter, formula in lists.items():
        column = header[openpyxl.utils.column_index_from_string(letter) - 1]
        offered[column] = (
            [cell[0].value for cell in book["_lists"][formula.split("!")[1].replace("$", "")]]
            if ":" in formula.split("!")[1]
            and formula.split("!")[1].split(":")[0] != formula.split("!")[1].split(":")[1]
            else [book["_lists"][formula.split("!")[1].split(":")[0].replace("$", "")].value]
        )
    assert offered["kind"] == ["centre", "point", "transshipment"]
    assert offered["source_code"] == ["data_source-1"]


def test_an_empty_form_is_sound_and_changes_nothing(tmp_path):
    path = template(tmp_path / "form.xlsx")
    assert not validate(path)
    assert load(path).rows == 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_that_is_filled_in_loads(tmp_path, language):
    path = template(tmp_path / "form.xlsx", ["data_source", "commodity", "logistics_site"], language)
    book = openpyxl.load_workbook(path)
    rows = {
        "data_source": {"code": "S", "title": "Niên giám", "licence": "MIT", "quality": "published"},
        "commodity": {
            "code": 7,
            "name": "Cà phê",
            "storable": True,
            "capacity_use": 1.5,
            "source_code": "S",
            "quality": "published",
        },
        "logistics_site": {
            "code": "L",
            "name": "Điểm",
            "kind": "point",
            "status": "existing",
            "source_code": "S",
            "quality": "published",
            "geometry": "POINT (108 12.5)",
        },
    }
    for table, row in rows.items():
        sheet = book[table]
        for cell in sheet[1]:
            sheet.cell(row=3, column=cell.column, value=row.get(cell.value))
    book.save(path)
    load(path)
    assert LogisticsSite.objects.get().source_id == "S"
    assert Commodity.objects.get().code == "7"


def test_an_unknown_table_is_refused(tmp_path):
    with pytest.raises(InputError, match="No such table"):
        template(tmp_path / "form.xlsx", ["kho"])
