"""Import and export of a register: an upload is checked and previewed, and loaded only when confirmed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from banme.errors import InputError
from banme.web.assessment.reader import is_third_party
from banme.web.registers import catalogue
from banme.web.registers.forms import MAX_REASON
from banme.web.security import MAX_UPLOAD_BYTES
from banme.workspace import exchange, tables
from banme.workspace.text import both

SUFFIXES = (".xlsx", ".csv", ".gpkg", ".geojson")
FORMS = {"xlsx": ".xlsx", "csv": ".csv", "gpkg": ".gpkg", "geojson": ".geojson"}
SESSION_KEY = "upload"
SHOWN_PROBLEMS = 500
_FOLDER_PREFIX = "banme-upload-"


class UploadForm(forms.Form):
    """A file to load and why."""

    file = forms.FileField(
        label=both("Tệp", "File"),
        help_text=both(
            "XLSX, CSV, GeoPackage hoặc GeoJSON, tối đa 100 MB", "XLSX, CSV, GeoPackage or GeoJSON, at most 100 MB"
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    reason = forms.CharField(label=both("Lý do nhập", "Reason for the import"), max_length=MAX_REASON)

    def clean_file(self) -> UploadedFile:
        """Refuse files that are too large or of another kind."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(both("Tệp lớn hơn 100 MB: chia nhỏ tệp", "The file exceeds 100 MB: split it"))
        if Path(file.name or "").suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(
                both("Cần tệp .xlsx, .csv, .gpkg hoặc .geojson", "A .xlsx, .csv, .gpkg or .geojson file is needed")
            )
        return file


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, table: str) -> HttpResponse:
    """Take a file, show what loading it would do or every offender in it; load it on confirmation."""
    model = catalogue.register(table)
    if request.POST.get("confirm"):
        return _load(request, table)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "table": table,
        "table_title": model._meta.verbose_name_plural,
        "form": form,
        "columns": [field for field in model._meta.concrete_fields if not field.primary_key],
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        path = _keep(request, form.cleaned_data["file"], table, form.cleaned_data["reason"])
        try:
            context["preview"] = _preview(path, form.cleaned_data["reason"])
        except InputError as error:
            context["problems"] = error.problems[:SHOWN_PROBLEMS]
            context["problem_count"] = len(error.problems)
            _forget(request)
            status = 422
    elif request.method == "POST":
        status = 422
    return render(request, "web/import.html", context, status=status)


def _keep(request: HttpRequest, file: UploadedFile, table: str, reason: str) -> Path:
    _forget(request)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
    path = folder / f"{table}{Path(file.name or '').suffix.lower()}"
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    request.session[SESSION_KEY] = {"path": str(path), "table": table, "reason": reason}
    return path


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        shutil.rmtree(Path(kept["path"]).parent, ignore_errors=True)


def _preview(path: Path, reason: str) -> list[dict[str, Any]]:
    """Load the file, look at what changed, and undo it all."""
    with transaction.atomic():
        report = exchange.load(path, reason=reason)
        transaction.set_rollback(True)
    titles = {model._meta.db_table: model._meta.verbose_name_plural for model in tables.input_tables()}
    return [{"title": titles.get(name, name), "report": done} for name, done in report.tables.items()]


def _load(request: HttpRequest, table: str) -> HttpResponse:
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["table"] != table or not Path(kept["path"]).is_file():
        messages.error(request, str(both("Tệp đã hết hạn: tải lên lại.", "The file has expired: upload it again.")))
        return redirect("register_import", table)
    try:
        exchange.load(Path(kept["path"]), reason=kept["reason"])
    except InputError as error:
        messages.error(request, "; ".join(problem.text(request.LANGUAGE_CODE) for problem in error.problems[:5]))
        return redirect("register_import", table)
    finally:
        _forget(request)
    messages.success(request, str(both("Đã nhập tệp.", "The file was imported.")))
    return redirect("register", table)


@require_safe
def export(request: HttpRequest, table: str, form: str) -> FileResponse:  # noqa: ARG001
    """Send the register as a file."""
    catalogue.register(table)
    if form not in FORMS:
        raise Http404(form)
    return sent(table, FORMS[form], lambda path: exchange.dump(path, tables=[table], third_party=is_third_party()))


@require_safe
def template(request: HttpRequest, table: str) -> FileResponse:  # noqa: ARG001
    """Send the empty workbook of a register: headers, units, help and drop-downs."""
    catalogue.register(table)
    return sent(f"{table}-template", ".xlsx", lambda path: exchange.template(path, tables=[table]))


def sent(name: str, suffix: str, write: Any) -> FileResponse:
    """Let ``write`` make a file in a folder of its own, and send it; the folder goes when the file is open."""
    folder = Path(tempfile.mkdtemp(prefix="banme-download-"))
    try:
        path = folder / f"{name}{suffix}"
        write(path)
        stream = tempfile.SpooledTemporaryFile(max_size=MAX_UPLOAD_BYTES)  # noqa: SIM115  (closed by the response)
        with path.open("rb") as source:
            shutil.copyfileobj(source, stream)
        stream.seek(0)
        return FileResponse(stream, as_attachment=True, filename=f"{name}{suffix}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
