"""What the terminal shows: texts in the reader's language, tables, errors, and a bar while work goes on."""

from __future__ import annotations

import math
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from banme import configuration
from banme.errors import BanMeError, InputError, Problem
from banme.progress import json_lines, tell_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from banme.progress import Event, Listener

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
SHOWN_PROBLEMS = 60
BILLION = 1e9
MILLION = 1e6
THOUSAND = 1e3

STAGES = {
    "inputs": ("Đọc số liệu", "Reading data"),
    "roads": ("Tìm đường đi", "Finding ways"),
    "relax": ("Tính cận dưới", "Bounding the cost"),
    "kernel": ("Tối ưu mạng lưới", "Designing the network"),
    "certify": ("Chứng minh cận dưới", "Proving the bound"),
    "alternatives": ("Xét các phương án gần tối ưu", "Surveying near-optimal plans"),
    "repair": ("Tìm cách sửa", "Looking for a repair"),
    "conflict": ("Tìm các yêu cầu mâu thuẫn", "Finding what contradicts what"),
    "rounds": ("Xếp chuyến xe", "Planning rounds"),
    "results": ("Ghi kết quả", "Storing results"),
    "read": ("Đọc tệp", "Reading the file"),
    "check": ("Kiểm tra số liệu", "Checking the data"),
    "save": ("Lưu vào vùng làm việc", "Saving to the workspace"),
}


def say(vi: str, en: str) -> str:
    """Return the text in the language of BANME_LANGUAGE."""
    return vi if language() == "vi" else en


def language() -> str:
    """Return ``vi`` or ``en``."""
    return "en" if configuration.value("BANME_LANGUAGE").startswith("en") else "vi"


def show_error(error: BanMeError) -> None:
    """Print an error; an input error lists its offenders with the repair."""
    if isinstance(error, InputError):
        show_problems(error.problems)
    else:
        err.print(f"[red]{say('Lỗi', 'Error')}:[/red] {escape(str(error))}", soft_wrap=True)


def show_problems(problems: Sequence[Problem], *, mark: str = "[red]✗[/red]", total: str = "") -> None:
    """Print offenders, the first ones in full, then how many more there are."""
    for problem in problems[:SHOWN_PROBLEMS]:
        err.print(f"{mark} {escape(problem.text(language()))}", soft_wrap=True, markup=True)
    more = len(problems) - SHOWN_PROBLEMS
    if more > 0:
        err.print(say(f"… và {more} dòng khác", f"… and {more} more"))
    err.print(f"{len(problems)} {total or say('lỗi', 'problem(s)')}")


@contextmanager
def watching(log: Path | None = None) -> Iterator[Listener]:
    """Show stages, and the cost, bound and gap while solving; yields the listener to hand to the work.

    With ``log`` every event is also written to that file as a line of JSON.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(*columns, console=err, transient=not err.is_terminal))
        written = None if log is None else json_lines(stack.enter_context(log.open("w", encoding="utf-8")))
        tasks: dict[str, int] = {}

        def hear(event: Event) -> None:
            if event.stage not in tasks:
                for task in tasks.values():
                    bar.update(task, total=1.0, completed=1.0)
                title = say(*STAGES.get(event.stage, (event.stage, event.stage)))
                tasks[event.stage] = bar.add_task(title, total=None, note="")
            note = _note(event)
            if event.fraction is not None:
                bar.update(tasks[event.stage], total=1.0, completed=event.fraction, note=note)
            else:
                bar.update(tasks[event.stage], note=note)

        yield tell_all(hear, written)
        for task in tasks.values():
            bar.update(task, total=1.0, completed=1.0)


def _note(event: Event) -> str:
    parts = []
    if event.incumbent is not None:
        parts.append(f"{say('phương án', 'plan')} {money(event.incumbent)}")
    if event.bound is not None:
        parts.append(f"{say('cận', 'bound')} {money(event.bound)}")
    if event.gap_pct is not None:
        parts.append(f"gap {event.gap_pct:.2f} %")
    return " · ".join(parts) or event.message


def number(value: float | None, digits: int = 0) -> str:
    """Return a figure with the language's separators; a dash where it is missing."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language() == "vi" else text


def money(vnd: float | None) -> str:
    """Return VND in billions or millions, with the unit."""
    if vnd is None or math.isnan(vnd):
        return "–"
    if abs(vnd) >= BILLION:
        return f"{number(vnd / BILLION, 1)} {say('tỷ đồng', 'bn VND')}"
    if abs(vnd) >= MILLION:
        return f"{number(vnd / MILLION, 2)} {say('triệu đồng', 'm VND')}"
    return f"{number(vnd)} {say('đồng', 'VND')}"


def show_table(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows of the same columns as a table; numbers to the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for column, value in rows[0].items() if rows else ():
        table.add_column(str(column), justify="right" if isinstance(value, int | float) else "left")
    for row in rows:
        table.add_row(*[_cell(value) for value in row.values()])
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, float):
        whole = abs(value) >= THOUSAND or value.is_integer()
        return number(value, 0 if whole else 2)
    return "–" if value is None else str(value)
