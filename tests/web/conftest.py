import pytest
from tests.web import region as made_up

from banme.studies import runs


@pytest.fixture
def region(db):
    """The made-up region's rows."""
    made_up.fill()


@pytest.fixture
def plans(region):
    """Two finished runs: as today, and the base plan."""
    return [runs.execute(runs.create(scenario).code) for scenario in ("today", "base")]
