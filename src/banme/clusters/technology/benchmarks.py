"""Benchmarks K1 to K4 by industry: the user's table, matched by the longest VSIC code."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from banme.errors import Findings, Problem

NAMES = ("K1", "K2", "K3", "K4")
UNITS = {"K1": "VND/person", "K2": "%", "K3": "%", "K4": "VND/person"}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: value in its unit, the VSIC code it was found under, and its source."""

    name: str
    value: float
    vsic: str
    source: str


def benchmarks_for(vsic: str, table: pd.DataFrame) -> dict[str, Benchmark]:
    """Return the benchmarks of an industry; what the table does not give is left out.

    Parameters
    ----------
    vsic : str
        Code of the establishment, any level; letters of the section are ignored. Empty: none is found.
    table : DataFrame
        ``vsic`` (digits), ``name`` (K1 .. K4), ``value`` (VND per person for K1 and K4, % for K2 and K3), ``source``;
        the rows in force on the day, at most one for a code and name.

    Raises
    ------
    InputError
        For an unknown name, a value that is not positive, a missing source, or two rows for the same.

    """
    _check(table)
    digits = _digits(vsic)
    found: dict[str, Benchmark] = {}
    for row in table.sort_values("vsic", key=lambda codes: codes.astype(str).str.len()).itertuples(index=False):
        code = _digits(str(row.vsic))
        if code and digits.startswith(code):
            found[str(row.name)] = Benchmark(str(row.name), float(str(row.value)), code, str(row.source))
    return found


def _digits(vsic: str) -> str:
    return "".join(letter for letter in vsic if letter.isdigit())


def _check(table: pd.DataFrame) -> None:
    findings = Findings()
    twice = table.duplicated(["vsic", "name"])
    for number, row in enumerate(table.itertuples(index=False)):
        where = {"table": "industry_benchmark", "row": f"{row.vsic} {row.name}"}
        if row.name not in NAMES:
            findings.add(
                Problem(
                    "unknown-benchmark", "Tên phải là K1, K2, K3 hoặc K4", "The name must be K1, K2, K3 or K4", **where
                )
            )
        if not float(str(row.value)) > 0:
            findings.add(Problem("not-positive", "Chuẩn phải lớn hơn 0", "A benchmark must be above 0", **where))
        if not str(row.source or "").strip():
            findings.add(Problem("no-source", "Chuẩn phải có nguồn", "A benchmark needs its source", **where))
        if twice.iloc[number]:
            findings.add(
                Problem("twice", "Hai dòng cùng ngành và tên: bỏ một", "Two rows for the same: take one out", **where)
            )
    findings.raise_if_any()
