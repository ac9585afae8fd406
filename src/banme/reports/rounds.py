"""Rounds on paper and for other programs: workbook, drivers' sheets, GeoJSON, GPX, VROOM's JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

import shapely
from django.utils import translation
from jinja2 import Environment, PackageLoader, StrictUndefined
from openpyxl import Workbook

from banme.reports.sheets import Column, add_styles, add_table
from banme.routing import vroom
from banme.studies.routing import words
from banme.studies.routing.changing import opened
from banme.workspace.models import ResultIndicator, ResultRound, ResultRoundStop, ResultUnassigned, Run
from banme.workspace.text import half

if TYPE_CHECKING:
    from django.db import models

ROUND_KINDS = {
    "shift_code": "text",
    "driver": "text",
    "vehicle_code": "text",
    "base_name": "text",
    "day": "day",
    "leaves": "text",
    "back": "text",
    "loads": "count",
    "carried_t": "tenth",
    "distance_km": "tenth",
    "empty_km": "tenth",
    "driving_h": "tenth",
    "duration_h": "tenth",
    "load_factor_pct": "tenth",
    "cost_vnd": "count",
    "co2_kg": "tenth",
}
STOP_KINDS = {
    "shift_code": "text",
    "position": "count",
    "job": "text",
    "action": "text",
    "place_name": "text",
    "goods": "text",
    "load_t": "hundredth",
    "aboard_t": "hundredth",
    "arrives": "text",
    "begins": "text",
    "leaves": "text",
    "pause_min": "count",
}
LEFT_KINDS = {"job": "text", "place_from": "text", "place_to": "text", "goods": "text", "load_t": "hundredth"}
GPX = "http://www.topografix.com/GPX/1/1"


def write_all(run_code: str, folder: Path, language: str = "vi") -> list[Path]:
    """Write every form of a run's rounds into a folder; return the files.

    ``rounds.xlsx``, ``driver-sheets.html`` (print it: one A4 page or more a round), ``rounds.geojson``, ``rounds.gpx``,
    ``vroom-problem.json`` and ``vroom-solution.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    problem, plan = opened(run_code)
    texts = {
        "driver-sheets.html": driver_sheets(run_code, language),
        "rounds.geojson": geojson(run_code),
        "rounds.gpx": gpx(run_code),
        "vroom-problem.json": json.dumps(vroom.problem_json(problem), ensure_ascii=False),
        "vroom-solution.json": json.dumps(vroom.solution_json(problem, plan), ensure_ascii=False),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [workbook(run_code, folder / "rounds.xlsx", language), *(folder / name for name in texts)]


def workbook(run_code: str, path: Path, language: str = "vi") -> Path:
    """Write figures, rounds, stops and jobs not carried as sheets; ``banme rounds-check`` reads the stops back."""
    with translation.override(language):
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        add_styles(book)
        say = {"vi": 0, "en": 1}[language]
        heads = (("Chỉ tiêu", "Figure"), ("Giá trị", "Value"), ("Đơn vị", "Unit"))
        columns = [Column(head[say], kind, 34) for head, kind in zip(heads, ("text", "tenth", "text"), strict=True)]
        rows = [
            (words.figure(row.indicator), row.value, words.unit(row.unit_of_measure))
            for row in ResultIndicator.objects.filter(run_id=run_code)
        ]
        add_table(book, ("Tổng hợp", "Summary")[say], columns, rows)
        _sheet(book, ("Chuyến xe", "Rounds")[say], ResultRound, run_code, ROUND_KINDS)
        _sheet(book, ("Điểm dừng", "Stops")[say], ResultRoundStop, run_code, STOP_KINDS)
        left = ResultUnassigned.objects.filter(run_id=run_code)
        columns = [*_heads(ResultUnassigned, LEFT_KINDS), Column(("Lý do", "Reason")[say], "text", 60)]
        rows_left = [(*(getattr(row, name) for name in LEFT_KINDS), half(row.reason, language)) for row in left]
        add_table(book, ("Đơn chưa xếp", "Not carried")[say], columns, rows_left)
        book.save(path)
    return path


def _heads(model: type[models.Model], kinds: dict[str, str]) -> list[Column]:
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [Column(str(fields[name].verbose_name), kind) for name, kind in kinds.items()]


def _sheet(book: Workbook, title: str, model: type[models.Model], run_code: str, kinds: dict[str, str]) -> None:
    fields = {field.column: field.attname for field in model._meta.concrete_fields}
    rows = model._default_manager.filter(run_id=run_code).order_by("id").values(*(fields[name] for name in kinds))
    shown = [
        [str(words.ACTIONS[row[fields[name]]]) if name == "action" else row[fields[name]] for name in kinds]
        for row in rows
    ]
    add_table(book, title, _heads(model, kinds), shown)


def driver_sheets(run_code: str, language: str = "vi", shift: str = "") -> str:
    """Return a printable page for each round (of one shift where it is named): stops, times, loads, signatures."""
    run = Run.objects.get(code=run_code)
    rounds = ResultRound.objects.filter(run=run).select_related("vehicle").order_by("day", "shift_code")
    if shift:
        rounds = rounds.filter(shift_code=shift)
    stops: dict[str, list[ResultRoundStop]] = {}
    for row in ResultRoundStop.objects.filter(run=run).order_by("shift_code", "position"):
        stops.setdefault(row.shift_code, []).append(row)
    environment = Environment(
        loader=PackageLoader("banme.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    with translation.override(language):
        rules = [half(text, language) for text in run.parameters["rounds"]["rules"]]
        return environment.get_template("driver_sheets.html.j2").render(
            run=run,
            rounds=[(each, stops.get(each.shift_code, [])) for each in rounds],
            rules=rules,
            vi=language == "vi",
            when=lambda moment: words.when(moment, language),
            lasting=lambda minutes: words.lasting(minutes, language),
            actions={code: str(label) for code, label in words.ACTIONS.items()},
        )


def geojson(run_code: str, day: str = "") -> str:
    """Return the ways of the rounds (of those under way on a day ``2026-11-23``) as GeoJSON lines."""
    rounds = ResultRound.objects.filter(run_id=run_code).order_by("shift_code")
    features = [
        {
            "type": "Feature",
            "id": row.pk,
            "geometry": shapely.geometry.mapping(row.geometry),
            "properties": {
                "shift": row.shift_code,
                "truck": row.truck,
                "driver": row.driver,
                "leaves": row.leaves,
                "back": row.back,
                "distance_km": round(row.distance_km, 1),
                "carried_t": round(row.carried_t, 2),
                "cost_vnd": round(row.cost_vnd),
            },
        }
        for row in rounds
        if row.geometry is not None and (not day or row.leaves[:10] <= day <= row.back[:10])
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def vroom_solution(run_code: str) -> str:
    """Return the plan as VROOM's JSON."""
    return json.dumps(vroom.solution_json(*opened(run_code)), ensure_ascii=False)


def gpx(run_code: str) -> str:
    """Return the rounds as GPX 1.1: a track each, its stops as waypoints."""
    root = Element("gpx", {"version": "1.1", "creator": "Ban Mê", "xmlns": GPX})
    problem, plan = opened(run_code)
    places = {place.code: place for place in problem.places}
    used = sorted({stop.place for each in plan.rounds for stop in each.stops})
    for code in used:
        point: Any = SubElement(root, "wpt", {"lat": f"{places[code].lat:.6f}", "lon": f"{places[code].lon:.6f}"})
        SubElement(point, "name").text = places[code].name
    for row in ResultRound.objects.filter(run_id=run_code).order_by("shift_code"):
        if row.geometry is None:
            continue
        track = SubElement(root, "trk")
        SubElement(track, "name").text = row.shift_code
        segment = SubElement(track, "trkseg")
        for lon, lat in shapely.get_coordinates(row.geometry):
            SubElement(segment, "trkpt", {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")
