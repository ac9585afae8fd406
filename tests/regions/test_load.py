import pytest

from banme import regions
from banme.workspace.exchange import load
from banme.workspace.tables import table as model_of

from .tables import rows


@pytest.mark.django_db
def test_the_importer_takes_the_whole_region():
    report = load(regions.path("daklak"))
    assert report.rows == len(rows())
    for name in {row.table for row in rows()}:
        assert model_of(name).objects.count() == sum(row.table == name for row in rows())
