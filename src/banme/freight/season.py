"""A year's tonnes spread over its months."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from banme.errors import InputError, Problem
from banme.freight.checks import not_negative

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class SeasonProfile:
    """The share of a year's goods that comes in each month.

    Attributes
    ----------
    share : mapping of month (1 to 12) to fraction
        Only months with goods; shares above 0 that sum to 1.

    Raises
    ------
    InputError
        When a month is not one, a share is not above 0, or the shares do not sum to 1 (to one billionth).

    """

    share: Mapping[int, float]

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", MappingProxyType(dict(sorted(self.share.items()))))
        right = all(month in MONTHS and share > 0 for month, share in self.share.items())
        if not right or not math.isclose(math.fsum(self.share.values()), 1.0, abs_tol=1e-9):
            vi = "Tỷ lệ theo tháng phải lớn hơn 0, tháng từ 1 đến 12 và tổng bằng 1."
            en = "Monthly shares must be above 0, months 1 to 12, and the sum 1."
            raise InputError([Problem("season-profile", vi, en, value=str(dict(self.share)))])


def season(annual_t: pd.Series[Any], profile: SeasonProfile) -> pd.DataFrame:
    """Spread a year's tonnes over the months of a profile.

    Parameters
    ----------
    annual_t : Series of float, one row a unit
        Tonnes of a year, 0 or more.
    profile : SeasonProfile
        Share of each month.

    Returns
    -------
    DataFrame on the same index, one column a month of the profile
        Tonnes; each row sums to its year. Months without goods have no column.

    Raises
    ------
    InputError
        When a quantity is missing or negative.

    """
    tonnes = not_negative("annual_t", annual_t.to_numpy(dtype=float, na_value=float("nan")))
    return pd.DataFrame({month: tonnes * share for month, share in profile.share.items()}, index=annual_t.index)
