"""Commands on the planner's room to choose: near-optimal alternatives, and objectives in order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.mending import show_repair
from banme.cli.options import Workspace
from banme.cli.screen import money, number, out, say, show_table, watching
from banme.progress import Stop
from banme.workspace import store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.progress import Event, Listener
    from banme.workspace.models import Run


KG_PER_T = 1000.0


def alternatives(
    scenario: Annotated[str, typer.Argument(help="Mã kịch bản / scenario code.")],
    within: Annotated[
        float, typer.Option(help="Trong bao nhiêu % so với phương án tốt nhất / within how many % of the best.")
    ] = 1.0,
    plans: Annotated[int, typer.Option(help="Số phương án khác nhau cần giữ / plans to keep.")] = 5,
    seconds: Annotated[
        float | None, typer.Option(help="Thời gian tính (giây); mặc định 3 lần của kịch bản / time, default 3 times.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Điểm nào luôn mở trong mọi phương án gần tối ưu / which sites every near-optimal plan opens."""
    store.connect(workspace)
    from banme.studies import near_optimal, runs

    asked: dict[str, object] = {"within_pct": within, "plans": plans}
    if seconds is not None:
        asked["time_limit_s"] = seconds
    with watching() as listener, stopping(listener) as hear:
        done = runs.execute(runs.create(scenario, near_optimal.STUDY, asked).code, hear)
    show_alternatives(done)


def show_alternatives(run: Run) -> None:
    """Print each site's verdict, then the plans kept with what tells them apart."""
    from banme.workspace.models import ResultAlternative, ResultAlternativePlan

    out.print(f"[bold]{run.code}[/bold]  {run.get_status_display()}  {run.message}")
    if run.cost_vnd is None:
        show_repair(run)
        raise typer.Exit(3)
    known = run.parameters["near_optimal"]
    out.print(
        f"{say('Phương án tốt nhất', 'Best plan')} {money(run.cost_vnd)} · {say('cận đã chứng minh', 'proven bound')} "
        f"{money(run.bound_vnd)} · {say('gần tối ưu: đến', 'near-optimal: up to')} {money(known['threshold_vnd'])} "
        f"(+{number(known['within_pct'], 2)} %)"
    )
    rows = ResultAlternative.objects.filter(run=run).select_related("site").order_by("verdict", "site_id")
    show_table(
        say("Điểm trong các phương án gần tối ưu", "Sites in near-optimal plans"),
        [
            {
                say("Điểm", "Site"): row.site.name,
                say("Kết luận", "Verdict"): str(row.get_verdict_display()),
                say("Tốn thêm ít nhất nếu mở", "Costs more at least if open"): _bound(row.open_bound_vnd, run.cost_vnd),
                say("Tốn thêm ít nhất nếu không mở", "Costs more at least if not"): _bound(
                    row.closed_bound_vnd, run.cost_vnd
                ),
            }
            for row in rows
        ],
    )
    mixed = [row.site_id for row in rows if row.plans_open and row.plans_closed]
    names = {row.site_id: row.site.name for row in rows}
    found: dict[int, dict[str, ResultAlternativePlan]] = {}
    for one in ResultAlternativePlan.objects.filter(run=run).order_by("plan"):
        found.setdefault(one.plan, {})[one.site_id] = one
    show_table(
        say("Các phương án, những điểm khác nhau", "Plans, where they differ"),
        [
            {
                say("Phương án", "Plan"): str(plan),
                say("Chi phí", "Cost"): money(next(iter(sites.values())).cost_vnd),
                say("Số điểm", "Sites"): len(sites),
                **{names[site]: str(sites[site].year_opened) if site in sites else "–" for site in mixed},
            }
            for plan, sites in found.items()
        ],
    )


def _bound(bound_vnd: float | None, best_vnd: float) -> str:
    """Return by how many per cent a case is proven to cost more than the best plan, as text."""
    if bound_vnd is None:
        return say("theo quyết định", "by decision")
    percent = 100.0 * (bound_vnd - best_vnd) / abs(best_vnd)
    return f"+{number(percent, 2)} %" if percent > 0 else "0 %"


def show_objectives(run: Run) -> None:
    """Print what each objective reached, what is proven, and what the final plan comes to."""
    from banme.workspace.models import ResultObjective

    show_table(
        say("Mục tiêu theo thứ tự", "Objectives in order"),
        [
            {
                "": str(row.rank),
                say("Mục tiêu", "Objective"): str(row.get_objective_display()),
                say("Đạt được", "Reached"): _measured(row.value, row.unit_of_measure),
                say("Cận đã chứng minh", "Proven bound"): _measured(row.bound, row.unit_of_measure),
                "gap %": number(row.gap_pct, 3),
                say("Dung sai %", "Tolerance %"): number(row.tolerance_pct, 2),
                say("Phương án cuối", "Final plan"): _measured(row.final, row.unit_of_measure),
            }
            for row in ResultObjective.objects.filter(run=run).order_by("rank")
        ],
    )


def _measured(value: float | None, unit: str) -> str:
    """Return money as money, kilograms as tonnes."""
    if unit == "VND":
        return money(value)
    return f"{number(None if value is None else value / KG_PER_T, 1)} t"


@contextmanager
def stopping(listener: Listener) -> Iterator[Listener]:
    """Let Ctrl-C end the whole work at the next event, with what was found; a second Ctrl-C ends it at once."""
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, before)

    def hear(event: Event) -> None:
        listener(event)
        if asked:
            raise Stop

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield hear
    finally:
        signal.signal(signal.SIGINT, before)
