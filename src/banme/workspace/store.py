"""Open a workspace: the file (or server) that this process works in."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from banme.errors import InputError, Problem

_SQLITE = b"SQLite format 3\x00"


def connect(path: Path | str | None = None, *, create: bool = False) -> Path | None:
    """Make ``path`` (or the configured store) the workspace of this process and bring its tables up to date.

    One process works in one workspace. Returns the file's path, or None on a server. Raises :class:`InputError` when
    the file is missing (and ``create`` is not asked), exists already (and it is), or is not a GeoPackage.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banme.settings")
    if path is not None:
        os.environ["BANME_WORKSPACE"] = str(path)
        os.environ.pop("BANME_DATABASE_URL", None)
    django.setup()
    store = settings.DATABASES["default"]
    if path is not None and store["NAME"] not in {str(path), str(Path(path).expanduser())}:
        raise InputError(
            [
                _fault(
                    "one-workspace",
                    str(path),
                    "Mỗi tiến trình chỉ mở một vùng làm việc",
                    "One process opens one workspace",
                )
            ]
        )
    file = Path(store["NAME"]) if connection.vendor == "sqlite" else None
    if file is not None:
        _look_at(file, create=create)
        if create:
            _lay_out()
    loader = MigrationLoader(connection)
    if create or set(loader.disk_migrations) - set(loader.applied_migrations):
        call_command("migrate", verbosity=0, interactive=False)
    return file


def _lay_out() -> None:
    """Make every table of a new file at once and note the migrations as done.

    They lead to the same tables; one by one they take time that grows with the square of the number of tables.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(connection).disk_migrations:
        recorder.record_applied(app, name)


def _look_at(file: Path, *, create: bool) -> None:
    if create and file.exists():
        raise InputError(
            [
                _fault(
                    "file-exists",
                    str(file),
                    "Tệp đã có: chọn tên khác hoặc xoá tệp",
                    "The file exists: choose another name or remove it",
                )
            ]
        )
    if create:
        file.parent.mkdir(parents=True, exist_ok=True)
        return
    if not file.is_file():
        raise InputError(
            [
                _fault(
                    "no-file",
                    str(file),
                    "Không có tệp vùng làm việc: tạo bằng 'banme new'",
                    "No such workspace file: make one with 'banme new'",
                )
            ]
        )
    with file.open("rb") as stream:
        if stream.read(16) != _SQLITE:
            raise InputError(
                [_fault("not-a-workspace", str(file), "Tệp này không phải GeoPackage", "This file is not a GeoPackage")]
            )


def _fault(rule: str, value: str, vi: str, en: str) -> Problem:
    return Problem(rule=rule, value=value, vi=vi, en=en)


def finish() -> None:
    """Bring the layer extents that QGIS shows up to date; to be called after much was written."""
    if connection.vendor == "sqlite":
        from banme.workspace.gpkg.catalogue import refresh_extents
        from banme.workspace.tables import layers

        refresh_extents(connection, layers())
