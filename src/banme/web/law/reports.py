"""Statutory reports on a page, to be looked over before they are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.clusters.forms import FormCode, Period, StatutoryForm
from banme.clusters.forms.form import TITLES
from banme.errors import BanMeError
from banme.studies import statutory
from banme.studies.naming import input_name
from banme.web.law import asking
from banme.web.registers.transfer import sent
from banme.workspace.models import AdminUnit, Establishment, IndustrialCluster
from banme.workspace.text import both

FIRST_YEAR, LAST_YEAR = 2024, 2100


class ReportForm(forms.Form):
    """Which report, of whom, for which period."""

    form = forms.ChoiceField(
        label=both("Biểu", "Form"),
        choices=[(code.value, both(f"{code}: {title.vi}", f"{code}: {title.en}")) for code, title in TITLES.items()],
    )
    subject = forms.CharField(
        label=both("Mã cơ sở, cụm hoặc đơn vị", "Code of establishment, cluster or unit"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )
    year = forms.IntegerField(label=both("Năm", "Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    half = forms.BooleanField(label=both("Báo cáo 6 tháng", "Half-year report"), required=False)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show a report as the register fills it, with what is missing and the cross-checks."""
    asked = bool(request.GET.get("subject"))
    form = ReportForm(request.GET) if asked else ReportForm(initial={"form": "04", "year": asking.today().year})
    context: dict[str, Any] = {
        "form": form,
        "tab": "reports",
        "subjects": _subjects(),
        "query": request.GET.urlencode(),
    }
    status = 200
    if asked and form.is_valid():
        try:
            context |= _shown(_filled(form))
        except BanMeError as error:
            context["errors"], status = asking.lines(error), 400
    return render(request, "web/law/reports.html", context, status=status)


@require_safe
def report_file(request: HttpRequest, suffix: str) -> FileResponse:
    """Send a report as DOCX or XLSX."""
    from banme.reports import statutory as papers  # noqa: PLC0415  (loads slowly)

    form = ReportForm(request.GET)
    if suffix not in {"docx", "xlsx"} or not form.is_valid():
        raise Http404(suffix)
    try:
        filled = _filled(form)
    except BanMeError as error:
        raise Http404(str(error)) from error
    name = f"bieu-{filled.code}-{form.cleaned_data['subject']}-{filled.period.year}"
    return sent(name, f".{suffix}", lambda path: papers.write(filled, path, asking.language()))


def _filled(form: ReportForm) -> StatutoryForm:
    asked = form.cleaned_data
    return statutory.fill(FormCode(asked["form"]), asked["subject"], Period(asked["year"], asked["half"]))


def _shown(filled: StatutoryForm) -> dict[str, Any]:
    from banme.reports import statutory as papers  # noqa: PLC0415  (loads slowly)

    spoken = asking.language()
    return {
        "filled": filled,
        "title": papers.title(filled, spoken),
        "heads": papers.heads(filled, spoken),
        "lines": [
            {
                "number": line.number,
                "part": None if line.part is None else line.part.text(spoken),
                "label": line.label.text(spoken),
                "unit": line.unit.text(spoken),
                "value": papers.figure(line, spoken),
                "missing": [input_name(name, spoken) for name in line.missing],
            }
            for line in filled.lines
        ],
        "checks": [(papers.check_text(check, spoken), check.holds) for check in filled.checks],
        "there": sum(line.value is not None for line in filled.lines),
    }


def _subjects() -> list[tuple[str, str]]:
    units = AdminUnit.objects.filter(valid_to__isnull=True).exclude(level="commune")
    found: list[tuple[str, str]] = []
    for rows in (units, IndustrialCluster.objects.all(), Establishment.objects.filter(cluster__isnull=False)):
        found += list(rows.values_list("code", "name"))
    return found
