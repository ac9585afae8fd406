"""A small sound workspace and the ways to write files against it."""

from __future__ import annotations

import pytest

from banme.errors import InputError
from banme.workspace.exchange import load, validate
from banme.workspace.models import AdminUnit, Commodity, DataSource

from . import factory


@pytest.fixture
def base(db):
    """One source, commodity and commune to refer to."""
    return [factory.make(model) for model in (DataSource, AdminUnit, Commodity)]


@pytest.fixture
def refused(db):
    """Load a file that must be refused: nothing is saved, and validation says the same."""

    def check(path, rule, **place):
        before = {model: model.objects.count() for model in (DataSource, AdminUnit, Commodity)}
        with pytest.raises(InputError) as caught:
            load(path)
        assert {model: model.objects.count() for model in before} == before
        problems = caught.value.problems
        assert tuple(validate(path)) == problems
        assert all(problem.vi and problem.en for problem in problems)
        found = [p for p in problems if p.rule == rule and all(getattr(p, k) == v for k, v in place.items())]
        assert found, f"no {rule} {place} among:\n{caught.value}"
        return found[0]

    return check
