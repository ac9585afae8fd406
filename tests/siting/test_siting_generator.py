"""The national look-alike is the same for the same seed, grows with its scale, and can be designed."""

from __future__ import annotations

import pytest

from banme.siting import Options, design
from banme.siting.generator import national


def test_the_same_seed_gives_the_same_country():
    one, two = (national(0.005) for _ in range(2))
    for name, table in one.tables().items():
        assert table.equals(two.tables()[name]), name


def test_a_country_grows_with_its_scale():
    small, large = national(0.005), national(0.01)
    origins = [int((each.nodes["kind"] == "origin").sum()) for each in (small, large)]
    assert origins == [55, 110]
    assert len(small.modules) == 3 * len(small.sites)


def test_a_small_country_is_designed_with_a_valid_bound():
    found = design(national(0.003), Options(time_limit_s=10.0, gap_pct=1.0))
    assert found.bound_vnd <= found.cost_vnd
    assert found.gap_pct == pytest.approx(0.0, abs=10.0)
