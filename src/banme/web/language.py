"""Vietnamese unless the reader asked for English: the browser's own preference is not consulted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Choose by the language cookie alone, else the configured language."""

    def process_request(self, request: HttpRequest) -> Any:
        """Forget what the browser prefers, then choose as Django does."""
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return super().process_request(request)
