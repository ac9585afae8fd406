"""Commands on truck rounds: plan a week, judge the dispatcher's plan, change what was planned."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, money, number, out, say, show_problems, show_table, watching
from banme.workspace import store
from banme.workspace.text import half

if TYPE_CHECKING:
    from banme.studies.routing.asked import Asked
    from banme.workspace.models import Run

SAMPLE_ITERATIONS = 100
SHOWN_ROWS = 15

Target = Annotated[
    Path | None, typer.Option("--out", "-o", help="Thư mục ghi bảng tính, lệnh vận chuyển, bản đồ / output folder.")
]
RoundsRun = Annotated[str, typer.Argument(help="Mã lần chạy chuyến xe / code of a run of rounds.")]


def rounds(
    run: Annotated[str, typer.Argument(help="Lần chạy hoặc kịch bản có luồng hàng / run or scenario with flows.")],
    week: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Một ngày trong tuần, mặc định hôm nay / a day of the week."),
    ] = None,
    base: Annotated[
        list[str] | None, typer.Option(help="Điểm có xe cần xếp; bỏ trống: một điểm mẫu / base; none: a sample.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Mọi điểm và hàng đi thẳng / all sites, direct goods.")
    ] = False,
    iterations: Annotated[int, typer.Option(min=1, help="Số vòng tìm kiếm mỗi nhóm / iterations a group.")] = 300,
    bound_seconds: Annotated[
        float, typer.Option(min=0.0, help="Giây cho cận dưới, 0: không tính / seconds for the lower bound, 0: none.")
    ] = 20.0,
    target: Target = None,
    workspace: Workspace = None,
) -> None:
    """Xếp chuyến xe một tuần từ phương án mạng lưới / plan a week's truck rounds from a network plan."""
    store.connect(workspace)
    from banme.cli.plan import find_run
    from banme.studies.routing.asked import Asked, monday_of

    day = week.date() if week else dt.datetime.now().astimezone().date()
    asked = Asked(find_run(run).code, monday_of(day), tuple(base or []), everything, iterations, bound_s=bound_seconds)
    _compute(asked, target)


def plan_week(network_run: str, week: dt.date, target: Path) -> None:
    """Plan the week of one sample site, few iterations, and write it; for the demo."""
    from banme.studies.routing.asked import Asked, monday_of

    _compute(Asked(network_run, monday_of(week), iterations=SAMPLE_ITERATIONS), target)


def _compute(asked: Asked, target: Path | None) -> None:
    from banme.studies import runs
    from banme.studies.routing import STUDY

    scenario = runs.Run.objects.get(code=asked.network_run).scenario_id
    with watching() as listener:
        done = runs.execute(runs.create(scenario, STUDY, asked.entry()).code, listener)
    show_rounds(done)
    _write(done.code, target)


def show_rounds(run: Run) -> None:
    """Print the week's figures, the busiest rounds, and what is not carried."""
    from banme.studies.routing import words
    from banme.workspace.models import ResultIndicator, ResultRound, ResultUnassigned

    told = run.parameters["rounds"]
    out.print(f"[bold]{run.code}[/bold]  {run.get_status_display()}  {run.parameters['week']['week']}")
    if told["sample"]:
        out.print(
            say(
                f"[yellow]Mẫu: chỉ các xe của {', '.join(told['bases'])}[/]",
                f"[yellow]A sample: only trucks of {', '.join(told['bases'])}[/]",
            )
        )
    if told["assumed_fleet"]:
        out.print(
            say(
                f"[yellow]Chưa có đội xe của {', '.join(told['assumed_fleet'])}: giả định đủ xe[/]",
                f"[yellow]No fleet entered for {', '.join(told['assumed_fleet'])}: as many trucks as needed assumed[/]",
            )
        )
    figures = [
        {
            say("Chỉ tiêu", "Figure"): words.figure(row.indicator),
            say("giá trị", "value"): number(row.value, words.digits(row.unit_of_measure)),
            say("đơn vị", "unit"): words.unit(row.unit_of_measure),
        }
        for row in ResultIndicator.objects.filter(run=run)
    ]
    show_table(say("Cả tuần", "The week"), figures)
    _show_bound(told.get("bound", {}))
    rows = ResultRound.objects.filter(run=run).order_by("-cost_vnd")
    bases = ", ".join(f"{base}/…" for base in told["bases"])
    title = say(f"Chuyến xe của {bases}", f"Rounds of {bases}")
    shown = [
        {
            say("Ca xe", "Shift"): row.shift_code.removeprefix(f"{row.base_code}/"),
            say("lái", "driver"): row.driver.removeprefix(f"{row.base_code}/"),
            say("đi", "leaves"): words.when(row.leaves, language()),
            say("về", "back"): words.when(row.back, language()),
            say("lượt", "loads"): row.loads,
            "t": number(row.carried_t, 1),
            "km": round(row.distance_km),
            say("giờ lái", "driving h"): number(row.driving_h, 1),
            say("chi phí", "cost"): money(row.cost_vnd),
        }
        for row in rows[:SHOWN_ROWS]
    ]
    show_table(f"{title} ({rows.count()})", shown)
    left = ResultUnassigned.objects.filter(run=run)
    if left.exists():
        unplaced = [
            {
                say("Đơn", "Job"): row.job,
                "t": round(row.load_t, 2),
                say("lý do", "reason"): half(row.reason, language()),
            }
            for row in left[:SHOWN_ROWS]
        ]
        show_table(say(f"Chưa xếp được ({left.count()})", f"Not carried ({left.count()})"), unplaced)


def _show_bound(told: dict[str, Any]) -> None:
    """Print cost, proven bound and gap of each day and of the week's long hauls, or why there is no bound."""
    from banme.studies.routing import words

    shown = [
        {
            say("Phần", "Part"): words.when(part["day"], language())
            if part["day"]
            else say("đường dài cả tuần", "week's long hauls"),
            say("đầu mối", "common end"): half(part["hub_name"], language()),
            say("lượt", "loads"): part["jobs"],
            say("chi phí", "cost"): money(part["cost_vnd"]),
            say("cận dưới", "bound"): money(part["bound_vnd"]),
            say("cách %", "gap %"): number(part["gap_pct"], 1),
        }
        for part in told.get("parts", [])
    ]
    if shown:
        show_table(say("Cận dưới đã chứng minh", "Proven lower bound"), shown)
    if (sentence := words.bound_sentence(told)) is not None:
        out.print(f"[dim]{sentence}[/]")


def _write(run: str, target: Path | None) -> None:
    if target is None:
        return
    from banme.reports.rounds import write_all

    files = write_all(run, target, language())
    out.print(say("Đã ghi", "Wrote") + " " + ", ".join(path.name for path in files) + f" → {target}")


def rounds_check(
    file: Annotated[Path, typer.Argument(help="Kế hoạch điều xe: XLSX hoặc lời giải VROOM / XLSX or VROOM solution.")],
    run: Annotated[
        str, typer.Option("--run", "-r", help="Lần chạy chuyến xe của tuần đó / run of that week's rounds.")
    ],
    workspace: Workspace = None,
) -> None:
    """Kiểm tra, tính chi phí kế hoạch của điều vận, so với phương án / judge the dispatcher's own rounds."""
    store.connect(workspace)
    from banme.studies.routing.changing import opened
    from banme.studies.routing.todays import judge, read

    problem, best = opened(run)
    found = judge(problem, best, read(file))
    plans = ((say("của điều vận", "dispatcher's"), found.plan), (say("tối ưu", "optimised"), found.best))
    rows = [
        {
            say("Kế hoạch", "Plan"): name,
            say("chi phí", "cost"): money(plan.cost_vnd),
            "km": number(plan.distance_m / 1000.0),
            say("chạy rỗng %", "empty %"): number(plan.empty_share_pct, 1),
            "kg CO2e": number(plan.co2_kg),
            say("ca", "rounds"): len(plan.rounds),
            say("đơn chưa chở", "jobs not carried"): len(plan.unassigned),
        }
        for name, plan in plans
    ]
    show_table(say("So sánh", "Compared"), rows)
    if found.findings:
        show_problems(list(found.findings))
        raise typer.Exit(1)
    out.print(say("Không vi phạm quy định nào", "No rule is broken"))


def rounds_change(
    run: RoundsRun,
    urgent: Annotated[
        list[str] | None, typer.Option(help="Mã đơn gấp trong bảng transport_order / urgent order.")
    ] = None,
    lost: Annotated[list[str] | None, typer.Option(help="Xe hỏng / truck that is gone.")] = None,
    pin: Annotated[list[str] | None, typer.Option(help="Ca xe giữ nguyên / shift that must stay.")] = None,
    target: Target = None,
    workspace: Workspace = None,
) -> None:
    """Thêm đơn gấp, bỏ xe hỏng, giữ nguyên các chuyến khác / take in urgent jobs, drop trucks, keep the rest."""
    store.connect(workspace)
    from banme.studies import runs
    from banme.studies.routing import STUDY
    from banme.studies.routing.changing import Changes, opened

    before = opened(run)[1].round_of()
    changes = Changes(run, tuple(urgent or []), tuple(lost or []), tuple(pin or []))
    scenario = runs.Run.objects.get(code=run).scenario_id
    with watching() as listener:
        done = runs.execute(runs.create(scenario, STUDY, changes.entry()).code, listener)
    show_rounds(done)
    changed = [each.shift for each in opened(done.code)[1].rounds if before.get(each.shift) != each]
    out.print(say("Chuyến thay đổi: ", "Rounds changed: ") + (", ".join(changed) or "–"))
    _write(done.code, target)
