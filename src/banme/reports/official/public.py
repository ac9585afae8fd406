"""The public page of a plan on one sheet, as HTML or PDF: how far it is, map and charts, figures with their run."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from banme.reports.official import drawings, pdf
from banme.reports.official import material as reading
from banme.reports.official.papers import money_or_figure, unit_of
from banme.workspace import models as m
from banme.workspace.frames import frame

TEMPLATES = Path(__file__).parent
LEGEND = (
    ("đã xong", drawings.DONE),
    ("đang làm", drawings.GOING),
    ("quá hạn", drawings.LATE),
    ("chưa báo cáo", drawings.SILENT),
)
MOST_FIGURES = 6
MOST_TARGETS = 12


def write(code: str, target: Path, day: dt.date) -> None:
    """Write the page; the ending ``.html`` or ``.pdf`` says how.

    Raises
    ------
    InputError
        When there is no such plan, or a citation cannot be right.

    """
    page = describe(reading.read(code, day))
    if target.suffix.lower() == ".pdf":
        target.write_bytes(pdf.set_pages("public.typ", {"page": json.dumps(page, ensure_ascii=False)}))
        return
    room = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())
    target.write_text(room.get_template("public.html").render(page=page), encoding="utf-8", newline="")


def describe(material: reading.PlanMaterial) -> dict[str, Any]:
    """Return what the page shows, as plain values."""
    plan = material.plan
    tasks = material.tasks
    budget: dict[int, float] = {}
    for (year, _), vnd in material.budget.items():
        budget[year] = budget.get(year, 0.0) + vnd / reading.BILLION
    return {
        "title": plan.name,
        "issuer": "" if plan.issuer is None else plan.issuer.name,
        "day": reading.day_text(material.day),
        "span": f"{reading.day_text(plan.starts_on)} – {reading.day_text(plan.ends_on)}",
        "facts": [
            (str(len(material.objectives)), "mục tiêu"),
            (str(len(tasks)), "nhiệm vụ"),
            (str(sum(line.done for line in tasks)), "báo cáo đã xong"),
            (str(sum(line.late(material.day) for line in tasks)), "quá hạn"),
        ],
        "map": _map(material),
        "progress": drawings.bars_svg([_bar(material, row.name, lines) for row, lines in material.objectives], ""),
        "legend": [list(each) for each in LEGEND],
        "budget": drawings.bars_svg(
            [(str(year), [(vnd, drawings.SITE)]) for year, vnd in sorted(budget.items())], "tỷ đồng"
        ),
        "targets": [
            [
                line.name,
                line.unit,
                _value(line.standing.target),
                "–" if line.standing.year is None else str(line.standing.year),
                _value(line.standing.reported),
                _value(line.standing.computed),
                line.verdict,
            ]
            for line in material.indicators[:MOST_TARGETS]
        ],
        "figures": [
            [label, money_or_figure(value, unit), unit_of(value, unit), run]
            for label, value, unit, run in material.figures[:MOST_FIGURES]
        ],
        "notes": _notes(material),
    }


def _value(value: float | None) -> str:
    whole = value is None or value == round(value) or abs(value) >= reading.THOUSAND
    return reading.figure(value, 0 if whole else 1)


def _bar(
    material: reading.PlanMaterial, name: str, lines: tuple[reading.TaskLine, ...]
) -> tuple[str, list[tuple[float, str]]]:
    done = sum(line.done for line in lines)
    late = sum(line.late(material.day) for line in lines)
    silent = sum(line.report is None and not line.late(material.day) for line in lines)
    going = len(lines) - done - late - silent
    counted = zip((done, going, late, silent), (colour for _, colour in LEGEND), strict=True)
    return name, [(float(number), colour) for number, colour in counted]


def _map(material: reading.PlanMaterial) -> str:
    units = m.AdminUnit.objects.filter(level="commune", valid_from__lte=material.day).exclude(valid_to__lt=material.day)
    named = {line.task.cluster_id for line in material.tasks if line.task.cluster_id}
    marks = []
    for row in m.IndustrialCluster.objects.exclude(quality="illustrative").exclude(geometry=None):
        point = row.geometry.representative_point()
        marks.append(drawings.Mark(point.x, point.y, row.name if row.code in named else "", is_cluster=True))
    run = m.Run.objects.filter(study="network_design", status__in=["done", "stopped"], cost_vnd__isnull=False)
    newest = run.order_by("-id").first()
    if newest is not None:
        last = max(m.ResultOpening.objects.filter(run=newest).values_list("year", flat=True), default=None)
        opened = m.ResultOpening.objects.filter(run=newest, year=last).exclude(geometry=None)
        marks += [drawings.Mark(row.geometry.x, row.geometry.y, "", is_cluster=False) for row in opened]
    return drawings.map_svg(frame(m.AdminUnit, units), marks)


def _notes(material: reading.PlanMaterial) -> list[str]:
    notes = []
    if material.made_up:
        notes.append("Số liệu minh họa, không phải kế hoạch thật.")
    if material.assumed:
        notes.append("Danh sách nhiệm vụ, phân công hoặc thời hạn có phần là giả định.")
    gone = {each.act.number for each in material.standings if each.state.is_gone}
    if gone:
        notes.append(f"Căn cứ pháp lý không còn hiệu lực: {', '.join(sorted(gone))}.")
    return notes
