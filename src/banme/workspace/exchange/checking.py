"""Checks every table of a file against the models and against the workspace, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from banme.progress import Progress
from banme.workspace.exchange import across
from banme.workspace.exchange.declaration import Field, columns, input_models
from banme.workspace.exchange.headers import check_header, check_table_name
from banme.workspace.exchange.offenders import Fault, Offenders, Place, bilingual
from banme.workspace.exchange.raw import RawTable
from banme.workspace.exchange.shapes import read_shapes
from banme.workspace.exchange.values import Objects, read_column
from banme.workspace.geometry import GeometryField
from banme.workspace.models.base import Record


@dataclass(slots=True)
class CheckedTable:
    """A table read and checked.

    Attributes
    ----------
    model : type of Record
        The table.
    fields : list of Field
        The columns that the file has.
    values : dict of str to array of object, shape (rows,)
        Plain values by field name (codes for references); None where unknown.
    rows : array of int, shape (rows,)
        Row numbers in the file.
    bad : array of bool, shape (rows,)
        Rows with a fault of their own.

    """

    model: type[Record]
    fields: list[Field]
    values: dict[str, Objects]
    rows: npt.NDArray[np.int64]
    bad: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Check:
    """What a check needs and gathers: offenders, remarks, whether the tables replace what is stored."""

    offenders: Offenders
    notes: list[str] = field(default_factory=list)
    replace: bool = False
    progress: Progress = field(default_factory=Progress)


def check_tables(raw: list[RawTable], check: Check) -> tuple[list[CheckedTable], list[str]]:
    """Return the checked tables in load order, and the result tables that were passed over."""
    passed_over: list[str] = []
    ready: dict[str, CheckedTable] = {}
    for place, table in enumerate(raw):
        check.progress.tell("check", place / len(raw), message=table.name)
        if check_table_name(table.name, check.offenders):
            ready[table.name] = _read(table, check)
        else:
            passed_over.append(table.name)
    order = [name for name in input_models() if name in ready]
    tables = [ready[name] for name in order]
    across.check_across(tables, check.offenders, replace=check.replace)
    return tables, passed_over


def _read(raw: RawTable, check: Check) -> CheckedTable:
    """Read a table a piece at a time; cells, then each row as a whole."""
    model = input_models()[raw.name]
    present = check_header(raw.name, raw.header, check.offenders)
    absent = _absent_values(model, present, replace=check.replace)
    parts = [_read_chunk(piece, raw.name, model, (present, absent, check)) for piece in raw.chunks]
    names = [field.name for field in present.values()]
    values = {name: np.concatenate([part[0][name] for part in parts]) for name in names}
    rows = np.concatenate([part[1] for part in parts])
    return CheckedTable(model, list(present.values()), values, rows, np.concatenate([part[2] for part in parts]))


_Context = tuple[dict[str, Field], "Callable[[Any], dict[str, Any]]", Check]


def _read_chunk(
    piece: pd.DataFrame, table: str, model: type[Record], context: _Context
) -> tuple[dict[str, Objects], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    present, absent, check = context
    rows = piece.index.to_numpy(dtype=np.int64)
    bad = np.zeros(len(rows), dtype=bool)
    values: dict[str, Objects] = {}
    for name, column in present.items():
        cells = piece[name].to_numpy(dtype=object)
        place = Place(table, column=name)
        if isinstance(column, GeometryField):
            values[column.name], faulty, flattened = read_shapes(column, cells, rows, place, check.offenders)
            if flattened:
                check.notes.append(f"{table}.{name}: Z × {flattened} → 2D")
        else:
            values[column.name], faulty = read_column(column, cells, rows, place, check.offenders)
        bad |= faulty
    bad |= _check_rows(model, values, (rows, bad), absent, check.offenders)
    return values, rows, bad


def _check_rows(
    model: type[Record],
    values: dict[str, Objects],
    where: tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]],
    absent: Callable[[Any], dict[str, Any]],
    offenders: Offenders,
) -> npt.NDArray[np.bool_]:
    """Run the model's cross-column checks on each row whose cells are sound."""
    rows, bad = where
    found = np.zeros(len(rows), dtype=bool)
    names = list(values)
    table = model._meta.db_table
    for position, cells in enumerate(zip(*values.values(), strict=True)):
        if bad[position]:
            continue
        row = dict(zip(names, cells, strict=True))
        for problem in model.row_problems({**absent(row.get("code")), **row}):
            found[position] = True
            offenders.note(Fault("row-check", bilingual(problem)), Place(table, str(rows[position])), row.get("code"))
    return found


def _absent_values(model: type[Record], present: dict[str, Field], *, replace: bool) -> Callable[[Any], dict[str, Any]]:
    """Return the values of columns the file leaves out: a stored row keeps its own, a new row has blanks."""
    missing = [column for column in columns(model) if str(column.column) not in present]
    blank = {column.name: column.get_default() for column in missing}
    if not missing:
        return lambda _: {}
    if replace:
        return lambda _: blank
    names = [column.name for column in missing]
    stored = {
        code: dict(zip(names, found, strict=True))
        for code, *found in model._default_manager.values_list("code", *[c.attname for c in missing])
    }
    return lambda code: stored.get(code, blank)
