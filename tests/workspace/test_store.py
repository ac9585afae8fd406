"""A new file gets its tables at once; they are those that the migrations lead to."""

import contextlib
import os
import sqlite3
import subprocess
import sys

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
LAYERS = "SELECT table_name, data_type, srs_id FROM gpkg_contents"
DONE = "SELECT app, name FROM django_migrations"


def shape(query):
    """Return columns, foreign keys and indexed columns of every table."""
    out = {}
    for (table,) in sorted(query(TABLES)):
        columns = {(name, kind, needed) for _, name, kind, needed, *_ in query(f'PRAGMA table_info("{table}")')}
        keys = {(key[2], key[3], key[4]) for key in query(f'PRAGMA foreign_key_list("{table}")')}
        indexes = {
            (index[2], tuple(column[2] for column in query(f'PRAGMA index_info("{index[1]}")')))
            for index in query(f'PRAGMA index_list("{table}")')
        }
        out[table] = (columns, keys, indexes)
    return out


def run(file, *arguments):
    settings = {"BANME_WORKSPACE": str(file), "DJANGO_SETTINGS_MODULE": "banme.settings"}
    kept = {name: value for name, value in os.environ.items() if name != "BANME_DATABASE_URL"}
    subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, env=kept | settings)


def test_a_new_file_has_the_tables_that_the_migrations_lead_to(tmp_path):
    made, migrated = tmp_path / "made.gpkg", tmp_path / "migrated.gpkg"
    run(made, "banme", "new", str(made))
    run(migrated, "django", "migrate", "--verbosity=0")
    closing = contextlib.closing
    with closing(sqlite3.connect(made)) as one, closing(sqlite3.connect(migrated)) as other:
        assert shape(one.execute) == shape(other.execute)
        for query in (LAYERS, DONE):
            assert set(one.execute(query)) == set(other.execute(query))


def test_models_and_migrations_agree(tmp_path):
    run(tmp_path / "none.gpkg", "django", "makemigrations", "--check", "--dry-run")
