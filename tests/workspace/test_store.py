"""A new file gets its tables at once; they are those that the migrations lead to."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def shape(run):
    """Return columns, foreign keys and indexed columns of every table."""
    out = {}
    for (table,) in sorted(run(TABLES)):
        columns = {(name, kind, needed) for _, name, kind, needed, *_ in run(f'PRAGMA table_info("{table}")')}
        keys = {(key[2], key[3], key[4]) for key in run(f'PRAGMA foreign_key_list("{table}")')}
        indexes = {
            (index[2], tuple(column[2] for column in run(f'PRAGMA index_info("{index[1]}")')))
            for index in run(f'PRAGMA index_list("{table}")')
        }
        out[table] = (columns, keys, indexes)
    return out


@pytest.mark.skipif(bool(os.environ.get("BANME_DATABASE_URL")), reason="files only")
def test_a_new_file_has_the_tables_that_the_migrations_lead_to(db, tmp_path):
    file = tmp_path / "new.gpkg"
    subprocess.run([sys.executable, "-m", "banme", "new", str(file)], check=True, capture_output=True)

    def migrated(query):
        with connection.cursor() as cursor:
            return cursor.execute(query).fetchall()

    with sqlite3.connect(file) as store:
        made = shape(lambda query: store.execute(query).fetchall())
    assert made == shape(migrated)
    layers = "SELECT table_name, data_type, srs_id FROM gpkg_contents"
    with sqlite3.connect(file) as store:
        assert set(store.execute(layers)) == set(migrated(layers))
        done = set(store.execute("SELECT app, name FROM django_migrations"))
    assert done == set(migrated("SELECT app, name FROM django_migrations"))
