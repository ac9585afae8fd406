"""How dates and times are written: GeoPackage's ``YYYY-MM-DDTHH:MM:SS.sssZ``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations
from django.utils import timezone


class DatabaseOperations(SQLiteOperations):
    """SQLite's operations with GeoPackage's text for moments in time."""

    def adapt_datetimefield_value(self, value: Any) -> str | None:
        """Return the moment in UTC to the millisecond, as GeoPackage's DATETIME asks."""
        if value is None:
            return None
        if not isinstance(value, datetime):  # an expression, not a value
            return str(value)
        moment = value if timezone.is_aware(value) else timezone.make_aware(value, UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
