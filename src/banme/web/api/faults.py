"""One shape for every refusal: ``{"problems": [{table, row, column, value, rule, vi, en}]}``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from banme.errors import BanMeError, InputError, Problem
from banme.workspace.text import both

SAME_SITE_HEADER = "X-Banme"


def shape(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return the problems as plain values."""
    return {"problems": [asdict(problem) for problem in problems]}


def refuse(status: int, *problems: Problem) -> JsonResponse:
    """Answer with the problems."""
    return JsonResponse(shape(problems), status=status, json_dumps_params={"ensure_ascii": False})


def not_found(what: str) -> Problem:
    """Return the problem of an address that leads nowhere."""
    return Problem(
        rule="not-found",
        value=what,
        vi="Không có ở địa chỉ này: xem danh sách tại /api/tables và /api/runs",
        en="Nothing at this address: see the lists at /api/tables and /api/runs",
    )


def of_form(errors: Any, table: str) -> list[Problem]:
    """Return a form's errors as problems; each message is in the reader's language in both texts."""
    found = []
    for column, faults in errors.get_json_data().items():
        for fault in faults:
            message = str(fault["message"])
            found.append(Problem(rule=fault["code"] or "invalid", table=table, column=column, vi=message, en=message))
    return found


def in_both(text: Any) -> tuple[str, str]:
    """Return a lazy text in Vietnamese and in English."""
    found = []
    for language in ("vi", "en"):
        with override(language):
            found.append(str(text))
    return found[0], found[1]


def install(api: NinjaAPI) -> None:
    """Give the interface its one shape of refusal."""

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
        problems = [
            Problem(
                rule=str(fault.get("type", "invalid")),
                column=".".join(str(part) for part in fault.get("loc", [])[1:]),
                vi=f"Tham số không hợp lệ: {fault.get('msg', '')}",
                en=f"Invalid parameter: {fault.get('msg', '')}",
            )
            for fault in error.errors
        ]
        return refuse(422, *problems)

    @api.exception_handler(InputError)
    def _input(request: HttpRequest, error: InputError) -> HttpResponse:  # noqa: ARG001
        return refuse(422, *error.problems)

    @api.exception_handler(BanMeError)
    def _known(request: HttpRequest, error: BanMeError) -> HttpResponse:  # noqa: ARG001
        return refuse(409, Problem(rule="refused", vi=str(error), en=str(error)))

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
        return refuse(404, not_found(request.path))

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
        return refuse(error.status_code, Problem(rule="http", vi=str(error), en=str(error)))


def same_site(request: HttpRequest) -> None:
    """Refuse a write without our header: a page of another site cannot send it, a script states it on purpose."""
    if request.headers.get(SAME_SITE_HEADER) != "1":
        text = both(f"Cần tiêu đề {SAME_SITE_HEADER}: 1", f"The header {SAME_SITE_HEADER}: 1 is needed")
        raise HttpError(403, str(text))
