"""Levels of Art. 9.3 of Circular 17/2019/TT-BKHCN, and the combinations its words leave open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from banme.law.marks import Mark
from banme.law.words import Words


class TechnologyLevel(IntEnum):
    """Four levels, lowest first."""

    OUTDATED = 0
    MEDIUM = 1
    MEDIUM_ADVANCED = 2
    ADVANCED = 3


LEVEL_WORDS = {
    TechnologyLevel.OUTDATED: Words("Lạc hậu", "Outdated"),
    TechnologyLevel.MEDIUM: Words("Trung bình", "Medium"),
    TechnologyLevel.MEDIUM_ADVANCED: Words("Trung bình tiên tiến", "Medium advanced"),
    TechnologyLevel.ADVANCED: Words("Tiên tiến", "Advanced"),
}
TOTAL_FROM = {TechnologyLevel.MEDIUM: 35, TechnologyLevel.MEDIUM_ADVANCED: 60, TechnologyLevel.ADVANCED: 75}
SYNCHRONY_FROM = {TechnologyLevel.MEDIUM: 0.3, TechnologyLevel.MEDIUM_ADVANCED: 0.5, TechnologyLevel.ADVANCED: 0.65}
"""Least total and least coefficient of synchrony of each level above the lowest; the lowest asks for less than 35 and
less than 0.3. Verified."""

NO_COEFFICIENT = Words(
    "Chưa xếp được: công thức hệ số đồng bộ (Phụ lục III mục 3) chưa có, nên điều kiện thứ hai của Điều 9.3 chưa xét.",
    "Not classified: the formula of the coefficient of synchrony (Annex III, part 3) is not at hand, so the second "
    "condition of Art. 9.3 could not be tested.",
)
UNCOVERED = Words(
    "Không xếp được theo câu chữ Điều 9.3: tổng điểm và hệ số đồng bộ thuộc hai mức khác nhau. Mức thấp hơn là cách "
    "đọc thận trọng (suy ra, không phải quy định).",
    "Not covered by the words of Art. 9.3: total and coefficient point to different levels. The lower one is a "
    "cautious reading (inferred, not law).",
)
PARTIAL = Words(
    "Chưa xếp được: tổng điểm còn thiếu tiêu chí nên mới biết khoảng.",
    "Not classified: the total lacks criteria, so only its range is known.",
)


@dataclass(frozen=True, slots=True)
class Classification:
    """What Art. 9.3 says of a total and a coefficient.

    Attributes
    ----------
    level : TechnologyLevel or None
        The level when both conditions of one level hold, as the text asks.
    by_total : (lowest, highest)
        Level that the total (or each end of its range) points to.
    by_synchrony : TechnologyLevel or None
        Level that the coefficient points to, None without one.
    cautious : TechnologyLevel or None
        The lower of the two where the text leaves the combination open; inferred, never law.
    reason : Words or None
        Why there is no level.

    """

    level: TechnologyLevel | None
    by_total: tuple[TechnologyLevel, TechnologyLevel]
    by_synchrony: TechnologyLevel | None
    cautious: TechnologyLevel | None
    reason: Words | None
    cautious_mark: Mark = Mark.INFERRED


def level_by_total(total: float) -> TechnologyLevel:
    """Return the level a total points to."""
    return max((level for level, least in TOTAL_FROM.items() if total >= least), default=TechnologyLevel.OUTDATED)


def level_by_synchrony(coefficient: float) -> TechnologyLevel:
    """Return the highest level whose least coefficient is reached."""
    reached = (level for level, least in SYNCHRONY_FROM.items() if coefficient >= least)
    return max(reached, default=TechnologyLevel.OUTDATED)


def classify(low: float, high: float, coefficient: float | None) -> Classification:
    """Return the level of a total known to lie between ``low`` and ``high`` (equal when it is complete)."""
    by_total = level_by_total(low), level_by_total(high)
    by_synchrony = None if coefficient is None else level_by_synchrony(coefficient)
    if low != high:
        return Classification(None, by_total, by_synchrony, None, PARTIAL)
    if by_synchrony is None:
        return Classification(None, by_total, None, None, NO_COEFFICIENT)
    level = by_total[0]
    lowest = level == TechnologyLevel.OUTDATED
    holds = by_synchrony == level if lowest else by_synchrony >= level
    if holds:
        return Classification(level, by_total, by_synchrony, None, None)
    return Classification(None, by_total, by_synchrony, min(level, by_synchrony), UNCOVERED)
