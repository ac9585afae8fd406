"""The scenario room: list, one scenario with its figures and changes, copying, running."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banme.errors import InputError
from banme.web import extent
from banme.web.registers import catalogue, history
from banme.web.runs import engine
from banme.web.runs.views import tone
from banme.web.scenarios.copying import copy, free_code
from banme.web.scenarios.forms import ChangeForm, CopyForm
from banme.workspace import tables
from banme.workspace.models import Future, RoadEdge, Run, Scenario, ScenarioChange
from banme.workspace.models.runs import Objective
from banme.workspace.models.scenarios import CHANGE_TARGETS, ChangeKind
from banme.workspace.text import both

NOT_FIGURES = ("code", "name", "name_en", "description", "base")
MOST_TARGETS = 400
SHOWN_RUNS = 20
MOST_PCT = 1000.0
LEAST_FUTURES = 2


def find(code: str) -> Scenario:
    """Return the scenario with that code; page not found when there is none."""
    found = Scenario.objects.select_related("base").filter(code=code).first()
    if found is None:
        raise Http404(str(both(f"Không có kịch bản {code}", f"There is no scenario {code}")))
    return found


@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """List the scenarios with their latest run."""
    counts = dict(ScenarioChange.objects.order_by().values_list("scenario").annotate(Count("pk")))
    latest: dict[str, Run] = {}
    for run in Run.objects.order_by("created_at", "id"):
        latest[run.scenario_id] = run
    found = [
        {
            "scenario": one,
            "changes": counts.get(one.code, 0),
            "run": latest.get(one.code),
            "tone": tone(latest[one.code]) if one.code in latest else "",
        }
        for one in Scenario.objects.select_related("base")
    ]
    return render(request, "web/scenarios.html", {"scenarios": found})


@require_safe
def scenario(request: HttpRequest, code: str) -> HttpResponse:
    """Show a scenario: figures, changes, map to pick targets on, runs."""
    return _page(request, find(code), ChangeForm())


def _page(request: HttpRequest, found: Scenario, form: ChangeForm, status: int = 200) -> HttpResponse:
    changes = list(ScenarioChange.objects.filter(scenario=found))
    runs = [(run, tone(run)) for run in Run.objects.filter(scenario=found)[:SHOWN_RUNS]]
    context = {
        "scenario": found,
        "figures": figures(found),
        "changes": [(change, target_name(change)) for change in changes],
        "form": form,
        "copy_form": CopyForm(initial={"name": f"{found.name} (2)"}),
        "runs": runs,
        "targets": targets(),
        "futures": Future.objects.all(),
        "history": history.changes(found)[:10],
        "map": extent.map_settings(
            pick=True,
            targets={kind: CHANGE_TARGETS[kind] for kind in ChangeKind.values},
            changed=[{"kind": change.kind, "target": change.target} for change in changes],
            kinds={value: str(label) for value, label in ChangeKind.choices},
        ),
    }
    return render(request, "web/scenario.html", context, status=status)


def figures(found: Scenario) -> list[tuple[catalogue.Cell, str]]:
    """Return the scenario's figures; one left empty with the name of the base scenario that gives it."""
    shown = []
    for field in catalogue.columns(Scenario):
        if field.name in NOT_FIGURES:
            continue
        holder, seen = found, {found.code}
        while getattr(holder, field.attname) in (None, "") and holder.base is not None and holder.base_id not in seen:
            holder = holder.base
            seen.add(holder.code)
        inherited = holder.name if holder is not found and getattr(holder, field.attname) not in (None, "") else ""
        shown.append((catalogue.cell(holder, field), inherited))
    return shown


def target_name(change: ScenarioChange) -> str:
    """Return what a change's target is called."""
    if change.target == "*":
        return str(both("tất cả", "all"))
    table = CHANGE_TARGETS.get(change.kind, "")
    row = tables.table(table)._default_manager.filter(code=change.target).first() if table else None
    if row is not None:
        return f"{row} ({change.target})"
    if table == "road_edge":
        edges = RoadEdge.objects.filter(ref=change.target).count()
        return f"{change.target} ({edges} {both('đoạn', 'edges')})"
    return change.target


def targets() -> list[dict[str, str]]:
    """Return the targets offered while typing: road numbers and every code of the small tables."""
    found = [
        {"table": "road_edge", "code": ref, "name": str(both("mọi đoạn", "all its edges"))}
        for ref in RoadEdge.objects.exclude(ref="")
        .order_by("ref")
        .values_list("ref", flat=True)
        .distinct()[:MOST_TARGETS]
    ]
    for table in ("logistics_site", "commodity", "outlet", "vehicle_type"):
        rows = tables.table(table)._default_manager.values_list("code", "name")[:MOST_TARGETS]
        found += [{"table": table, "code": code, "name": name} for code, name in rows]
    return found


@require_POST
def duplicate(request: HttpRequest, code: str) -> HttpResponse:
    """Copy a scenario."""
    found = find(code)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
        return redirect("scenario", code)
    twin = copy(
        found, form.cleaned_data["code"], form.cleaned_data["name"], str(both(f"Sao từ {code}", f"Copied from {code}"))
    )
    messages.success(request, str(both("Đã tạo bản sao.", "The copy was made.")))
    return redirect("scenario", twin.code)


@require_POST
def add_change(request: HttpRequest, code: str) -> HttpResponse:
    """Add a change to a scenario."""
    found = find(code)
    blank = ScenarioChange(scenario=found, code=free_code(found.code, request.POST.get("kind", "") or "change"))
    form = ChangeForm(request.POST, instance=blank)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    change = form.save(commit=False)
    change._change_reason = form.cleaned_data.get("note") or ""  # noqa: SLF001
    change.save()
    messages.success(request, str(both("Đã thêm thay đổi.", "The change was added.")))
    return redirect("scenario", code)


@require_POST
def remove_change(request: HttpRequest, code: str, change: str) -> HttpResponse:
    """Remove a change from a scenario."""
    found = ScenarioChange.objects.filter(scenario_id=code, code=change).first()
    if found is None:
        raise Http404(str(both(f"Không có thay đổi {change}", f"There is no change {change}")))
    found._change_reason = request.POST.get("reason", "")  # noqa: SLF001
    found.delete()
    messages.success(request, str(both("Đã bỏ thay đổi.", "The change was removed.")))
    return redirect("scenario", code)


@require_http_methods(["POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Run a scenario in the background."""
    return _start(request, code, engine.STUDY, None)


@require_POST
def near_optimal(request: HttpRequest, code: str) -> HttpResponse:
    """Survey the near-optimal plans of a scenario in the background."""
    within = _percent(request, "within_pct")
    return _start(request, code, engine.NEAR_OPTIMAL, {"within_pct": within} if within else None)


NETWORK_GOALS = frozenset({Objective.COST, Objective.CO2, Objective.EQUITY})
"""Objectives a network can be designed for."""


@require_POST
def ordered(request: HttpRequest, code: str) -> HttpResponse:
    """Design a scenario's network for objectives in order, in the background."""
    tolerance = _percent(request, "tolerance_pct")
    names = [name for name in request.POST.get("objectives", "").split(",") if name in NETWORK_GOALS]
    goals = [{"objective": name, "tolerance_pct": tolerance} for name in dict.fromkeys(names)]
    return _start(request, code, engine.ORDERED, {"goals": goals} if goals and tolerance is not None else None)


@require_POST
def start_futures(request: HttpRequest, code: str) -> HttpResponse:
    """Make one plan for the futures ticked, in the background."""
    ticked = request.POST.getlist("future")
    if len(ticked) < LEAST_FUTURES:
        messages.error(request, str(both("Chọn ít nhất hai tương lai.", "Choose at least two futures.")))
        return redirect("scenario", code)
    return _start(request, code, engine.ROBUST, {"futures": ticked})


def _percent(request: HttpRequest, name: str) -> float | None:
    """Return a percentage as typed, with a decimal comma or point; None where it is none."""
    try:
        value = float(request.POST.get(name, "").strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < MOST_PCT else None


def _start(request: HttpRequest, code: str, study: str, asked: dict[str, object] | None) -> HttpResponse:
    found = find(code)
    if study != engine.STUDY and asked is None:
        messages.error(
            request, str(both("Nhập một số phần trăm lớn hơn 0, ví dụ 1", "Enter a percentage above 0, e.g. 1"))
        )
        return redirect("scenario", code)
    try:
        run: Any = engine.start(found.code, study, asked)
    except InputError as error:
        for problem in error.problems:
            messages.error(request, problem.text(request.LANGUAGE_CODE))
        return redirect("scenario", code)
    return redirect("run", run.code)
