"""Problem, plan and certificate as plain JSON (``docs/engines/siting.md`` describes every field)."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.errors import InputError, Problem
from banme.siting.ceilings import LENGTHS, Ceiling, Rates
from banme.siting.problem import COLUMNS, LABELLED, OPTIONAL, Limits, NetworkProblem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from banme.siting.alternatives_result import Alternatives
    from banme.siting.certificate import Branch, Certificate
    from banme.siting.design import NetworkDesign

FORMAT = 1
GZIP_FROM_BYTES = 4_000_000
INDEX = {"commodities": "commodity", "periods": "period", "stages": "stage", "nodes": "node", "sites": "site"}
PLAN_TABLES = {
    "openings": ("site", "module", "stage"),
    "flows": ("source", "target", "commodity", "period", "quantity_t"),
    "storage": ("site", "commodity", "period", "quantity_t"),
    "unshipped": ("origin", "commodity", "period", "quantity_t"),
}


def save(problem: NetworkProblem, design: NetworkDesign, folder: Path) -> None:
    """Write ``problem.json``, ``plan.json`` and ``certificate.json`` (``.json.gz`` where large) into a folder.

    Parameters
    ----------
    problem : NetworkProblem
    design : NetworkDesign
    folder : Path
        Made if it is not there.

    """
    folder.mkdir(parents=True, exist_ok=True)
    digests = {
        "problem": _write(folder, "problem", problem_document(problem)),
        "certificate": _write(folder, "certificate", certificate_document(design.certificate)),
    }
    _write(folder, "plan", plan_document(design, digests))


def load_problem(folder: Path) -> NetworkProblem:
    """Read ``problem.json`` back.

    Raises
    ------
    InputError
        If there is no such file, or what it holds is not a valid problem.

    """
    document = _read(folder, "problem")
    tables: dict[str, Any] = {}
    for name in COLUMNS:
        stored = document["tables"][name]
        frame = pd.DataFrame(stored["rows"], columns=stored["columns"])
        if name in LABELLED:
            frame = frame.set_index(INDEX[name]).rename_axis(None)
        tables[name] = _typed(frame[_used(name, frame)])
    ceilings = tuple(_ceiling_of(stored) for stored in document.get("ceilings", []))
    return NetworkProblem(**tables, limits=Limits(**document["limits"]), ceilings=ceilings)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    out = frame.copy()
    for column in out.columns:
        if column in ("storable", "existing"):
            out[column] = out[column].astype(bool)
        elif column in NUMERIC:
            out[column] = pd.to_numeric(out[column].map(_number)).astype(float)
        else:
            out[column] = out[column].astype(object)
    return out


NUMERIC = frozenset(
    column
    for columns in COLUMNS.values()
    for column in columns
    if column.endswith(("_t", "_h", "_km", "_year", "_vnd"))
) | {"capacity_use", "weight", "storage_vnd_t_month"}


def _number(value: object) -> float:
    if value is None:
        return math.nan
    return math.inf if value == "inf" else float(value)  # type: ignore[arg-type]


def problem_document(problem: NetworkProblem) -> dict[str, Any]:
    """Return the problem as a JSON document."""
    tables = {}
    for name, table in problem.tables().items():
        frame = table[_used(name, table)]
        if name in LABELLED:
            frame = frame.rename_axis(INDEX[name]).reset_index()
        tables[name] = {"columns": list(frame.columns), "rows": [_plain(row) for row in frame.itertuples(index=False)]}
    limits = problem.limits
    return {
        "format": FORMAT,
        "tables": tables,
        "limits": {
            "budget_vnd": limits.budget_vnd,
            "max_sites": None if limits.max_sites is None else dict(limits.max_sites),
            "co2_cap_kg_year": limits.co2_cap_kg_year,
            "co2_price_vnd_kg": limits.co2_price_vnd_kg,
            "single_source": limits.single_source,
            **{name: getattr(limits, name) for name in CHANGES if getattr(limits, name) is not None},
        },
        **({"ceilings": [_ceiling(one) for one in problem.ceilings]} if problem.ceilings else {}),
    }


def _used(name: str, table: pd.DataFrame) -> list[str]:
    """Return the columns to write: optional ones only where the table has them."""
    return [*COLUMNS[name], *(column for column in OPTIONAL.get(name, {}) if column in table.columns)]


CHANGES = ("max_new_sites", "max_closures", "max_changes")


def _ceiling(one: Ceiling) -> dict[str, Any]:
    rates = {part: _plain(np.asarray(getattr(one.rates, part))) for part in LENGTHS}
    return {"name": one.name, "most": float(one.most), "rates": rates}


def _ceiling_of(stored: dict[str, Any]) -> Ceiling:
    rates = {part: np.array([_number(value) for value in stored["rates"][part]], float) for part in LENGTHS}
    return Ceiling(stored["name"], float(stored["most"]), Rates(**rates))


def plan_document(design: NetworkDesign, digests: dict[str, str]) -> dict[str, Any]:
    """Return the plan and its claims as a JSON document."""
    return {
        "format": FORMAT,
        "status": design.status,
        "claims": {
            "cost_vnd": _value(design.cost_vnd),
            "breakdown_vnd": {part: _value(value) for part, value in design.breakdown_vnd.items()},
            "bound_vnd": _value(design.bound_vnd),
            "solver_bound_vnd": _value(design.solver_bound_vnd),
            "gap_pct": _value(design.gap_pct),
        },
        "provenance": dict(design.provenance),
        "digests": digests,
        "tables": _plan_tables(design),
    }


def _plan_tables(design: NetworkDesign) -> dict[str, Any]:
    tables = {}
    for name, columns in PLAN_TABLES.items():
        rows = [_plain(row) for row in getattr(design, name)[list(columns)].itertuples(index=False)]
        tables[name] = {"columns": list(columns), "rows": rows, "checks": [check_sum(name, row) for row in rows]}
    return tables


def save_alternatives(problem: NetworkProblem, found: Alternatives, folder: Path) -> None:
    """Write the best design as :func:`save` does, with ``alternatives.json`` and ``claims-N.json`` beside it.

    Parameters
    ----------
    problem : NetworkProblem
    found : Alternatives
    folder : Path
        Made if it is not there.

    """
    save(problem, found.best, folder)
    digests = {
        f"claims-{number}": _write(folder, f"claims-{number}", certificate_document(certificate))
        for number, certificate in enumerate(found.certificates)
        if number
    }
    claims = [
        [claim.site, claim.opened, _value(claim.bound_vnd), claim.certificate, claim.excluded] for claim in found.claims
    ]
    sites = [_plain(row) for row in found.sites.itertuples()]
    plans = [
        {"cost_vnd": _value(plan.cost_vnd), "kept": number < len(found.plans), "tables": _plan_tables(plan)}
        for number, plan in enumerate((*found.plans, *found.witnesses))
    ]
    document = {
        "format": FORMAT,
        "within_pct": found.within_pct,
        "best_vnd": _value(found.best.cost_vnd),
        "threshold_vnd": _value(found.threshold_vnd),
        "digests": digests,
        "sites": {
            "columns": ["site", *found.sites.columns],
            "rows": sites,
            "checks": [check_sum("sites", row) for row in sites],
        },
        "claims": {
            "columns": ["site", "opened", "bound_vnd", "certificate", "excluded"],
            "rows": claims,
            "checks": [check_sum("claims", row) for row in claims],
        },
        "plans": plans,
    }
    _write(folder, "alternatives", document)


def certificate_document(certificate: Certificate) -> dict[str, Any]:
    """Return the certificate as a JSON document: rows once, multipliers sparse, a check sum for every entry."""
    families: dict[str, list[list[str]]] = {}
    slots: list[tuple[str, int]] = []
    for family, labels in certificate.rows:
        rows = families.setdefault(family, [])
        slots.append((family, len(rows)))
        rows.append(list(labels))
    pool = []
    for number, multipliers in enumerate(certificate.multipliers):
        entries = [[*slots[at], float(multipliers[at])] for at in np.flatnonzero(multipliers)]
        pool.append({"entries": entries, "checks": [check_sum(f"multipliers/{number}", entry) for entry in entries]})
    branches = [_branch(branch) for branch in certificate.branches]
    return {
        "format": FORMAT,
        "form": certificate.form,
        "rows": families,
        "multipliers": pool,
        "branches": branches,
        "checks": [check_sum("branches", [branch]) for branch in branches],
    }


def _branch(branch: Branch) -> dict[str, Any]:
    if branch.site is None:
        return {"multipliers": branch.multipliers, "bound_vnd": _value(branch.bound_vnd)}
    return {
        "site": branch.site,
        "module": branch.module,
        "stage": branch.stage,
        "no": branch.no,
        "yes": branch.yes,
    }


def check_sum(place: str, row: Iterable[Any]) -> str:
    """Return the CRC-32 of a row (8 hex digits), so that one changed entry is named."""
    text = json.dumps([place, *row], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{zlib.crc32(text.encode()):08x}"


def _plain(row: Iterable[Any]) -> list[Any]:
    return [_value(value) for value in row]


def _value(value: Any) -> Any:
    if value is None or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return None
        return ("inf" if number > 0 else "-inf") if math.isinf(number) else number
    return str(value)


def _write(folder: Path, name: str, document: dict[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    plain.unlink(missing_ok=True)
    packed.unlink(missing_ok=True)
    if len(text) >= GZIP_FROM_BYTES:
        packed.write_bytes(gzip.compress(text, 5, mtime=0))
    else:
        plain.write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def _read(folder: Path, name: str) -> dict[str, Any]:
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    if plain.exists():
        return dict(json.loads(plain.read_bytes()))
    if packed.exists():
        return dict(json.loads(gzip.decompress(packed.read_bytes())))
    raise InputError(
        [
            Problem(
                "missing-file",
                f"Không có tệp {name}.json trong thư mục; hãy chọn thư mục do banme ghi.",
                f"There is no {name}.json in the folder; choose a folder that banme saved.",
                table=name,
                value=folder.name,
            )
        ]
    )
