"""The dated figures that a relocation rests on, each with its source and how well it is verified."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from banme.clusters.relocation import SafetyDistance, SupportRule, Travel
from banme.errors import Findings, Problem
from banme.law.marks import Mark
from banme.law.words import Words
from banme.studies.inputs import in_force
from banme.studies.tariffs import rate
from banme.workspace.frames import frame
from banme.workspace.models import Establishment, RelocationNeed, RelocationSupport, Tariff
from banme.workspace.models import SafetyDistance as DistanceRow
from banme.workspace.models.clusters import HazardClass
from banme.workspace.models.freight import TariffKind
from banme.workspace.text import half

PERCENT = 100.0
PLANNER = "Người lập kế hoạch nhập cho lần chạy này | entered by the planner for this run"


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A figure a run used, as it is shown beside the results.

    ``is_law`` is true only where the figure was read in a text in force; everything else is the planner's parameter.
    """

    kind: str
    name: str
    figure: str
    source: str
    mark: str
    is_law: bool
    quality: str
    note: str

    def stored(self) -> dict[str, Any]:
        """Return it in plain values."""
        return asdict(self)


def title(one: Mapping[str, Any]) -> str:
    """Return what a stored figure is called, in the reader's language."""
    if one["kind"] == "worth":
        return str(TariffKind(one["name"]).label)
    if one["kind"] == "distance":
        return str(HazardClass(one["name"]).label)
    return half(str(one["name"]))


def lacking(missing: str) -> str:
    """Return what an establishment lacks, from the names of its columns, in the reader's language."""
    labels = {
        str(field.column): str(field.verbose_name)
        for model in (RelocationNeed, Establishment)
        for field in model._meta.concrete_fields
    }
    return "; ".join(labels.get(name, name) for name in missing.split(", ") if name)


def _figure(value: float, unit: str = "") -> str:
    """Write a figure as both languages write it."""
    english = f"{value:,.10g}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    if vietnamese == english:
        return f"{english} {unit}".strip()
    return f"{vietnamese} {unit}".strip() + " | " + f"{english} {unit}".strip()


def distances(day: dt.date, asked: Mapping[str, Any]) -> tuple[dict[str, SafetyDistance], list[RuleUsed]]:
    """Return the safety distance of each hazard class in use on a day; those ``asked`` for replace the table's.

    Raises
    ------
    InputError
        For an unknown class or a distance that is no number from 0.

    """
    _check(asked)
    rows = frame(DistanceRow)
    rows = in_force(rows[rows["in_use"].astype(bool)], day)
    found, used = {}, []
    for row in rows.itertuples():
        if row.hazard_class in asked:
            continue
        mark = Mark(row.mark)
        source = _source(row)
        found[row.hazard_class] = SafetyDistance(float(row.distance_m), source, mark)
        figure = _figure(row.distance_m, "m")
        used.append(
            RuleUsed("distance", row.hazard_class, figure, source, mark.value, mark.is_law, row.quality, row.note)
        )
    for name, value in asked.items():
        found[name] = SafetyDistance(float(value), PLANNER, Mark.NOT_FOUND)
        used.append(
            RuleUsed(
                "distance",
                name,
                _figure(float(value), "m"),
                PLANNER,
                Mark.NOT_FOUND.value,
                is_law=False,
                quality="assumed",
                note="",
            )
        )
    order = list(HazardClass.values)
    return found, sorted(used, key=lambda one: order.index(one.name))


def _check(asked: Mapping[str, Any]) -> None:
    found = Findings()
    for name, value in asked.items():
        try:
            good = 0.0 <= float(value) < math.inf
        except (TypeError, ValueError):
            good = False
        if name not in HazardClass.values or not good:
            known = ", ".join(HazardClass.values)
            found.add(
                Problem(
                    "relocation-distance",
                    f"Khoảng cách phải là số mét từ 0 của một cấp: {known}",
                    f"A distance must be metres from 0 for one of the classes {known}",
                    "safety_distance",
                    str(name),
                    "distance_m",
                    str(value),
                )
            )
    found.raise_if_any()


def _source(row: Any) -> str:
    act = "" if row.act_code is None or pd.isna(row.act_code) else str(row.act_code)
    return " ".join(part for part in (act or str(row.source_code), row.article) if part)


def supports() -> tuple[tuple[SupportRule, ...], list[RuleUsed]]:
    """Return the support rules in use; one holds in the years on whose first day it is in force."""
    rows = frame(RelocationSupport)
    found, used = [], []
    for row in rows[rows["in_use"].astype(bool)].itertuples():
        mark, share = Mark(row.mark), row.base_pct / PERCENT * row.share_pct / PERCENT
        first = row.valid_from.year + (row.valid_from > dt.date(row.valid_from.year, 1, 1))
        last = None if row.valid_to is None or pd.isna(row.valid_to) else row.valid_to.year
        source = _source(row)
        found.append(SupportRule(share, float(row.ceiling_vnd), source, mark, first, last))
        share_text, years = f"{row.share_pct:g} % × {row.base_pct:g} %", f"{first}–{last or ''}"
        ceiling = Words.of(_figure(row.ceiling_vnd / 1e6))
        figure = f"{share_text}, ≤ {ceiling.vi} triệu đồng, {years} | {share_text}, ≤ {ceiling.en} million VND, {years}"
        used.append(RuleUsed("support", row.label, figure, source, mark.value, mark.is_law, row.quality, row.note))
    return tuple(found), used


@dataclass(frozen=True, slots=True)
class Worths:
    """How far workers follow, and what a person-year of exposure and a job are worth (VND); all assumptions."""

    travel: Travel
    exposure_vnd: float
    job_vnd: float


def worths(day: dt.date, asked: Mapping[str, Any]) -> tuple[Worths, list[RuleUsed]]:
    """Read the tariffs of relocation; ``asked`` may replace ``exposure_vnd`` and ``job_vnd``.

    Raises
    ------
    InputError
        When a rate is missing: a missing price is not zero.

    """
    tariffs = in_force(frame(Tariff), day).set_index("code")
    kinds = {
        "free_km": "follow_km",
        "lost_pct_km": "follow_lost_pct_km",
        "exposure_vnd": "exposure_vnd_person_year",
        "job_vnd": "job_vnd",
    }
    values = {
        name: float(asked[name]) if asked.get(name) is not None else rate(tariffs, kind) for name, kind in kinds.items()
    }
    used = []
    for name, kind in kinds.items():
        rows = tariffs[tariffs["kind"] == kind]
        own = asked.get(name) is not None
        source = PLANNER if own else str(rows["source_code"].iloc[0])
        quality = "assumed" if own else str(rows["quality"].iloc[0])
        note = "" if own else str(rows["note"].iloc[0])
        used.append(
            RuleUsed("worth", kind, _figure(values[name]), source, "", is_law=False, quality=quality, note=note)
        )
    travel = Travel(values["free_km"], values["lost_pct_km"] / PERCENT)
    return Worths(travel, values["exposure_vnd"], values["job_vnd"]), used
