"""Citations on a day: in force, amended, replaced by what, lapsed; and those that cannot be right."""

from dataclasses import replace
from datetime import date

import pytest

from banme.errors import Findings, InputError
from banme.law import Citation, CitationState, Mark, Relation, RelationKind, in_place_of, review
from banme.law.bases import article_numbers
from banme.law.graph import BOX_HEIGHT, BOX_WIDTH, draw
from banme.law.reading import read_articles
from national_law import book, frame

PLAN_DAY = date(2023, 3, 15)
TODAY = date(2026, 11, 23)


def cite(act, article="", day=PLAN_DAY):
    return Citation(f"c.{act}", "Nhiệm vụ", act, article, day)


def standing(act, on, article="", day=PLAN_DAY):
    (found,) = review(book(), [cite(act, article, day)], on)
    return found


@pytest.mark.parametrize("act", ["KL67-2019", "NQ103-2020", "NQ72-2022", "QD1012-2015", "QD898-2021", "ND68-2017"])
def test_the_bases_of_the_plan_are_in_force_when_it_is_issued(act):
    assert standing(act, PLAN_DAY).state is CitationState.IN_FORCE


@pytest.mark.parametrize(
    ("act", "day", "state"),
    [
        ("ND68-2017", date(2024, 4, 30), CitationState.IN_FORCE),
        ("ND68-2017", date(2024, 5, 1), CitationState.REPLACED),
        ("QD898-2021", date(2025, 12, 31), CitationState.IN_FORCE),
        ("QD898-2021", date(2026, 1, 1), CitationState.LAPSED),
        ("L14-2008", date(2025, 10, 1), CitationState.REPLACED),
        ("NQ72-2022", TODAY, CitationState.IN_FORCE),
    ],
)
def test_a_citation_changes_on_the_day_the_act_does(act, day, state):
    assert standing(act, day).state is state


def test_a_replaced_citation_names_what_stands_in_its_place():
    found = standing("ND68-2017", TODAY)
    assert [act.number for act in found.by] == ["32/2024/NĐ-CP"]
    assert found.since == date(2024, 5, 1)
    assert "32/2024/NĐ-CP" in found.reason.vi


def test_a_chain_of_replacements_leads_to_the_act_in_force():
    laws = book()
    newer = replace(laws.acts["ND32-2024"], code="NEW", number="1/2030/NĐ-CP", valid_from=date(2030, 1, 1))
    ended = replace(laws.acts["ND32-2024"], valid_to=date(2029, 12, 31))
    chained = replace(
        laws,
        acts={**laws.acts, "NEW": newer, "ND32-2024": ended},
        relations=(
            *laws.relations,
            Relation(
                "NEW",
                "ND32-2024",
                RelationKind.REPLACES,
                date(2030, 1, 1),
                pending_keep_other=False,
                article="",
                mark=Mark.VERIFIED,
            ),
        ),
    )
    assert [act.code for act in in_place_of(chained, "ND68-2017", date(2030, 6, 1))] == ["NEW"]


def test_an_amendment_after_the_citation_is_told_and_one_before_it_is_not():
    assert standing("QD1747-2023", TODAY, day=date(2024, 1, 5)).state is CitationState.AMENDED
    assert standing("QD1747-2023", TODAY, day=date(2026, 6, 1)).state is CitationState.IN_FORCE


def test_only_the_article_that_is_replaced_is_gone():
    laws = book()
    one = Relation(
        "ND139-2025",
        "ND32-2024",
        RelationKind.REPLACES,
        date(2025, 7, 1),
        pending_keep_other=False,
        article="",
        mark=Mark.VERIFIED,
        other_article="Điều 34",
    )
    partly = replace(laws, relations=(one,))
    states = {
        article: review(partly, [cite("ND32-2024", article, date(2024, 6, 1))], TODAY)[0].state
        for article in ("Điều 34.2", "Điều 8.1c", "")
    }
    assert states == {
        "Điều 34.2": CitationState.REPLACED,
        "Điều 8.1c": CitationState.IN_FORCE,
        "": CitationState.IN_FORCE,
    }


def test_acts_unknown_and_acts_cited_before_they_existed_are_told_together():
    wrong = [cite("ND32-2024"), cite("NOWHERE"), cite("L67-2025"), cite("NQ103-2020")]
    with pytest.raises(InputError) as caught:
        review(book(), wrong, TODAY)
    found = {(problem.rule, problem.row) for problem in caught.value.problems}
    assert found == {
        ("cited-before-it-existed", "c.ND32-2024"),
        ("unknown-act", "c.NOWHERE"),
        ("cited-before-it-existed", "c.L67-2025"),
    }


def test_an_act_may_be_cited_between_signing_and_coming_into_force():
    found = standing("NQ72-2022", date(2022, 12, 1), day=date(2022, 12, 1))
    assert found.state is CitationState.NOT_YET
    assert found.since == date(2023, 1, 1)


def test_articles_are_found_by_their_number():
    assert article_numbers("Điều 8.1c, Điều 13") == {"8", "13"}
    findings = Findings()
    articles = read_articles(frame("legal_article"), book().acts, findings)
    assert not findings
    assert {each.act for each in articles} <= set(book().acts)
    lapsed = review(book(), [cite("ND139-2025", "Điều 12", date(2025, 8, 1))], date(2027, 3, 1), articles)
    assert lapsed[0].state is CitationState.LAPSED


def test_boxes_of_the_graph_do_not_overlap_and_stay_on_the_drawing():
    drawing = draw(book(), (), TODAY)
    boxes = drawing.boxes
    assert len(boxes) == len(book().acts)
    for place, one in enumerate(boxes):
        assert 0 <= one.x <= drawing.width - BOX_WIDTH
        assert 0 <= one.y <= drawing.height - BOX_HEIGHT
        for other in boxes[place + 1 :]:
            apart = abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
            assert apart, (one.act.code, other.act.code)
