"""Size class of an establishment, with the gap that the text leaves."""

from __future__ import annotations

from dataclasses import dataclass

from banme.clusters.technology.parts import SizeClass
from banme.law.words import Words

VERY_LARGE_CAPITAL_VND, VERY_LARGE_WORKERS = 1_000e9, 3_000
LARGE_CAPITAL_VND, LARGE_WORKERS = 100e9, 200
"""Circular 17/2019/TT-BKHCN, R20 and R22: both must be exceeded."""

GAP = Words(
    "Vốn trên 100 tỷ đồng và lao động trên 200 phải cùng đạt hoặc cùng không đạt thì mới thuộc một nhóm theo câu chữ; "
    "cơ sở này chỉ đạt một. Chọn nhóm ở cột size_class và ghi lý do.",
    "By its words the text covers only those above both 100 bn VND and 200 workers, or above neither; this one is "
    "above one of the two. Choose the class in column size_class and say why.",
)


@dataclass(frozen=True, slots=True)
class Size:
    """The class (None: not known), whether the text leaves it open, whether a person chose it, and what is missing."""

    group: SizeClass | None
    is_gap: bool
    is_chosen: bool
    missing: tuple[str, ...]


def size_of(capital_vnd: float | None, workers: float | None, chosen: SizeClass | None = None) -> Size:
    """Return the size class by the words of the text; ``chosen`` counts only where the text leaves a gap."""
    missing = tuple(name for name, value in (("capital_vnd", capital_vnd), ("workers", workers)) if value is None)
    if capital_vnd is None or workers is None:
        return Size(None, is_gap=False, is_chosen=False, missing=missing)
    if capital_vnd > VERY_LARGE_CAPITAL_VND and workers > VERY_LARGE_WORKERS:
        return Size(SizeClass.VERY_LARGE, is_gap=False, is_chosen=False, missing=())
    by_capital, by_workers = capital_vnd > LARGE_CAPITAL_VND, workers > LARGE_WORKERS
    if by_capital and by_workers:
        return Size(SizeClass.LARGE, is_gap=False, is_chosen=False, missing=())
    if not by_capital and not by_workers:
        return Size(SizeClass.SME, is_gap=False, is_chosen=False, missing=())
    return Size(chosen, is_gap=True, is_chosen=chosen is not None, missing=() if chosen else ("size_class",))
