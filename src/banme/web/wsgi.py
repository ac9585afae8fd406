"""The web rooms as a WSGI application, for waitress or any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banme.settings")
application = get_wsgi_application()
_ROOMS = get_resolver().url_patterns
"""Loaded with the server, so that the first page is not the slow one."""
