"""Admission gate: gates that must hold, a score card, and what follows when a declaration does not stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from banme.clusters.admission.facts import DERIVED, FACTS, NUMBERS, Fact, Facts, with_derived
from banme.errors import Findings, Problem
from banme.law.marks import Mark
from banme.law.words import Words


class Need(StrEnum):
    """What a rule asks of a fact."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    YES = "yes"
    STARTS_WITH = "starts_with"
    STARTS_WITH_NONE = "starts_with_none"


class Verdict(StrEnum):
    """What the gate says; ``declared`` passes only as declared and is still to be verified."""

    ADMIT = "admit"
    DECLARED = "declared"
    INCOMPLETE = "incomplete"
    REFUSE = "refuse"


VERDICT_WORDS = {
    Verdict.ADMIT: Words("Đạt, đã xác minh", "Passes, verified"),
    Verdict.DECLARED: Words("Đạt theo kê khai, chờ xác minh", "Passes as declared, to be verified"),
    Verdict.INCOMPLETE: Words("Chưa kết luận được: còn thiếu thông tin", "Open: information is missing"),
    Verdict.REFUSE: Words("Không đạt", "Does not pass"),
}


@dataclass(frozen=True, slots=True)
class AdmissionRule:
    """One rule of the cluster's policy (its operator's or council's, not law unless ``mark`` says so).

    Attributes
    ----------
    code : str
    fact : str
        Name in :data:`banme.clusters.admission.facts.FACTS`.
    need : Need
    limit : float
        For ``at_least`` and ``at_most``.
    prefixes : tuple of str
        For ``starts_with`` and ``starts_with_none``.
    points : float
        0 makes it a gate that must hold; above 0 it only scores.
    floor : float or None
        Value at which a scoring rule gives nothing; points grow evenly from it to ``limit``. None: all or nothing.
    consequence : Words
        What follows when the declaration passes and the verified value does not.
    mark : Mark
    source : str

    """

    code: str
    fact: str
    need: Need
    consequence: Words
    limit: float = 0.0
    prefixes: tuple[str, ...] = ()
    points: float = 0.0
    floor: float | None = None
    mark: Mark = Mark.INFERRED
    source: str = ""

    @property
    def is_gate(self) -> bool:
        """Whether it must hold."""
        return self.points == 0.0

    def share(self, value: Fact) -> float | None:
        """Return how far a value satisfies the rule, 0 to 1; None when it is missing."""
        if value is None:
            return None
        if self.need in {Need.STARTS_WITH, Need.STARTS_WITH_NONE}:
            digits = "".join(letter for letter in str(value) if letter.isdigit())
            hit = any(digits.startswith(prefix) for prefix in self.prefixes)
            return float(hit == (self.need == Need.STARTS_WITH))
        if self.need == Need.YES:
            return float(value is True)
        figure = float(value)
        passes = figure >= self.limit if self.need == Need.AT_LEAST else figure <= self.limit
        if passes or self.floor is None:
            return float(passes)
        return min(1.0, max(0.0, (figure - self.floor) / (self.limit - self.floor)))


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """How a project stands against one rule.

    ``holds`` speaks of the verified value where there is one, else of the declared (None: missing); ``share`` likewise,
    0 to 1. ``broken_word``: the declaration passes, the verified value does not.
    """

    rule: AdmissionRule
    declared: Fact
    verified: Fact
    share: float | None
    is_verified: bool
    broken_word: bool

    @property
    def holds(self) -> bool | None:
        """Whether the rule is satisfied in full."""
        return None if self.share is None else self.share >= 1.0


@dataclass(frozen=True, slots=True)
class Admission:
    """The gate's answer.

    Attributes
    ----------
    verdict : Verdict
    findings : tuple of RuleFinding
    low, high, most : float
        Points, what they can still become, and the most there are.
    missing : tuple of str
        Facts that are missing.

    """

    verdict: Verdict
    findings: tuple[RuleFinding, ...]
    low: float
    high: float
    most: float
    missing: tuple[str, ...]

    @property
    def reasons(self) -> tuple[RuleFinding, ...]:
        """Gates that fail."""
        return tuple(one for one in self.findings if one.rule.is_gate and one.holds is False)

    @property
    def consequences(self) -> tuple[RuleFinding, ...]:
        """Rules where the declaration did not stand."""
        return tuple(one for one in self.findings if one.broken_word)


def decide(
    rules: Sequence[AdmissionRule],
    declared: Facts,
    verified: Facts,
    left: Mapping[str, float],
    pass_points: float | None = None,
) -> Admission:
    """Hold a project against the cluster's policy.

    Parameters
    ----------
    rules : sequence of AdmissionRule
    declared, verified : Facts
        From :func:`banme.clusters.admission.facts.read_facts`; a verified value replaces the declared one.
    left : mapping
        What the cluster has left: ``area_ha``, ``water_m3_day``, ``power_kw``, ``wastewater_m3_day``.
    pass_points : float or None
        Least number of points, where the policy asks for one.

    Raises
    ------
    InputError
        For rules that cannot be tested.

    """
    _check(rules)
    said, known = with_derived(declared, left), with_derived({**declared, **verified}, left)
    proven = _proven(verified)
    found = tuple(_hold(rule, said.get(rule.fact), known.get(rule.fact), rule.fact in proven) for rule in rules)
    low = sum(one.rule.points * (one.share or 0.0) for one in found)
    high = sum(one.rule.points * (1.0 if one.share is None else one.share) for one in found)
    missing = tuple(dict.fromkeys(one.rule.fact for one in found if one.share is None))
    return Admission(
        _verdict(found, (low, high), pass_points), found, low, high, sum(rule.points for rule in rules), missing
    )


def _proven(verified: Facts) -> set[str]:
    """Return the facts that rest on verified values: a density or share needs its parts to be verified."""
    proven = set(verified)
    if "area_ha" in proven:
        pairs = {"workers": "workers_ha", "value_added_vnd_year": "value_added_vnd_ha"}
        pairs["investment_vnd"] = "investment_vnd_ha"
        proven |= {name for part, name in pairs.items() if part in proven} | {"land_of_left_pct"}
    parts = {"water_m3_day": "water", "power_kw": "power", "wastewater_m3_day": "wastewater"}
    return proven | {f"{name}_of_left_pct" for part, name in parts.items() if part in proven}


def _hold(rule: AdmissionRule, declared: Fact, known: Fact, is_verified: bool) -> RuleFinding:  # noqa: FBT001
    share = rule.share(known)
    before = rule.share(declared)
    broken = is_verified and before is not None and before >= 1.0 and share is not None and share < 1.0
    return RuleFinding(rule, declared, known if is_verified else None, share, is_verified, broken)


def _verdict(found: Sequence[RuleFinding], points: tuple[float, float], pass_points: float | None) -> Verdict:
    gates = [one for one in found if one.rule.is_gate]
    low, high = points
    if any(one.holds is False for one in gates) or (pass_points is not None and high < pass_points):
        return Verdict.REFUSE
    if any(one.holds is None for one in gates) or (pass_points is not None and low < pass_points):
        return Verdict.INCOMPLETE
    return Verdict.ADMIT if all(one.is_verified for one in gates) else Verdict.DECLARED


def _check(rules: Sequence[AdmissionRule]) -> None:
    findings = Findings()

    def add(rule: AdmissionRule, name: str, vi: str, en: str) -> None:
        findings.add(Problem(name, vi, en, "admission_rule", rule.code))

    for rule in rules:
        measured = rule.fact in NUMBERS or rule.fact in DERIVED
        if rule.fact not in FACTS:
            add(rule, "unknown-fact", "Không có mục thông tin này", "No such fact")
        elif (rule.need in {Need.AT_LEAST, Need.AT_MOST}) != measured:
            add(rule, "wrong-need", "Cách so không hợp với loại thông tin", "The test does not suit the kind of fact")
        if rule.points < 0:
            add(rule, "negative-points", "Điểm không được âm", "Points must not be below zero")
        if rule.need in {Need.STARTS_WITH, Need.STARTS_WITH_NONE} and not rule.prefixes:
            add(rule, "no-prefixes", "Thiếu danh sách mã ngành", "The list of codes is missing")
        if rule.floor is not None and rule.floor == rule.limit:
            add(rule, "bad-floor", "Mức 0 điểm phải khác mức đủ điểm", "Floor and limit must differ")
    findings.raise_if_any()
