"""How green and clean a cluster is: its observations held against the benchmarks in use."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from banme.clusters.greenness import GreenRating, rate
from banme.errors import InputError, Problem
from banme.workspace.frames import frame
from banme.workspace.models import GreenBenchmark, GreenObservation, IndustrialCluster
from banme.workspace.models.base import UNFOUNDED


@dataclass(frozen=True, slots=True, eq=False)
class ClusterRating:
    """A rating, the rows it rests on, and whether any observation is made up or assumed."""

    cluster: IndustrialCluster
    year: int | None
    rating: GreenRating
    benchmarks: pd.DataFrame
    is_illustrative: bool


def rate_cluster(code: str, year: int | None = None) -> ClusterRating:
    """Rate a cluster on a year's observations (the latest year by default).

    Raises
    ------
    InputError
        When there is no such cluster, or no benchmark in use.

    """
    cluster = IndustrialCluster.objects.filter(code=code).first()
    benchmarks = frame(GreenBenchmark, GreenBenchmark.objects.filter(in_use=True)).set_index("code")
    problems = []
    if cluster is None:
        problems.append(
            Problem("unknown-cluster", "Không có khu, cụm này", "No such cluster", "industrial_cluster", code)
        )
    if benchmarks.empty:
        problems.append(
            Problem(
                "empty-table",
                "Chưa có chỉ tiêu nào đang dùng: nạp bảng green_benchmark",
                "No benchmark is in use: fill in the table",
                "green_benchmark",
            )
        )
    if cluster is None or problems:
        raise InputError(problems)
    rows = frame(GreenObservation, GreenObservation.objects.filter(cluster_id=code, benchmark__in_use=True))
    years = sorted(rows["year"].unique())
    chosen = year if year is not None else (int(years[-1]) if years else None)
    rows = rows[rows["year"] == chosen] if chosen is not None else rows
    seen = pd.DataFrame(
        {
            "benchmark": rows["benchmark_code"],
            "now": rows["value_now"],
            "intended": rows["value_intended"],
            "evidence": rows["evidence"],
        }
    )
    unfounded = bool(rows["quality"].isin(UNFOUNDED).any())
    return ClusterRating(cluster, chosen, rate(benchmarks, seen), benchmarks, unfounded)
