"""Figures of old administrative units carried over to the units that took their land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem

COLUMNS = ("predecessor", "successor", "share")
TOLERANCE = 1e-6
TABLE = "admin_unit_successor"


@dataclass(frozen=True, slots=True, eq=False)
class Succession:
    """Figures in today's picture, and what could not be brought there.

    Attributes
    ----------
    quantities : DataFrame, index unit
        Figures of the successors.
    without_successor : DataFrame, index unit
        Rows of units that no successor is known for, untouched; empty when every unit has one.

    """

    quantities: pd.DataFrame
    without_successor: pd.DataFrame


def check_successors(successors: pd.DataFrame) -> Findings:
    """Gather everything that keeps a succession table from conserving totals.

    Parameters
    ----------
    successors : DataFrame
        Columns ``predecessor``, ``successor`` (unit codes) and ``share`` (0 to 1).

    Returns
    -------
    Findings
        Missing columns or codes, shares outside 0 to 1, a pair given twice, shares of a unit that do not sum to 1
        (to one millionth).

    """
    findings = Findings()
    for column in COLUMNS:
        if column not in successors.columns:
            _note(findings, "missing-column", column, f"Thiếu cột {column}.", f"Column {column} is missing.")
    if findings:
        return findings
    blank = successors[["predecessor", "successor"]].isna().any(axis=1)
    _each(findings, successors[blank], "missing-unit", "Thiếu mã đơn vị.", "A unit code is missing.")
    share = pd.to_numeric(successors["share"], errors="coerce")
    wrong = ~((share >= 0) & (share <= 1))
    _each(findings, successors[wrong], "share-out-of-range", "Tỷ lệ phải từ 0 đến 1.", "A share must be from 0 to 1.")
    twice = successors.duplicated(["predecessor", "successor"])
    _each(findings, successors[twice], "pair-twice", "Cặp đơn vị lặp lại.", "This pair of units is given twice.")
    sums = share.groupby(successors["predecessor"]).sum()
    for unit, total in sums[(sums - 1.0).abs() > TOLERANCE].items():
        vi = "Tổng tỷ lệ của đơn vị cũ phải bằng 1; hãy chia lại."
        en = "The shares of an old unit must sum to 1; scale them."
        findings.add(Problem("shares-do-not-sum", vi, en, TABLE, str(unit), "share", f"{total:.6f}"))
    return findings


def _note(findings: Findings, rule: str, column: str, vi: str, en: str) -> None:
    findings.add(Problem(rule, vi, en, TABLE, column=column))


def _each(findings: Findings, rows: pd.DataFrame, rule: str, vi: str, en: str) -> None:
    for row in rows.itertuples():
        place = f"{row.predecessor} > {row.successor}"
        findings.add(Problem(rule, vi, en, TABLE, place, value=str(row.share)))


def succession(quantities: pd.DataFrame, successors: pd.DataFrame) -> Succession:
    """Carry additive figures of old units over to their successors, by share.

    Each unit's shares are scaled to sum to exactly 1, and the last successor takes what is left, so that totals are
    kept to the rounding of one addition. Only what adds up may be moved so: tonnes, hectares, persons; never a price.

    Parameters
    ----------
    quantities : DataFrame, index unit code
        Columns of figures (any additive unit). A missing figure stays missing: it makes every sum it enters missing.
    successors : DataFrame
        Columns ``predecessor``, ``successor``, ``share``; rows of units not in ``quantities`` do no harm.

    Returns
    -------
    Succession
        Today's figures and the rows of units without a successor.

    Raises
    ------
    InputError
        When a unit stands twice in ``quantities``, or with everything :func:`check_successors` finds for its units.

    """
    twice = quantities.index[quantities.index.duplicated()].unique()
    if len(twice):
        vi, en = "Đơn vị có hai dòng; hãy cộng lại trước.", "The unit has two rows; add them up first."
        raise InputError([Problem("unit-twice", vi, en, row=str(unit), column="unit") for unit in twice])
    used = successors
    if "predecessor" in successors.columns:
        used = successors[successors["predecessor"].isin(quantities.index)]
    check_successors(used).raise_if_any()
    known = quantities.index.isin(used["predecessor"])
    return Succession(_moved(quantities[known], used), quantities[~known])


def _moved(quantities: pd.DataFrame, successors: pd.DataFrame) -> pd.DataFrame:
    order = successors.sort_values(["predecessor", "share", "successor"], kind="stable")
    parts: dict[str, list[Any]] = {}
    for unit, rows in order.groupby("predecessor", sort=True):
        left = quantities.loc[unit].to_numpy(dtype=float, na_value=np.nan)
        share = rows["share"].to_numpy(dtype=float)
        share = share / share.sum()
        for successor, part in zip(rows["successor"][:-1], share[:-1], strict=True):
            given = quantities.loc[unit].to_numpy(dtype=float, na_value=np.nan) * part
            parts.setdefault(str(successor), []).append(given)
            left = left - given
        parts.setdefault(str(rows["successor"].iloc[-1]), []).append(left)
    today = {unit: np.sum(given, axis=0) for unit, given in sorted(parts.items())}
    index = pd.Index(list(today), name=quantities.index.name, dtype=object)
    values = np.array(list(today.values()), dtype=float).reshape(len(today), quantities.shape[1])
    return pd.DataFrame(values, index=index, columns=quantities.columns)


def transfer(quantities: pd.DataFrame, successors: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the successors; :func:`succession` that refuses units without one.

    Parameters
    ----------
    quantities : DataFrame, index unit code
        Columns of additive figures.
    successors : DataFrame
        Columns ``predecessor``, ``successor``, ``share``.

    Returns
    -------
    DataFrame, index successor's code, same columns
        The column totals are those of ``quantities``.

    Raises
    ------
    InputError
        As :func:`succession`, and naming every unit without a successor.

    """
    moved = succession(quantities, successors)
    vi = "Đơn vị không có đơn vị kế tiếp; hãy bổ sung bảng chuyển tiếp."
    en = "The unit has no successor; complete the succession table."
    lost = [Problem("no-successor", vi, en, TABLE, str(unit), "predecessor") for unit in moved.without_successor.index]
    if lost:
        raise InputError(lost)
    return moved.quantities
