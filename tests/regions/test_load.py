import pytest

from banme import regions
from banme.workspace.exchange import load
from banme.workspace.tables import table as model_of

from .tables import rows


@pytest.mark.django_db
def test_the_importer_takes_the_whole_region():
    nation, region = regions.folders("daklak")
    load(nation)
    known = {name: model_of(name).objects.count() for name in {row.table for row in rows()}}
    report = load(region)
    assert report.rows == len(rows())
    for name in {row.table for row in rows()}:
        assert model_of(name).objects.count() == known[name] + sum(row.table == name for row in rows())
