import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from banme.errors import InputError
from banme.studies.road_import import Origin, import_roads
from banme.workspace import models as m

pytestmark = pytest.mark.django_db
EXTRACTS = Path(__file__).parents[1] / "roads" / "data"
ORIGIN = Origin("OSM", dt.date(2020, 1, 1), licence="ODbL-1.0", attribution="© OpenStreetMap contributors, ODbL 1.0")


def lines(path, **columns):
    shapes = [
        shapely.LineString([(108.0, 12.0), (108.1, 12.0)]),
        shapely.LineString([(108.05, 11.95), (108.05, 12.05)]),
    ]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(path)
    return path


def test_an_openstreetmap_file_becomes_edges_turns_and_a_source():
    file = next(path for path in sorted(EXTRACTS.glob("*.pbf")) if "no-left" in path.name or "andorra" in path.name)
    done = import_roads(file, ORIGIN)
    assert m.RoadEdge.objects.count() == done.load.tables["road_edge"].rows > 1000
    assert m.DataSource.objects.get().licence == "ODbL-1.0"
    assert set(m.RoadEdge.objects.values_list("road_class", flat=True)) <= {
        "expressway",
        "national",
        "provincial",
        "district",
        "local",
    }
    assert done.components["share"].iloc[0] > 0.5


def test_crossing_lines_are_made_a_network(tmp_path):
    done = import_roads(
        lines(tmp_path / "roads.gpkg", road_class=["national", "district"], ref=["QL.26", "H1"]), ORIGIN
    )
    assert m.RoadEdge.objects.count() == 4
    assert done.remarks["crossings"] == 1
    assert set(m.RoadEdge.objects.values_list("ref", flat=True)) == {"QL.26", "H1"}


def test_a_class_that_is_not_known_is_refused_and_nothing_is_saved(tmp_path):
    with pytest.raises(InputError, match="road_class"):
        import_roads(lines(tmp_path / "roads.gpkg", road_class=["national", "đường đất"]), ORIGIN)
    assert not m.RoadEdge.objects.exists()
    assert not m.DataSource.objects.exists()


def test_lines_without_a_class_and_files_that_are_no_roads_are_refused(tmp_path):
    with pytest.raises(InputError, match="road_class"):
        import_roads(lines(tmp_path / "roads.gpkg", ref=["QL.26", "H1"]), ORIGIN)
    nonsense = tmp_path / "roads.gpkg.txt"
    nonsense.write_text("không phải đường", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        import_roads(nonsense, ORIGIN)
