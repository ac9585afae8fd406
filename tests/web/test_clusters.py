"""The room of clusters: occupancy by law, utilities left, works along time, plots, vacant land."""

import datetime as dt
import re

import pytest
import shapely

from banme.studies import cluster_card
from banme.web.clusters.timeline import LABELS, WIDTH, timeline
from banme.workspace import models as m

from . import law_case

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
MADE_UP = law_case.MADE_UP


@pytest.fixture
def cluster(db):
    """A cluster of 10 ha with two plots, one let in part, a tenant, water, and two works, the second late."""
    law_case.fill()
    m.IndustrialCluster.objects.filter(code="cum").update(status="operating", area_ha=15.0, industrial_land_ha=10.0)
    square = shapely.MultiPolygon([shapely.box(108, 12, 108.001, 12.001)])
    for code, area, status, serviced in (("lo-1", 6.0, "leased", 2020), ("lo-2", 4.0, "vacant", 2030)):
        m.Plot.objects.create(
            code=code,
            name=code,
            cluster_id="cum",
            status=status,
            area_ha=area,
            serviced_on=dt.date(serviced, 1, 1),
            geometry=square,
            **MADE_UP,
        )
    m.Establishment.objects.create(
        code="cs",
        name="Cơ sở Một",
        vsic="1077",
        status="operating",
        year=2025,
        cluster_id="cum",
        water_m3_day=30.0,
        **MADE_UP,
    )
    m.Lease.objects.create(
        code="hd-1",
        plot_id="lo-1",
        establishment_id="cs",
        kind="lease",
        area_ha=5.0,
        valid_from=dt.date(2021, 1, 1),
        **MADE_UP,
    )
    m.ClusterUtility.objects.create(
        code="nuoc", cluster_id="cum", utility="water", capacity=100.0, valid_from=dt.date(2020, 1, 1), **MADE_UP
    )
    days = {"planned_start": dt.date(2020, 1, 1), "planned_end": dt.date(2020, 6, 1)}
    m.InfrastructureWork.objects.create(
        code="duong",
        name="Đường nội bộ",
        cluster_id="cum",
        item="roads",
        actual_start=dt.date(2020, 2, 1),
        actual_end=dt.date(2020, 9, 1),
        evidence="Biên bản",
        **days,
        **MADE_UP,
    )
    m.InfrastructureWork.objects.create(
        code="den", name="Chiếu sáng", cluster_id="cum", item="lighting", after_id="duong", **days, **MADE_UP
    )


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_occupancy_counts_what_is_let_over_all_industrial_land_of_the_plan(cluster):
    found = cluster_card.card("cum", DAY)
    assert found.land.occupancy_pct == pytest.approx(50.0)
    assert found.land.leased_share_pct == pytest.approx(100.0 * 5 / 6)


def test_before_the_lease_nothing_was_let(cluster):
    assert cluster_card.card("cum", dt.date(2020, 12, 31)).land.occupancy_pct == 0.0


def test_what_is_left_of_a_utility_is_unknown_where_no_capacity_is_recorded(cluster):
    left = cluster_card.card("cum", DAY).utilities.set_index("utility")
    assert left.loc["water", "left"] == pytest.approx(70.0)
    assert left.loc["power", "left"] != left.loc["power", "left"]
    assert left.loc["power", "unknown"] == 1


def test_works_stand_in_building_order_with_their_state(cluster):
    works = cluster_card.card("cum", DAY).works
    assert list(works["code"]) == ["duong", "den"]
    assert list(works["state"]) == ["done", "late"]
    assert "wastewater" in cluster_card.card("cum", DAY).absent


def test_only_unlet_land_of_free_plots_is_vacant(cluster):
    m.Plot.objects.create(code="lo-3", name="lo-3", cluster_id="cum", status="blocked", area_ha=2.0, **MADE_UP)
    found = cluster_card.vacancies(DAY).set_index("code")
    assert dict(found["vacant_ha"]) == {"lo-1": pytest.approx(1.0), "lo-2": pytest.approx(4.0)}
    assert list(found["serviced"]) == [True, False]


def test_bars_stay_inside_the_drawing(cluster):
    drawing = timeline(cluster_card.works_of(m.IndustrialCluster.objects.get(code="cum"), DAY), DAY)
    for bar in drawing.bars:
        for span in (bar.planned, bar.actual):
            assert span is None or (span[0] >= LABELS and sum(span) <= WIDTH)


def test_without_days_there_is_no_drawing(cluster):
    m.InfrastructureWork.objects.update(planned_start=None, planned_end=None, actual_start=None, actual_end=None)
    assert timeline(cluster_card.works_of(m.IndustrialCluster.objects.get(code="cum"), DAY), DAY) is None


def test_the_page_shows_the_figures_and_says_that_they_are_made_up(client, cluster):
    shown = text(client.get("/clusters/cum/?on=2026-11-23"))
    assert "50,0 %" in shown
    assert 'id="illustrative"' in shown
    assert "Cơ sở Một" in shown
    assert "Thu gom, xử lý nước thải" in shown


def test_what_is_still_to_do_is_told_in_order_with_what_it_costs(client, cluster):
    m.InfrastructureWork.objects.filter(code="den").update(cost_vnd=3e9, spent_vnd=1e9)
    shown = text(client.get("/clusters/cum/?on=2026-11-23"))
    assert "<strong>Chiếu sáng</strong>" in shown
    assert "<strong>2,0 tỷ đồng</strong>" in shown
    m.InfrastructureWork.objects.filter(code="den").update(cost_vnd=None)
    assert "1 công trình chưa rõ kinh phí" in text(client.get("/clusters/cum/?on=2026-11-23"))


def test_the_list_names_what_is_missing(client, cluster):
    m.IndustrialCluster.objects.update(industrial_land_ha=None)
    assert "đất công nghiệp theo quy hoạch chi tiết (ha)" in text(client.get("/clusters/"))


def test_vacant_land_is_public_and_marked(client, cluster):
    shown = text(client.get("/clusters/vacant/?on=2026-11-23"))
    assert "lo-2" in shown
    assert "01/01/2030" in shown
    assert 'id="illustrative"' in shown


@pytest.mark.parametrize("address", ["/clusters/khong-co/", "/clusters/cum/?on=hom-nay"])
def test_what_there_is_not_is_said_so(client, cluster, address):
    assert client.get(address).status_code == 404
