"""Commands on the plan: board, critical path, value, agencies, progress, and why an indicator is what it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.options import Workspace
from banme.cli.screen import money, number, out, say, show_problems, show_table
from banme.workspace import store

if TYPE_CHECKING:
    from banme.studies.programme.agency import AgencyPage
    from banme.studies.programme.board import Board
    from banme.studies.programme.indicators import Standing

Plan = Annotated[str, typer.Argument(help="Mã kế hoạch; để trống: kế hoạch nhiều nhiệm vụ nhất / a plan's code.")]
On = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày xét, mặc định hôm nay / day, default today."),
]
programme = typer.Typer(
    help="Kế hoạch: cây nhiệm vụ, đường găng, giá trị, truy vấn / the plan: tree, critical path, value, queries.",
    no_args_is_help=True,
)


def asked(on: dt.datetime | None) -> dt.date:
    """Return the day asked for, today when none is."""
    return on.date() if on else dt.datetime.now().astimezone().date()


@programme.command("board")
def board(plan: Plan = "", on: On = None, workspace: Workspace = None) -> None:
    """Cây mục tiêu, nhiệm vụ: tiến độ, ngày, chậm bao nhiêu / tree: progress, days, slippage."""
    store.connect(workspace)
    from banme.studies.programme import board as study
    from banme.studies.programme.words import STATES

    found = study.board(plan, asked(on))
    _head(found)
    rows = []
    for node in found.nodes:
        code = node.item.code
        lead = found.roster.lead(code) if node.item.kind == "task" else None
        rows.append(
            {
                say("mã", "code"): code,
                say("mục tiêu, nhiệm vụ", "objective, task"): "  " * node.depth + _name(found, code),
                say("chủ trì", "lead"): "" if lead is None else lead.agency + ("*" if lead.assumed else ""),
                say("từ", "from"): node.start,
                say("đến", "to"): node.finish,
                say("chậm (ngày)", "slip (days)"): found.slip_days(code),
                "%": round(node.done_pct) if found.reported else None,
                say("trạng thái", "state"): str(STATES[node.state]) + (" ●" if code in found.critical else ""),
            }
        )
    show_table(say(f"{found.plan} ngày {found.day:%d/%m/%Y}", f"{found.plan} on {found.day}"), rows)
    out.print(say("● đường găng; * chủ trì giả định", "● critical; * assumed lead"))
    _gaps(found)


@programme.command("critical")
def critical(plan: Plan = "", on: On = None, workspace: Workspace = None) -> None:
    """Đường găng, và vì sao các nhiệm vụ chậm / critical path, and why late tasks are late."""
    store.connect(workspace)
    from banme.studies.programme import board as study
    from banme.studies.programme.words import CAUSES

    found = study.board(plan, asked(on))
    _head(found)
    if found.timing is None:
        return
    rows = []
    for code in found.timing.critical:
        start, finish = found.days(code) or (None, None)
        rows.append({say("mã", "code"): code, say("nhiệm vụ", "task"): _name(found, code), say("từ", "from"): start,
                     say("đến", "to"): finish})  # fmt: skip
    show_table(say("Đường găng", "Critical path"), rows)
    for node in study.late(found):
        chain = found.why_late(node.item.code)
        if chain:
            steps = [
                {
                    say("mã", "code"): step.code,
                    say("nhiệm vụ", "task"): _name(found, step.code),
                    say("chậm (ngày)", "slip (days)"): step.slip_days,
                    say("tự góp (ngày)", "own part (days)"): step.own_days,
                    say("do", "because"): str(CAUSES[step.cause]),
                }
                for step in chain
            ]
            show_table(say(f"Vì sao {node.item.code} chậm", f"Why {node.item.code} is late"), steps)


@programme.command("curve")
def curve(
    plan: Plan = "",
    unit: Annotated[str, typer.Option(help="vnd hoặc weight / vnd or weight.")] = "",
    on: On = None,
    workspace: Workspace = None,
) -> None:
    """Giá trị kế hoạch, đạt được, thực chi; SPI, CPI; đường chữ S / planned, earned, actual value; the S-curve."""
    store.connect(workspace)
    from banme.studies.programme import board as study

    found = study.board(plan, asked(on))
    worth = study.value(found, unit)
    _head(found)
    show = money if worth.unit == study.MONEY else (lambda value: number(value, 1))
    today = worth.today
    known = found.reported
    figures = [
        (say("Tổng giá trị (BAC)", "At completion (BAC)"), show(today.at_completion)),
        (say("Kế hoạch đến nay (PV)", "Planned (PV)"), show(today.planned)),
        (say("Đạt được (EV)", "Earned (EV)"), show(today.earned) if known else "–"),
        (say("Đã chi (AC)", "Spent (AC)"), show(today.spent)),
        ("SPI", number(today.schedule_index, 2) if known else "–"),
        ("CPI", number(today.cost_index, 2)),
        (say("Dự báo khi xong (EAC)", "Forecast (EAC)"), show(today.forecast_at_completion)),
    ]
    show_table(
        say(f"Giá trị ngày {found.day:%d/%m/%Y}", f"Value on {found.day}"),
        [{say("chỉ số", "figure"): name, say("giá trị", "value"): value} for name, value in figures],
    )
    if today.unknown:
        out.print(say("Chưa tính được: ", "Not counted: ") + ", ".join(today.unknown))
    rows = [
        {
            say("đến", "by"): point.day,
            "PV": show(point.planned),
            "EV": show(point.earned) if known and point.day <= found.day else "",
            "AC": show(point.spent) if point.day <= found.day else "",
        }
        for point in worth.curve
    ]
    show_table(say("Đường chữ S", "S-curve"), rows)


@programme.command("queries")
def queries() -> None:
    """Các truy vấn mà chỉ tiêu có thể gắn / queries an indicator can be bound to."""
    store.connect(None)
    from banme.studies.programme.queries import QUERIES
    from banme.workspace.models.plan_evidence import IndicatorQuery

    rows = [
        {say("mã", "code"): code, say("đo gì", "measures"): str(IndicatorQuery(code).label),
         say("quy tắc", "rule"): str(query.rule), say("đối tượng", "subject"): query.subject}
        for code, query in QUERIES.items()
    ]  # fmt: skip
    show_table(say("Truy vấn", "Queries"), rows)


def agency(
    code: Annotated[str, typer.Argument(help="Mã cơ quan; để trống để liệt kê / an agency's code; empty lists.")] = "",
    on: On = None,
    workspace: Workspace = None,
) -> None:
    """Việc của một cơ quan: chậm, sắp đến hạn, đang chờ ai / an agency's duties: late, due, waiting for whom."""
    store.connect(workspace)
    from banme.studies.programme.agency import agency_page
    from banme.studies.programme.words import PARTS
    from banme.workspace.models import Agency

    if not code:
        rows = [
            {say("mã", "code"): row.code, say("cơ quan", "agency"): str(row), say("từ", "from"): row.valid_from,
             say("đến", "to"): row.valid_to, say("kế thừa", "successor"): row.successor_id}
            for row in Agency.objects.all()
        ]  # fmt: skip
        show_table(say("Các cơ quan", "Agencies"), rows)
        return
    found = agency_page(code, asked(on))
    if found.acting != code:
        heir = found.acting or say("không có", "nobody")
        out.print(say(f"[yellow]Đã kết thúc; nhiệm vụ do: {heir}[/]", f"[yellow]Has ended; duties are with: {heir}[/]"))
    load = ", ".join(
        f"{PARTS[part]}: {count} ({number(days)} {say('ngày', 'days')})" for part, (count, days) in found.load.items()
    )
    out.print(f"[bold]{found.agency}[/bold] · {load or say('không có nhiệm vụ đang mở', 'no open task')}")
    titles = (
        ("late", say("Chậm hoặc chưa báo cáo", "Late or not reported")),
        ("soon", say("Trong 60 ngày tới", "Within 60 days")),
        ("going", say("Đang làm", "Under way")),
        ("later", say("Về sau", "Later")),
    )
    for name, title in titles:
        rows = _duties(found, name)
        if rows:
            show_table(title, rows)


def _duties(found: AgencyPage, group: str) -> list[dict[str, object]]:
    from banme.studies.programme.words import PARTS

    return [
        {
            say("mã", "code"): duty.task.code,
            say("nhiệm vụ", "task"): str(duty.task),
            say("vai trò", "role"): str(PARTS[duty.holder.part]) + ("*" if duty.holder.assumed else ""),
            say("đến", "to"): duty.finish,
            say("hạn", "due"): duty.task.due_on,
            say("chờ", "waits for"): ", ".join(f"{one.code} ({one.lead or '–'})" for one in duty.waits),
        }
        for duty in getattr(found, group)
    ]


def progress(plan: Plan = "", on: On = None, workspace: Workspace = None) -> None:
    """Chỉ tiêu: báo cáo bên cạnh số tính được / indicators: reported beside computed."""
    store.connect(workspace)
    from banme.studies.programme import indicators, reading

    chosen = reading.the_plan(plan)
    standings = indicators.of_plan(chosen, asked(on))
    rows = [
        {
            say("mã", "code"): one.indicator.code,
            say("chỉ tiêu", "indicator"): str(one.indicator),
            say("đơn vị", "unit"): one.indicator.unit_of_measure,
            say("mục tiêu", "target"): number(one.target, 1) + (f" ({one.year})" if one.year else ""),
            say("báo cáo", "reported"): number(one.reported, 1),
            say("tính được", "computed"): number(one.computed, 1),
            say("kết luận", "finding"): ("[red]⚑ " if one.flagged else "")
            + one.label
            + ("[/red]" if one.flagged else ""),
        }
        for one in standings
    ]
    show_table(say(f"{chosen}: báo cáo và bằng chứng", f"{chosen}: report and evidence"), rows)
    for one in standings:
        if one.missing:
            out.print(f"{one.indicator.code}: {say('thiếu', 'missing')} {', '.join(one.missing)}", markup=False)
    faults = indicators.bindings()
    if faults:
        show_problems(faults)
        raise typer.Exit(1)


def show_run_indicators(day: dt.date) -> None:
    """Print the indicators that are read off runs, of the plan with most tasks, each with its runs."""
    from banme.studies.programme import indicators, reading
    from banme.workspace.models import Task

    if not Task.objects.exists():
        return
    found = [one for one in indicators.of_plan(reading.the_plan(""), day) if one.answer.runs]
    rows = [
        {
            say("chỉ tiêu", "indicator"): f"{one.indicator} ({one.indicator.unit_of_measure})",
            say("mục tiêu", "target"): number(one.target, 1),
            say("tính được", "computed"): number(one.computed, 1),
            say("kết luận", "finding"): one.label,
        }
        for one in found
    ]
    if rows:
        show_table(say("Chỉ tiêu của kế hoạch, tính từ lần chạy", "The plan's indicators, read off runs"), rows)
    for one in found:
        out.print(f"{one.indicator.code}: {', '.join(run.code for run in one.answer.runs)}", markup=False)


def explain(one: Standing) -> None:
    """Print what an indicator of the plan rests on: rule, inputs, run, sources, days."""
    from banme.studies.programme.indicators import sources
    from banme.studies.programme.queries import QUERIES
    from banme.workspace.text import half

    row = one.indicator
    out.print(f"[bold]{row}[/bold] ({row.code}) · {say('ngày', 'as at')} {one.day} · {one.label}")
    if row.query in QUERIES:
        query = QUERIES[row.query]
        out.print(f"{row.query}: {query.rule}" + (f" · {row.subject}" if row.subject else ""), markup=False)
    else:
        scope = f"[{row.run_scope}]" if row.run_scope else ""
        out.print(f"{row.run_study} / {row.run_scenario_id or '*'} / {row.run_indicator}{scope}", markup=False)
    values = [
        (say("Mục tiêu", "Target"), one.target, one.year),
        (say("Báo cáo", "Reported"), one.reported, one.reported_on),
        (say("Tính được", "Computed"), one.computed, one.day),
    ]
    heads = (say("giá trị", "value"), say("đơn vị", "unit"), say("ngày", "day"))
    show_table(
        say("Giá trị", "Values"),
        [
            {"": name, heads[0]: number(value, 2), heads[1]: row.unit_of_measure, heads[2]: when}
            for name, value, when in values
        ],
    )
    if one.missing:
        out.print(f"{say('Thiếu', 'Missing')}: {', '.join(one.missing)}", markup=False)
    for run in one.answer.runs:
        out.print(
            f"{say('Lần chạy', 'Run')} {run.code} · {say('tính theo ngày', 'as at')} {run.rule_date} · "
            f"{say('xong lúc', 'finished')} {run.finished_at:%Y-%m-%d %H:%M} · Ban Mê {run.engine_version} · "
            f"sha256 {run.input_hash[:16]}",
            markup=False,
        )
        out.print(f"{say('Chi tiết', 'Details')}: banme why {row.run_indicator or 'cost_vnd_t'} --run {run.code}")
    if one.answer.rows:
        tables = [
            {say("bảng", "table"): name, say("dòng", "rows"): rows.count()} for name, rows in one.answer.rows.items()
        ]
        show_table(say("Bảng đầu vào", "Input tables"), tables)
        if one.unfounded_pct:
            share = number(one.unfounded_pct)
            out.print(say(f"{share} % dòng là giả định, minh họa", f"{share} % of rows are assumed or illustrative"))
        heads = (say("nguồn", "source"), say("tên", "title"), say("giấy phép", "licence"), say("chất lượng", "quality"))
        cited = [
            dict(zip(heads, (each.code, half(each.title), each.licence, each.quality), strict=True))
            for each in sources(one.answer)
        ]
        show_table(say("Nguồn số liệu", "Sources"), cited)


def _name(found: Board, code: str) -> str:
    from banme.workspace.models import Objective

    return str(found.tasks[code] if code in found.tasks else Objective.objects.get(code=code))


def _head(found: Board) -> None:
    if not found.reported:
        out.print(
            say(
                "[yellow]Chưa có báo cáo tiến độ: ngày dưới đây là theo kế hoạch[/]",
                "[yellow]No progress was reported: days are as planned[/]",
            )
        )
    if found.assumed:
        out.print(
            say(
                f"[yellow]{found.assumed}/{len(found.tasks)} nhiệm vụ có số giả định hoặc minh họa[/]",
                f"[yellow]{found.assumed}/{len(found.tasks)} tasks rest on assumed or illustrative figures[/]",
            )
        )
    if found.timing is not None and found.timing.calendars.reckoned_years:
        years = [year for year in found.timing.calendars.reckoned_years if year <= found.timing.ends_on.year]
        if years:
            listed = ", ".join(map(str, years))
            out.print(say(f"Chưa có lịch nghỉ Tết năm {listed}", f"Holidays of {listed} are not announced"))


def _gaps(found: Board) -> None:
    lines = [
        (say("Nhiệm vụ không có mục tiêu", "Tasks without objective"), found.gaps.tasks_without_objective),
        (say("Mục tiêu không có nhiệm vụ", "Objectives without task"), found.gaps.objectives_without_task),
        (say("Nhiệm vụ không có chủ trì", "Tasks without lead"), found.roster.without_lead),
        (say("Nhiệm vụ hai chủ trì", "Tasks with two leads"), tuple(task for task, _ in found.roster.double_lead)),
        (say("Chưa có thời lượng", "Without duration"), found.without_duration),
    ]
    for title, codes in lines:
        if codes:
            out.print(f"[yellow]{title}:[/] {', '.join(codes)}")
