"""Legal bases of the plans on file: what each citation is worth on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from banme.errors import Findings
from banme.law import Article, Citation, CitationState, RuleBook, review
from banme.law.bases import Standing
from banme.law.reading import read_articles
from banme.studies.regime import rule_book
from banme.workspace.frames import frame
from banme.workspace.models import LegalArticle, TaskCitation


@dataclass(frozen=True, slots=True)
class Bases:
    """Every citation as it stands on a day.

    Attributes
    ----------
    day : date
        The day asked for.
    book : RuleBook
        Acts and relations.
    standings : tuple of Standing
        One for each citation, those that no longer hold first.
    articles : tuple of Article
        Articles on file.

    """

    day: dt.date
    book: RuleBook
    standings: tuple[Standing, ...]
    articles: tuple[Article, ...]

    @property
    def gone(self) -> tuple[Standing, ...]:
        """Citations that have lapsed or been replaced."""
        return tuple(each for each in self.standings if each.state.is_gone)


_ORDER = [CitationState.REPLACED, CitationState.LAPSED, CitationState.AMENDED, CitationState.NOT_YET]
_RANK = {state: place for place, state in enumerate(_ORDER)}


def articles(book: RuleBook) -> tuple[Article, ...]:
    """Return the articles on file.

    Raises
    ------
    InputError
        When one names an unknown act.

    """
    findings = Findings()
    found = read_articles(frame(LegalArticle), book.acts, findings)
    findings.raise_if_any()
    return found


def citations(plan: str | None = None) -> tuple[Citation, ...]:
    """Return the citations of a plan, its objectives and its tasks; of all plans when none is named."""
    rows = TaskCitation.objects.select_related("plan", "objective", "task")
    found = []
    for row in rows:
        subject = row.plan or row.objective or row.task
        owner = row.plan_id or getattr(row.objective or row.task, "plan_id", None)
        if plan is None or owner == plan:
            found.append(Citation(row.code, str(subject), row.act_id, row.article, row.cited_on))
    return tuple(found)


def review_bases(day: dt.date, plan: str | None = None) -> Bases:
    """Return what the citations are worth on a day, those that no longer hold first.

    Raises
    ------
    InputError
        With every citation of an unknown act, or of an act or article before it existed.

    """
    book = rule_book()
    known = articles(book)
    standings = review(book, citations(plan), day, known)
    ordered = sorted(standings, key=lambda each: (_RANK.get(each.state, len(_RANK)), each.act.code, each.citation.code))
    return Bases(day, book, tuple(ordered), known)
