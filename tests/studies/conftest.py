import pytest

import made_up_region


@pytest.fixture
def region(db):
    made_up_region.build()
