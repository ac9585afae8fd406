"""The circular's formulas, each on exact fractions, with the inputs it needs by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

Values = Mapping[str, Fraction]
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula: its inputs, how to compute it, and what must not be zero (text for a person)."""

    inputs: tuple[str, ...]
    compute: Callable[[Values], Fraction]


def _share(top: str, base: str) -> Measure:
    return Measure((top, base), lambda v: v[top] / v[base] * PERCENT)


def _depreciation(v: Values) -> Fraction:
    original = v["equipment_original_vnd"]
    return (original - v["equipment_present_vnd"]) / original * PERCENT


def _renewal(v: Values) -> Fraction:
    new = (2 * v["equipment_expansion_3y_vnd"] + v["equipment_replaced_3y_vnd"]) / 2
    return new / v["equipment_present_vnd"] * PERCENT


def _staff_quality(v: Values) -> Fraction:
    hands = (v["trained_workers"] + 2 * v["artisans"]) / v["direct_workers"]
    heads = (3 * v["managers"] + v["qualified_staff"]) / (v["workers"] - v["direct_workers"])
    return hands * heads * PERCENT


def _effectiveness(v: Values) -> Fraction:
    use = v["mean_output_3y"] / v["design_output"]
    return use * v["good_value_3y_vnd"] / v["product_value_3y_vnd"] * PERCENT


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "depreciation_pct": Measure(("equipment_original_vnd", "equipment_present_vnd"), _depreciation),
        "equipment_share_pct": _share("equipment_present_vnd", "invested_3y_vnd"),
        "renewal_pct": Measure(
            ("equipment_expansion_3y_vnd", "equipment_replaced_3y_vnd", "equipment_present_vnd"), _renewal
        ),
        "equipment_vnd_worker": Measure(
            ("equipment_present_vnd", "direct_workers"), lambda v: v["equipment_present_vnd"] / v["direct_workers"]
        ),
        "energy_share_pct": _share("energy_cost_vnd_year", "output_value_vnd_year"),
        "material_share_pct": _share("material_cost_vnd_year", "output_value_vnd_year"),
        "value_added_vnd_worker": Measure(
            ("output_value_vnd_year", "material_cost_vnd_year", "workers"),
            lambda v: (v["output_value_vnd_year"] - v["material_cost_vnd_year"]) / v["workers"],
        ),
        "staff_quality": Measure(
            ("trained_workers", "artisans", "direct_workers", "managers", "qualified_staff", "workers"), _staff_quality
        ),
        "training_share_pct": _share("training_cost_3y_vnd", "revenue_3y_vnd"),
        "effectiveness_pct": Measure(
            ("mean_output_3y", "design_output", "good_value_3y_vnd", "product_value_3y_vnd"), _effectiveness
        ),
        "information_share_pct": _share("information_cost_3y_vnd", "total_cost_3y_vnd"),
        "research_staff_pct": _share("research_workers", "workers"),
        "research_share_pct": Measure(
            ("training_cost_3y_vnd", "research_cost_3y_vnd", "revenue_3y_vnd"),
            lambda v: (v["training_cost_3y_vnd"] + v["research_cost_3y_vnd"]) / v["revenue_3y_vnd"] * PERCENT,
        ),
        "new_product_revenue_pct": Measure(("new_product_revenue_pct",), lambda v: v["new_product_revenue_pct"]),
    }
)
"""Every formula by name. A zero denominator raises ``ZeroDivisionError``: the measure is then undefined."""
