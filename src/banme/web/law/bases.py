"""The legal-basis graph: acts by year and topic, how they bear on one another, and the plan's citations on a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.errors import BanMeError
from banme.law import CitationState, RuleBook
from banme.law.graph import BOX_HEIGHT, BOX_WIDTH, Drawing, draw
from banme.studies.bases import Bases, review_bases
from banme.studies.regime import rule_book
from banme.web.law import asking
from banme.web.law.regimes import mark_tone
from banme.workspace.models.law import ActRelation, ActTopic

STATE_TONES = {
    CitationState.IN_FORCE: "answer-met",
    CitationState.AMENDED: "answer-rule_missing",
    CitationState.NOT_YET: "answer-input_missing",
    CitationState.REPLACED: "answer-not_met",
    CitationState.LAPSED: "answer-not_met",
}
FIRST_TOPICS = frozenset({"cluster", "development", "government", "logistics", "investment", "land", "tax"})
"""Lanes shown until the reader chooses others."""


MOST_CHARACTERS = 18
"""Of an act's number that a box of the graph holds."""


@require_safe
def bases(request: HttpRequest) -> HttpResponse:
    """Show the graph and the citations on a day."""
    day = asking.day(request, "day") or asking.today()
    topics = frozenset(request.GET.getlist("topic")) & frozenset(ActTopic.values) or FIRST_TOPICS
    context: dict[str, Any] = {
        "tab": "bases",
        "day": day,
        "topics": [(code, label, code in topics) for code, label in ActTopic.choices],
    }
    errors: list[str] = []
    found: Bases | None = None
    try:
        book = rule_book()
    except BanMeError as error:
        return render(request, "web/law/bases.html", context | {"errors": asking.lines(error)}, status=400)
    try:
        found = review_bases(day)
    except BanMeError as error:  # a wrong citation must not hide the graph
        errors = asking.lines(error)
    standings = () if found is None else found.standings
    context |= {
        "errors": errors,
        "standings": [_standing(each) for each in standings],
        "gone": 0 if found is None else len(found.gone),
        "graph": _graph(draw(book, standings, day, topics)),
        "relations": _relations(book, topics),
        "articles": _articles(found, topics),
    }
    return render(request, "web/law/bases.html", context, status=400 if errors else 200)


def _standing(each: Any) -> dict[str, Any]:
    spoken = asking.language()
    return {
        "citation": each.citation,
        "act": each.act,
        "state": each.state.label.text(spoken),
        "tone": STATE_TONES[each.state],
        "reason": each.reason.text(spoken),
        "by": each.by,
    }


def _graph(drawing: Drawing) -> dict[str, Any]:
    spoken = asking.language()
    names = dict(ActTopic.choices)
    kinds = dict(ActRelation.choices)
    numbers = {box.act.code: box.act.number for box in drawing.boxes}
    return {
        "drawing": drawing,
        "lanes": [
            {"name": names.get(lane.topic, lane.topic), "y": lane.y, "text_y": lane.y + 22, "height": lane.height}
            for lane in drawing.lanes
        ],
        "boxes": [
            {
                "code": box.act.code,
                "number": _short(box.act.number),
                "title": f"{box.act.number}: {box.act.title.text(spoken)}",
                "x": box.x,
                "y": box.y,
                "text_x": box.x + BOX_WIDTH / 2,
                "text_y": box.y + BOX_HEIGHT / 2 + 4,
                "mark_x": box.x + BOX_WIDTH - 4,
                "mark_y": box.y + 2,
                "state": "in-force" if box.in_force else "gone",
                "cited": box.cited,
            }
            for box in drawing.boxes
        ],
        "arrows": [
            {
                "kind": str(arrow.relation.kind),
                "path": arrow.path,
                "stands": arrow.stands,
                "title": f"{numbers[arrow.relation.act]} {str(kinds[str(arrow.relation.kind)]).lower()} "
                f"{numbers[arrow.relation.other]}",
            }
            for arrow in drawing.arrows
        ],
        "kinds": list(ActRelation.choices),
        "box_width": BOX_WIDTH,
        "box_height": BOX_HEIGHT,
    }


def _short(number: str) -> str:
    return number if len(number) <= MOST_CHARACTERS else f"{number[: MOST_CHARACTERS - 2]}…"


def _relations(book: RuleBook, topics: frozenset[str]) -> list[dict[str, Any]]:
    kinds = dict(ActRelation.choices)
    spoken = asking.language()
    return [
        {
            "act": book.acts[each.act],
            "other": book.acts[each.other],
            "kind": kinds[str(each.kind)],
            "since": each.since,
            "article": each.article,
            "other_article": each.other_article,
            "mark": each.mark.label.text(spoken),
            "tone": mark_tone(each.mark),
        }
        for each in book.relations
        if book.acts[each.act].topic in topics or book.acts[each.other].topic in topics
    ]


def _articles(found: Bases | None, topics: frozenset[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    if found is None:
        return []
    spoken = asking.language()
    by_act: dict[str, list[tuple[str, str]]] = {}
    for each in found.articles:
        act = found.book.acts[each.act]
        if act.topic in topics:
            by_act.setdefault(act.number, []).append((each.article, each.title.text(spoken)))
    return list(by_act.items())
