"""A project's valuation as a workbook: cases, incentives, cash flow by year, ranges, and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from banme.law.words import Words
from banme.reports.sheets import Column, add_styles, add_table

if TYPE_CHECKING:
    from banme.appraisal import Value
    from banme.studies.appraisal import Valuation
    from banme.workspace.models import Run

Say = Callable[[str, str], str]
FLOWS = (
    ("revenue", Words("Doanh thu", "Revenue")),
    ("operating_cost", Words("Chi phí hoạt động", "Operating cost")),
    ("land_rent", Words("Tiền thuê đất", "Land rent")),
    ("depreciation", Words("Khấu hao", "Depreciation")),
    ("capex", Words("Vốn đầu tư", "Investment")),
    ("duty", Words("Thuế nhập khẩu", "Import duty")),
    ("grant", Words("Hỗ trợ", "Support")),
    ("profit", Words("Thu nhập trước chuyển lỗ", "Income before losses")),
    ("tax", Words("Thuế thu nhập", "Income tax")),
    ("net", Words("Dòng tiền", "Cash flow")),
)
"""Columns of the cash flow, VND."""


def write(path: Path, found: Valuation, run: Run | None = None, language: str = "vi") -> Path:
    """Write a valuation as a workbook; figures are traced to ``run`` where one was stored."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)

    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    add_table(book, say("Trường hợp", "Cases"), _case_columns(say), _cases(found, say))
    add_table(book, say("Ưu đãi", "Incentives"), _mechanism_columns(say), _mechanisms(found, say, language))
    flow, years = found.appraisal.flow, found.appraisal.project.years
    add_table(
        book,
        say("Dòng tiền", "Cash flow"),
        [
            Column(say("Năm", "Year"), "year"),
            *[Column(f"{label.text(language)} ({say('đồng', 'VND')})", "count") for _, label in FLOWS],
            Column(say("Thuế suất (%)", "Tax rate (%)"), "hundredth"),
        ],
        [
            [int(year), *[float(getattr(flow, name)[place]) for name, _ in FLOWS], float(flow.tax_rate_pct[place])]
            for place, year in enumerate(years)
        ],
    )
    add_table(
        book,
        say("Độ nhạy", "Sensitivity"),
        [
            Column(say("Yếu tố", "Figure"), width=36),
            Column(say("Thấp (%)", "Low (%)"), "tenth"),
            Column(say("Cao (%)", "High (%)"), "tenth"),
            Column(say("NPV ở mức thấp (đồng)", "NPV, low end (VND)"), "count"),
            Column(say("NPV ở mức cao (đồng)", "NPV, high end (VND)"), "count"),
        ],
        [[bar.label.text(language), bar.low, bar.high, bar.npv_low_vnd, bar.npv_high_vnd] for bar in found.bars],
    )
    add_table(
        book,
        say("Tương lai rút ngẫu nhiên", "Drawn futures"),
        [
            Column(say("Phân vị (%)", "Percentile (%)"), "count"),
            Column(say("NPV (đồng)", "NPV (VND)"), "count"),
            Column(say("IRR (%/năm)", "IRR (%/year)"), "hundredth"),
        ],
        [[each, worth, found.draws.irr_pct.get(each)] for each, worth in found.draws.npv_vnd.items()],
    )
    add_table(
        book, say("Cách đọc", "How to read"), [Column(say("Ghi chú", "Note"), width=110)], _notes(found, run, say)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _case_columns(say: Say) -> list[Column]:
    return [
        Column(say("Trường hợp", "Case"), width=36),
        Column(say("NPV (đồng)", "NPV (VND)"), "count"),
        Column(say("IRR (%/năm)", "IRR (%/year)"), "hundredth"),
        Column(say("Hoàn vốn (năm)", "Payback (years)"), "tenth"),
        Column(say("Hoàn vốn có chiết khấu (năm)", "Discounted payback (years)"), "tenth"),
        Column(say("Thuế thu nhập (đồng)", "Income tax (VND)"), "count"),
        Column(say("Tiền thuê đất (đồng)", "Land rent (VND)"), "count"),
    ]


def figures(worth: Value | None) -> list[float | None]:
    """Return a value's figures in the order of the columns."""
    if worth is None:
        return [None] * 6
    return [
        worth.npv_vnd,
        worth.irr_pct,
        worth.payback_years,
        worth.discounted_payback_years,
        worth.tax_vnd,
        worth.land_rent_vnd,
    ]


def _cases(found: Valuation, say: Say) -> list[list[object]]:
    appraisal = found.appraisal
    return [
        [say("Không ưu đãi", "No incentive"), *figures(appraisal.none)],
        [say("Ưu đãi đang dùng", "As claimed"), *figures(appraisal.claimed)],
        [say("Tốt nhất mỗi loại", "Best of each kind"), *figures(appraisal.best)],
    ]


def _mechanism_columns(say: Say) -> list[Column]:
    return [
        Column(say("Mã", "Code")),
        Column(say("Ưu đãi", "Incentive"), width=52),
        Column(say("Mức", "Gives"), width=42),
        Column(say("Được hưởng", "Eligible"), width=14),
        Column(say("Lý do", "Reasons"), width=60),
        Column(say("NPV thêm (đồng)", "NPV added (VND)"), "count"),
        Column(say("NPV mất nếu thiếu (đồng)", "NPV lost without (VND)"), "count"),
        Column(say("Trong bộ tốt nhất", "In the best set"), width=12),
        Column(say("Đang dùng", "Claimed"), width=12),
        Column(say("Văn bản", "Act")),
        Column(say("Mức đối chiếu", "How verified")),
        Column(say("Lưu ý", "Caution"), width=50),
        *_case_columns(say)[1:],
    ]


def _mechanisms(found: Valuation, say: Say, language: str) -> list[list[object]]:
    yes = {True: say("có", "yes"), False: ""}
    return [
        [
            each.eligibility.incentive.code,
            each.eligibility.incentive.name.text(language),
            each.eligibility.incentive.terms.text(language),
            each.eligibility.answer.label.text(language),
            "\n".join(reason.text(language) for reason in each.eligibility.reasons),
            each.alone_vnd,
            each.within_vnd,
            yes[each.chosen],
            yes[each.claimed],
            f"{each.eligibility.incentive.act} {each.eligibility.incentive.article}".strip(),
            each.eligibility.incentive.mark.label.text(language),
            each.eligibility.incentive.note.text(language),
            *figures(each.alone),
        ]
        for each in found.appraisal.mechanisms
    ]


def _notes(found: Valuation, run: Run | None, say: Say) -> list[list[str]]:
    project = found.appraisal.project
    lines = [
        say(
            f"Dự án {project.name}: số tiền theo năm tính vào cuối năm, năm đầu không chiết khấu; suất chiết khấu "
            f"{project.discount_rate_pct:g} %/năm.",
            f"Project {project.name}: money comes at the end of each year, the first undiscounted; discount rate "
            f"{project.discount_rate_pct:g} % a year.",
        ),
        say(
            "Ưu đãi thuế tính từ năm đầu tiên có thu nhập chịu thuế (trước chuyển lỗ), chậm nhất năm thứ tư có doanh "
            f"thu; lỗ được chuyển {project.loss_years} năm.",
            "Tax holidays count from the first year of taxable income (before losses), at latest the fourth of "
            "revenue; "
            f"losses are carried {project.loss_years} years.",
        ),
        say(
            "Mỗi loại chỉ tính ưu đãi tốt nhất; ưu đãi chưa đối chiếu không tính khi chưa bật.",
            "Of each kind only the best incentive counts; what is not verified is left out until switched on.",
        ),
        say(
            f"Rút ngẫu nhiên {found.draws.count} tương lai, phân bố tam giác quanh kế hoạch, hạt giống "
            f"{found.draws.seed}; xác suất NPV âm {found.draws.loss_probability_pct:.1f} %.",
            f"{found.draws.count} futures drawn, triangular about the plan, seed {found.draws.seed}; NPV is negative "
            f"in {found.draws.loss_probability_pct:.1f} % of them.",
        ),
    ]
    if found.unfounded:
        listed = ", ".join(found.unfounded)
        lines.append(
            say(f"Dựa trên số giả định hoặc minh họa: {listed}", f"Rests on assumed or made-up figures: {listed}")
        )
    if run is not None:
        lines.append(say(f"Lần chạy: {run.code}", f"Run: {run.code}"))
    return [[line] for line in lines]
