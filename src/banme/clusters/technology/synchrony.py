"""Coefficient of synchrony as a plug-in: its official formula (Annex III, part 3) was not found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from banme.law.marks import Mark
from banme.law.words import Words

Formula = Callable[[Mapping[str, tuple[float, float]]], float]
"""From group to (points, most points) to a coefficient."""


@dataclass(frozen=True, slots=True)
class Synchrony:
    """A formula for the coefficient, how well it is verified, and what is said of it wherever it is used."""

    name: str
    formula: Formula
    mark: Mark
    note: Words


def _weighted_mean(groups: Mapping[str, tuple[float, float]]) -> float:
    product = 1.0
    for points, most in groups.values():
        product *= (points / most) ** (most / 100.0)
    return product


PLACEHOLDER = Synchrony(
    "placeholder",
    _weighted_mean,
    Mark.INFERRED,
    Words(
        "Hệ số tạm: trung bình nhân có trọng số của các nhóm. Đây là phỏng đoán, không phải công thức của Thông tư; "
        "chỉ dùng khi người đánh giá bật lên.",
        "Stand-in coefficient: the groups' weighted geometric mean. A guess, not the circular's formula; used only "
        "when the assessor switches it on.",
    ),
)
"""Never used unless asked for by name."""
