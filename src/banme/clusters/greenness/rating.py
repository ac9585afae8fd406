"""How a cluster stands against benchmarks of an eco-industrial park, now and as intended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from banme.clusters.records import records
from banme.errors import Findings, Problem
from banme.law.words import Words

CATEGORIES = {
    "management": Words("Quản lý khu, cụm", "Park management"),
    "environment": Words("Môi trường", "Environment"),
    "social": Words("Xã hội", "Social"),
    "economy": Words("Kinh tế", "Economy"),
}
KINDS = {
    "prerequisite": Words("Điều kiện tiên quyết", "Prerequisite"),
    "performance": Words("Mức đạt", "Performance"),
}
TESTS = ("at_least", "at_most", "yes")
SIDES = ("now", "intended")


@dataclass(frozen=True, slots=True, eq=False)
class GreenRating:
    """The rating of one cluster.

    Attributes
    ----------
    benchmarks : DataFrame, index benchmark
        ``category, kind, test, target``; ``now`` and ``intended`` values; ``met_now``, ``met_intended`` (True, False,
        or None where the value is missing); ``shortfall_now``, ``shortfall_intended`` (to the target, 0 when met, NaN
        when missing); ``evidence``; ``proven_now``: met, and with evidence.
    categories : DataFrame, index (category, side)
        ``total`` benchmarks, ``known``, ``met``, ``proven``; ``low_pct`` and ``high_pct``: share met if everything
        missing were missed, and if it were met.
    prerequisites_met : dict of side to bool or None
        None while one is missing and none is missed.

    """

    benchmarks: pd.DataFrame
    categories: pd.DataFrame
    prerequisites_met: dict[str, bool | None]

    @property
    def missing(self) -> list[str]:
        """Benchmarks without a value for today."""
        return [str(label) for label in self.benchmarks.index[self.benchmarks["now"].isna()]]


def rate(benchmarks: pd.DataFrame, observations: pd.DataFrame) -> GreenRating:
    """Rate a cluster.

    Parameters
    ----------
    benchmarks : DataFrame, index benchmark
        ``category`` (management, environment, social, economy), ``kind`` (prerequisite, performance), ``test``
        (``at_least``, ``at_most``: of ``target``; ``yes``: value 1), ``target`` (NaN for ``yes``).
    observations : DataFrame
        ``benchmark, now, intended, evidence``; a missing figure is NaN, missing evidence an empty text.

    Raises
    ------
    InputError
        For words that are not known, targets that are missing, unknown or repeated benchmarks.

    """
    _check(benchmarks, observations)
    seen = observations.set_index("benchmark").reindex(benchmarks.index)
    table = benchmarks[["category", "kind", "test", "target"]].copy()
    table["target"] = table["target"].where(table["test"] != "yes", 1.0)
    for side in SIDES:
        table[side] = seen[side].astype(float)
        short = np.where(table["test"] == "at_most", table[side] - table["target"], table["target"] - table[side])
        table[f"shortfall_{side}"] = np.where(table[side].isna(), np.nan, np.maximum(short, 0.0))
        met = [None if np.isnan(value) else bool(value <= 0.0) for value in np.where(table[side].isna(), np.nan, short)]
        table[f"met_{side}"] = pd.Series(met, index=table.index, dtype=object)
    table["evidence"] = seen["evidence"].fillna("").astype(str)
    table["proven_now"] = [
        met is True and bool(text.strip()) for met, text in zip(table["met_now"], table["evidence"], strict=True)
    ]
    return GreenRating(table, _categories(table), {side: _all_met(table, side) for side in SIDES})


def _categories(table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for category in CATEGORIES:
        here = table[table["category"] == category]
        for side in SIDES:
            met = int((here[f"met_{side}"] == True).sum())  # noqa: E712  (None is neither)
            known, total = int(here[side].notna().sum()), len(here)
            proven = int(here["proven_now"].sum()) if side == "now" else met
            share = [100.0 * count / total if total else np.nan for count in (met, met + total - known)]
            rows.append((category, side, total, known, met, proven, *share))
    columns = ["category", "side", "total", "known", "met", "proven", "low_pct", "high_pct"]
    return pd.DataFrame(rows, columns=columns).set_index(["category", "side"])


def _all_met(table: pd.DataFrame, side: str) -> bool | None:
    found = list(table.loc[table["kind"] == "prerequisite", f"met_{side}"])
    if any(met is False for met in found):
        return False
    return None if any(met is None for met in found) else True


def _check(benchmarks: pd.DataFrame, observations: pd.DataFrame) -> None:
    findings = Findings()
    for column, words in (("category", tuple(CATEGORIES)), ("kind", tuple(KINDS)), ("test", TESTS)):
        for label, value in benchmarks[column].items():
            if value not in words:
                listed = ", ".join(words)
                findings.add(
                    Problem(
                        "unknown-word",
                        f"Phải là một trong: {listed}",
                        f"It must be one of: {listed}",
                        "green_benchmark",
                        str(label),
                        column,
                        str(value),
                    )
                )
    for label in benchmarks.index[(benchmarks["test"] != "yes") & benchmarks["target"].isna()]:
        findings.add(
            Problem("no-target", "Thiếu mức cần đạt", "The target is missing", "green_benchmark", str(label), "target")
        )
    for label in benchmarks.index[benchmarks.index.duplicated()]:
        findings.add(Problem("twice", "Mã lặp", "Code given twice", "green_benchmark", str(label)))
    for row in records(observations[~observations["benchmark"].isin(benchmarks.index)]):
        findings.add(
            Problem(
                "unknown-benchmark",
                "Không có chỉ tiêu này",
                "No such benchmark",
                "green_observation",
                str(row.Index),
                "benchmark",
                str(row.benchmark),
            )
        )
    for label in observations.index[observations.duplicated("benchmark")]:
        findings.add(
            Problem("twice", "Hai dòng cho một chỉ tiêu", "Two rows for one benchmark", "green_observation", str(label))
        )
    findings.raise_if_any()
