"""The four criteria of the decree and the sub-criteria a Council agrees on, which sum to each maximum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from banme.errors import Findings, Problem
from banme.law.regime import Regime
from banme.law.words import Words

CRITERIA: Mapping[str, tuple[str, Words]] = {
    "plan": (
        "cluster.investor.plan_max",
        Words("Phương án đầu tư xây dựng hạ tầng kỹ thuật", "Infrastructure investment plan"),
    ),
    "environment": (
        "cluster.investor.environment_max",
        Words("Phương án quản lý, bảo vệ môi trường", "Environmental management and protection plan"),
    ),
    "capability": ("cluster.investor.capability_max", Words("Năng lực, kinh nghiệm", "Capability and experience")),
    "finance": ("cluster.investor.finance_max", Words("Phương án tài chính", "Financial plan")),
}
"""Decree 32/2024 Art. 13.2: the key of each maximum and the criterion's name."""
UNITS = 100
"""Points are held in hundredths, so that sums are exact."""


@dataclass(frozen=True, slots=True)
class SubCriterion:
    """A sub-criterion: its code, the criterion it belongs to, its name and most points."""

    code: str
    criterion: str
    label: Words
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """The sub-criteria a Council agreed on.

    Attributes
    ----------
    subs : tuple of SubCriterion
        In the order in which they are scored.
    step : Decimal
        Smallest step of points, e.g. 0.5; not below 0.01.

    """

    subs: tuple[SubCriterion, ...]
    step: Decimal

    def of(self, criterion: str) -> tuple[SubCriterion, ...]:
        """Return the sub-criteria of one criterion."""
        return tuple(sub for sub in self.subs if sub.criterion == criterion)


def check_scheme(scheme: Scheme, regime: Regime) -> Findings:
    """Return what is wrong with a scheme: sums that differ from the decree's maxima, codes twice, steps too fine."""
    findings = Findings()
    if scheme.step * UNITS != (scheme.step * UNITS).to_integral_value() or scheme.step <= 0:
        findings.add(
            _problem("scoring-step", "step", scheme.step, "Bước điểm là bội của 0,01", "The step is a multiple of 0.01")
        )
    codes = [sub.code for sub in scheme.subs]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        findings.add(_problem("subcriterion-twice", code, "", "Mã tiêu chí con bị lặp", "The code stands twice"))
    for sub in scheme.subs:
        if sub.criterion not in CRITERIA:
            known = ", ".join(CRITERIA)
            findings.add(
                _problem(
                    "unknown-criterion", sub.code, sub.criterion, f"Dùng một trong: {known}", f"Use one of: {known}"
                )
            )
        if sub.max_points <= 0 or sub.max_points % scheme.step:
            findings.add(
                _problem(
                    "subcriterion-points",
                    sub.code,
                    sub.max_points,
                    "Điểm tối đa phải dương và theo bước điểm",
                    "The most points are positive and a multiple of the step",
                )
            )
    for criterion, (key, label) in CRITERIA.items():
        most = Decimal(repr(regime.number(key)))
        agreed = sum((sub.max_points for sub in scheme.of(criterion)), Decimal(0))
        if agreed != most:
            findings.add(
                _problem(
                    "subcriteria-sum",
                    criterion,
                    agreed,
                    f"Các tiêu chí con của '{label.vi}' phải cộng đúng {most.normalize():f} điểm",
                    f"The sub-criteria of '{label.en}' must sum to exactly {most.normalize():f} points",
                )
            )
    return findings


def _problem(rule: str, row: str, value: object, vi: str, en: str) -> Problem:
    return Problem(rule=rule, table="council_criterion", row=row, column="max_points", value=str(value), vi=vi, en=en)
