"""What a workspace is told about itself."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely

from banme.workspace.diagnose import diagnose
from banme.workspace.models import (
    AdminUnit,
    AdminUnitSuccessor,
    CapacityModule,
    LogisticsSite,
    Outlet,
    OutletDemand,
    Production,
    RoadEdge,
)

from . import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(base):
    """A workspace in which nothing is wrong."""
    factory.make(RoadEdge)
    point = RoadEdge.objects.get().geometry.interpolate(0.5, normalized=True)
    for model in (LogisticsSite, Outlet):
        factory.make(model, geometry=point)
    factory.make(CapacityModule)
    factory.make(OutletDemand)
    factory.make(Production, year=2025, month=7)


def found(rule):
    remarks = [remark for remark in diagnose() if remark.rule == rule]
    assert all(remark.vi and remark.en and remark.severity in {"error", "warning"} for remark in remarks)
    return [(remark.table, remark.row, remark.severity) for remark in remarks]


def test_a_sound_workspace_has_nothing_to_report(sound):
    assert diagnose() == []


def test_an_empty_workspace_reports_that_roads_are_missing(db):
    assert [remark.rule for remark in diagnose()] == ["no-roads"]


def test_overlapping_validity_is_an_error(sound):
    unit = AdminUnit.objects.get()
    factory.make(AdminUnit, 2, source="data_source-1", valid_to=None)
    AdminUnit.objects.filter(code="admin_unit-2").update(official_code=unit.official_code)  # past forms and import
    assert found("overlapping-validity") == [("admin_unit", "admin_unit-2", "error")]


def test_shares_of_an_old_unit_must_add_up_to_one(sound):
    factory.make(AdminUnit, 2, source="data_source-1")
    factory.make(AdminUnitSuccessor, successor="admin_unit-2", area_share=0.6)
    assert found("shares") == [("admin_unit_successor", "admin_unit-1", "error")]
    AdminUnitSuccessor.objects.update(area_share=1.0)
    assert found("shares") == []


def test_a_unit_without_a_boundary_is_a_warning(sound):
    AdminUnit.objects.update(geometry=None)
    assert found("no-geometry") == [("admin_unit", "admin_unit-1", "warning")]


@pytest.mark.parametrize(
    ("start", "end", "valid"),
    [
        ((2025, 8, 1), None, False),
        ((2025, 7, 31), None, True),
        ((2000, 1, 1), (2025, 6, 30), False),
        ((2000, 1, 1), (2025, 7, 1), True),
    ],
)
def test_production_of_a_unit_that_did_not_exist_is_reported(sound, start, end, valid):
    AdminUnit.objects.update(valid_from=dt.date(*start), valid_to=dt.date(*end) if end else None)
    assert found("unit-not-valid") == ([] if valid else [("production", "production-1", "warning")])


def test_production_of_an_ended_unit_is_right_where_successors_take_it_over(sound):
    AdminUnit.objects.update(valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2025, 6, 30))
    factory.make(AdminUnit, 2, source="data_source-1")
    factory.make(AdminUnitSuccessor, successor="admin_unit-2", area_share=1.0)
    assert found("unit-not-valid") == []


def test_a_site_without_a_module_is_an_error_unless_closed(sound):
    CapacityModule.objects.all().delete()
    assert found("no-module") == [("logistics_site", "logistics_site-1", "error")]
    LogisticsSite.objects.update(status="closed")
    assert found("no-module") == [("logistics_site", "logistics_site-1", "warning")]


def test_an_outlet_that_takes_nothing_is_reported(sound):
    OutletDemand.objects.all().delete()
    assert found("no-demand") == [("outlet", "outlet-1", "warning")]


def test_demand_that_nobody_can_meet_is_an_error(sound):
    Production.objects.all().delete()
    OutletDemand.objects.update(min_t_year=5)
    assert found("no-production") == [("outlet_demand", "outlet_demand-1", "error")]


def test_a_piece_of_road_apart_from_the_network_and_what_lies_on_it_are_reported(sound):
    factory.make(
        RoadEdge, 2, source="data_source-1", length_m=1.0, geometry=shapely.LineString([(109, 13), (109.01, 13)])
    )
    assert found("road-component") == [("road_edge", "road_edge-2", "warning")]
    Outlet.objects.update(geometry=shapely.Point(109, 13.0001))
    assert found("unreachable") == [("outlet", "outlet-1", "error")]


def test_a_site_far_from_any_road_is_a_warning(sound):
    LogisticsSite.objects.update(geometry=shapely.Point(107, 14))
    assert found("far-from-road") == [("logistics_site", "logistics_site-1", "warning")]


def test_roads_without_a_speed_and_assumed_figures_are_counted(sound):
    RoadEdge.objects.update(speed_kmh=None, quality="assumed")
    assert found("no-speed") == [("road_edge", "", "warning")]
    assert ("road_edge", "", "warning") in found("assumed")
