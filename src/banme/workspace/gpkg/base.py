"""Database backend: Django's SQLite with GeoPackage's type names, times and file identity.

GDAL drops columns declared ``varchar(50)``, ``bool``, ``decimal`` or ``datetime`` in Django's own spelling, so this
backend declares the names of GeoPackage table 1 instead. Everything else is Django's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import _functions as functions
from django.db.backends.sqlite3 import base

from banme.workspace.gpkg.operations import DatabaseOperations

if TYPE_CHECKING:
    from collections.abc import Callable

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300


def _text_type(data: dict[str, Any]) -> str:
    return "TEXT" if data["max_length"] is None else f"TEXT({data['max_length']})"


def _reads_zulu(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let one of Django's SQL time functions read GeoPackage's ``...T...Z`` text."""

    def wrapped(moment: str | None, *arguments: Any) -> Any:
        text = moment.replace("T", " ").removesuffix("Z") if isinstance(moment, str) else moment
        return function(text, *arguments)

    return wrapped


_TIME_FUNCTIONS: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("django_datetime_cast_date", 3, functions._sqlite_datetime_cast_date),  # noqa: SLF001
    ("django_datetime_cast_time", 3, functions._sqlite_datetime_cast_time),  # noqa: SLF001
    ("django_datetime_extract", 4, functions._sqlite_datetime_extract),  # noqa: SLF001
    ("django_datetime_trunc", 4, functions._sqlite_datetime_trunc),  # noqa: SLF001
)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite whose tables are GeoPackage tables."""

    display_name = "GeoPackage"
    ops_class = DatabaseOperations
    data_types = {  # noqa: RUF012  (Django's own shape)
        **base.DatabaseWrapper.data_types,
        "AutoField": "INTEGER",
        "BigAutoField": "INTEGER",
        "BooleanField": "BOOLEAN",
        "CharField": _text_type,
        "DateField": "DATE",
        "DateTimeField": "DATETIME",
        "DecimalField": "DOUBLE",
        "DurationField": "INTEGER",
        "FileField": "TEXT(%(max_length)s)",
        "FilePathField": "TEXT(%(max_length)s)",
        "FloatField": "DOUBLE",
        "IntegerField": "INTEGER",
        "BigIntegerField": "INTEGER",
        "IPAddressField": "TEXT(15)",
        "GenericIPAddressField": "TEXT(39)",
        "JSONField": "TEXT",
        "OneToOneField": "INTEGER",
        "PositiveBigIntegerField": "INTEGER",
        "PositiveIntegerField": "INTEGER",
        "PositiveSmallIntegerField": "SMALLINT",
        "SlugField": "TEXT(%(max_length)s)",
        "SmallAutoField": "INTEGER",
        "SmallIntegerField": "SMALLINT",
        "TextField": "TEXT",
        "TimeField": "TEXT",
        "UUIDField": "TEXT(32)",
    }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, mark it as a GeoPackage when it is new, and register the time functions."""
        connection = super().get_new_connection(conn_params)
        for name, arguments, function in _TIME_FUNCTIONS:
            connection.create_function(name, arguments, _reads_zulu(function), deterministic=True)
        if connection.execute("PRAGMA application_id").fetchone()[0] == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {USER_VERSION}")
        return connection
