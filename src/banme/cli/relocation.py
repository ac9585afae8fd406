"""``banme relocate``: who is too near homes, who moves when to which plot, the front, fairness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, money, number, out, say, show_table, watching
from banme.errors import InputError, Problem
from banme.workspace import store

if TYPE_CHECKING:
    from banme.workspace.models import Run

LISTED = 25
Goals = Annotated[
    str,
    typer.Option(
        "--order",
        help="Mục tiêu theo thứ tự, dung sai % sau dấu hai chấm, ví dụ exposure:5,jobs_lost:10,cost_vnd; để trống: "
        "tổng có trọng số / objectives in order, tolerance in % after a colon; empty: a weighted sum.",
    ),
]
Distances = Annotated[
    str,
    typer.Option(
        "--distance",
        help="Khoảng cách (m) của từng cấp, ví dụ II=500,III=300; để trống: theo bảng / distances (m) by hazard class.",
    ),
]
Budget = Annotated[
    str,
    typer.Option(
        help="Ngân sách hỗ trợ: 5e9 mỗi năm, hoặc 2027=5e9,2028=8e9; để trống: theo bảng / support budget, "
        "each year or by year."
    ),
]


def relocate(
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="Kịch bản / scenario: day, limits.")] = "base",
    only_list: Annotated[
        bool, typer.Option("--list", help="Chỉ in danh sách ưu tiên / the priority list only.")
    ] = False,
    order: Goals = "",
    distance: Distances = "",
    budget: Budget = "",
    points: Annotated[
        int, typer.Option(help="Số điểm của đường đánh đổi; 0: không tính / points of the front; 0: none.")
    ] = 6,
    seconds: Annotated[
        float | None, typer.Option(help="Giới hạn thời gian (giây) / time limit (s); mặc định của kịch bản.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--report", help="Ghi .xlsx hoặc .gpkg / write .xlsx or .gpkg.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Di dời cơ sở khỏi khu dân cư: ưu tiên, ai, khi nào, đến lô nào / relocate: priority, who, when, to which plot."""
    store.connect(workspace)
    asked: dict[str, Any] = {"points": points}
    if distance:
        asked["distances_m"] = _pairs(distance)
    if budget:
        asked["budget_vnd"] = _pairs(budget) if "=" in budget else _number(budget)
    if order:
        asked["goals"] = [_goal(part) for part in order.split(",") if part.strip()]
    if seconds is not None:
        asked["time_limit_s"] = seconds
    if only_list:
        _show_list(scenario, asked)
        return
    from banme.studies import relocation, runs

    with watching() as listener:
        done = runs.execute(runs.create(scenario, relocation.STUDY, asked).code, listener)
    show_relocation(done)
    if target is not None:
        from banme.cli.plan import write_report

        write_report(done.code, target, None)
        out.print(say(f"Đã ghi {target}", f"Wrote {target}"))


def _pairs(text: str) -> dict[str, float]:
    return {name.strip(): _number(value) for name, _, value in (part.partition("=") for part in text.split(","))}


def _goal(text: str) -> tuple[str, float]:
    name, _, tolerance = text.strip().partition(":")
    return name, _number(tolerance or "0")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError([Problem("number", "Phải là một số", "Must be a number", value=text)]) from None


def _show_list(scenario: str, asked: dict[str, Any]) -> None:
    from banme.studies.relocation import reading
    from banme.studies.scenario import resolve
    from banme.workspace.models.relocation import Nearness

    case = reading.read(resolve(scenario).as_of, asked)
    labels = {value: str(label) for value, label in Nearness.choices}
    rows = [
        _line(at, str(code), row["name"], labels[row["where"]], row)
        for at, (code, row) in enumerate(case.priority.iterrows(), 1)
    ]
    show_table(say("Thứ tự ưu tiên di dời", "Relocation priority"), rows)
    _show_rules([rule.stored() for rule in case.rules])


def _line(rank: int, code: str, name: str, where: str, row: Any) -> dict[str, object]:
    from banme.studies.relocation.rules import lacking

    return {
        "": rank,
        say("Mã", "Code"): code,
        say("Cơ sở", "Establishment"): name,
        say("Vị trí", "Where"): where,
        say("Cách nhà ở (m)", "From homes (m)"): number(row["distance_m"]),
        say("Cần (m)", "Needs (m)"): number(row["needed_m"]),
        say("Dân", "People"): number(row["people"]),
        say("Phơi nhiễm", "Exposure"): number(row["exposure"]),
        say("Còn thiếu", "Missing"): lacking(row["missing"]),
    }


def show_relocation(run: Run) -> None:
    """Print a run: priority, moves by year, the front, fairness by trade, the rules used, and the proof."""
    from banme.workspace.frames import frame
    from banme.workspace.models import ResultExposure, ResultFairness, ResultFront, ResultMove

    listed = ResultExposure.objects.filter(run=run).select_related("establishment").order_by("rank")[:LISTED]
    rows = [
        _line(one.rank, one.establishment_id, one.establishment.name, one.get_where_display(), vars(one))
        for one in listed
    ]
    show_table(say(f"Ưu tiên ({LISTED} cơ sở đầu)", f"Priority (first {LISTED})"), rows)
    moves = ResultMove.objects.filter(run=run, point=0).select_related("establishment", "plot__cluster")
    show_table(
        say("Ai dời, khi nào, đến đâu", "Who moves, when, where"),
        [
            {
                say("Năm", "Year"): str(one.year),
                say("Cơ sở", "Establishment"): one.establishment.name,
                say("Đến lô", "To plot"): f"{one.plot.name}, {one.plot.cluster.name}",
                "ha": number(one.land_ha, 2),
                "km": number(one.distance_km, 1),
                say("Hỗ trợ", "Support"): money(one.support_vnd),
                say("Phơi nhiễm giảm", "Exposure removed"): number(one.exposure_removed),
                say("Mất việc", "Jobs lost"): number(one.jobs_lost, 1),
            }
            for one in sorted((one for one in moves if one.plot is not None), key=lambda one: (one.year, one.pk))
        ],
    )
    stays: dict[str, int] = {}
    for one in moves:
        if one.plot is None:
            stays[one.get_reason_display()] = stays.get(one.get_reason_display(), 0) + 1
    show_table(
        say("Ở lại vì", "Stay because"), [{say("Lý do", "Reason"): name, "": count} for name, count in stays.items()]
    )
    front = frame(ResultFront, ResultFront.objects.filter(run=run).order_by("point"))
    show_table(
        say("Đánh đổi (0 là phương án của lần chạy)", "Trade-off (0 is the run's plan)"),
        [
            {
                "": row.point,
                say("Dời", "Move"): row.moves,
                say("Phơi nhiễm giảm", "Exposure removed"): number(row.exposure_removed),
                say("Chi phí", "Cost"): money(row.cost_vnd),
                say("Giữ việc", "Jobs kept"): number(row.jobs_kept),
                "gap %": number(row.gap_pct, 2),
            }
            for row in front.itertuples()
        ],
    )
    fair = ResultFairness.objects.filter(run=run, point=0, kind="trade").order_by("group")
    show_table(
        say("Công bằng theo ngành", "Fairness by trade"),
        [
            {
                "VSIC": one.group,
                say("Cơ sở", "Establishments"): one.establishments,
                say("Dời", "Move"): one.moved,
                say("Hỗ trợ", "Support"): money(one.support_vnd),
                say("Tự chi", "Own money"): money(one.own_vnd),
                say("Mất việc", "Jobs lost"): number(one.jobs_lost, 1),
                say("Nguyện vọng", "Wish"): number(one.wish, 2),
            }
            for one in fair
        ],
    )
    _show_rules(run.parameters.get("rules", []))
    unfounded = ", ".join(run.parameters.get("unfounded_tables", []))
    out.print(
        f"[bold]{run.code}[/bold] {run.get_status_display()} · {say('mục tiêu', 'objective')} {money(run.cost_vnd)} · "
        f"{say('cận dưới đã chứng minh', 'proven lower bound')} {money(run.bound_vnd)} · gap {number(run.gap_pct, 3)} %"
    )
    if unfounded:
        out.print(say(f"Dựa trên số giả định, minh họa: {unfounded}", f"Rests on assumed, made-up rows: {unfounded}"))


def _show_rules(rules: list[dict[str, Any]]) -> None:
    from banme.law.marks import Mark
    from banme.studies.relocation.rules import title
    from banme.workspace.text import half

    show_table(
        say("Tham số dùng, không mặc nhiên là quy định", "Figures used; only what is marked law is law"),
        [
            {
                "": title(one),
                say("Giá trị", "Figure"): half(one["figure"], language()),
                say("Nguồn", "Source"): half(one["source"], language()),
                say("Đối chiếu", "Verified"): Mark(one["mark"]).label.text(language()) if one["mark"] else "",
                say("Là quy định", "Law"): say("có", "yes") if one["is_law"] else say("không", "no"),
            }
            for one in rules
        ],
    )
