"""A run's results as files: GeoPackage, workbook, report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from banme.web.numbers import vietnamese
from banme.web.registers.transfer import sent
from banme.web.runs import layers
from banme.web.runs.repair import repair_of
from banme.web.runs.views import find
from banme.workspace.models import Run


@require_safe
def download(request: HttpRequest, code: str, form: str) -> FileResponse:  # noqa: ARG001
    """Send a finished run's results in the form asked for."""
    run = find(code)
    repaired = repair_of(run) is not None and form in REPAIR_SUFFIXES
    if form not in WRITERS or not (layers.has_plan(run) or repaired):
        raise Http404(form)
    suffix, write = WRITERS[form]
    if repaired:
        write = _repair
    return sent(code, suffix, lambda path: write(path, run))


def _language() -> str:
    return "vi" if vietnamese() else "en"


def _page(path: Path, run: Run) -> None:
    from banme.reports import page  # noqa: PLC0415  (loads slowly)

    page.write(path, run.code, language=_language())


def _workbook(path: Path, run: Run) -> None:
    from banme.reports import workbook  # noqa: PLC0415  (loads slowly)

    workbook.write(path, run.code, language=_language())


def _geopackage(path: Path, run: Run) -> None:
    from banme.reports import geopackage  # noqa: PLC0415  (loads slowly)

    geopackage.write(path, run.code)


def _repair(path: Path, run: Run) -> None:
    from banme.reports import mending  # noqa: PLC0415  (loads slowly)

    mending.write(path, run.code, language=_language())


REPAIR_SUFFIXES = frozenset({"xlsx", "report"})
Writer = Callable[[Path, Run], Any]
WRITERS: dict[str, tuple[str, Writer]] = {
    "gpkg": (".gpkg", _geopackage),
    "xlsx": (".xlsx", _workbook),
    "report": (".html", _page),
}
