import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from banme.web.runs.layers import by_stretch

STOPS = [(108.0, 12.0), (108.1, 12.0), (108.2, 12.1), (108.3, 12.0), (108.4, 12.2)]


def path(*stops):
    return shapely.LineString([STOPS[stop] for stop in stops])


def test_paths_that_share_road_add_up_on_the_shared_stretch_only():
    found = list(by_stretch([path(0, 1, 2), path(3, 2, 1)], np.array([10.0, 5.0])))
    assert {tuple(line.coords): tonnes for line, tonnes in found} == {
        (STOPS[0], STOPS[1]): 10.0,
        (STOPS[1], STOPS[2]): 15.0,
        (STOPS[2], STOPS[3]): 5.0,
    }


def test_a_single_path_stays_one_line():
    (line, tonnes), *rest = by_stretch([path(0, 1, 2, 3, 4)], np.array([7.0]))
    assert (len(line.coords), tonnes, rest) == (5, 7.0, [])


def test_without_paths_there_is_no_stretch():
    assert list(by_stretch([], np.array([]))) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.floats(1, 1e6)), min_size=1, max_size=12))
def test_tonne_kilometres_are_kept(legs):
    lines, tonnes = [], []
    for start, end, quantity in legs:
        if start < end:
            lines.append(path(*range(start, end + 1)))
            tonnes.append(round(quantity, 1))
    before = sum(line.length * quantity for line, quantity in zip(lines, tonnes, strict=True))
    after = sum(line.length * quantity for line, quantity in by_stretch(lines, np.array(tonnes)))
    assert np.isclose(before, after)
