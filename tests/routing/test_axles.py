"""Weights of Circular 46/2015, Articles 16 to 18, at their boundaries."""

import pytest

from banme import routing as r
from banme.errors import InputError

LIMITS = {
    "truck.gross.rigid_2_t": 16,
    "truck.gross.rigid_3_t": 24,
    "truck.gross.rigid_4_t": 30,
    "truck.gross.rigid_5_short_t": 32,
    "truck.gross.rigid_5_long_t": 34,
    "truck.gross.semi_3_t": 26,
    "truck.gross.semi_4_t": 34,
    "truck.gross.semi_5_short_t": 38,
    "truck.gross.semi_5_middle_t": 42,
    "truck.gross.semi_6_short_t": 40,
    "truck.gross.semi_6_middle_t": 44,
    "truck.gross.semi_6_long_t": 48,
    "truck.gross.trailer_t": 45,
    "truck.axle.single_t": 10,
    "truck.axle.tandem_near_t": 11,
    "truck.axle.tandem_middle_t": 16,
    "truck.axle.tandem_far_t": 18,
    "truck.axle.tridem_near_t": 21,
    "truck.axle.tridem_far_t": 24,
}


@pytest.mark.parametrize(
    ("build", "gross_t"),
    [
        (r.Build("rigid", 2), 16),
        (r.Build("rigid", 4), 30),
        (r.Build("rigid", 5, 7.0), 32),
        (r.Build("rigid", 5, 7.01), 34),
        (r.Build("semi_trailer", 3), 26),
        (r.Build("semi_trailer", 5), 38),
        (r.Build("semi_trailer", 5, 4.5), 38),
        (r.Build("semi_trailer", 5, 4.51), 42),
        (r.Build("semi_trailer", 6, 6.5), 44),
        (r.Build("semi_trailer", 6, 6.51), 48),
        (r.Build("semi_trailer", 5, 2.7), 37),
        (r.Build("trailer", 5), 45),
        (r.Build("rigid", 3, None, (r.AxleGroup(1), r.AxleGroup(2, 0.99))), 21),
        (r.Build("rigid", 3, None, (r.AxleGroup(1), r.AxleGroup(2, 1.0))), 24),
        (r.Build("semi_trailer", 5, 5.0, (r.AxleGroup(1), r.AxleGroup(1), r.AxleGroup(3, 1.3))), 41),
        (r.Build("semi_trailer", 5, 5.0, (r.AxleGroup(1), r.AxleGroup(1), r.AxleGroup(3, 1.31))), 42),
    ],
)
def test_the_lawful_gross_weight_follows_axles_and_distances(build, gross_t):
    assert r.lawful_gross_t(build, LIMITS) == pytest.approx(gross_t)


def test_a_truck_built_for_more_than_the_law_carries_less():
    assert r.lawful_payload_t(10, 18, r.Build("rigid", 2), LIMITS) == 8
    assert r.lawful_payload_t(8, 16, r.Build("rigid", 2), LIMITS) == 8


def test_a_build_the_law_has_no_weight_for_and_a_missing_limit_are_refused():
    with pytest.raises(InputError, match="build"):
        r.lawful_gross_t(r.Build("semi_trailer", 2), LIMITS)
    with pytest.raises(InputError, match="in force"):
        r.lawful_gross_t(r.Build("rigid", 2), {})


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", ()),
        ("1; 1", (r.AxleGroup(1), r.AxleGroup(1))),
        ("1; 2x1,35;3 × 1.30", (r.AxleGroup(1), r.AxleGroup(2, 1.35), r.AxleGroup(3, 1.3))),
    ],
)
def test_axle_groups_are_read_as_people_write_them(text, groups):
    assert r.read_groups(text) == groups


def test_groups_that_cannot_be_read_or_do_not_add_up_are_named():
    with pytest.raises(InputError) as caught:
        r.read_groups("1; 2; 4x1.3; 1x1")
    assert [problem.value for problem in caught.value.problems] == ["2", "4x1.3", "1x1"]
    with pytest.raises(InputError, match="5 axles, axles says 6"):
        r.read_groups("1; 2x1.3; 2x1.3", 6)


def test_what_the_axle_groups_bear_may_be_less_than_the_gross_weight():
    """Five axles and a long kingpin may weigh 42 t; axles that stand near each other bear 10 + 11 + 11 t."""
    build = r.Build("semi_trailer", 5, 5.0, r.read_groups("1; 2x0.9; 2x0.9", 5))
    assert r.lawful_gross_t(build, LIMITS) == 32
