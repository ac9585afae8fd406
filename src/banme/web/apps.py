"""The web rooms as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "banme.web"
    label = "web"
