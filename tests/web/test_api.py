import json

import pytest

from banme.studies import runs
from banme.workspace import models as m

FAULT = {"table", "row", "column", "value", "rule", "vi", "en"}


def problems(answer):
    found = answer.json()["problems"]
    assert found
    assert all(set(problem) == FAULT for problem in found)
    return found


def test_the_interface_describes_itself_as_openapi(client, db):
    description = client.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3")
    assert "/api/tables/{table}/geojson" in description["paths"]
    assert all(operation.get("summary") for path in description["paths"].values() for operation in path.values())


def test_tables_are_listed_with_columns_in_both_languages(client, region):
    tables = {table["name"]: table for table in client.get("/api/tables").json()}
    assert tables["road_edge"]["geometry"] == "LineString"
    assert tables["run"]["editable"] is False
    columns = {column["name"]: column for column in client.get("/api/tables/outlet_demand").json()}
    assert columns["min_t_year"]["label_vi"] == "Tối thiểu (t/năm)"
    assert columns["min_t_year"]["label_en"] == "Least taken (t/year)"
    assert columns["outlet_code"]["refers_to"] == "outlet"


def test_rows_come_by_filter_and_window(client, region):
    answer = client.get("/api/tables/road_edge/rows?status=open&ref=&limit=2").json()
    assert answer["count"] == m.RoadEdge.objects.filter(status="open").count()
    assert len(answer["rows"]) == 2
    assert client.get("/api/tables/place/rows?q=hoa xuan").json()["count"] == 1


def test_one_row_comes_with_its_geometry(client, region):
    row = client.get("/api/tables/admin_unit/rows/24100@2025").json()
    assert row["geometry"]["type"] == "MultiPolygon"
    assert row["valid_from"] == "2025-07-01"


def test_geojson_holds_every_row_that_has_a_place(client, region):
    data = client.get("/api/tables/road_edge/geojson").json()
    assert len(data["features"]) == m.RoadEdge.objects.count()
    assert {"code", "ref", "road_class", "status", "quality"} <= set(data["features"][0]["properties"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/tables/nope", 404),
        ("/api/tables/place/rows/nope", 404),
        ("/api/tables/place/rows?limit=many", 422),
        ("/api/tables/road_edge/rows?status=burnt", 422),
        ("/api/tables/admin_unit/geojson?on=yesterday", 422),
        ("/api/runs/nope", 404),
        ("/api/nowhere", 404),
    ],
)
def test_every_refusal_has_the_same_shape(client, region, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    problems(answer)


def test_a_run_cannot_be_started_from_another_site(client, region):
    answer = client.post("/api/runs", json.dumps({"scenario_code": "base"}), content_type="text/plain")
    assert answer.status_code == 403
    problems(answer)
    assert not m.Run.objects.exists()


def test_a_run_of_an_unknown_scenario_is_refused(client, region):
    answer = client.post(
        "/api/runs", json.dumps({"scenario_code": "nope"}), content_type="application/json", headers={"X-Banme": "1"}
    )
    assert answer.status_code == 422
    assert problems(answer)[0]["rule"] == "unknown-reference"


def test_a_run_is_queued_and_can_be_cancelled(client, region, monkeypatch):
    monkeypatch.setattr(runs, "start", runs.create)
    body = json.dumps({"scenario_code": "base"})
    answer = client.post("/api/runs", body, content_type="application/json", headers={"X-Banme": "1"})
    assert answer.status_code == 202
    code = answer.json()["code"]
    assert client.get(f"/api/runs/{code}").json()["status"] == "queued"
    assert client.post(f"/api/runs/{code}/cancel", headers={"X-Banme": "1"}).status_code == 202
    assert m.Run.objects.get(code=code).cancel_asked


def test_a_finished_run_gives_its_figures_and_layers(client, plans):
    base = f"/api/runs/{plans[1].code}"
    figures = {(row["indicator"], row["scope"]): row for row in client.get(f"{base}/indicators").json()}
    assert figures["gap_pct", ""]["value"] is not None
    units = client.get(f"{base}/units?year=2026").json()["features"]
    assert len(units) == 8
    flows = client.get(f"{base}/flows?year=2026").json()["features"]
    assert max(flow["properties"]["quantity_t"] for flow in flows) > 0
    assert client.get(f"{base}/openings").json()["features"]
