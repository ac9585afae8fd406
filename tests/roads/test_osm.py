import math

import pytest

from banme.errors import InputError
from banme.roads import WayPolicy, build_graph, component_report, read_osm
from banme.roads.osm_tags import parse_mass_t, parse_oneway, parse_speed_kmh

from .networks import DATA

XML = """<osm version="0.6">
 <node id="1" lat="12.0" lon="108.0"/><node id="2" lat="12.0" lon="108.01"/><node id="3" lat="12.0" lon="108.02"/>
 <node id="4" lat="12.01" lon="108.01"/><node id="5" lat="11.99" lon="108.01"/>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="trunk"/><tag k="ref" v="QL.26"/>
  <tag k="maxspeed" v="50 mph"/><tag k="maxweight" v="30"/><tag k="maxaxleload" v="10 t"/></way>
 <way id="11"><nd ref="4"/><nd ref="2"/><tag k="highway" v="tertiary"/><tag k="oneway" v="-1"/>
  <tag k="maxspeed" v="VN:urban"/><tag k="access" v="yes"/><tag k="motor_vehicle" v="private"/><tag k="hgv" v="no"/>
  <tag k="bridge" v="viaduct"/></way>
 <way id="12"><nd ref="2"/><nd ref="5"/><nd ref="99"/><tag k="highway" v="service"/></way>
 <way id="13"><nd ref="3"/><nd ref="5"/><tag k="highway" v="track"/></way>
 <way id="14"><nd ref="1"/><nd ref="4"/><tag k="route" v="ferry"/></way>
 <way id="15"><nd ref="1"/><nd ref="5"/><tag k="highway" v="proposed"/></way>
 <relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
  <member type="way" ref="11" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/>
  <tag k="except" v="bus"/></relation>
 <relation id="21"><member type="way" ref="10" role="from"/><member type="way" ref="12" role="via"/>
  <member type="way" ref="11" role="to"/><tag k="type" v="restriction"/>
  <tag k="restriction:hgv:conditional" v="no_u_turn @ (06:00-09:00)"/></relation>
 <relation id="22"><member type="way" ref="10" role="from"/><tag k="type" v="restriction"/>
  <tag k="restriction" v="no_u_turn"/></relation>
</osm>"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.osm"
    path.write_text(XML)
    return path


def test_ways_are_cut_where_they_share_a_point(small):
    edges = read_osm(small).edges
    assert edges.groupby("osm_way_id").size().to_dict() == {10: 2, 11: 1, 14: 1}
    assert edges["from_osm_node"].tolist()[:2] == [1, 2]
    assert edges["length_m"].gt(1000).all()


def test_tags_become_columns_with_units(small):
    edges = read_osm(small).edges.set_index("osm_way_id")
    trunk, tertiary = edges.loc[10].iloc[0], edges.loc[11]
    assert trunk["maxspeed_kmh"] == pytest.approx(80.4672)
    assert (trunk["max_gross_t"], trunk["max_axle_t"], trunk["ref"], trunk["oneway"]) == (30, 10, "QL.26", "no")
    assert (tertiary["oneway"], tertiary["access"], tertiary["hgv"]) == ("backward", "private", "no")
    assert bool(tertiary["bridge"])
    assert not bool(trunk["bridge"])


def test_a_speed_that_is_no_number_is_kept_unparsed_not_guessed(small):
    roads = read_osm(small)
    assert math.isnan(roads.edges.set_index("osm_way_id").loc[11, "maxspeed_kmh"])
    assert roads.unparsed.to_dict("records") == [{"osm_way_id": 11, "key": "maxspeed", "value": "VN:urban"}]


def test_service_roads_tracks_and_ferries_follow_the_policy(small):
    default = read_osm(small)
    assert set(default.edges["road_class"]) == {"trunk", "tertiary", "ferry"}
    assert default.report.left_out == {"service": 1, "track": 1, "proposed": 1}
    every = read_osm(small, WayPolicy(service=True, track=True, ferry=False))
    assert set(every.edges["road_class"]) == {"trunk", "tertiary", "service", "track"}


def test_a_way_that_leaves_the_extract_is_broken_there(small):
    roads = read_osm(small, WayPolicy(service=True))
    assert roads.report.nodes_missing == 1
    assert roads.edges.set_index("osm_way_id").loc[12, "to_osm_node"] == 5


def test_turn_restrictions_are_kept_as_data(small):
    roads = read_osm(small)
    plain, conditional = roads.restrictions.to_dict("records")
    assert (plain["kind"], plain["from_way"], plain["via_node"], plain["to_way"]) == ("no_left_turn", 10, 2, 11)
    assert (plain["excepted"], plain["via_ways"]) == ("bus", ())
    assert (conditional["kind"], conditional["condition"], conditional["vehicles"]) == (
        "no_u_turn",
        "(06:00-09:00)",
        "hgv",
    )
    assert conditional["via_ways"] == (12,)
    assert roads.report.restrictions_incomplete == 1


@pytest.mark.parametrize(
    ("text", "speed_kmh"),
    [
        ("50", 50.0),
        ("50 km/h", 50.0),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("10 knots", 18.52),
        *[(text, None) for text in ("none", "walk", "VN:urban", "50;70", "0", "", "-5", "50,5", "fast")],
    ],
)
def test_speeds_are_read_by_unit_or_not_at_all(text, speed_kmh):
    assert parse_speed_kmh(text) == (None if speed_kmh is None else pytest.approx(speed_kmh))


@pytest.mark.parametrize(
    ("text", "mass_t"),
    [
        ("7.5", 7.5),
        ("3.5 t", 3.5),
        ("3500 kg", 3.5),
        ("10 st", 9.0718474),
        ("20000 lbs", 9.0718474),
        ("none", None),
        ("3,5", None),
    ],
)
def test_masses_are_read_by_unit_or_not_at_all(text, mass_t):
    assert parse_mass_t(text) == (None if mass_t is None else pytest.approx(mass_t))


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({"highway": "trunk"}, "no"),
        ({"highway": "trunk", "oneway": "yes"}, "forward"),
        ({"highway": "trunk", "oneway": "-1"}, "backward"),
        ({"highway": "motorway"}, "forward"),
        ({"highway": "motorway", "oneway": "no"}, "no"),
        ({"highway": "primary", "junction": "roundabout"}, "forward"),
        ({"highway": "primary", "oneway": "reversible"}, None),
    ],
)
def test_oneway_is_read_as_said_or_implied(tags, direction):
    assert parse_oneway(tags) == direction


def test_real_extracts_become_connected_graphs():
    monaco = read_osm(DATA / "gh_monaco.osm.gz")
    washington = read_osm(DATA / "r5_cathedral-no-left.pbf")
    for roads in (monaco, washington):
        assert component_report(roads.edges)["share"].iloc[0] > 0.98
        assert build_graph(roads.edges).arc_count > len(roads.edges)
    assert (monaco.edges["oneway"] == "forward").sum() > 100
    assert len(washington.restrictions) > 150
    assert washington.edges["hgv"].notna().any()


def test_files_that_hold_no_roads_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_osm(tmp_path / "none.osm.pbf")
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"not a road in sight")
    with pytest.raises(InputError, match="damaged or of another kind"):
        read_osm(broken)
    text = tmp_path / "roads.csv"
    text.write_text("a,b")
    with pytest.raises(InputError, match="damaged or of another kind"):
        read_osm(text)
    empty = tmp_path / "empty.osm"
    empty.write_text('<osm version="0.6"></osm>')
    with pytest.raises(InputError, match="no roads"):
        read_osm(empty)
