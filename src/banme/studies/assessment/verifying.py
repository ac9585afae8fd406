"""Whether the result tables of upgrades, exchanges and portfolios still say what the saved plan says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from banme.checker import worth
from banme.errors import Problem
from banme.studies.differing import agree, differs
from banme.workspace import models as m

Cells = Mapping[tuple[str, ...], float]


def differences(run_code: str, folder: Path) -> list[Problem]:
    """Return the rows of the result tables that the saved plan does not bear out, and those it has and they lack."""
    document = json.loads(gzip.decompress((folder / worth.NAME).read_bytes()))
    if document["plan"] is None:
        return []
    return {"upgrades": _upgrades, "exchange": _exchange, "zone": _zone}[document["kind"]](run_code, document)


def _upgrades(run_code: str, document: dict[str, Any]) -> list[Problem]:
    options = {row["label"]: row for row in document["problem"]["options"]}
    picked = [options[row["option"]] for row in document["plan"]]
    saved = {(row["establishment"], row["measure"]): row["capex_vnd"] for row in picked}
    rows = m.ResultUpgrade.objects.filter(run_id=run_code)
    stored = {(row.establishment_id, row.measure_id): row.capex_vnd for row in rows}
    claims = document["claims"]
    uses = [(row["establishment"], row["resource"]) for row in document["problem"]["baseline"]]
    left = {use: max(0.0, claims[f"saved/{use[0]}/{use[1]}/saving_pct"]) for use in uses}
    savings = m.ResultSaving.objects.filter(run_id=run_code)
    written = {(row.establishment_id, row.resource): row.saved for row in savings}
    return [
        *_compare("result_upgrade", "capex_vnd", stored, saved),
        *_compare("result_saving", "saved", written, left),
    ]


def _exchange(run_code: str, document: dict[str, Any]) -> list[Problem]:
    rows = m.ResultExchange.objects.filter(run_id=run_code)
    found: list[Problem] = []
    for column in ("sent_t_year", "received_t_year", "gain_vnd_year"):
        stored = {(row.offer_id, row.want_id, row.route_id): getattr(row, column) for row in rows}
        saved = {(row["offer"], row["want"], row["route"]): row[column] for row in document["plan"]}
        found += _compare("result_exchange", column, stored, saved)
    return found


def _zone(run_code: str, document: dict[str, Any]) -> list[Problem]:
    rows = m.ResultZoneProject.objects.filter(run_id=run_code)
    stored = {(row.project_id, row.area_id, str(row.year)): row.benefit_vnd for row in rows}
    saved = {(row["project"], row["area"], row["period"]): row["benefit_vnd"] for row in document["plan"]}
    return _compare("result_zone_project", "benefit_vnd", stored, saved)


def _compare(table: str, column: str, stored: Cells, saved: Cells) -> list[Problem]:
    return [
        differs(table, " ".join(key), column, f"{stored.get(key)} ≠ {saved.get(key)}")
        for key in sorted({*stored, *saved})
        if key not in saved or not agree(stored.get(key), saved[key])
    ]
