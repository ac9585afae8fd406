"""Legal bases of a plan: what each citation is worth on a day, and what stands in place of an act that is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from banme.errors import Findings, Problem
from banme.law.acts import Act, Article, Relation, RelationKind
from banme.law.book import RuleBook
from banme.law.words import Words

_ARTICLE = re.compile(r"Điều\s+(\d+[a-zđ]?)", re.IGNORECASE)


class CitationState(StrEnum):
    """What a citation is worth on a day."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    """In force, but changed, or its powers moved to another body, since it was cited."""
    NOT_YET = "not_yet"
    """Issued, not yet in force."""
    REPLACED = "replaced"
    LAPSED = "lapsed"
    """Ended with nothing in its place."""

    @property
    def label(self) -> Words:
        """What the state is called."""
        return _LABELS[self]

    @property
    def is_gone(self) -> bool:
        """Whether the citation no longer holds."""
        return self in {CitationState.REPLACED, CitationState.LAPSED}


_LABELS = {
    CitationState.IN_FORCE: Words("còn hiệu lực", "in force"),
    CitationState.AMENDED: Words("đã sửa đổi", "amended since"),
    CitationState.NOT_YET: Words("chưa có hiệu lực", "not yet in force"),
    CitationState.REPLACED: Words("đã bị thay thế", "replaced"),
    CitationState.LAPSED: Words("đã hết hiệu lực", "lapsed"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A plan, objective or task that rests on an act.

    Attributes
    ----------
    code : str
        Of the row.
    subject : str
        Name of what cites.
    act, article : str
        Code of the act and, where it is named, the article.
    cited_on : date
        The day of citing.

    """

    code: str
    subject: str
    act: str
    article: str
    cited_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What a citation is worth on a day.

    Attributes
    ----------
    citation : Citation
        Which.
    act : Act
        The act it names.
    state : CitationState
        What it is worth.
    since : date or None
        First day of that state; None where it is in force.
    by : tuple of Act
        Acts that replace or change it; of replacements those in force, however long the chain.
    article : str
        Where the change says so.

    """

    citation: Citation
    act: Act
    state: CitationState
    since: date | None
    by: tuple[Act, ...]
    article: str = ""

    @property
    def reason(self) -> Words:
        """Say why, with the acts by number."""
        numbers = ", ".join(act.number for act in self.by)
        day = "" if self.since is None else f"{self.since:%d/%m/%Y}"
        match self.state:
            case CitationState.IN_FORCE:
                return self.state.label
            case CitationState.NOT_YET:
                return Words(f"có hiệu lực từ {day}", f"in force from {day}")
            case CitationState.AMENDED:
                return Words(f"được {numbers} sửa đổi từ {day}", f"changed by {numbers} from {day}")
            case CitationState.REPLACED:
                return Words(f"được {numbers} thay thế từ {day}", f"replaced by {numbers} from {day}")
        return Words(f"hết hiệu lực từ {day}, không có văn bản thay thế", f"ended on {day}, nothing in its place")


def check(book: RuleBook, citations: Iterable[Citation], articles: Sequence[Article] = ()) -> None:
    """Refuse citations that cannot be right.

    Raises
    ------
    InputError
        With every one: an act unknown, an act or article cited before it existed.

    """
    findings = Findings()
    for citation in citations:
        act = book.acts.get(citation.act)
        if act is None:
            findings.add(
                _problem(
                    "unknown-act",
                    citation,
                    citation.act,
                    Words("Văn bản không có trong bảng legal_act", "No such act in table legal_act"),
                )
            )
            continue
        if citation.cited_on < act.exists_from:
            findings.add(
                _problem(
                    "cited-before-it-existed",
                    citation,
                    f"{citation.cited_on}",
                    Words(
                        f"Viện dẫn {act.number} trước ngày ban hành {act.exists_from:%d/%m/%Y}: sửa ngày hoặc văn bản",
                        f"{act.number} is cited before it was issued on {act.exists_from}: correct the day or the act",
                    ),
                )
            )
            continue
        article = min(_versions(citation, articles), key=lambda each: each.valid_from, default=None)
        if article is not None and citation.cited_on < article.valid_from > act.valid_from:
            findings.add(
                _problem(
                    "cited-before-it-existed",
                    citation,
                    f"{citation.cited_on}",
                    Words(
                        f"{article.article} {act.number} chỉ có từ {article.valid_from:%d/%m/%Y}",
                        f"{article.article} of {act.number} exists only from {article.valid_from}",
                    ),
                )
            )
    findings.raise_if_any()


def review(
    book: RuleBook, citations: Iterable[Citation], day: date, articles: Sequence[Article] = ()
) -> tuple[Standing, ...]:
    """Return what every citation is worth on a day.

    Raises
    ------
    InputError
        As :func:`check`.

    """
    found = tuple(citations)
    check(book, found, articles)
    return tuple(_standing(book, citation, day, articles) for citation in found)


def in_place_of(book: RuleBook, code: str, day: date) -> tuple[Act, ...]:
    """Return the acts in force on a day that stand in an act's place, through any chain of replacements."""
    found: dict[str, Act] = {}
    seen, waiting = {code}, [code]
    while waiting:
        gone = waiting.pop(0)
        for relation in book.relations:
            if relation.kind is not RelationKind.REPLACES or relation.other != gone or relation.since > day:
                continue
            act = book.acts[relation.act]
            if act.code in seen:
                continue
            seen.add(act.code)
            if act.in_force(day):
                found[act.code] = act
            else:
                waiting.append(act.code)
    return tuple(found.values())


def _standing(book: RuleBook, citation: Citation, day: date, articles: Sequence[Article]) -> Standing:
    act = book.acts[citation.act]
    bearing = [
        each for each in book.relations if each.other == act.code and each.since <= day and _same(each, citation)
    ]
    replaced = sorted((each for each in bearing if each.kind is RelationKind.REPLACES), key=lambda each: each.since)
    if replaced:
        first = replaced[0]
        by = in_place_of(book, act.code, day) or tuple(book.acts[each.act] for each in replaced)
        return Standing(citation, act, CitationState.REPLACED, first.since, by, first.article)
    if act.valid_to is not None and act.valid_to < day:
        return Standing(citation, act, CitationState.LAPSED, act.valid_to + timedelta(days=1), ())
    article = _article(citation, articles)
    if article is not None and article.valid_to is not None and article.valid_to < day:
        return Standing(citation, act, CitationState.LAPSED, article.valid_to + timedelta(days=1), ())
    if day < act.valid_from:
        return Standing(citation, act, CitationState.NOT_YET, act.valid_from, ())
    changed = sorted(
        (
            each
            for each in bearing
            if each.kind in {RelationKind.AMENDS, RelationKind.REASSIGNS} and each.since > citation.cited_on
        ),
        key=lambda each: each.since,
    )
    if changed:
        by = tuple(dict.fromkeys(book.acts[each.act] for each in changed))
        return Standing(citation, act, CitationState.AMENDED, changed[0].since, by, changed[0].article)
    return Standing(citation, act, CitationState.IN_FORCE, None, ())


def _same(relation: Relation, citation: Citation) -> bool:
    """Tell whether a relation touches what is cited: the whole act, or its article."""
    if not relation.other_article or not citation.article:
        return not relation.other_article or relation.kind is not RelationKind.REPLACES
    return bool(article_numbers(relation.other_article) & article_numbers(citation.article))


def article_numbers(text: str) -> frozenset[str]:
    """Return the numbers of the articles that a text names: ``Điều 8.1c`` gives ``8``."""
    return frozenset(number.lower() for number in _ARTICLE.findall(text))


def _article(citation: Citation, articles: Sequence[Article]) -> Article | None:
    """Return the article's newest version that a citation may mean."""
    return max(_versions(citation, articles), key=lambda each: each.valid_from, default=None)


def _versions(citation: Citation, articles: Sequence[Article]) -> list[Article]:
    wanted = article_numbers(citation.article)
    return [each for each in articles if each.act == citation.act and article_numbers(each.article) & wanted]


def _problem(rule: str, citation: Citation, value: str, said: Words) -> Problem:
    return Problem(rule, said.vi, said.en, "task_citation", citation.code, "act_code", value)
