"""The workspace as a Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class WorkspaceConfig(AppConfig):
    """Registers the GeoPackage catalogue whenever tables are made or changed."""

    name = "banme.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep ``gpkg_contents`` in step with the migrations."""
        post_migrate.connect(_register_layers, sender=self)


def _register_layers(using: str, **_: Any) -> None:
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    from banme.workspace.gpkg.catalogue import register
    from banme.workspace.tables import layers

    register(connection, layers())
