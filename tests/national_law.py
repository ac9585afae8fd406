"""The shipped national tables as engines get them, without a workspace."""

from functools import cache
from pathlib import Path

import pandas as pd

import banme.regions
from banme.clusters.dossier import read_items
from banme.law import RuleBook, WorkingCalendar

FOLDER = Path(banme.regions.__file__).parent / "vietnam"
_DAYS = ("valid_from", "valid_to", "day")
_FLAGS = ("in_use", "pending_keep_other")


def frame(name):
    read = pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)
    for column in _DAYS:
        if column in read:
            read[column] = [pd.Timestamp(text).date() if text else None for text in read[column]]
    for column in _FLAGS:
        if column in read:
            read[column] = read[column] == "true"
    if "value" in read:
        read["value"] = pd.to_numeric(read["value"].replace("", None))
    return read


@cache
def book():
    return RuleBook.of({name: frame(name) for name in ("legal_act", "legal_relation", "rule_parameter")})


@cache
def calendar():
    return WorkingCalendar.of(frame("public_holiday"))


@cache
def items():
    return read_items(frame("dossier_item"))
