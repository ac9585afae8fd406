import gzip
import json

import geopandas as gpd
import pytest

from banme.roads import node_lines

from .networks import DATA


@pytest.fixture(scope="session")
def daklak_lines():
    features = json.loads(gzip.decompress((DATA / "daklak-roads.geojson.gz").read_bytes()))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=4326)


@pytest.fixture(scope="session")
def daklak(daklak_lines):
    return node_lines(daklak_lines)


@pytest.fixture(scope="session")
def daklak_edges(daklak):
    return daklak.edges.assign(road_class=daklak.edges["roadClass"], ref=daklak.edges["reference"], oneway="no")
