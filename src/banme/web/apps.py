"""The web rooms as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "banme.web"
    label = "web"

    def ready(self) -> None:
        """Teach the store to search without accents."""
        from banme.web import search  # noqa: PLC0415  (models exist only now)

        search.listen()
