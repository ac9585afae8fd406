import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from technology_cases import BASE, CASES, KNOWN, B, K

from banme.clusters import technology as tech
from banme.clusters.technology.parts import SizeClass
from banme.errors import InputError
from banme.law.marks import Mark


def score(code, changes, benchmarks=KNOWN):
    return tech.assess(tech.read_answers(BASE | changes), benchmarks).scores[code]


@pytest.mark.parametrize(("code", "changes", "points"), CASES)
def test_points_at_the_boundary_are_those_of_the_table(code, changes, points):
    found = score(code, changes)
    assert found.points == found.low == found.high == points, found


def test_the_groups_have_the_maxima_and_numbers_of_criteria_of_the_circular():
    most = {group: sum(c.most for c in tech.CRITERIA if c.group == group) for group in tech.GROUPS}
    count = {group: sum(c.group == group for c in tech.CRITERIA) for group in tech.GROUPS}
    assert most == {"T": 30, "E": 20, "O": 19, "R": 17, "I": 14}
    assert count == {"T": 7, "E": 5, "O": 5, "R": 5, "I": 4}
    assert sum(most.values()) == 100
    assert [c.code[1:] for c in tech.CRITERIA] == [str(n) for n in range(1, 27)]


@pytest.mark.parametrize("criterion", tech.CRITERIA, ids=lambda c: c.code)
def test_parts_add_up_to_the_criterions_maximum_and_every_answer_is_asked(criterion):
    assert sum(part.limits[1] for part in criterion.parts) == criterion.most
    assert {case[2] for case in CASES if case[0] == criterion.code} >= {criterion.most}


def test_every_question_serves_a_criterion_or_the_size():
    asked = set(tech.assess(tech.read_answers({}), {}).missing)
    assert asked == set(tech.QUESTIONS) - {"size_class"} | set(K)


@pytest.mark.parametrize(
    ("capital", "workers", "group", "gap"),
    [
        (1001 * B, 3001, SizeClass.VERY_LARGE, False),
        (1000 * B, 3001, SizeClass.LARGE, False),
        (1001 * B, 3000, SizeClass.LARGE, False),
        (101 * B, 201, SizeClass.LARGE, False),
        (100 * B, 200, SizeClass.SME, False),
        (101 * B, 200, None, True),
        (100 * B, 201, None, True),
    ],
)
def test_size_classes_follow_the_words_and_leave_the_gap_open(capital, workers, group, gap):
    size = tech.size_of(capital, workers)
    assert (size.group, size.is_gap) == (group, gap)
    assert size.missing == (("size_class",) if gap else ())


def test_a_chosen_size_fills_the_gap_but_never_overrules_the_words():
    assert tech.size_of(101 * B, 100, SizeClass.SME).group == SizeClass.SME
    assert tech.size_of(50 * B, 100, SizeClass.LARGE).group == SizeClass.SME


def test_criteria_that_depend_on_size_are_not_scored_in_the_gap():
    found = tech.assess(tech.read_answers(BASE | {"capital_vnd": 101 * B}), KNOWN)
    assert found.scores["R20"].points is None
    assert found.scores["R20"].missing == ("size_class",)
    assert found.total is None
    assert (found.low, found.high) == (found.low, found.low + 4 + 3)


def test_without_benchmarks_four_criteria_are_not_scored_and_the_total_is_a_range():
    found = tech.assess(tech.read_answers(BASE | {"uses_mdc": True}), {})
    assert found.missing == ("K1", "K2", "K3", "K4")
    assert [code for code, one in found.scores.items() if one.points is None] == ["T4", "T5", "T6", "E8"]
    assert (found.scores["T4"].low, found.scores["T4"].high) == (1, 4)
    assert (found.scores["T5"].low, found.scores["T5"].high) == (1, 4)
    assert found.is_partial
    whole = tech.assess(tech.read_answers(BASE | {"uses_mdc": True}), KNOWN)
    assert found.low <= whole.total <= found.high


def test_an_empty_survey_leaves_all_open():
    found = tech.assess(tech.read_answers({}), {})
    assert all(one.points is None for one in found.scores.values())
    assert (found.low, found.high) == (2, 100)  # T1 and T5 give at least one point
    assert found.classification.by_total == (tech.TechnologyLevel.OUTDATED, tech.TechnologyLevel.ADVANCED)


def test_a_zero_denominator_is_undefined_not_zero_points():
    found = score("E12", {"direct_workers": 100})
    assert found.undefined
    assert found.points is None
    assert (found.low, found.high) == (0, 4)


@given(st.sets(st.sampled_from(sorted(BASE))))
def test_the_range_always_holds_the_full_total(left_out):
    whole = tech.assess(tech.read_answers(BASE), KNOWN)
    part = tech.assess(tech.read_answers({k: v for k, v in BASE.items() if k not in left_out}), KNOWN)
    assert part.low <= whole.total <= part.high
    assert (part.total is None) == any(s.points is None for s in part.scores.values())


L = tech.TechnologyLevel


@pytest.mark.parametrize(
    ("total", "coefficient", "level", "cautious"),
    [
        (34, 0.29, L.OUTDATED, None),
        (34, 0.3, None, L.OUTDATED),
        (30, 0.35, None, L.OUTDATED),
        (35, 0.29, None, L.OUTDATED),
        (35, 0.3, L.MEDIUM, None),
        (59, 0.9, L.MEDIUM, None),
        (60, 0.49, None, L.MEDIUM),
        (60, 0.5, L.MEDIUM_ADVANCED, None),
        (62, 0.42, None, L.MEDIUM),
        (74, 0.65, L.MEDIUM_ADVANCED, None),
        (75, 0.64, None, L.MEDIUM_ADVANCED),
        (75, 0.65, L.ADVANCED, None),
    ],
)
def test_levels_follow_article_9_3_and_what_it_leaves_open_is_only_read_cautiously(total, coefficient, level, cautious):
    found = tech.classify(total, total, coefficient)
    assert (found.level, found.cautious) == (level, cautious)
    assert (found.reason is None) == (level is not None)
    assert found.cautious_mark == Mark.INFERRED


def test_no_level_is_given_without_a_coefficient_or_with_a_partial_total():
    assert tech.classify(80, 80, None).level is None
    assert tech.classify(80, 80, None).by_total == (L.ADVANCED, L.ADVANCED)
    assert tech.classify(70, 80, 0.9).level is None
    assert tech.classify(70, 80, 0.9).by_total == (L.MEDIUM_ADVANCED, L.ADVANCED)


def test_the_coefficient_has_no_formula_unless_one_is_handed_in_and_the_placeholder_is_marked():
    answers = tech.read_answers(BASE)
    assert tech.assess(answers, KNOWN).synchrony is None
    found = tech.assess(answers, KNOWN, tech.PLACEHOLDER)
    assert 0.0 <= found.synchrony <= 1.0
    assert not found.formula.mark.is_law
    assert tech.assess(answers, {}, tech.PLACEHOLDER).synchrony is None


def test_bad_answers_are_all_reported_together():
    bad = {
        "workers": -1,
        "uses_mes": "yes",
        "product_standard": "best",
        "new_product_revenue_pct": 101.0,
        "nonsense": 1,
    }
    with pytest.raises(InputError) as raised:
        tech.read_answers(bad | {"direct_workers": "many"})
    assert {p.rule for p in raised.value.problems} == {
        "below-zero",
        "not-yes-no",
        "unknown-level",
        "above-hundred",
        "unknown-question",
        "not-a-number",
    }


def test_a_part_above_its_whole_is_refused():
    with pytest.raises(InputError, match="exceed"):
        tech.read_answers({"direct_workers": 11, "workers": 10})
    tech.read_answers({"direct_workers": 10, "workers": 10})


def table(*rows):
    return pd.DataFrame(rows, columns=["vsic", "name", "value", "source"])


def test_the_longest_vsic_code_gives_the_benchmark():
    rows = table(("10", "K2", 8.0, "a"), ("107", "K2", 6.0, "b"), ("108", "K2", 1.0, "c"), ("10", "K1", 5e8, "a"))
    found = tech.benchmarks_for("C10770", rows)
    assert {name: (one.value, one.source) for name, one in found.items()} == {"K2": (6.0, "b"), "K1": (5e8, "a")}
    assert tech.benchmarks_for("11", rows) == {}
    assert tech.benchmarks_for("", rows) == {}


def test_a_benchmark_without_source_or_above_zero_is_refused():
    with pytest.raises(InputError) as raised:
        tech.benchmarks_for("10", table(("10", "K9", 0.0, ""), ("10", "K9", 1.0, "x")))
    assert {p.rule for p in raised.value.problems} == {"unknown-benchmark", "not-positive", "no-source", "twice"}
