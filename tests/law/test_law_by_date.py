"""Which rules govern a day, on both sides of every date in force."""

from datetime import date, timedelta

import pandas as pd
import pytest

from banme.errors import InputError, RuleError
from banme.law import Mark, RuleBook, Standing, differences
from national_law import book, frame

DAY = timedelta(days=1)


def numbers(day, topic, kind=None, filed_on=None):
    return {act.number for act in book().on(day, filed_on).acts_on(topic, kind)}


@pytest.mark.parametrize(
    ("topic", "kind", "changed_on", "before", "after"),
    [
        ("cluster", "decree", date(2024, 5, 1), {"68/2017/NĐ-CP", "66/2020/NĐ-CP"}, {"32/2024/NĐ-CP"}),
        ("cluster", "circular", date(2024, 10, 1), {"28/2020/TT-BCT"}, {"14/2024/TT-BCT"}),
        ("government", "decree", date(2025, 7, 1), set(), {"139/2025/NĐ-CP"}),
        ("government", "decree", date(2027, 3, 1), {"139/2025/NĐ-CP"}, set()),
        ("technology", "circular", date(2020, 1, 25), {"04/2014/TT-BKHCN"}, {"17/2019/TT-BKHCN"}),
        ("wastewater", "regulation", date(2025, 9, 1), {"QCVN 40:2011/BTNMT"}, {"QCVN 40:2025/BTNMT"}),
        ("tax", "law", date(2025, 10, 1), {"14/2008/QH12"}, {"67/2025/QH15"}),
        ("driver", "law", date(2025, 1, 1), {"23/2008/QH12"}, {"36/2024/QH15"}),
        ("roads", "circular", date(2025, 1, 1), {"46/2015/TT-BGTVT"}, {"39/2024/TT-BGTVT"}),
    ],
)
def test_an_act_governs_from_its_first_day_and_the_old_one_to_the_day_before(topic, kind, changed_on, before, after):
    assert numbers(changed_on - DAY, topic, kind) == before
    assert numbers(changed_on, topic, kind) == after


@pytest.mark.parametrize(
    ("key", "changed_on", "before", "after"),
    [
        ("cluster.authority.receive", date(2025, 7, 1), "district People’s Committee", "commune People’s Committee"),
        ("cluster.authority.relocation", date(2025, 7, 1), "district People’s Committee", "commune People’s Committee"),
        ("cluster.test.unit", date(2025, 7, 1), "district", "as the provincial People’s Committee decides"),
    ],
)
def test_the_body_changes_with_the_level_of_government(key, changed_on, before, after):
    assert book().on(changed_on - DAY).text(key).en == before
    assert book().on(changed_on).text(key).en == after


def test_the_form_of_the_request_is_known_only_since_circular_14():
    assert book().on(date(2024, 9, 30)).find("cluster.form.request") is None
    assert book().on(date(2024, 9, 30)).standing("cluster.form.request") is Standing.ABSENT
    assert book().on(date(2024, 10, 1)).text("cluster.form.request").en == "Annex II, form 01"


def test_a_file_under_appraisal_before_the_new_decree_stays_under_the_old_ones():
    day = date(2024, 6, 15)
    pending = book().on(day, filed_on=date(2024, 4, 30))
    assert {act.number for act in pending.acts_on("cluster", "decree")} == {"68/2017/NĐ-CP", "66/2020/NĐ-CP"}
    assert pending.parameters["cluster.establish.unleased_max_ha"].act == "ND68-2017"
    assert any("32/2024/NĐ-CP" in caution.en for caution in pending.cautions)


def test_a_file_under_appraisal_on_the_first_day_of_the_new_decree_is_under_it():
    day = date(2024, 6, 15)
    assert numbers(day, "cluster", "decree", filed_on=date(2024, 5, 1)) == {"32/2024/NĐ-CP"}


def test_a_pending_file_still_goes_to_todays_body_and_is_told_to_ask():
    pending = book().on(date(2025, 8, 1), filed_on=date(2024, 4, 1))
    assert pending.text("cluster.authority.receive").en == "commune People’s Committee"
    assert any("139/2025/NĐ-CP" in caution.en for caution in pending.cautions)


def test_a_file_cannot_be_later_than_the_day_asked_for():
    with pytest.raises(InputError, match="after the day"):
        book().on(date(2024, 5, 1), filed_on=date(2024, 5, 2))


def test_nothing_recalled_inferred_or_not_found_is_presented_as_law():
    for parameter in book().parameters:
        if parameter.mark in {Mark.RECALLED, Mark.INFERRED, Mark.NOT_FOUND}:
            assert parameter.standing is not Standing.LAW, parameter.code
            assert parameter.note.vi or parameter.standing is Standing.ABSENT, parameter.code
        if parameter.mark in {Mark.RECALLED, Mark.NOT_FOUND}:
            assert not parameter.in_use, parameter.code


def test_the_recalled_percentages_of_the_old_decree_cannot_be_read_until_adopted():
    regime = book().on(date(2023, 3, 15))
    with pytest.raises(RuleError, match="off"):
        regime.number("cluster.establish.occupancy_min_pct")
    rows = frame("rule_parameter")
    rows.loc[rows["code"] == "cluster.establish.occupancy_min_pct@2017", "in_use"] = True
    adopted = _book(rows).on(date(2023, 3, 15))
    assert adopted.number("cluster.establish.occupancy_min_pct") == 50
    assert adopted.standing("cluster.establish.occupancy_min_pct") is Standing.ADOPTED


def test_the_differences_between_2023_and_2026_name_what_changed():
    found = {each.key: each for each in differences(book().on(date(2023, 3, 15)), book().on(date(2026, 11, 23)))}
    assert found["cluster.establish.unleased_max_ha"].kind == "changed"
    assert found["cluster.investor.finance_max"].kind == "rebased"
    assert found["cluster.authority.receive"].kind == "changed"
    assert found["cluster.craft.share_min_pct"].kind == "added"
    assert "time.first_day_excluded" not in found


def test_a_regime_does_not_differ_from_itself():
    regime = book().on(date(2026, 1, 1))
    assert differences(regime, regime) == ()


def test_two_rows_of_one_key_on_the_same_day_are_refused():
    rows = frame("rule_parameter")
    twice = rows[rows["code"] == "cluster.area.max_ha@2024"].assign(code="again", valid_from=date(2025, 1, 1))
    with pytest.raises(InputError, match="one key"):
        _book(pd.concat([rows, twice], ignore_index=True))


def test_an_unknown_act_and_a_missing_column_are_both_named():
    rows = frame("rule_parameter")
    rows.loc[0, "act_code"] = "NOWHERE"
    with pytest.raises(InputError) as caught:
        RuleBook.of(
            {
                "legal_act": frame("legal_act"),
                "legal_relation": frame("legal_relation").drop(columns="kind"),
                "rule_parameter": rows,
            }
        )
    assert {problem.rule for problem in caught.value.problems} == {"unknown-act", "missing-column"}


def _book(rows):
    tables = {name: frame(name) for name in ("legal_act", "legal_relation")}
    return RuleBook.of({**tables, "rule_parameter": rows})
