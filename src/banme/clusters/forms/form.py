"""What a statutory report is: a period with its cut-off and due days, lines that say what they lack, cross-checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.errors import InputError, Problem
from banme.law.regime import Regime
from banme.law.words import Words


class FormCode(StrEnum):
    """The four forms and who sends them."""

    TENANT = "01"
    INVESTOR = "02"
    UNIT = "03"
    DEPARTMENT = "04"


TITLES = {
    FormCode.TENANT: Words("Tình hình hoạt động của cơ sở trong cụm công nghiệp", "A tenant of an industrial cluster"),
    FormCode.INVESTOR: Words(
        "Tình hình hoạt động của dự án hạ tầng cụm công nghiệp", "The infrastructure project of a cluster"
    ),
    FormCode.UNIT: Words("Tình hình cụm công nghiệp trên địa bàn", "Industrial clusters of a unit"),
    FormCode.DEPARTMENT: Words("Tình hình cụm công nghiệp trên địa bàn tỉnh", "Industrial clusters of the province"),
}
DUE = {
    FormCode.TENANT: ((6, 20), (12, 20)),
    FormCode.INVESTOR: ((6, 20), (12, 20)),
    FormCode.UNIT: ((6, 25), (12, 25)),
    FormCode.DEPARTMENT: ((6, 30), (12, 31)),
}
"""Month and day before which a half-year's and a year's report are due."""
CUTOFF = (15, 12, 14)
"""A period begins on 15 December of the year before and ends on the 14th of June or December."""


@dataclass(frozen=True, slots=True)
class Period:
    """A half-year or a year of reporting."""

    year: int
    half: bool

    @property
    def start(self) -> date:
        """First day of the figures."""
        first, month, _ = CUTOFF
        return date(self.year - 1, month, first)

    @property
    def end(self) -> date:
        """Last day of the figures."""
        return date(self.year, 6 if self.half else 12, CUTOFF[2])

    def due(self, form: FormCode) -> date:
        """Return the day before which the report is due."""
        month, day = DUE[form][0 if self.half else 1]
        return date(self.year, month, day)

    @property
    def name(self) -> Words:
        """E.g. the first half of 2026."""
        if self.half:
            return Words(f"6 tháng đầu năm {self.year}", f"first half of {self.year}")
        return Words(f"năm {self.year}", f"year {self.year}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form.

    Attributes
    ----------
    number : str
        As on the form, e.g. ``15.1``.
    label, unit : Words
        What it is, and its unit.
    value : float or None
        None while an input is missing.
    missing : tuple of str
        Inputs that are not known.
    part : Words or None
        Heading of the part that begins with this line.

    """

    number: str
    label: Words
    unit: Words
    value: float | None
    missing: tuple[str, ...] = ()
    part: Words | None = None


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A rule between lines (our inference from the form, not its text); ``holds`` is None while a line is missing."""

    text: Words
    holds: bool | None


@dataclass(frozen=True, slots=True)
class StatutoryForm:
    """A filled form.

    Attributes
    ----------
    code : FormCode
        Which of the four.
    period : Period
        Its period.
    subject, sender : Words
        Whom it speaks of and who sends it.
    receivers : tuple of Words
        Who gets it.
    lines : tuple of Line
        All of them, missing ones too.
    checks : tuple of CrossCheck
        Rules between lines.
    basis : str
        Act and article.
    illustrative : bool
        Whether any figure is made up for show.

    """

    code: FormCode
    period: Period
    subject: Words
    sender: Words
    receivers: tuple[Words, ...]
    lines: tuple[Line, ...]
    checks: tuple[CrossCheck, ...]
    basis: str
    illustrative: bool

    @property
    def due_on(self) -> date:
        """The day before which it is due."""
        return self.period.due(self.code)

    @property
    def missing(self) -> tuple[str, ...]:
        """Every input that is not known, once."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line.missing))

    def value(self, number: str) -> float | None:
        """Return the value of a line by its number; ``KeyError`` when there is no such line."""
        return {line.number: line.value for line in self.lines}[number]


def basis(code: FormCode, regime: Regime) -> str:
    """Return the act that prescribes a form on a day.

    Raises
    ------
    InputError
        When the form of that day is not known: those of Circular 28/2020 were not found.

    """
    key = f"cluster.report.form{code}"
    parameter = regime.find(key)
    if parameter is None:
        raise InputError(
            [
                Problem(
                    rule="form-not-known",
                    table="rule_parameter",
                    row=key,
                    vi=f"Biểu mẫu áp dụng ngày {regime.day:%d/%m/%Y} chưa được đối chiếu: chọn kỳ từ cuối năm 2024",
                    en=f"The form in force on {regime.day} was not found: choose a period from the end of 2024 on",
                )
            ]
        )
    return regime.basis(parameter)
