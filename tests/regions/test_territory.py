from collections import defaultdict

import pytest

from .tables import table

UNITS = {row["code"]: row for row in table("admin_unit")}


def of(suffix, level):
    return [row for code, row in UNITS.items() if code.endswith(suffix) and row["level"] == level]


def children(parent, level):
    return [row for row in UNITS.values() if row["level"] == level and row["parent_code"] == parent]


def test_old_daklak_has_15_districts_and_184_communes():
    districts = children("66@2009", "district")
    assert len(districts) == 15
    assert sum(len(children(row["code"], "commune")) for row in districts) == 184


def test_old_phu_yen_is_there_too():
    districts = children("54@2009", "district")
    assert len(districts) == 9
    assert sum(len(children(row["code"], "commune")) for row in districts) == 112


def test_todays_province_has_102_communes_and_wards_and_no_district():
    assert len(children("66@2025", "commune")) == 102
    assert of("@2025", "district") == []
    assert sum(row["kind"] == "Phường" for row in of("@2025", "commune")) == 14


def test_no_unit_is_in_force_in_both_pictures():
    for row in UNITS.values():
        days = (row["valid_from"], row["valid_to"])
        assert days == (("2009-04-01", "2025-06-30") if row["code"].endswith("@2009") else ("2025-07-01", None))


def test_the_two_pictures_cover_the_same_land():
    old = sum(row["area_km2"] for row in of("@2009", "commune"))
    new = sum(row["area_km2"] for row in of("@2025", "commune"))
    assert new == pytest.approx(old, rel=0.01)
    assert UNITS["66@2025"]["area_km2"] == pytest.approx(new, rel=0.005)


def test_there_are_two_hoa_xuan_and_only_one_is_on_the_coast():
    today = UNITS["22291@2025"]
    assert today["name"] == "Xã Hoà Xuân"
    assert today.geometry.centroid.x > 109
    cluster = next(row for row in table("industrial_cluster") if row["code"] == "ccn-hoaxuan")
    assert cluster.geometry is None
    assert cluster["unit_code"] is None


def test_shares_of_every_old_unit_sum_to_one():
    sums = defaultdict(float)
    for row in table("admin_unit_successor"):
        assert 0.01 <= float(row["area_share"]) <= 1.0
        sums[row["predecessor_code"]] += float(row["area_share"])
    assert set(sums) == {code for code in UNITS if code.endswith("@2009")}
    assert all(total == pytest.approx(1.0, abs=1e-9) for total in sums.values())


def test_every_commune_of_today_took_over_some_land():
    heirs = {row["successor_code"] for row in table("admin_unit_successor")}
    assert {row["code"] for row in of("@2025", "commune")} <= heirs


def test_a_population_known_to_be_wrong_is_missing_with_its_reason():
    bad = [row for row in of("@2009", "commune") if row["population"] is None]
    assert [row["name"] for row in bad] == ["Phường Đạt Hiếu"]
    assert "109" in bad[0]["note"]


def test_units_without_a_statistics_code_say_so():
    uncoded = [row for row in of("@2009", "commune") if not row["official_code"]]
    assert len(uncoded) == 14
    assert all(row["code"].startswith("x") and "commune_id" in row["note"] for row in uncoded)
