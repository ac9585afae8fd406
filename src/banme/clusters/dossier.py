"""The dossier to establish or expand a cluster, checked against the list of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from banme.errors import InputError, Problem
from banme.law.marks import Mark
from banme.law.regime import Regime
from banme.law.words import Words

ITEM_COLUMNS = (
    "code",
    "procedure",
    "position",
    "any_of",
    "label",
    "act_code",
    "article",
    "valid_from",
    "valid_to",
    "mark",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One paper of a dossier; of the items that share ``any_of`` one is enough."""

    code: str
    procedure: str
    position: int
    any_of: str
    label: Words
    act: str
    article: str
    valid_from: date
    valid_to: date | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Checklist:
    """A dossier held against its list.

    Attributes
    ----------
    items : tuple of Item
        The list that governs; empty where none is known for the day.
    present : frozenset of str
        Codes of the items that are there.
    missing : tuple of Item
        Items that must be there and are not.
    missing_any : tuple of tuple of Item
        Groups of which none is there.
    sets_needed, sets_present : float or int or None
        Sets of the file.

    """

    items: tuple[Item, ...]
    present: frozenset[str]
    missing: tuple[Item, ...]
    missing_any: tuple[tuple[Item, ...], ...]
    sets_needed: float | None
    sets_present: int | None

    @property
    def complete(self) -> bool | None:
        """Whether the dossier is complete; None where no list, or the number of sets, is known."""
        if not self.items or self.missing or self.missing_any:
            return False if self.items else None
        if self.sets_needed is None or self.sets_present is None:
            return None
        return self.sets_present >= self.sets_needed


def read_items(frame: pd.DataFrame) -> tuple[Item, ...]:
    """Return the items of a frame with :data:`ITEM_COLUMNS`, in their order."""
    rows: list[Mapping[Any, Any]] = list(frame[list(ITEM_COLUMNS)].to_dict("records"))
    return tuple(
        Item(
            code=str(row["code"]),
            procedure=str(row["procedure"]),
            position=int(row["position"]),
            any_of=str(row["any_of"] or "") if not pd.isna(row["any_of"]) else "",
            label=Words.of(str(row["label"])),
            act=str(row["act_code"]),
            article=str(row["article"]),
            valid_from=_day(row["valid_from"]),
            valid_to=None if pd.isna(row["valid_to"]) else _day(row["valid_to"]),
            mark=Mark(row["mark"]),
        )
        for row in sorted(rows, key=lambda row: (str(row["procedure"]), int(row["position"])))
    )


def check_dossier(
    items: tuple[Item, ...], present: frozenset[str], regime: Regime, procedure: str, sets_present: int | None = None
) -> Checklist:
    """Hold the papers that are there against the list of the regime's acts.

    Raises
    ------
    InputError
        When a paper is named that no list of this regime knows.

    """
    acts = {act.code for act in regime.acts}
    listed = tuple(
        item
        for item in items
        if item.procedure == procedure
        and item.act in acts
        and item.mark.is_law
        and item.valid_from <= regime.day
        and (item.valid_to is None or regime.day <= item.valid_to)
    )
    strange = present - {item.code for item in items if item.procedure == procedure}
    if strange:
        raise InputError([_unknown_item(code) for code in sorted(strange)])
    single = tuple(item for item in listed if not item.any_of and item.code not in present)
    groups = dict.fromkeys(item.any_of for item in listed if item.any_of)
    unmet = []
    for group in groups:
        members = tuple(item for item in listed if item.any_of == group)
        if not any(item.code in present for item in members):
            unmet.append(members)
    sets = regime.find("cluster.dossier.sets")
    return Checklist(listed, present, single, tuple(unmet), None if sets is None else sets.value, sets_present)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _unknown_item(code: str) -> Problem:
    return Problem(
        rule="unknown-dossier-item",
        table="dossier_item",
        row=code,
        vi="Danh mục hồ sơ không có mục này: dùng mã trong bảng dossier_item",
        en="The list has no such paper: use a code of table dossier_item",
    )
