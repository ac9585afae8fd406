"""The seam to the studies: they are loaded when a run is asked for, so that pages open without the engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from banme.errors import InputError, Problem
from banme.workspace.models import Run, Scenario

STUDY = "network_design"
NEAR_OPTIMAL = "near_optimal"
ORDERED = "ordered_objectives"
ROBUST = "robust_design"


def start(scenario_code: str, study: str = STUDY, asked: Mapping[str, object] | None = None) -> Run:
    """Queue a run of a study with what it is told; :class:`InputError` when there is no such scenario."""
    from banme.studies import runs  # noqa: PLC0415  (engines load slowly)

    if not Scenario.objects.filter(code=scenario_code).exists():
        raise InputError(
            [
                Problem(
                    rule="unknown-reference",
                    table="scenario",
                    column="code",
                    value=scenario_code,
                    vi="Không có kịch bản này: chọn một mã trong bảng scenario",
                    en="There is no such scenario: choose a code of table scenario",
                )
            ]
        )
    return runs.start(scenario_code, study, asked)


def cancel(run_code: str) -> None:
    """Ask a run to stop with the best plan found."""
    from banme.studies import runs  # noqa: PLC0415  (engines load slowly)

    runs.cancel(run_code)


def compare(run_a: str, run_b: str) -> Any:
    """Return the differences between two finished runs."""
    from banme.studies import compare as comparison  # noqa: PLC0415  (engines load slowly)

    return comparison.compare(run_a, run_b)


def why(indicator: str, run_code: str) -> Any:
    """Return what a figure rests on: inputs, run, rule, source."""
    from banme.studies import trace  # noqa: PLC0415  (engines load slowly)

    return trace.why(indicator, run_code)
