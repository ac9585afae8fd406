"""One self-contained HTML report: map, charts and tables that open from a file, without a network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import banme
from banme.reports import format as fmt
from banme.reports import material as reading
from banme.reports import method, page_tables, payload, verdict

_ECHARTS = ("vendor", "echarts-6.1.0", "echarts.min.js")


def write(path: Path | str, run_code: str, baseline_run_code: str | None = None, language: str = "vi") -> Path:
    """Write the report on a run as one HTML file.

    Parameters
    ----------
    path : Path or str
        The file to write; an older one is replaced. Its folder is made when missing.
    run_code : str
        A finished run (or one stopped early that kept a plan).
    baseline_run_code : str, optional
        The run of today's practice to compare with.
    language : str
        ``vi`` or ``en``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When a run is unknown or holds no plan, or the language is not offered.

    """
    material = reading.read(run_code, baseline_run_code, language)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render(material), encoding="utf-8")
    return target


def render(material: reading.Material) -> str:
    """Return the report as HTML text."""
    environment = Environment(
        loader=PackageLoader("banme.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html.j2").render(**_context(material), **_assets(material))


def _assets(material: reading.Material) -> dict[str, Markup]:
    """Return what is inlined as it stands: our own style, script and data, and the vendored charts."""
    templates = resources.files("banme.reports") / "templates"
    charts = resources.files("banme").joinpath(*_ECHARTS)
    text = json.dumps(payload.build(material), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return {
        "css": _inline(templates / "report.css"),
        "script": _inline(templates / "report.js"),
        "echarts": _inline(charts),
        "data": Markup(text),  # noqa: S704  (escaped above: no mark that could end the element)
    }


def _inline(file: Any) -> Markup:
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704  (files of this package)


def _context(material: reading.Material) -> dict[str, Any]:
    run, language, say = material.plan.run, material.language, material.say
    years = material.plan.years
    commodities = sorted(set(material.plan.legs["commodity_code"]))
    region = ", ".join(material.provinces["name"])
    title = say("Phương án mạng lưới logistics", "Logistics network plan")
    sentences = [*verdict.saving(material), verdict.opening(material), verdict.early_stop(material)]
    return {
        "language": language,
        "version": banme.__version__,
        "written": datetime.now(UTC),
        "t": say,
        "day": lambda value: fmt.day(value, language),
        "run": run,
        "title": f"{title} – {region}" if region else title,
        "subtitle": f"{say('Kịch bản', 'Scenario')}: {material.scenario_name(material.plan)}",
        "years": years,
        "chosen": years[-1] if years else None,
        "sentences": [sentence for sentence in sentences if sentence],
        "proof": verdict.proof(material),
        "gap": None if fmt.missing(run.gap_pct) else fmt.percent_up(run.gap_pct, language),
        "assumed": method.assumed(material),
        "method": method.paragraphs(material),
        "attribution": method.attribution(material),
        "provenance": method.provenance(material),
        **_tables(material, years, commodities),
    }


def _tables(material: reading.Material, years: list[int], commodities: list[str]) -> dict[str, Any]:
    tables = page_tables
    return {
        "cards": {year: tables.cards(material, year) for year in years},
        "opening_heads": tables.opening_heads(material),
        "openings": {year: tables.openings(material, year) for year in years},
        "indicator_heads": tables.indicator_heads(material),
        "indicator_rows": tables.indicator_rows(material),
        "outlet_heads": tables.outlet_heads(material, commodities),
        "outlet_rows": {year: tables.outlet_rows(material, year, commodities) for year in years},
        "month_heads": tables.month_heads(material, commodities),
        "month_rows": {year: tables.month_rows(material, year, commodities) for year in years},
        "leg_caption": {year: _leg_caption(material, year) for year in years},
        "leg_heads": tables.leg_heads(material),
        "leg_rows": {year: tables.leg_rows(material, year) for year in years},
        "commune_heads": tables.commune_heads(material),
        "commune_rows": {year: tables.commune_rows(material, year) for year in years},
        "qualities": tables.qualities(material),
        "quality_rows": tables.quality_rows(material),
        "assumption_heads": tables.assumption_heads(material),
        "assumption_rows": tables.assumption_rows(material),
        "source_heads": tables.source_heads(material),
        "source_rows": tables.source_rows(material),
    }


def _leg_caption(material: reading.Material, year: int) -> str:
    total = int((material.plan.legs["year"] == year).sum())
    shown = min(total, page_tables.LARGEST_LEGS)
    return material.say(
        f"{shown} chặng lớn nhất trong {total} chặng năm {year}; đủ mọi chặng ở tệp XLSX và GeoPackage",
        f"The {shown} largest of {total} legs in {year}; all of them are in the XLSX and GeoPackage",
    )
