"""Commands on policies: incentives by date, and what a project is worth with and without each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, money, number, out, say, show_table, watching
from banme.workspace import store

if TYPE_CHECKING:
    from banme.appraisal import Value
    from banme.studies.appraisal import Valuation

Project = Annotated[str, typer.Argument(help="Mã dự án (bảng investment_project) / code of a project.")]
Scenario = Annotated[str, typer.Option(help="Kịch bản lấy ngày và hạt giống / scenario for day and seed.")]
ANSWERS = {"yes": "[green]✓[/green]", "no": "[red]✗[/red]", "unknown": "[yellow]?[/yellow]"}


def incentives(
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Chỉ ưu đãi cho dự án quyết định ngày này / decided that day."),
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Các ưu đãi, hiệu lực và mức đối chiếu / incentives, their days and how well they are verified."""
    store.connect(workspace)
    from banme.studies import appraisal as study

    day = None if on is None else on.date()
    rows = [
        {
            say("mã", "code"): each.code,
            say("ưu đãi", "incentive"): each.name.text(language()),
            say("mức", "gives"): each.terms.text(language()),
            say("quyết định từ", "decided from"): f"{each.valid_from:%d/%m/%Y}",
            say("đến", "to"): "" if each.valid_to is None else f"{each.valid_to:%d/%m/%Y}",
            say("đối chiếu", "verified"): each.mark.label.text(language()),
            say("dùng", "use"): each.standing.label.text(language()),
        }
        for each in study.incentives()
        if day is None or (each.valid_from <= day and (each.valid_to is None or day <= each.valid_to))
    ]
    show_table(say("Ưu đãi", "Incentives"), rows)


def value(
    project: Project,
    scenario: Scenario = "base",
    draws: Annotated[int, typer.Option(min=1, max=200_000, help="Số tương lai rút ngẫu nhiên / futures drawn.")] = 5000,
    xlsx: Annotated[Path | None, typer.Option(help="Ghi bảng tính / write a workbook.")] = None,
    workspace: Workspace = None,
) -> None:
    """Giá trị dự án có và không có từng ưu đãi / what a project is worth with and without each incentive."""
    store.connect(workspace)
    from banme.studies import appraisal as study
    from banme.studies import runs

    with watching() as listener:
        done = runs.execute(runs.create(scenario, study.STUDY, {"project": project, "draws": draws}).code, listener)
    found = study.value_project(project, done.rule_date, draws, done.seed)
    show_table(
        found.row.name,
        [
            _case(say("không ưu đãi", "no incentive"), found.appraisal.none),
            _case(say("ưu đãi đang dùng", "as claimed"), found.appraisal.claimed),
            _case(say("tốt nhất mỗi loại", "best of each kind"), found.appraisal.best),
        ],
    )
    _show_mechanisms(found)
    _show_ranges(found)
    out.print(f"[bold]{done.code}[/bold]")
    if found.unfounded:
        listed = ", ".join(found.unfounded)
        out.print(
            say(f"Dựa trên số giả định hoặc minh họa: {listed}", f"Rests on assumed or made-up figures: {listed}")
        )
    if xlsx is not None:
        from banme.reports import appraisal as book

        book.write(xlsx, found, done, language())
        out.print(say(f"Đã ghi {xlsx}", f"Wrote {xlsx}"))


def _case(name: str, worth: Value) -> dict[str, object]:
    return {
        say("trường hợp", "case"): name,
        "NPV": money(worth.npv_vnd),
        "IRR %": number(worth.irr_pct, 2),
        say("hoàn vốn (năm)", "payback (years)"): number(worth.payback_years, 1),
        say("có chiết khấu", "discounted"): number(worth.discounted_payback_years, 1),
        say("thuế TNDN", "income tax"): money(worth.tax_vnd),
        say("tiền thuê đất", "land rent"): money(worth.land_rent_vnd),
    }


def _show_mechanisms(found: Valuation) -> None:
    shown = [each for each in found.appraisal.mechanisms if each.eligibility.answer != "no"]
    refused = len(found.appraisal.mechanisms) - len(shown)
    show_table(
        say(f"Ưu đãi (không kể {refused} ưu đãi dự án không được hưởng)", f"Incentives ({refused} refused left out)"),
        [
            {
                "": ANSWERS[each.eligibility.answer],
                say("ưu đãi", "incentive"): each.eligibility.incentive.name.text(language()),
                say("NPV thêm", "NPV added"): money(each.alone_vnd),
                say("mất nếu thiếu", "lost without"): money(each.within_vnd),
                say("ghi chú", "note"): _remark(each),
            }
            for each in shown
        ],
    )
    for each in found.appraisal.unused:
        out.print(
            say("[yellow]Chưa dùng:[/yellow] ", "[yellow]Left unused:[/yellow] ")
            + f"{each.eligibility.incentive.name.text(language())} ({money(each.within_vnd)})",
            soft_wrap=True,
        )


def _remark(each: object) -> str:
    from banme.appraisal import Mechanism

    if not isinstance(each, Mechanism):
        return ""
    parts = []
    if each.eligibility.answer == "unknown":
        parts.append(each.eligibility.reasons[-1].text(language()))
    if each.chosen:
        parts.append(say("trong bộ tốt nhất", "in the best set"))
    if each.claimed:
        parts.append(say("đang dùng", "claimed"))
    if each.eligibility.kept_after_end:
        parts.append(say("giữ theo ngày quyết định", "kept by the day of decision"))
    return ", ".join(parts)


def _show_ranges(found: Valuation) -> None:
    show_table(
        say("Độ nhạy của NPV", "Sensitivity of the NPV"),
        [
            {
                say("yếu tố", "figure"): bar.label.text(language()),
                say("thấp", "low"): f"{number(bar.low)} %",
                say("cao", "high"): f"{number(bar.high)} %",
                say("NPV ở mức thấp", "NPV, low end"): money(bar.npv_low_vnd),
                say("NPV ở mức cao", "NPV, high end"): money(bar.npv_high_vnd),
            }
            for bar in found.bars
        ],
    )
    drawn = found.draws
    worth = " · ".join(f"P{each} {money(vnd)}" for each, vnd in drawn.npv_vnd.items())
    loss = number(drawn.loss_probability_pct, 1)
    out.print(
        say(
            f"{drawn.count} tương lai, hạt giống {drawn.seed}: {worth}; NPV âm {loss} %",
            f"{drawn.count} futures, seed {drawn.seed}: {worth}; NPV below 0 {loss} %",
        ),
        soft_wrap=True,
    )


def bases(
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày xét, mặc định hôm nay / day, default today."),
    ] = None,
    plan: Annotated[str | None, typer.Option(help="Chỉ một kế hoạch / only this plan.")] = None,
    workspace: Workspace = None,
) -> None:
    """Căn cứ pháp lý còn hay hết hiệu lực, được gì thay thế / which legal bases still hold, and what replaced them."""
    store.connect(workspace)
    from banme.studies.bases import review_bases

    day = (on or dt.datetime.now().astimezone()).date()
    found = review_bases(day, plan)
    show_table(
        say(f"Căn cứ pháp lý, xét ngày {day:%d/%m/%Y}", f"Legal bases on {day}"),
        [
            {
                say("của", "of"): each.citation.subject,
                say("văn bản", "act"): f"{each.citation.article} {each.act.number}".strip(),
                say("viện dẫn ngày", "cited on"): f"{each.citation.cited_on:%d/%m/%Y}",
                say("tình trạng", "state"): each.state.label.text(language()),
                say("lý do", "reason"): each.reason.text(language()),
            }
            for each in found.standings
        ],
    )
    out.print(
        say(
            f"{len(found.gone)} trong {len(found.standings)} viện dẫn không còn hiệu lực",
            f"{len(found.gone)} of {len(found.standings)} citations no longer hold",
        )
    )


def align(workspace: Workspace = None) -> None:
    """Các kế hoạch khớp nhau không: mồ côi, thiếu, mâu thuẫn, tính trùng / do the plans fit together."""
    store.connect(workspace)
    from banme.studies.alignment import align_plans

    found = align_plans()
    show_table(
        say("Chỗ chưa khớp", "What does not fit"),
        [
            {
                say("loại", "kind"): each.kind.label.text(language()),
                say("mục", "items"): ", ".join(each.items),
                say("nội dung", "what"): each.said.text(language()),
                say("cách sửa", "repair"): each.repair.text(language()),
            }
            for each in found.findings
        ],
    )
    plans, ties = len(found.names), len(found.plans.ties)
    out.print(
        say(
            f"{plans} kế hoạch, {len(found.plans.items)} mục, {ties} liên kết: {len(found.findings)} chỗ chưa khớp",
            f"{plans} plans, {len(found.plans.items)} items, {ties} links: {len(found.findings)} findings",
        )
    )


def paper(
    kind: Annotated[
        str,
        typer.Argument(
            help="plan, progress, submission, minutes, public, workbook: kế hoạch, báo cáo, tờ trình, biên bản, "
            "tóm lược, bảng tính."
        ),
    ],
    code: Annotated[str, typer.Argument(help="Mã kế hoạch (biên bản: mã Hội đồng) / code of the plan or Council.")],
    target: Annotated[Path, typer.Argument(help="Tệp .docx, .pdf, .html hoặc .xlsx / file to write.")],
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày văn bản, mặc định hôm nay / day of the paper."),
    ] = None,
    agency: Annotated[str | None, typer.Option(help="Cơ quan ban hành / code of the agency whose paper it is.")] = None,
    workspace: Workspace = None,
) -> None:
    """Lập văn bản theo thể thức Nghị định 30/2020 / write papers in the layout of Decree 30/2020."""
    store.connect(workspace)
    from banme.reports.official import writing

    writing.write(kind, code, target, (on or dt.datetime.now().astimezone()).date(), agency)
    out.print(say(f"Đã ghi {target}", f"Wrote {target}"))
