"""Who is at work: on one's own machine a name given once, kept in the session and in every change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

SESSION_KEY = "person"
MAX_NAME = 80


class PersonMiddleware:
    """Let the named person stand as the request's user, so that history records who."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the user by the name in the session; a server's own login goes first."""
        name = request.session.get(SESSION_KEY, "")
        if name and not request.user.is_authenticated:
            request.user = person(name)
        return self.get_response(request)


def person(name: str) -> object:
    """Return the account that stands for a name; it has no usable password and cannot log in."""
    accounts = get_user_model()
    username = "person-" + hashlib.sha256(name.encode()).hexdigest()[:16]
    account, made = accounts.objects.get_or_create(username=username, defaults={"first_name": name})
    if made:
        account.set_unusable_password()
        account.save()
    return account


@require_POST
def introduce(request: HttpRequest) -> HttpResponse:
    """Keep the person's name for this session (empty: forget it)."""
    request.session[SESSION_KEY] = " ".join(request.POST.get("name", "").split())[:MAX_NAME]
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    return HttpResponseRedirect(back)
