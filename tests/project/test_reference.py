"""A test fails when something public is undocumented."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.utils.translation import override
from reference_pages import all_pages, commands, engines, rules
from reference_pages.units import unit

from banme.configuration import SETTINGS
from banme.workspace.frames import columns
from banme.workspace.tables import layers

TABLES = [pytest.param(model, id=model._meta.db_table) for model in layers()]
COMMANDS = [pytest.param(command, id=name) for name, command in commands.commands()]


@pytest.fixture(scope="module")
def pages():
    return all_pages()


@pytest.mark.parametrize("model", TABLES)
def test_every_table_has_a_page_and_every_column_a_row(model, pages):
    name = model._meta.db_table
    page = pages[f"reference/tables/{name}.md"]
    assert f"({name}.md)" in pages["reference/tables/index.md"]
    assert [column.column for column in columns(model) if f"| `{column.column}` |" not in page] == []


@pytest.mark.parametrize("model", TABLES)
def test_every_table_and_column_is_named_in_both_languages(model):
    assert (model.__doc__ or "").strip()
    assert not model.__doc__.startswith(f"{model.__name__}("), "Django's own docstring: say what the table holds"
    for text in (model._meta.verbose_name, *[column.verbose_name for column in columns(model)]):
        with override("vi"):
            vi = str(text)
        with override("en"):
            en = str(text)
        assert vi
        assert vi != en or len(vi) < 12, f"{vi!r} reads the same in both languages"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_a_help_text(command, pages):
    page = pages["reference/commands.md"]
    assert (command.help or "").strip()
    assert f" {command.name}\n" in page
    assert [each.name for each in command.params if not (each.help or "").strip()] == []


def test_every_setting_is_described_in_both_languages_on_the_page(pages):
    page = pages["reference/settings.md"]
    for setting in SETTINGS:
        assert setting.vi
        assert setting.en
        assert f"`{setting.name}`" in page


def test_every_environment_variable_that_the_source_names_is_declared():
    declared = {setting.name for setting in SETTINGS}
    named = {
        node.value
        for path in rules.SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"BANME_[A-Z_]*[A-Z]", node.value)
    }
    assert named <= declared


@pytest.mark.parametrize("engine", [name for name in engines.ENGINES if (engines.SOURCE / name).is_dir()])
def test_everything_an_engine_offers_has_a_docstring(engine, pages):
    page = pages[f"reference/engines/{engine}.md"]
    for module, found in engines.entries(engine).items():
        assert module in page
        assert [f"{module}.{entry.name}" for entry in found if not entry.text] == []


def test_every_rule_has_a_plain_name_and_is_listed(pages):
    page = pages["reference/rules.md"]
    for rule in rules.found():
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.name), rule
        assert f"`{rule.name}`" in page


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("area_ha", "ha"),
        ("throughput_t_month", "t/month"),
        ("emission_g_tkm", "g/(t·km)"),
        ("co2_cap_t_year", "t/year"),
        ("speed_kmh", "km/h"),
        ("gap_pct", "%"),
        ("life_years", "year"),
        ("tonne_km", "t·km"),
        ("month", ""),
        ("year", ""),
        ("years", ""),
        ("year_opened", ""),
        ("capacity_use", ""),
        ("name", ""),
    ],
)
def test_a_unit_is_read_off_the_end_of_a_columns_name(column, written):
    assert unit(column) == written


@pytest.mark.slow
def test_the_site_builds_strictly_and_loads_nothing_from_elsewhere(root, tmp_path):
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=root,
        env=quiet,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-4000:]
    loaded = re.compile(r"<(?:script|img|iframe)[^>]+src=\"(https?:)?//|<link[^>]+stylesheet[^>]+href=\"(https?:)?//")
    made = list((tmp_path / "site").rglob("*.html"))
    assert len(made) > len(TABLES)
    assert [page.name for page in made if loaded.search(page.read_text(encoding="utf-8"))] == []
