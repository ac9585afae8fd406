from collections import Counter

from .tables import table

SITES = {row["code"]: row for row in table("logistics_site")}
MODULES = table("capacity_module")


def test_there_are_existing_points_and_candidates_of_every_kind():
    counts = Counter((row["kind"], row["status"]) for row in SITES.values())
    assert counts[("point", "existing")] == 6
    assert counts[("centre", "candidate")] == 8
    assert counts[("point", "candidate")] + counts[("transshipment", "candidate")] == 22


def test_every_site_is_marked_as_an_illustration():
    assert all(row["quality"] == "assumed" and "illustrative" in row["note"] for row in SITES.values())


def test_existing_sites_have_one_module_already_paid_for():
    built = [row for row in MODULES if SITES[row["site_code"]]["status"] == "existing"]
    assert len(built) == 6
    assert all(float(row["capex_vnd"]) == 0 for row in built)


def test_candidates_have_three_sizes_and_bigger_costs_more_but_less_a_tonne():
    for code, site in SITES.items():
        if site["status"] != "candidate":
            continue
        sizes = [row for row in MODULES if row["site_code"] == code]
        assert len(sizes) == 3
        capex = [float(row["capex_vnd"]) for row in sizes]
        per_tonne = [float(row["capex_vnd"]) / float(row["throughput_t_month"]) for row in sizes]
        assert capex == sorted(capex)
        assert per_tonne == sorted(per_tonne, reverse=True), code


def test_land_costs_at_least_the_published_norm():
    for row in MODULES:
        if float(row["capex_vnd"]) > 0:
            assert float(row["capex_vnd"]) > float(row["area_ha"]) * 7_611e6


def test_centres_are_class_two_of_ten_hectares_or_more():
    centres = [row for row in MODULES if SITES[row["site_code"]]["kind"] == "centre"]
    assert min(float(row["area_ha"]) for row in centres) >= 10
