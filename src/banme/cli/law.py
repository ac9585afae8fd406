"""Commands on law: what governs a day, files judged, Councils that select investors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, out, say, show_problems, show_table
from banme.workspace import store

if TYPE_CHECKING:
    from banme.clusters.verdict import Verdict
    from banme.law import Parameter, Regime

DAY = ["%Y-%m-%d"]
On = Annotated[
    dt.datetime | None, typer.Option("--on", formats=DAY, help="Ngày xét, mặc định hôm nay / day, default today.")
]
Against = Annotated[
    dt.datetime | None,
    typer.Option(formats=DAY, help="So với quy định ngày này / compare with this day's rules."),
]
FileCode = Annotated[str, typer.Argument(help="Mã hồ sơ (bảng cluster_file) / code of a file (table cluster_file).")]
CouncilCode = Annotated[str, typer.Argument(help="Mã Hội đồng / code of a Council.")]

council = typer.Typer(no_args_is_help=True, help="Hội đồng lựa chọn chủ đầu tư / the Council that selects an investor.")


def law(
    day: Annotated[dt.datetime, typer.Argument(formats=DAY, help="Ngày / day.")],
    filed_on: Annotated[
        dt.datetime | None,
        typer.Option(formats=DAY, help="Ngày hồ sơ vào thẩm định / day the file came under appraisal."),
    ] = None,
    against: Against = None,
    key: Annotated[str, typer.Option(help="Chỉ các khoá bắt đầu bằng / only keys that begin with.")] = "",
    workspace: Workspace = None,
) -> None:
    """Quy định nào áp dụng vào một ngày / which rules govern a day."""
    store.connect(workspace)
    from banme.law import differences
    from banme.studies.regime import rule_book

    book = rule_book()
    regime = book.on(day.date(), filed_on.date() if filed_on else None)
    if against is not None:
        _show_differences(book.on(against.date()), regime, differences(book.on(against.date()), regime))
        return
    acts = sorted(regime.acts, key=lambda act: (act.topic, act.valid_from))
    show_table(
        say(f"Văn bản có hiệu lực ngày {regime.day:%d/%m/%Y}", f"Acts in force on {regime.day}"),
        [
            {
                say("lĩnh vực", "topic"): act.topic,
                say("số hiệu", "number"): act.number,
                say("nội dung", "about"): act.title.text(language()),
                say("đối chiếu", "verified"): act.mark.label.text(language()),
            }
            for act in acts
        ],
    )
    show_table(
        say("Quy định", "Rules"),
        [_row(each, regime) for name, each in regime.parameters.items() if name.startswith(key)],
    )
    for caution in regime.cautions:
        out.print(f"[yellow]•[/yellow] {caution.text(language())}", soft_wrap=True)


def _row(parameter: Parameter, regime: Regime) -> dict[str, object]:
    return {
        say("quy định", "rule"): parameter.label.text(language()),
        say("mức", "answer"): parameter.stated(language()),
        say("căn cứ", "basis"): regime.basis(parameter),
        say("đối chiếu", "verified"): parameter.mark.label.text(language()),
        say("dùng", "use"): parameter.standing.label.text(language()),
    }


def _show_differences(before: Regime, after: Regime, found: tuple[object, ...]) -> None:
    from banme.law import Difference

    rows = [
        {
            say("quy định", "rule"): each.label.text(language()),
            f"{before.day:%d/%m/%Y}": each.before.stated(language()) if each.before is not None else None,
            f"{after.day:%d/%m/%Y}": each.after.stated(language()) if each.after is not None else None,
            say("thay đổi", "change"): each.kind_label.text(language()),
        }
        for each in found
        if isinstance(each, Difference)
    ]
    show_table(say("Khác nhau về quy định", "Differences in the rules"), rows)


def establish(
    file: FileCode,
    on: On = None,
    against: Against = None,
    ics: Annotated[Path | None, typer.Option(help="Ghi lịch thời hạn (.ics) / write the deadlines as .ics.")] = None,
    workspace: Workspace = None,
) -> None:
    """Xét hồ sơ thành lập, mở rộng cụm / judge a file to establish or expand a cluster."""
    store.connect(workspace)
    from banme.studies import cluster_file

    day = _day(on)
    found = cluster_file.review(file, day)
    _show_verdict(found.verdict, found.regime)
    missing = [item.label.text(language()) for item in found.checklist.missing]
    missing += [
        say("một trong: ", "one of: ") + "; ".join(item.label.text(language()) for item in group)
        for group in found.checklist.missing_any
    ]
    complete = {True: say("đủ", "complete"), False: say("chưa đủ", "incomplete"), None: say("chưa xác định", "unknown")}
    out.print(f"{say('Thành phần hồ sơ', 'Dossier')}: {complete[found.checklist.complete]}")
    for each in missing:
        out.print(f"  – {each}", soft_wrap=True)
    _show_schedule(found)
    if against is not None:
        changed = cluster_file.compare(file, against.date(), day)
        _show_differences(changed.before.regime, changed.after.regime, changed.rules)
        _show_verdict(changed.before.verdict, changed.before.regime)
    if ics is not None:
        stamp = dt.datetime.combine(day, dt.time(), dt.UTC)
        ics.write_text(cluster_file.deadlines_calendar(found, stamp, language()), encoding="utf-8", newline="")
        out.print(say(f"Đã ghi {ics}", f"Wrote {ics}"))


def _show_verdict(verdict: Verdict, regime: Regime) -> None:
    show_table(
        f"{verdict.title.text(language())}, {regime.day:%d/%m/%Y}: {verdict.answer.label.text(language())}",
        [
            {
                say("điều kiện", "condition"): each.title.text(language()),
                say("kết luận", "answer"): each.answer.label.text(language()),
                say("lý do", "reason"): each.reason.text(language()),
                say("căn cứ", "basis"): ", ".join(dict.fromkeys(regime.basis(rule) for rule in each.parameters)),
            }
            for each in verdict.conditions
        ],
    )


def _show_schedule(found: object) -> None:
    from banme.studies.cluster_file import Review

    if not isinstance(found, Review):
        return
    if found.schedule is not None:
        show_table(
            say("Thời hạn", "Deadlines"),
            [
                {
                    "#": str(each.rule.number),
                    say("bước", "step"): each.rule.name.text(language()),
                    say("cơ quan", "body"): each.body.text(language()),
                    say("từ", "from"): _date(each.starts_on),
                    say("hạn", "due"): _date(each.due_on),
                    say("xong", "done"): _date(each.done_on),
                    say("đã dùng", "used"): None if each.days_used is None else f"{each.days_used}/{each.days}",
                    say("tình trạng", "state"): each.state.label.text(language()),
                }
                for each in found.schedule.deadlines
            ],
        )
    if found.refusals:
        show_problems(found.refusals, mark="[yellow]•[/yellow]", total=say("lưu ý", "remark(s)"))


@council.command("show")
def show(code: CouncilCode, workspace: Workspace = None) -> None:
    """Kết quả chấm điểm và độ nhạy / scores and sensitivity."""
    store.connect(workspace)
    from banme.clusters.investor import points_text, sensitivity
    from banme.studies import council as study

    held = study.hold(code)
    if held.illustrative:
        out.print(f"[magenta]{say('SỐ LIỆU MINH HOẠ', 'MADE-UP DATA')}[/magenta]")
    found = study.scores(held)
    names = {each.code: each.name for each in held.council.applicants}
    people = {each.code: each.name for each in held.council.members}
    show_table(
        held.row.name,
        [
            {
                say("nhà đầu tư", "applicant"): names[each.applicant],
                say("điểm", "points"): points_text(each.total, language()),
                say("đạt", "passes"): say("có", "yes") if each.passes else say("không", "no"),
                say("thấp nhất", "lowest"): points_text(each.lowest, language()),
                say("cao nhất", "highest"): points_text(each.highest, language()),
            }
            for each in found.results
        ],
    )
    leaders = ", ".join(names[each] for each in found.outcome.leaders) or "–"
    out.print(f"{say('Kết luận', 'Outcome')}: {found.outcome.kind.label.text(language())}: {leaders}")
    tried = sensitivity(found)
    for absence in tried.absences:
        absent = ", ".join(people[each] for each in absence.members)
        instead = ", ".join(names[each] for each in absence.outcome.leaders) or "–"
        out.print(say(f"Vắng {absent}: {instead}", f"Without {absent}: {instead}"))
    out.print(
        say(
            f"Đã thử hết {tried.absences_tried} tổ hợp vắng mặt, {tried.transfers_tried} cách chuyển điểm, "
            f"{tried.cells_tried} giá trị điểm",
            f"Tried all {tried.absences_tried} absences, {tried.transfers_tried} transfers, {tried.cells_tried} points",
        )
    )


@council.command("minutes")
def minutes(
    code: CouncilCode,
    target: Annotated[Path, typer.Argument(help="Tệp .txt hoặc .docx / .txt or .docx file.")],
    workspace: Workspace = None,
) -> None:
    """Lập lại biên bản từ hồ sơ / regenerate the minutes from the record."""
    store.connect(workspace)
    from banme.reports import minutes as papers

    papers.write(code, target)
    out.print(say(f"Đã ghi {target}", f"Wrote {target}"))


@council.command("open")
def open_(
    ballot: Annotated[list[Path], typer.Argument(help="Tệp phiếu đã nhận khi niêm phong / ballot files.")],
    workspace: Workspace = None,
) -> None:
    """Mở các phiếu đã niêm phong / open sealed ballots."""
    store.connect(workspace)
    from banme.studies import council as study

    for path in ballot:
        member = study.open_ballot(path.read_bytes(), dt.datetime.now(dt.UTC))
        out.print(say(f"Đã mở phiếu của {member.name}", f"Opened the ballot of {member.name}"))


def _day(chosen: dt.datetime | None) -> dt.date:
    return (chosen or dt.datetime.now().astimezone()).date()


def _date(day: dt.date | None) -> str | None:
    return None if day is None else f"{day:%d/%m/%Y}"


def forms(
    form: Annotated[str, typer.Argument(help="Biểu 01, 02, 03 hoặc 04 / form 01, 02, 03 or 04.")],
    subject: Annotated[str, typer.Argument(help="Mã cơ sở, cụm hoặc đơn vị hành chính / code of its subject.")],
    target: Annotated[Path, typer.Argument(help="Tệp .docx hoặc .xlsx / .docx or .xlsx file.")],
    year: Annotated[int, typer.Option(help="Năm báo cáo / year of the report.", min=2024, max=2100)],
    half: Annotated[bool, typer.Option("--half", help="Báo cáo 6 tháng / half-year report.")] = False,
    workspace: Workspace = None,
) -> None:
    """Lập biểu báo cáo của Thông tư 14/2024 từ sổ dữ liệu / fill a statutory report from the register."""
    store.connect(workspace)
    from banme.clusters.forms import FormCode, Period
    from banme.errors import InputError, Problem
    from banme.reports import statutory as papers
    from banme.studies import statutory

    if form not in set(FormCode):
        vi, en = "Chọn biểu 01, 02, 03 hoặc 04", "Choose form 01, 02, 03 or 04"
        raise InputError([Problem(rule="unknown-form", value=form, vi=vi, en=en)])
    filled = statutory.fill(FormCode(form), subject, Period(year, half))
    papers.write(filled, target, language())
    for check in filled.checks:
        if check.holds is not True:
            out.print(f"[yellow]•[/yellow] {papers.check_text(check, language())}")
    count = len(filled.lines)
    there = sum(line.value is not None for line in filled.lines)
    out.print(
        say(
            f"Đã ghi {target}: {there}/{count} chỉ tiêu, gửi trước {filled.due_on:%d/%m/%Y}",
            f"Wrote {target}: {there} of {count} lines, due before {filled.due_on}",
        )
    )
