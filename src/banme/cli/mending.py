"""What to change in a scenario without a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, money, number, out, say, show_table
from banme.errors import InputError, Problem
from banme.workspace import store

if TYPE_CHECKING:
    from banme.workspace.models import Run

SHOWN_ROWS = 12
"""Changes of a repair that the terminal prints, the dearest first."""


def repair(
    code: Annotated[
        str,
        typer.Argument(help="Mã lần chạy, hoặc kịch bản (lần mới nhất) / run code, or scenario code (latest run)."),
    ],
    workspace: Workspace = None,
) -> None:
    """Cách sửa một kịch bản không có phương án / how to repair a scenario that has no plan."""
    store.connect(workspace)
    from banme.workspace.models import Run

    rows = Run.objects.filter(cost_vnd=None, parameters__has_key="repair")
    found = rows.filter(code=code).first() or rows.filter(scenario_id=code).order_by("-created_at", "-id").first()
    if found is None:
        raise InputError(
            [
                Problem(
                    rule="no-repair",
                    table="run",
                    row=code,
                    vi="Không có lần chạy nào kết thúc mà không có phương án: hãy chạy banme run trước",
                    en="No run of it ended without a plan: use banme run first",
                )
            ]
        )
    out.print(f"[bold]{found.code}[/bold]  {found.get_status_display()}")
    show_repair(found)


def show_repair(run: Run) -> None:
    """Print the repairs of a run without a plan and what contradicts what; nothing for other runs."""
    document = (run.parameters or {}).get("repair")
    if not document:
        return
    tongue = language()
    if not document.get("proven", True):
        out.print(
            say(
                "Chưa tìm được phương án; cũng chưa chứng minh được là không có. Cách sửa dưới đây cho một phương án.",
                "No plan was found; that there is none is not proven. The repair below leads to a plan.",
            )
        )
    if document["conflict"]:
        out.print(say("Các yêu cầu mâu thuẫn:", "Requirements that contradict one another:"))
        for one in document["conflict"]:
            out.print(f"  • {one[tongue]}")
    for one in document["shortfalls"]:
        out.print(f"  • {one[tongue]}")
    if not document["remedies"]:
        out.print(say("Chưa tìm được cách sửa.", "No repair was found."))
    for place, remedy in enumerate(document["remedies"]):
        first = say("Cách sửa nhỏ nhất", "Smallest repair")
        show_table(
            first if place == 0 else f"{say('Hoặc', 'Or')} ({place + 1})",
            [_shown(row) for row in remedy["rows"][:SHOWN_ROWS]],
        )
        more = len(remedy["rows"]) - SHOWN_ROWS
        if more > 0:
            out.print(
                say(
                    f"… và {more} thay đổi nhỏ hơn; đủ trong báo cáo .xlsx",
                    f"… and {more} smaller changes; all of them are in the .xlsx report",
                )
            )
        if remedy["cost_vnd"] is not None:
            out.print(
                f"{say('Chi phí sửa', 'Cost of the repair')} {money(remedy['cost_vnd'])} · "
                f"{say('cận dưới', 'bound')} {money(remedy['bound_vnd'])} · gap {number(remedy['gap_pct'], 2)} %"
            )


def _shown(row: dict[str, Any]) -> dict[str, object]:
    cost = row["cost_vnd"]
    return {
        say("Thay đổi", "Change"): row["vi" if language() == "vi" else "en"],
        say("Chi phí", "Cost"): "" if cost is None else money(cost),
        say("Sửa ở bảng", "Row to change"): f"{row['table']} / {row['row']}" if row["row"] else row["table"],
    }
