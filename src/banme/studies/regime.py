"""Law by date: the rule book and the working calendar, read from the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme.clusters.dossier import Item, read_items
from banme.errors import InputError, Problem
from banme.law import RuleBook, WorkingCalendar
from banme.workspace.frames import frame
from banme.workspace.models import DossierItem, LegalAct, LegalRelation, PublicHoliday, RuleParameter

if TYPE_CHECKING:
    import datetime as dt

    from banme.law import Regime


def rule_book() -> RuleBook:
    """Return every act, relation and rule parameter of the workspace.

    Raises
    ------
    InputError
        When the workspace holds no acts, or the tables disagree.

    """
    acts = frame(LegalAct)
    if acts.empty:
        raise InputError(
            [
                Problem(
                    rule="no-law",
                    table="legal_act",
                    vi="Vùng làm việc chưa có bảng pháp luật: nạp thư mục regions/vietnam bằng 'banme import'",
                    en="The workspace holds no law: import the folder regions/vietnam with 'banme import'",
                )
            ]
        )
    return RuleBook.of(
        {"legal_act": acts, "legal_relation": frame(LegalRelation), "rule_parameter": frame(RuleParameter)}
    )


def regime_on(day: dt.date, filed_on: dt.date | None = None) -> Regime:
    """Return the rules that govern a day, or a file that came under appraisal on another."""
    return rule_book().on(day, filed_on)


def working_calendar() -> WorkingCalendar:
    """Return the working days that the holidays of the workspace leave."""
    return WorkingCalendar.of(frame(PublicHoliday))


def dossier_items() -> tuple[Item, ...]:
    """Return the papers of every list."""
    return read_items(frame(DossierItem))
