"""A relocation run as XLSX and as a GeoPackage styled for QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook

from banme.errors import InputError, Problem
from banme.law.marks import Mark
from banme.law.words import Words
from banme.reports import qml
from banme.reports.geopackage import Layer, write_layers
from banme.reports.sheets import Column, add_styles, add_table
from banme.studies.relocation.rules import title
from banme.workspace.frames import columns, frame
from banme.workspace.models import (
    Establishment,
    Plot,
    ResidentialArea,
    ResultExposure,
    ResultFairness,
    ResultFront,
    ResultMove,
    ResultObjective,
    Run,
)
from banme.workspace.models.relocation import NEARNESS_COLOUR, Nearness
from banme.workspace.text import half

if TYPE_CHECKING:
    from django.db import models

STUDY = "relocation"
YEAR_COLOURS = ("#084594", "#2171b5", "#4292c6", "#6baed6", "#9ecae1")
HOMES, FREE = "#d8b365", "#1a7f37"
_MODELS: tuple[tuple[type[models.Model], str, str], ...] = (
    (ResultExposure, "Ưu tiên", "Priority"),
    (ResultMove, "Di dời", "Moves"),
    (ResultFront, "Đánh đổi", "Trade-off"),
    (ResultFairness, "Công bằng", "Fairness"),
    (ResultObjective, "Mục tiêu theo thứ tự", "Ordered objectives"),
)
_KINDS = {"f": "hundredth", "I": "count", "i": "count"}


def is_relocation(run_code: str) -> bool:
    """Tell whether a run is a relocation with a plan."""
    return Run.objects.filter(code=run_code, study=STUDY, cost_vnd__isnull=False).exists()


def write(path: Path, run_code: str, language: str = "vi") -> Path:
    """Write a run's results; the file's ending tells the form.

    Raises
    ------
    InputError
        For an ending that is none of .xlsx and .gpkg.

    """
    run = Run.objects.get(code=run_code)
    if path.suffix.lower() == ".xlsx":
        return write_workbook(path, run, language)
    if path.suffix.lower() == ".gpkg":
        return write_geopackage(path, run, language)
    raise InputError(
        [
            Problem(
                rule="report-kind",
                value=path.suffix,
                vi="Kết quả di dời ghi ra .xlsx hoặc .gpkg",
                en="A relocation is written as .xlsx or .gpkg",
            )
        ]
    )


def write_workbook(path: Path, run: Run, language: str) -> Path:
    """Write the proof, the figures used with their marks, and every result table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)

    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    heads = [Column(say("Mục", "Item"), width=42), Column(say("Giá trị", "Value"), width=80)]
    add_table(book, say("Chứng minh", "Proof"), heads, [[name, str(value)] for name, value in _facts(run, language)])
    heads = [
        Column(say("Tham số", "Figure"), width=44),
        Column(say("Giá trị", "Value")),
        Column(say("Nguồn", "Source"), width=44),
        Column(say("Mức đối chiếu", "How verified")),
        Column(say("Là quy định", "Is law")),
        Column(say("Ghi chú", "Note"), width=80),
    ]
    add_table(book, say("Tham số", "Figures used"), heads, [_rule(one, language) for one in _rules(run)])
    names = dict(Establishment.objects.values_list("code", "name"))
    for model, vi, en in _MODELS:
        rows = frame(model, model._default_manager.filter(run=run)).drop(
            columns=["run_code", "geometry"], errors="ignore"
        )
        if rows.empty:
            continue
        titles = {str(field.column): str(field.verbose_name) for field in columns(model)}
        for field in columns(model):
            if field.choices and field.column in rows:
                labels = {value: str(label) for value, label in field.choices}
                rows[field.column] = rows[field.column].map(labels)
        if "establishment_code" in rows:
            place = rows.columns.get_loc("establishment_code") + 1
            rows.insert(int(place), "name", rows["establishment_code"].map(names))
            titles["name"] = say("Tên cơ sở", "Name")
        kinds = {"year": "year", "point": "year", "rank": "year"}
        heads = [Column(titles[name], kinds.get(name, _KINDS.get(rows[name].dtype.kind, "text"))) for name in rows]
        add_table(book, say(vi, en), heads, rows.itertuples(index=False))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _facts(run: Run, language: str) -> list[tuple[str, Any]]:
    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    given = run.parameters
    facts = [
        (say("Lần chạy", "Run"), run.code),
        (say("Mục tiêu đạt được (đồng)", "Objective reached (VND)"), run.cost_vnd),
        (say("Cận dưới đã chứng minh (đồng)", "Proven lower bound (VND)"), run.bound_vnd),
        (say("Khoảng cách (%)", "Gap (%)"), run.gap_pct),
        (say("Tính theo ngày", "As at"), run.rule_date),
        (say("Mã băm đầu vào", "Hash of the inputs"), run.input_hash),
        (
            say("Bảng có số giả định, minh họa", "Tables with assumed or made-up rows"),
            ", ".join(given["unfounded_tables"]),
        ),
    ]
    left_out = [f"{code}: {half(reason, language)}" for code, reason in given["left_out_clusters"].items()]
    facts += [(say("Cụm không nhận được", "Clusters left out"), one) for one in left_out]
    return [*facts, *[(name, value) for name, value in given.get("asked", {}).items()]]


def _rules(run: Run) -> list[dict[str, Any]]:
    return list(run.parameters.get("rules", []))


def _rule(one: dict[str, Any], language: str) -> list[Any]:
    texts = [title(one), half(str(one["figure"]), language), half(str(one["source"]), language)]
    mark = Mark(one["mark"]).label.text(language) if one["mark"] else ""
    law = Words("có", "yes") if one["is_law"] else Words("không", "no")
    return [*texts, mark, law.text(language), half(str(one["note"]), language)]


def write_geopackage(path: Path, run: Run, language: str) -> Path:
    """Write ``moves`` (arrows by year), ``priority``, ``residential_areas``, ``plots`` and the plain tables.

    Moves are those of the run's own plan and of every point of the front (column ``point``); the style draws plan 0.
    """
    write_layers(path, _layers(run, language), _styles(run, language), (run.code, "QGIS"))
    return path


def _layers(run: Run, language: str) -> dict[str, Layer]:
    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    names = dict(Establishment.objects.values_list("code", "name"))

    def of(model: type[models.Model]) -> pd.DataFrame:
        rows = frame(model, model._default_manager.filter(run=run))
        if "establishment_code" in rows:
            rows.insert(0, "name", rows["establishment_code"].map(names))
        return rows

    note = ", ".join(run.parameters.get("unfounded_tables", []))
    moves, homes, plots = of(ResultMove), frame(ResidentialArea), frame(Plot)
    return {
        "priority": Layer(of(ResultExposure), "Point", say("Ưu tiên di dời", "Relocation priority"), note),
        "moves": Layer(moves[moves.geometry.notna()], "LineString", say("Di dời theo năm", "Moves by year"), note),
        "residential_areas": Layer(
            homes[["code", "name", "population", "quality", "geometry"]],
            "MultiPolygon",
            say("Khu dân cư", "Residential areas"),
            note,
        ),
        "plots": Layer(
            plots[["code", "name", "cluster_code", "status", "area_ha", "quality", "geometry"]],
            "MultiPolygon",
            say("Lô đất", "Plots"),
            note,
        ),
        "stays": Layer(
            moves[moves.geometry.isna()].drop(columns="geometry"), "", say("Ở lại và lý do", "Who stays and why"), note
        ),
        "front": Layer(of(ResultFront), "", say("Đánh đổi", "Trade-off"), run.code),
        "fairness": Layer(of(ResultFairness), "", say("Công bằng", "Fairness"), run.code),
    }


def _styles(run: Run, language: str) -> dict[str, qml.Style]:
    years = run.parameters.get("years", [])
    labels = {value: str(label) for value, label in Nearness.choices}
    return {
        "priority": qml.Style(
            tuple(
                qml.Rule(labels[value], f'"where" = {qml.quoted(value)}', qml.marker(colour, 3.2))
                for value, colour in NEARNESS_COLOUR.items()
            ),
            label_column="rank",
        ),
        "moves": qml.Style(
            tuple(
                qml.Rule(
                    str(year),
                    f'"point" = 0 AND "year" = {year}',
                    qml.line(YEAR_COLOURS[at % len(YEAR_COLOURS)], 0.7),
                )
                for at, year in enumerate(years)
            )
        ),
        "residential_areas": qml.Style(
            (qml.Rule(Words("Khu dân cư", "Residential area").text(language), "", qml.fill(HOMES, 0.5)),)
        ),
        "plots": qml.Style((qml.Rule(Words("Lô đất", "Plot").text(language), "", qml.fill(FREE, 0.35)),)),
    }
