from collections import defaultdict

import pytest

from .tables import table

UNITS = {row["code"]: row for row in table("admin_unit")}
PRODUCTION = table("production")


def total(commodity, year):
    return sum(
        float(row["quantity_t"]) for row in PRODUCTION if (row["commodity_code"], row["year"]) == (commodity, str(year))
    )


def test_coffee_is_the_published_area_of_214006_ha_times_the_stated_yield():
    assert total("coffee", 2026) / 2.5 == pytest.approx(214_006, abs=1)
    assert total("coffee", 2030) == total("coffee", 2026)


def test_each_district_keeps_its_published_coffee_area():
    by_district = defaultdict(float)
    for row in PRODUCTION:
        if (row["commodity_code"], row["year"]) == ("coffee", "2026"):
            by_district[UNITS[row["unit_code"]]["parent_code"]] += float(row["quantity_t"]) / 2.5
    assert by_district["648@2009"] == pytest.approx(37_882, abs=0.5)
    assert by_district["643@2009"] == pytest.approx(11_107, abs=0.5)
    assert by_district["652@2009"] == pytest.approx(1_977, abs=0.5)


def test_durian_grows_as_all_planted_trees_bear():
    assert total("durian", 2026) == pytest.approx(390_000, abs=5)
    assert total("durian", 2030) == pytest.approx(390_000 * 44_900 / 26_400, abs=5)


def test_rubber_is_the_mapped_area_times_the_stated_yield():
    assert total("rubber", 2026) == pytest.approx(21_315.346 * 1.5, abs=5)


def test_an_unknown_harvest_has_no_rows_rather_than_zeros():
    assert all(float(row["quantity_t"]) > 0 for row in PRODUCTION)
    assert not any(UNITS[UNITS[row["unit_code"]]["parent_code"]]["parent_code"] == "54@2009" for row in PRODUCTION)
    assert not any(
        UNITS[row["unit_code"]]["parent_code"] == "646@2009" for row in PRODUCTION if row["commodity_code"] == "coffee"
    )


def test_no_commune_grows_coffee_on_more_than_three_quarters_of_its_land():
    tonnes = defaultdict(float)
    for row in PRODUCTION:
        if (row["commodity_code"], row["year"]) == ("coffee", "2026"):
            tonnes[row["unit_code"]] += float(row["quantity_t"])
    for unit, quantity in tonnes.items():
        assert quantity / 2.5 / (UNITS[unit]["area_km2"] * 100) <= 0.7501, unit


def test_goods_come_only_in_their_season():
    months = defaultdict(set)
    for row in PRODUCTION:
        months[row["commodity_code"]].add(int(row["month"]))
    assert months == {"coffee": {10, 11, 12, 1}, "durian": {8, 9, 10, 11}, "rubber": set(range(1, 13)) - {2, 3}}


def test_what_outlets_must_be_given_is_less_than_what_there_is():
    for commodity in ("coffee", "durian", "rubber"):
        for year in ("2026", "2030"):
            needs = [row for row in table("outlet_demand") if (row["commodity_code"], row["year"]) == (commodity, year)]
            assert sum(float(row["min_t_year"]) for row in needs) < 0.8 * total(commodity, year)
            assert any(row["max_t_month"] is None for row in needs), "one outlet takes whatever is left"


def test_a_months_least_delivery_fits_an_outlets_limit():
    for row in table("outlet_demand"):
        in_season = {"coffee": 0.35, "durian": 0.35, "rubber": 0.13}[row["commodity_code"]]
        if row["max_t_month"] is not None:
            assert float(row["min_t_year"]) * in_season <= float(row["max_t_month"]), row.place
