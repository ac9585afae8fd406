"""Checks between rows and tables: repeated codes, references, uniqueness, validity, swapped coordinates."""

from __future__ import annotations

import difflib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from banme.programme.network import loops
from banme.workspace.beside import Rows, circle
from banme.workspace.exchange.declaration import (
    Field,
    Model,
    geometry_of,
    references_to,
    table_name,
    target,
    unique_sets,
)
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words, bilingual
from banme.workspace.exchange.shapes import SWAPPED, swapped_beside
from banme.workspace.models.territory import AdminUnit
from banme.workspace.overlaps import overlapping

if TYPE_CHECKING:
    from banme.workspace.exchange.checking import CheckedTable

_GUESS_AMONG = 20_000


def check_across(tables: list[CheckedTable], offenders: Offenders, *, replace: bool) -> None:
    """Check the workspace as it would stand after the load."""
    by_model: dict[Model, CheckedTable] = {table.model: table for table in tables}
    for table in tables:
        if "code" in table.values:
            _check_codes(table, offenders)
            for fields in unique_sets(table.model):
                _check_unique(table, fields, offenders, replace=replace)
            _check_validity(table, offenders, replace=replace)
            _check_circles(table, offenders, replace=replace)
        for field in table.fields:
            pointed = target(field)
            if pointed is not None:
                _check_reference(table, field, _codes(pointed, by_model, replace=replace), offenders)
        if replace:
            _check_removed(table, by_model, offenders)
    _check_beside(tables, offenders, replace=replace)
    _check_swapped(tables, offenders)


def _codes(model: Model, by_model: dict[Model, CheckedTable], *, replace: bool) -> set[Any]:
    """Return the codes that a table would hold after the load."""
    table = by_model.get(model)
    given = set() if table is None else set(table.values.get("code", ()))
    return given if replace and table is not None else given | _stored_codes(model)


def _stored_codes(model: Model) -> set[Any]:
    return set(model._default_manager.values_list("code", flat=True))


def _check_codes(table: CheckedTable, offenders: Offenders) -> None:
    codes = pd.Series(table.values["code"], dtype=object)
    again = np.flatnonzero((codes.duplicated(keep="first") & codes.notna()).to_numpy())
    if not len(again):
        return
    first = codes.drop_duplicates()
    row_of = dict(zip(first, table.rows[first.index], strict=True))

    def describe(position: int) -> tuple[Any, Any, Words]:
        code = codes.iloc[again[position]]
        words = Words(
            f"Mã đã có ở hàng {row_of[code]}: mỗi mã một hàng, đổi hoặc xoá",
            f"The code is already in row {row_of[code]}: one row a code, change or remove it",
        )
        return table.rows[again[position]], code, words

    offenders.many(Place(_name(table), column="code"), "duplicate-code", len(again), describe)


def _check_unique(table: CheckedTable, fields: tuple[Field, ...], offenders: Offenders, *, replace: bool) -> None:
    if any(field.name not in table.values for field in fields):
        return
    names = [field.attname for field in fields]
    given = pd.DataFrame({field.attname: pd.Series(table.values[field.name], dtype=object) for field in fields})
    given["code"], given["row"] = table.values["code"], table.rows
    merged = given if replace else pd.concat([_others(table, names), given], ignore_index=True)
    whole = merged[names].notna().all(axis=1)
    again = merged[whole & merged.duplicated(names, keep="first")]
    columns = ", ".join(str(field.column) for field in fields)

    first = merged[whole].drop_duplicates(names)[[*names, "code"]]
    listed = again.head(offenders.listed).merge(first, on=names, how="left", suffixes=("", "_first"))

    def describe(position: int) -> tuple[Any, Any, Words]:
        row = listed.iloc[position]
        words = Words(
            f"Bộ giá trị ({columns}) đã có ở mã {row['code_first']}: gộp hai hàng hoặc sửa một hàng",
            f"These values of ({columns}) are already at code {row['code_first']}: merge the two rows or change one",
        )
        return row["row"], ", ".join(str(part) for part in row[names]), words

    offenders.many(Place(_name(table), column=columns), "not-unique", len(again), describe)


def _others(table: CheckedTable, names: list[str]) -> pd.DataFrame:
    """Return the stored rows that the file does not speak of; their row number is -1."""
    stored = table.model._default_manager.values_list("code", *names)
    given = set(table.values["code"])
    kept = [row for row in stored if row[0] not in given]
    frame = pd.DataFrame(kept, columns=["code", *names], dtype=object)
    return frame.assign(row=-1)


def _check_validity(table: CheckedTable, offenders: Offenders, *, replace: bool) -> None:
    """Refuse two rows that say different things of one subject on the same day."""
    subject = getattr(table.model, "one_at_a_time", ())
    where = getattr(table.model, "one_at_a_time_where", None)
    needed = [*subject, *(where or ())[:1], "valid_from", "valid_to"]
    if not subject or any(name not in table.values for name in needed if name != "valid_to"):
        return
    attributes = {name: table.model._meta.get_field(name).attname for name in needed}
    sound = ~table.bad
    ends = table.values.get("valid_to")
    if ends is None:  # the file leaves the column out: stored rows keep theirs, new rows have none
        kept = dict(table.model._default_manager.values_list("code", "valid_to"))
        ends = np.array([kept.get(code) for code in table.values["code"]], dtype=object)
    columns_given = {**table.values, "valid_to": ends}
    given = pd.DataFrame({name: pd.Series(columns_given[name][sound], dtype=object) for name in needed})
    given["code"], given["row"] = table.values["code"][sound], table.rows[sound]
    if not replace:
        stored = _others(table, list(attributes.values())).rename(columns={v: k for k, v in attributes.items()})
        given = pd.concat([stored, given], ignore_index=True)
    if where is not None:
        given = given[given[where[0]] == where[1]]
    columns = ", ".join([*subject, *([f"{where[0]} = {where[1]}"] if where else [])])
    for earlier, later in overlapping(given, list(subject)):
        row, other = (later, earlier) if later["row"] != -1 else (earlier, later)
        if row["row"] == -1:
            continue
        words = Words(
            f"Thời gian hiệu lực chồng với mã {other['code']} (cùng {columns}): sửa valid_from hoặc valid_to",
            f"The validity overlaps that of code {other['code']} (same {columns}): change valid_from or valid_to",
        )
        found = f"{row['valid_from']} – {row['valid_to'] or '…'}"
        offenders.note(Fault("overlapping-validity", words), Place(_name(table), str(row["row"]), "valid_from"), found)


def _check_circles(table: CheckedTable, offenders: Offenders, *, replace: bool) -> None:
    """Refuse rows that lead in a circle, where the table's rows are arrows; the circle is named."""
    arrow = table.model.no_circle
    if arrow is None or any(name not in table.values for name in arrow):
        return
    given = {
        (start, end): row
        for start, end, row in zip(table.values[arrow[0]], table.values[arrow[1]], table.rows, strict=True)
        if start is not None and end is not None
    }
    pairs = list(given)
    column = str(table.model._meta.get_field(arrow[1]).column)
    if not replace:
        names = [table.model._meta.get_field(name).attname for name in arrow]
        kept = _others(table, [name for name in names if name != "code"])
        pairs += [tuple(row[name] for name in names) for _, row in kept.iterrows() if row[names].notna().all()]
    for loop in loops(pairs):
        row = next((str(given[step]) for step in pairwise(loop) if step in given), "")
        if not row:
            continue
        offenders.note(Fault("circular", bilingual(circle(loop))), Place(_name(table), row, column), loop[1])


def _check_beside(tables: list[CheckedTable], offenders: Offenders, *, replace: bool) -> None:
    """Ask each row of a file what is wrong with it beside the rows of other tables."""
    asking = [table for table in tables if "beside_problems" in vars(table.model)]
    if not asking:
        return
    by_name = {_name(table): table for table in tables if "code" in table.values}
    rows = Rows(lambda name: _plain(by_name[name]) if name in by_name else (), by_name if replace else ())
    for table in asking:
        stood = rows.of(_name(table)) if "code" in table.values else {}
        for position, row in enumerate(_plain(table)):
            if table.bad[position]:
                continue
            for problem in table.model.beside_problems({**stood.get(row.get("code"), {}), **row}, rows):
                place = Place(_name(table), str(table.rows[position]))
                offenders.note(Fault("beside-check", bilingual(problem)), place, row.get("code"))


def _plain(table: CheckedTable) -> list[dict[str, Any]]:
    return [dict(zip(table.values, cells, strict=True)) for cells in zip(*table.values.values(), strict=True)]


def _check_reference(table: CheckedTable, field: Field, known: set[Any], offenders: Offenders) -> None:
    codes = pd.Series(table.values[field.name], dtype=object)
    unknown = np.flatnonzero((codes.notna() & ~codes.isin(known)).to_numpy())
    pointed = table_name(field.related_model)

    def describe(position: int) -> tuple[Any, Any, Words]:
        code = codes.iloc[unknown[position]]
        guess = _near(str(code), known)
        vi = f"; có phải {guess}?" if guess else "."
        en = f"; is {guess} meant?" if guess else "."
        words = Words(
            f"Không có mã này trong bảng {pointed}{vi} Sửa mã hoặc thêm hàng vào {pointed}",
            f"There is no such code in table {pointed}{en} Correct it or add the row to {pointed}",
        )
        return table.rows[unknown[position]], code, words

    offenders.many(Place(_name(table), column=str(field.column)), "unknown-reference", len(unknown), describe)


def _near(code: str, known: set[Any]) -> str:
    if len(known) > _GUESS_AMONG:
        return ""
    found = difflib.get_close_matches(code, [str(each) for each in known if each is not None], n=1, cutoff=0.7)
    return found[0] if found else ""


def _check_removed(table: CheckedTable, by_model: dict[Model, CheckedTable], offenders: Offenders) -> None:
    """Refuse to remove rows that rows outside the file still refer to."""
    removed = _stored_codes(table.model) - set(table.values.get("code", ()))
    if not removed:
        return
    for other, field in references_to(table.model):
        if other in by_model:
            continue  # its rows are replaced as well, and checked as such
        pointing = other._default_manager.exclude(**{field.attname: None})
        for pk, code in pointing.values_list("pk", field.attname):
            if code in removed:
                user = f"{table_name(other)} (id {pk})"
                words = Words(
                    f"Mã bị xoá nhưng bảng {user} còn dùng: giữ hàng này trong tệp hoặc xoá nơi dùng",
                    f"The code would be removed but table {user} uses it: keep the row or remove its use",
                )
                offenders.note(Fault("still-used", words), Place(_name(table), "", "code"), code)


def _check_swapped(tables: list[CheckedTable], offenders: Offenders) -> None:
    extent = _extent(tables)
    if extent is None:
        return
    for table in tables:
        field = geometry_of(table.model)
        if field is None or field.name not in table.values:
            continue
        shapes = table.values[field.name]
        swapped = np.flatnonzero(~table.bad & swapped_beside(shapes, extent))
        found = [(table.rows[at], shapes[at], SWAPPED.words) for at in swapped]
        offenders.many(Place(_name(table), column=str(field.column)), SWAPPED.rule, len(found), found.__getitem__)


def _extent(tables: list[CheckedTable]) -> npt.NDArray[np.float64] | None:
    """Return the extent of the administrative units, stored or (in an empty workspace) in the file; degrees."""
    stored = AdminUnit.objects.exclude(geometry=None).values_list("geometry", flat=True)
    shapes = np.array(list(stored), dtype=object)
    if not len(shapes):
        given = [table for table in tables if table.model is AdminUnit and "geometry" in table.values]
        shapes = given[0].values["geometry"][~given[0].bad] if given else shapes
        shapes = shapes[~shapely.is_missing(shapes)]
    if not len(shapes):
        return None
    bounds = shapely.total_bounds(shapes)
    return bounds if np.isfinite(bounds).all() else None


def _name(table: CheckedTable) -> str:
    return table_name(table.model)
