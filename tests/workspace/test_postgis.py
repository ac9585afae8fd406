"""The same models, files and answers on PostgreSQL with PostGIS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest

from . import factory

URL = os.environ.get("BANME_TEST_DATABASE_URL", "")

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.skipif(not URL, reason="BANME_TEST_DATABASE_URL names no PostgreSQL with PostGIS"),
]

_FILL = """
import json, sys
from banme.workspace.store import connect
connect()
from django.db import connection
assert connection.vendor == "postgresql"
sys.path.insert(0, sys.argv[1])
from workspace import factory
from banme.workspace import tables
from banme.workspace.exchange import dump, load
factory.fill(1, awkward=True); factory.fill(2, awkward=True)
dump(sys.argv[2] + "/first.gpkg"); dump(sys.argv[2] + "/csv")
with connection.cursor() as cursor:
    cursor.execute("SELECT ST_SRID(geometry), GeometryType(geometry), ST_IsValid(geometry) FROM admin_unit")
    kinds = cursor.fetchall()
again = load(sys.argv[2] + "/csv", reason="lại")
from banme.workspace.models import Commodity, LogisticsSite
Commodity.objects.filter(code="commodity-1").update(note="khác")
LogisticsSite.objects.filter(code="logistics_site-1").update(name="khác")
report = load(sys.argv[2] + "/first.gpkg", reason="trả lại")
last = Commodity.history.filter(code="commodity-1").first()
print(json.dumps({
    "kinds": kinds,
    "again": sum(t.inserted + t.updated for t in again.tables.values()),
    "updated": sum(t.updated for t in report.tables.values()),
    "inserted": sum(t.inserted for t in report.tables.values()),
    "reason": last.history_change_reason,
    "rows": {m._meta.db_table: m.objects.count() for m in tables.layers()},
}))
"""
_LOAD = """
import sys
from banme.workspace.store import connect
connect(sys.argv[1], create=True)
from banme.workspace.exchange import dump, load
load(sys.argv[2] + "/first.gpkg")
dump(sys.argv[2] + "/second")
"""


@pytest.fixture(scope="module")
def server():
    """A fresh database on the server, removed afterwards."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed (extra postgis)")
    parts = urlsplit(URL)
    name = f"banme_test_{os.getpid()}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(script, *arguments, **environment):
    finished = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_a_server_keeps_and_exchanges_the_same_tables_as_a_file(server, tmp_path, request):
    tests = request.config.rootpath / "tests"
    answer = json.loads(run(_FILL, tests, tmp_path, BANME_DATABASE_URL=server).splitlines()[-1])
    assert answer["kinds"] == [[4326, "MULTIPOLYGON", True]] * 2
    assert (answer["again"], answer["updated"], answer["inserted"]) == (0, 2, 0)
    assert answer["reason"] == "trả lại"
    assert {table for table, count in answer["rows"].items() if count != 2} == {o for o, _ in factory.ANOTHER.values()}
    run(_LOAD, tmp_path / "w.gpkg", tmp_path, BANME_DATABASE_URL="")
    for file in sorted((tmp_path / "csv").iterdir()):
        assert (tmp_path / "second" / file.name).read_bytes() == file.read_bytes(), file.name
