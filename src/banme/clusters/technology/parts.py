"""Parts of a criterion: a measured value against bands, a highest level reached, or things ticked off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from banme.law.words import Words


class SizeClass(StrEnum):
    """Classes of size that the bands of R20 and R22 tell apart."""

    VERY_LARGE = "very_large"
    LARGE = "large"
    SME = "sme"


class Test(StrEnum):
    """How a value is held against a band's edge; the first band that passes gives its points."""

    __test__ = False  # not a test case

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"

    def passes(self, value: Fraction, edge: Fraction) -> bool:
        """Tell whether the value passes."""
        return {
            Test.AT_LEAST: value >= edge,
            Test.ABOVE: value > edge,
            Test.AT_MOST: value <= edge,
            Test.BELOW: value < edge,
        }[self]


@dataclass(frozen=True, slots=True)
class Band:
    """Points given when the value passes ``edge`` (None: whatever is left) and at least ``heads`` persons are there."""

    points: int
    edge: Fraction | None
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure against bands in falling order of points.

    Attributes
    ----------
    measure : str
        Name of the formula in :mod:`banme.clusters.technology.measures`.
    test : Test
    bands : mapping of size class to bands
        The key None stands for every size.
    benchmark : str
        ``K1`` to ``K4`` when the edges are multiples of the industry's benchmark, else empty.
    heads : str
        Input that counts persons, where bands ask for a number of them.

    """

    measure: str
    test: Test
    bands: tuple[tuple[SizeClass | None, tuple[Band, ...]], ...]
    benchmark: str = ""
    heads: str = ""

    def bands_for(self, size: SizeClass | None) -> tuple[Band, ...] | None:
        """Return the bands of a size, None when they depend on a size that is not known."""
        table = dict(self.bands)
        return table.get(None) or table.get(size)

    @property
    def limits(self) -> tuple[int, int]:
        """Least and most points the scale can give."""
        sets = [bands for _, bands in self.bands]
        least = min(0 if all(band.edge is not None for band in bands) else bands[-1].points for bands in sets)
        return least, max(bands[0].points for bands in sets)


@dataclass(frozen=True, slots=True)
class Level:
    """One of a question's answers and its points."""

    key: str
    points: int
    words: Words


@dataclass(frozen=True, slots=True)
class Levels:
    """The highest level reached, as answered to ``question``."""

    question: str
    levels: tuple[Level, ...]

    @property
    def limits(self) -> tuple[int, int]:
        """Least and most points."""
        return min(level.points for level in self.levels), max(level.points for level in self.levels)

    def points(self, key: str) -> int:
        """Return the points of an answer; ``KeyError`` for one that is not offered."""
        return {level.key: level.points for level in self.levels}[key]


@dataclass(frozen=True, slots=True)
class Ticks:
    """One point for each question answered yes, up to ``most``."""

    questions: tuple[str, ...]
    most: int

    @property
    def limits(self) -> tuple[int, int]:
        """Least and most points."""
        return 0, self.most


Part = Scale | Levels | Ticks
