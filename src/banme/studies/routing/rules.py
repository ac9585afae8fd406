"""Driver hours and lawful weights as in force on a day, with how well each is verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from banme.errors import InputError, Problem
from banme.law import Standing
from banme.routing import Build, DriverRules, gross_key, group_key, lawful_payload_t, read_groups
from banme.studies.regime import regime_on

if TYPE_CHECKING:
    import datetime as dt

    from banme.law import Regime

HOUR_S, MINUTE_S, DAY_S = 3600, 60, 86_400
DRIVER_KEYS = (
    "driver.day.max_h",
    "driver.continuous.max_h",
    "driver.stop.min_min",
    "driver.rest.min_h",
)
WEEK_KEY = "driver.week.max_h"


def driver_rules(regime: Regime) -> DriverRules:
    """Return the limits of a day; no weekly limit where the law of that day has none.

    Raises
    ------
    InputError
        Naming every figure that no row gives for the day.

    """
    lacking = [key for key in DRIVER_KEYS if regime.find(key) is None]
    if lacking:
        vi, en = "Không có quy định dùng được trong ngày này", "No such rule may be used on this day"
        raise InputError([Problem("missing-rule", vi, en, "rule_parameter", key) for key in lacking])
    day, straight, stop, rest = (regime.number(key) for key in DRIVER_KEYS)
    week = regime.number(WEEK_KEY) if regime.find(WEEK_KEY) is not None else None
    keys = [*DRIVER_KEYS, *([WEEK_KEY] if week is not None else [])]
    return DriverRules(
        day_s=round(day * HOUR_S),
        continuous_s=round(straight * HOUR_S),
        stop_s=round(stop * MINUTE_S),
        week_s=None if week is None else round(week * HOUR_S),
        legal_day_s=DAY_S,
        rest_s=round(rest * HOUR_S),
        basis=tuple(basis(regime, key) for key in keys),
    )


def basis(regime: Regime, key: str) -> str:
    """Return a rule's figure, act and article, its mark where it may not be presented as law: ``vi | en``."""
    rule = regime.parameters[key]
    act = regime.basis(rule)
    return f"{rule.label.text('vi')}: {rule.stated('vi')}, {act} | {rule.label.text('en')}: {rule.stated('en')}, {act}"


def payloads_t(vehicles: pd.DataFrame, day: dt.date) -> tuple[pd.Series[float], tuple[str, ...]]:
    """Return what each truck type may carry on a day (t, by code), and the bases of the limits applied."""
    regime = regime_on(day)
    usable = {Standing.LAW, Standing.ADOPTED}
    limits = {
        key: rule.value
        for key, rule in regime.parameters.items()
        if key.startswith("truck.") and rule.value is not None and rule.standing in usable
    }
    found: dict[str, float] = {}
    bases: list[str] = []
    for code, row in vehicles.iterrows():
        found[str(code)] = float(row["payload_t"])
        if not row["body"] or pd.isna(row["axles"]) or pd.isna(row["gross_t"]):
            bases.append(
                f"{row['name']}: không rõ kết cấu, khối lượng cho phép chưa kiểm tra | "
                f"{row['name']}: build not stated, lawful weight not checked"
            )
            continue
        span = None if pd.isna(row["span_m"]) else float(row["span_m"])
        groups = read_groups(str(row["axle_groups"]), int(row["axles"]))
        build = Build(str(row["body"]), int(row["axles"]), span, groups)
        found[str(code)] = lawful_payload_t(float(row["payload_t"]), float(row["gross_t"]), build, limits)
        bases += [basis(regime, key) for key in (gross_key(build), *map(group_key, groups))]
    return pd.Series(found, dtype=float), tuple(dict.fromkeys(bases))
