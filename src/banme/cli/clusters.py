"""Commands on clusters: technology, survey forms, upgrades, cleanness, admission, zone."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from banme.cli.options import Workspace
from banme.cli.screen import err, language, money, number, out, say, show_table, watching
from banme.workspace import store

if TYPE_CHECKING:
    from banme.studies.assessment.technology import EstablishmentAssessment
    from banme.workspace.models import Run

Scenario = Annotated[str, typer.Option("--scenario", "-s", help="Kịch bản: ngày, giới hạn / scenario: day, limits.")]
Cluster = Annotated[str, typer.Argument(help="Mã khu, cụm công nghiệp / code of the cluster.")]


class Reader(StrEnum):
    """Who will see the result."""

    ASSESSOR = "assessor"
    THIRD_PARTY = "third_party"


For = Annotated[
    Reader,
    typer.Option("--for", help="Ai xem: bên thứ ba chỉ xem khi cơ sở đồng ý / who reads; third parties need consent."),
]


def assess(
    establishment: Annotated[
        str, typer.Argument(help="Mã cơ sở; để trống: mọi cơ sở có phiếu / establishment; empty: all with a survey.")
    ] = "",
    cluster: Annotated[str, typer.Option(help="Chỉ khu, cụm này / only this cluster.")] = "",
    reader: For = Reader.THIRD_PARTY,
    placeholder: Annotated[
        bool,
        typer.Option(
            "--placeholder", help="Dùng hệ số đồng bộ tạm (phỏng đoán) / use the stand-in coefficient (a guess)."
        ),
    ] = False,
    xlsx: Annotated[Path | None, typer.Option(help="Ghi ra XLSX / write as XLSX.")] = None,
    workspace: Workspace = None,
) -> None:
    """Chấm trình độ công nghệ theo 26 tiêu chí / score technology by the 26 criteria."""
    store.connect(workspace)
    from banme.studies.assessment.technology import Audience, assess_all, assess_establishment

    audience, withheld = Audience(reader.value), 0
    if establishment:
        found = [assess_establishment(establishment, audience, placeholder=placeholder)]
        _show_criteria(found[0])
    else:
        found, withheld = assess_all(audience, cluster, placeholder=placeholder)
    if found:
        made_up = any(one.is_illustrative for one in found)
        show_table(say("Trình độ công nghệ", "Technology level") + _flag(made_up), [_line(one) for one in found])
    if withheld:
        out.print(
            say(
                f"{withheld} cơ sở chưa đồng ý công bố nên không hiện (Điều 13.1)",
                f"{withheld} withheld: they have not agreed to publication (Art. 13.1)",
            )
        )
    if placeholder:
        from banme.clusters.technology import PLACEHOLDER

        err.print(PLACEHOLDER.note.text(language()))
    if xlsx is not None:
        from banme.reports.assessment import write_assessments

        write_assessments(xlsx, found, withheld, language())
        out.print(say(f"Đã ghi {xlsx}", f"Wrote {xlsx}"))


def _line(one: EstablishmentAssessment) -> dict[str, object]:
    from banme.clusters.technology import LEVEL_WORDS

    found, classed = one.result, one.result.classification
    lows, highs = (LEVEL_WORDS[level].text(language()) for level in classed.by_total)
    by_total = lows if lows == highs else f"{lows} – {highs}"
    level = "–" if classed.level is None else LEVEL_WORDS[classed.level].text(language())
    return {
        say("Cơ sở", "Establishment"): one.establishment.code,
        say("Tên", "Name"): one.establishment.name,
        say("Điểm", "Points"): str(found.total) if found.total is not None else f"{found.low}–{found.high}",
        "T E O R I": " ".join(_range(score.low, score.high) for score in found.groups.values()),
        say("Theo tổng điểm", "By total"): by_total,
        say("Mức (Điều 9.3)", "Level (Art. 9.3)"): level,
        say("Thiếu", "Missing"): len(found.missing),
    }


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _flag(is_illustrative: bool) -> str:
    return say(" (minh họa)", " (illustrative)") if is_illustrative else ""


def _show_criteria(one: EstablishmentAssessment) -> None:
    rows = [
        {
            "": code,
            say("Tiêu chí", "Criterion"): score.criterion.name.text(language()),
            say("Điểm", "Points"): "–" if score.points is None else str(score.points),
            say("Khoảng", "Range"): _range(score.low, score.high),
            say("Tối đa", "Most"): score.criterion.most,
            say("Giá trị đo", "Measured"): next((number(p.value, 2) for p in score.parts if p.value is not None), ""),
            say("Thiếu", "Missing"): ", ".join(score.missing),
        }
        for code, score in one.result.scores.items()
    ]
    show_table(say("26 tiêu chí", "26 criteria"), rows)
    reason = one.result.classification.reason
    if reason is not None:
        out.print(reason.text(language()))


def survey_form(
    establishment: Annotated[str, typer.Argument(help="Mã cơ sở / establishment code.")],
    target: Annotated[Path, typer.Argument(help="Tệp .xlsx sẽ ghi / .xlsx file to write.")],
    year: Annotated[int, typer.Option(help="Năm đánh giá / year assessed.")],
    workspace: Workspace = None,
) -> None:
    """Xuất phiếu điều tra công nghệ để cơ sở điền / write the technology survey's form for an establishment."""
    store.connect(workspace)
    from banme.studies.assessment.form import write_form

    out.print(say(f"Đã ghi {write_form(establishment, target, year)}", f"Wrote {target}"))


def survey_read(
    source: Annotated[Path, typer.Argument(help="Phiếu đã điền / the form filled in.")],
    reason: Annotated[str, typer.Option(help="Lý do, lưu vào lịch sử / reason, kept in the history.")] = "",
    workspace: Workspace = None,
) -> None:
    """Nạp phiếu điều tra đã điền: tất cả hoặc không gì cả / read a filled-in form: all or nothing."""
    store.connect(workspace)
    from banme.studies.assessment.form import read_form

    done = read_form(source, reason)
    out.print(
        say(
            f"Đã nạp phiếu {done.survey.code}; {len(done.open_questions)} câu còn trống",
            f"Read survey {done.survey.code}; {len(done.open_questions)} questions still open",
        )
    )


def ladder(
    cluster: Annotated[str, typer.Option(help="Mã khu, cụm công nghiệp / code of the cluster.")] = "",
    establishment: Annotated[str, typer.Option(help="Chỉ một cơ sở / one establishment only.")] = "",
    budget: Annotated[
        float | None, typer.Option(help="Ngân sách (đồng); để trống: không giới hạn / budget (VND); empty: no limit.")
    ] = None,
    scenario: Scenario = "base",
    workspace: Workspace = None,
) -> None:
    """Chọn biện pháp nâng cấp dưới ngân sách / choose upgrade measures under a budget."""
    store.connect(workspace)
    from banme.studies.assessment import upgrades
    from banme.workspace.models import ResultUpgrade

    asked = {"cluster": cluster, "establishment": establishment, "budget_vnd": budget}
    done = _compute(upgrades.STUDY, scenario, asked)
    rows = ResultUpgrade.objects.filter(run=done).select_related("measure", "establishment").order_by("step")
    show_table(
        say("Bậc thang nâng cấp, theo chi phí biên", "Upgrade ladder, by marginal cost"),
        [
            {
                "": row.step,
                say("Cơ sở", "Establishment"): row.establishment.name,
                say("Biện pháp", "Measure"): _half(row.measure.name),
                say("Vốn", "Investment"): money(row.capex_vnd),
                say("Ròng/năm", "Net/year"): money(row.net_vnd_year),
                "t CO2e": number((row.saved_co2_kg or 0.0) / 1000, 1),
                say("đồng/kg", "VND/kg"): number(row.net_vnd_kg),
            }
            for row in rows
        ],
    )
    _show_proof(done, say("Lợi ích năm", "Yearly benefit"))


def green(cluster: Cluster, workspace: Workspace = None) -> None:
    """Xếp hạng xanh, sạch của một cụm: hiện nay và dự kiến / green rating of a cluster: now and intended."""
    store.connect(workspace)
    from banme.clusters.greenness import CATEGORIES
    from banme.studies.assessment.cleanness import rate_cluster

    found = rate_cluster(cluster)
    table = found.rating.categories.reset_index()
    show_table(
        f"{found.cluster.name} · {found.year}{_flag(found.is_illustrative)}",
        [
            {
                say("Nhóm", "Category"): CATEGORIES[row.category].text(language()),
                "": say("hiện nay", "now") if row.side == "now" else say("dự kiến", "intended"),
                say("Đạt", "Met"): f"{row.met}/{row.total}",
                say("Có bằng chứng", "Proven"): row.proven if row.side == "now" else "",
                say("Chưa biết", "Unknown"): row.total - row.known,
                "%": f"{row.low_pct:.0f}" if row.low_pct == row.high_pct else f"{row.low_pct:.0f}–{row.high_pct:.0f}",
            }
            for row in table.itertuples()
        ],
    )
    out.print(say("Chỉ tiêu tham khảo, không phải quy định pháp luật", "Benchmarks for guidance; they are not law"))


def exchange(
    cluster: Annotated[str, typer.Option(help="Chỉ khu, cụm này / only this cluster.")] = "",
    scenario: Scenario = "base",
    workspace: Workspace = None,
) -> None:
    """Ghép trao đổi phụ phẩm giữa các cơ sở / match by-products between establishments."""
    store.connect(workspace)
    from banme.studies.assessment import byproducts
    from banme.workspace.models import ResultExchange

    done = _compute(byproducts.STUDY, scenario, {"cluster": cluster})
    rows = ResultExchange.objects.filter(run=done).select_related(
        "offer__establishment", "want__establishment", "route"
    )
    show_table(
        say("Trao đổi phụ phẩm", "By-product exchange"),
        [
            {
                say("Từ", "From"): row.offer.establishment.name,
                say("Đến", "To"): row.want.establishment.name,
                say("Tuyến", "Route"): row.route.name,
                "km": number(row.distance_km, 1),
                say("Gửi (t)", "Sent (t)"): number(row.sent_t_year, 1),
                say("Nhận (t)", "Received (t)"): number(row.received_t_year, 1),
                say("Lợi/năm", "Gain/year"): money(row.gain_vnd_year),
            }
            for row in rows
        ],
    )
    _show_proof(done, say("Lợi ích năm", "Yearly gain"))


def admit(
    project: Annotated[str, typer.Argument(help="Mã dự án / project code.")],
    on: Annotated[
        dt.datetime | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help="Ngày xét: chính sách, văn bản, phần còn lại của ngày đó / day judged."
        ),
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Xét dự án xin vào cụm theo chính sách của cụm / hold a project against its cluster's policy."""
    store.connect(workspace)
    from banme.clusters.admission import VERDICT_WORDS
    from banme.studies.assessment.admission import decide_project

    found = decide_project(project, None if on is None else on.date())
    words = {True: say("đạt", "holds"), False: say("không đạt", "fails"), None: say("thiếu", "missing")}
    show_table(
        f"{found.project.name} · {found.day:%d/%m/%Y}{_flag(found.is_illustrative)}",
        [
            {
                say("Điều kiện", "Rule"): found.names[one.rule.code],
                say("Kê khai", "Declared"): _fact(one.declared),
                say("Xác minh", "Verified"): _fact(one.verified) if one.is_verified else "",
                say("Kết quả", "Result"): words[one.holds],
                say("Điểm", "Points"): ""
                if one.rule.is_gate
                else f"{number(one.rule.points * (one.share or 0.0), 1)}/{number(one.rule.points)}",
                say("Hệ quả", "Consequence"): one.rule.consequence.text(language()) if one.broken_word else "",
            }
            for one in found.answer.findings
        ],
    )
    acts = ", ".join(act.number for act in found.acts)
    out.print(
        say(
            f"Chính sách của cụm từ {found.policy_from:%d/%m/%Y}; văn bản có hiệu lực: {acts}",
            f"The cluster's policy from {found.policy_from}; acts in force: {acts}",
        )
    )
    answer = found.answer
    points = number(answer.low, 1) if answer.low == answer.high else f"{number(answer.low, 1)}–{number(answer.high, 1)}"
    out.print(f"[bold]{VERDICT_WORDS[answer.verdict].text(language())}[/bold] · {points}/{number(answer.most)}")


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return say("có", "yes") if value else say("không", "no")
    if value is None:
        return "–"
    return number(value, 0 if value == int(value) else 1) if isinstance(value, float) else str(value)


def zone(code: Cluster, scenario: Scenario = "base", workspace: Workspace = None) -> None:
    """Chọn và phân kỳ dự án của một khu công nghệ cao / choose and phase the projects of a high-tech zone."""
    store.connect(workspace)
    from banme.studies.assessment import zones
    from banme.workspace.models import ResultZoneProject

    done = _compute(zones.STUDY, scenario, {"cluster": code})
    rows = ResultZoneProject.objects.filter(run=done).select_related("project", "area").order_by("year", "project_id")
    show_table(
        say("Dự án được chọn", "Projects chosen"),
        [
            {
                say("Kỳ", "Period"): str(row.year),
                say("Dự án", "Project"): row.project.name,
                say("Phân khu", "Area"): row.area.name,
                "ha": number(row.project.land_ha, 1),
                say("Vốn của khu", "Zone's money"): money(row.project.budget_vnd),
                say("Lợi ích hiện giá", "Present worth"): money(row.benefit_vnd),
            }
            for row in rows
        ],
    )
    _show_proof(done, say("Lợi ích hiện giá", "Present worth"))


def _compute(study: str, scenario: str, asked: dict[str, Any]) -> Run:
    from banme.studies import runs

    with watching() as listener:
        done = runs.execute(runs.create(scenario, study, asked).code, listener)
    if done.status == "infeasible":
        out.print(say("Không có phương án thỏa mọi điều kiện bắt buộc", "No plan meets everything that must hold"))
        raise typer.Exit(3)
    return done


def _show_proof(run: Run, title: str) -> None:
    unfounded = run.parameters.get("unfounded_tables", [])
    out.print(
        f"[bold]{run.code}[/bold] · {title} {money(run.value_vnd)} · "
        f"{say('cận trên đã chứng minh', 'proven upper bound')} {money(run.proven_vnd)} · "
        f"gap {number(run.gap_pct, 4)} %"
    )
    if unfounded:
        listed = ", ".join(unfounded)
        out.print(
            say(f"Dựa trên số giả định hoặc minh họa: {listed}", f"Rests on assumed or made-up figures: {listed}")
        )


def _half(text: str) -> str:
    from banme.workspace.text import half

    return half(text, language())
