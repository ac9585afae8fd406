"""A plan as a workbook: objectives, tasks and agencies, money, targets, legal bases, links and what does not fit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

from banme.reports.official import material as reading
from banme.reports.sheets import Column, add_styles, add_table
from banme.studies.alignment import align_plans


def write(code: str, target: Path, day: dt.date) -> None:
    """Write a plan as it stands on a day.

    Raises
    ------
    InputError
        When there is no such plan, or a citation or link cannot be right.

    """
    found = reading.read(code, day)
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    _tasks(book, found)
    add_table(
        book,
        "Kinh phí",
        [Column("Năm", "year"), Column("Nguồn vốn", width=30), Column("Kế hoạch (đồng)", "count")],
        [[year, fund, vnd] for (year, fund), vnd in found.budget.items()],
    )
    _indicators(book, found)
    _bases(book, found)
    _alignment(book, found)
    add_table(
        book,
        "Số liệu tính toán",
        [Column("Số liệu", width=60), Column("Giá trị", "hundredth"), Column("Đơn vị"), Column("Lần chạy", width=42)],
        [list(row) for row in found.figures],
    )
    book.save(target)


def _tasks(book: Workbook, found: reading.PlanMaterial) -> None:
    add_table(
        book,
        "Mục tiêu",
        [
            Column("Mã"),
            Column("Mục tiêu", width=46),
            Column("Nội dung", width=80),
            Column("Trọng số", "hundredth"),
            Column("Thời hạn", "day"),
            Column("Số nhiệm vụ", "count"),
        ],
        [[row.code, row.name, row.wording, row.weight, row.due_on, len(lines)] for row, lines in found.objectives],
    )
    rows = [(objective.name, line) for objective, lines in found.objectives for line in lines]
    rows += [("", line) for line in found.loose]
    add_table(
        book,
        "Nhiệm vụ",
        [
            Column("Mã"),
            Column("Mục tiêu", width=40),
            Column("Nhiệm vụ", width=46),
            Column("Chủ trì", width=32),
            Column("Phối hợp", width=46),
            Column("Sản phẩm", width=40),
            Column("Thời hạn", "day"),
            Column("Tiến độ báo cáo (%)", "count"),
            Column("Ngày báo cáo", "day"),
            Column("Quá hạn"),
            Column("Giả định"),
        ],
        [
            [
                line.task.code,
                objective,
                line.task.name,
                None if line.lead is None else line.lead.name,
                "; ".join(each.name for each in line.helpers),
                line.task.output,
                line.due_on,
                None if line.report is None else line.report.progress_pct,
                None if line.report is None else line.report.reported_on,
                "có" if line.late(found.day) else "",
                "có" if line.assumed else "",
            ]
            for objective, line in rows
        ],
    )


def _indicators(book: Workbook, found: reading.PlanMaterial) -> None:
    add_table(
        book,
        "Chỉ tiêu",
        [
            Column("Mã"),
            Column("Chỉ tiêu", width=46),
            Column("Đơn vị"),
            Column("Năm", "year"),
            Column("Mục tiêu", "hundredth"),
            Column("Báo cáo", "hundredth"),
            Column("Ngày báo cáo", "day"),
            Column("Tính được", "hundredth"),
            Column("Kết luận", width=34),
            Column("Lần chạy", width=42),
            Column("Thiếu", width=42),
        ],
        [
            [
                line.standing.indicator.code,
                line.name,
                line.unit,
                line.standing.year,
                line.standing.target,
                line.standing.reported,
                line.standing.reported_on,
                line.standing.computed,
                line.verdict,
                "; ".join(line.runs),
                ", ".join(line.standing.missing),
            ]
            for line in found.indicators
        ],
    )


def _bases(book: Workbook, found: reading.PlanMaterial) -> None:
    add_table(
        book,
        "Căn cứ pháp lý",
        [
            Column("Nơi viện dẫn", width=46),
            Column("Văn bản", width=20),
            Column("Điều"),
            Column("Viện dẫn ngày", "day"),
            Column("Tình trạng", width=20),
            Column("Lý do", width=60),
        ],
        [
            [
                each.citation.subject,
                each.act.number,
                each.citation.article,
                each.citation.cited_on,
                each.state.label.vi,
                each.reason.vi,
            ]
            for each in found.standings
        ],
    )


def _alignment(book: Workbook, found: reading.PlanMaterial) -> None:
    aligned = align_plans()
    items = aligned.plans.items
    own = {code for code, item in items.items() if item.plan == found.plan.code}
    ties = [tie for tie in aligned.plans.ties if {tie.source, tie.target} & own]
    add_table(
        book,
        "Liên kết",
        [
            Column("Từ", width=46),
            Column("Quan hệ"),
            Column("Tới", width=46),
            Column("Kế hoạch", width=46),
            Column("Câu nguồn", width=70),
            Column("Người xác nhận"),
        ],
        [
            [
                items[tie.source].name,
                str(tie.bond),
                items[tie.target].name,
                aligned.names[items[tie.target].plan],
                tie.sentence,
                tie.confirmed_by,
            ]
            for tie in ties
        ],
    )
    codes = own | {tie.code for tie in ties}
    add_table(
        book,
        "Chưa khớp",
        [Column("Loại", width=32), Column("Nội dung", width=80), Column("Mục", width=40), Column("Cách sửa", width=46)],
        [
            [each.kind.label.vi, each.said.vi, ", ".join(each.items), each.repair.vi]
            for each in aligned.findings
            if codes & set(each.items)
        ],
    )
