"""Commands on plans: compute, compare, explain, check, report."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.choices import show_objectives, stopping
from banme.cli.mending import show_repair
from banme.cli.options import Workspace
from banme.cli.programme import explain
from banme.cli.screen import language, money, number, out, say, show_problems, show_table, watching
from banme.errors import InputError, Problem
from banme.workspace import store

if TYPE_CHECKING:
    import pandas as pd

    from banme.checker import Verdict
    from banme.workspace.models import Run

Scenario = Annotated[str, typer.Argument(help="Mã kịch bản / scenario code.")]
RunCode = Annotated[
    str, typer.Argument(help="Mã lần chạy, hoặc mã kịch bản (lần mới nhất) / run code, or scenario code (latest run).")
]


def find_run(code: str) -> Run:
    """Return the run of that code, or the latest finished run of that scenario.

    Raises
    ------
    InputError
        When there is neither.

    """
    from banme.studies import runs

    found = runs.Run.objects.filter(code=code).first() or runs.latest(code)
    if found is None:
        known = ", ".join(runs.Run.objects.values_list("code", flat=True)[:10]) or "–"
        raise InputError(
            [
                Problem(
                    rule="unknown-run",
                    table="run",
                    row=code,
                    vi=f"Không có lần chạy nào; hiện có: {known}",
                    en=f"No such run; there are: {known}",
                )
            ]
        )
    return found


def run(
    scenario: Scenario,
    objective: Annotated[
        str, typer.Option(help="Mục tiêu theo thứ tự: cost, co2, equity / objectives in order, e.g. cost,co2.")
    ] = "",
    tolerance: Annotated[
        str, typer.Option(help="Dung sai của từng mục tiêu (%) / tolerance of each objective (%), e.g. 1 or 1,2.")
    ] = "1",
    futures: Annotated[
        str,
        typer.Option(
            help="Tính một phương án cho nhiều tương lai: mã cách nhau bằng dấu phẩy, hoặc all / "
            "one plan for several futures: codes by commas, or all."
        ),
    ] = "",
    log: Annotated[
        Path | None, typer.Option(help="Tệp ghi tiến trình, mỗi dòng một JSON / progress as JSON lines in this file.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Tính một kịch bản; Ctrl-C giữ phương án tốt nhất / compute a scenario; Ctrl-C keeps the best plan.

    Không có phương án: in cách sửa và kết thúc với mã 3 / without a plan: prints the repair and ends with status 3.
    """
    store.connect(workspace)
    from banme.studies import network, ordered, robust, runs

    study, asked = network.STUDY, None
    if futures:
        codes = [] if futures == "all" else [code.strip() for code in futures.split(",") if code.strip()]
        study, asked = robust.STUDY, {"futures": codes}
    if objective:
        goals = ordered.read_goals(objective, tolerance)
        with watching(log) as listener, stopping(listener) as hear:
            done = runs.execute(runs.create(scenario, ordered.STUDY, {"goals": goals}).code, hear)
    else:
        with watching(log) as listener:
            done = runs.execute(runs.create(scenario, study, asked).code, listener)
    show_run(done)
    show_repair(done)
    if objective and done.cost_vnd is not None:
        show_objectives(done)
    elif futures and done.cost_vnd is not None:
        show_futures(done)
    if done.status in {"infeasible", "failed"} or done.cost_vnd is None:
        raise typer.Exit(3)


def show_run(run: Run) -> None:
    """Print a run's outcome: sites opened, headline figures by year, cost, bound and gap."""
    from banme.studies.indicators import label
    from banme.workspace.frames import frame
    from banme.workspace.models import LogisticsSite, ResultIndicator, ResultOpening

    out.print(f"[bold]{run.code}[/bold]  {run.get_status_display()}  {run.message}")
    openings = frame(ResultOpening, ResultOpening.objects.filter(run=run)).drop_duplicates("site_code")
    names = dict(LogisticsSite.objects.values_list("code", "name"))
    if len(openings):
        shown = openings.assign(
            name=openings["site_code"].map(names),
            new=[say("mới", "new") if new else say("hiện có", "existing") for new in openings["is_new"]],
        )
        columns = {
            "name": say("Điểm", "Site"),
            "new": "",
            "year_opened": say("Năm mở", "Year"),
            "area_ha": "ha",
            "throughput_t_year": say("t/năm", "t/year"),
            "utilisation_pct": say("% cao nhất", "peak %"),
        }
        show_table(say("Các điểm hoạt động", "Sites open"), _records(shown[list(columns)].rename(columns=columns)))
    figures = frame(ResultIndicator, ResultIndicator.objects.filter(run=run).exclude(scope=""))
    figures = figures[figures["indicator"] != "assumed_share_pct"]
    if len(figures):
        wide = figures.pivot_table(
            index=["indicator", "unit_of_measure"], columns="scope", values="value", sort=False
        ).reset_index()
        wide["indicator"] = wide["indicator"].map(label)
        wide = wide.rename(
            columns={"indicator": say("Chỉ tiêu", "Indicator"), "unit_of_measure": say("đơn vị", "unit")}
        )
        show_table(say("Chỉ tiêu theo năm", "Indicators by year"), _records(wide))
    if run.cost_vnd is not None:
        out.print(
            f"{say('Tổng chi phí', 'Total cost')} {money(run.cost_vnd)} · {say('cận đã chứng minh', 'proven bound')} "
            f"{money(run.bound_vnd)} · gap {number(run.gap_pct, 3)} %"
        )


def show_futures(run: Run) -> None:
    """Print what every plan costs in every future, the figures over all futures, and when each site is built."""
    from banme.studies.indicators import label
    from banme.studies.robust import reading
    from banme.web.runs.words import reason
    from banme.workspace.models import ResultIndicator

    table = reading.costs(run)
    heads = {code: f"{name} ({number(chance, 0)} %)" for code, name, chance in reading.futures(run)}
    shown = [
        {
            say("Phương án", "Plan"): plan.label,
            **{heads[code]: money(plan.cost_vnd[code]) for code in heads},
            say("kỳ vọng", "expected"): money(plan.expected_vnd),
            say("xấu nhất", "worst"): money(plan.worst_vnd),
            say("nuối tiếc nhất", "regret"): money(plan.regret_vnd),
        }
        for plan in table
    ]
    show_table(say("Chi phí theo tương lai", "Cost by future"), shown)
    known = {row.indicator: row for row in ResultIndicator.objects.filter(run=run, scope="")}
    figures = [
        {
            say("Chỉ tiêu", "Figure"): label(code),
            say("đồng", "VND"): money(known[code].value)
            if known[code].value is not None
            else reason(known[code].missing_reason),
        }
        for code in reading.FIGURES
        if code in known
    ]
    show_table(say("Trên mọi tương lai", "Over all futures"), figures)
    sites = [
        {
            say("Điểm", "Site"): site.name,
            say("Khi nào", "When"): site.label,
            say("xác suất", "chance"): f"{number(site.probability_pct, 0)} %",
        }
        for site in reading.staging(run)
    ]
    show_table(say("Phân kỳ", "Staging"), sites)


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    return rows.to_dict("records")


def compare(first: RunCode, second: RunCode, workspace: Workspace = None) -> None:
    """So sánh hai lần chạy / compare two runs."""
    store.connect(workspace)
    show_comparison(find_run(first).code, find_run(second).code)


def show_comparison(first: str, second: str) -> None:
    """Print two runs' yearly indicators and openings side by side."""
    from banme.studies.compare import compare as side_by_side
    from banme.studies.indicators import label
    from banme.workspace.models import LogisticsSite

    result = side_by_side(first, second)
    heads = {"a": first.split(".")[1], "b": second.split(".")[1], "difference": say("chênh lệch", "difference")}
    figures = result.indicators.reset_index()
    figures = figures[(figures["scope"] != "") & (figures["indicator"] != "assumed_share_pct")]
    figures["indicator"] = figures["indicator"].map(label)
    columns = {
        "indicator": say("Chỉ tiêu", "Indicator"),
        "scope": say("năm", "year"),
        **heads,
        "percent": "%",
        "unit_of_measure": say("đơn vị", "unit"),
    }
    show_table(say("So sánh chỉ tiêu", "Indicators compared"), _records(figures[list(columns)].rename(columns=columns)))
    openings = result.openings.reset_index()
    openings["site_id"] = openings["site_id"].map(dict(LogisticsSite.objects.values_list("code", "name")))
    columns = {"site_id": say("Điểm", "Site"), "year": say("năm", "year"), **heads}
    show_table(
        say("Tấn qua điểm mỗi năm", "Tonnes through sites a year"),
        _records(openings[list(columns)].rename(columns=columns)),
    )


def why(
    indicator: Annotated[str, typer.Argument(help="Mã chỉ tiêu, ví dụ cost_vnd_t / indicator code, e.g. cost_vnd_t.")],
    run: Annotated[str, typer.Option("--run", "-r", help="Mã lần chạy hoặc kịch bản / run or scenario code.")] = "base",
    workspace: Workspace = None,
) -> None:
    """Giải thích một con số: công thức, đầu vào, nguồn / explain a number: formula, inputs, sources.

    Mã chỉ tiêu của kế hoạch (bảng indicator) hoặc của một lần chạy / an indicator of the plan, or of a run.
    """
    store.connect(workspace)
    from banme.studies.programme.indicators import standing
    from banme.studies.trace import why as trace
    from banme.workspace.models import Indicator
    from banme.workspace.text import half

    if Indicator.objects.filter(code=indicator).exists():
        explain(standing(indicator, dt.datetime.now().astimezone().date()))
        return
    found = trace(indicator, find_run(run).code)
    out.print(f"[bold]{found.label}[/bold] ({indicator})\n{found.formula}")
    show_table(say("Giá trị", "Values"), _records(found.values))
    out.print(
        f"{say('Lần chạy', 'Run')} {found.run.code} · {say('kịch bản', 'scenario')} {found.run.scenario_id} · "
        f"{say('tính theo ngày', 'as at')} {found.run.rule_date} · Ban Mê {found.run.engine_version} · "
        f"sha256 {found.run.input_hash[:16]} · gap {number(found.run.gap_pct, 3)} %"
    )
    show_table(say("Bảng đầu vào", "Input tables"), found.tables.rename_axis("table").reset_index().pipe(_records))
    found.sources["title"] = found.sources["title"].map(half)
    show_table(say("Nguồn số liệu", "Sources"), found.sources.rename_axis("source").reset_index().pipe(_records))


def check(
    run: Annotated[
        str,
        typer.Argument(help="Mã lần chạy, kịch bản, hoặc thư mục đã lưu / run or scenario code, or a saved folder."),
    ],
    workspace: Workspace = None,
) -> None:
    """Kiểm chứng độc lập: khả thi, chi phí, cận dưới / check independently: feasibility, cost, bound."""
    from banme.checker import check as check_folder

    problems: list[Problem] = []
    if Path(run).is_dir():
        verdict = check_folder(Path(run))
    else:
        store.connect(workspace)
        from banme.studies.verify import verify

        verdict, problems = verify(find_run(run).code)
    problems += list(verdict.findings)
    _show_recomputed(verdict)
    if problems:
        show_problems(problems)
        raise typer.Exit(1)
    if verdict.is_benefit:
        out.print(
            say(
                "Kiểm chứng đạt: phương án giữ mọi giới hạn, lợi ích tính lại khớp; cận trên do bộ giải nêu, không kèm "
                "chứng thư",
                "Checked: the plan keeps every limit, its benefit recomputes to what was claimed; the upper bound is "
                "the solver's word, without a certificate",
            )
        )
        return
    if math.isnan(verdict.bound_vnd):
        out.print(
            say(
                "Kiểm chứng đạt: phương án khả thi, chi phí tính lại khớp; không công bố cận dưới",
                "Checked: the plan is feasible and its cost recomputes to what was claimed; no bound is claimed",
            )
        )
        return
    out.print(
        say(
            "Kiểm chứng đạt: phương án khả thi, chi phí và cận dưới tính lại đều khớp",
            "Checked: the plan is feasible, its cost and bound recompute to what was claimed",
        )
    )


def _show_recomputed(verdict: Verdict) -> None:
    if verdict.is_benefit:
        out.print(f"{say('Lợi ích', 'Benefit')} {money(-verdict.cost_vnd)}")
        return
    out.print(
        f"{say('Chi phí', 'Cost')} {money(verdict.cost_vnd)} · {say('cận dưới', 'bound')} "
        f"{money(verdict.bound_vnd)} · gap {number(verdict.gap_pct, 3)} %"
    )


def report(
    run: RunCode,
    target: Annotated[Path, typer.Argument(help="Tệp .html, .xlsx hoặc .gpkg / .html, .xlsx or .gpkg file.")],
    baseline: Annotated[
        str, typer.Option(help="Lần chạy hoặc kịch bản so sánh / run or scenario to compare with.")
    ] = "",
    workspace: Workspace = None,
) -> None:
    """Ghi báo cáo của một lần chạy / write a run's report."""
    store.connect(workspace)
    write_report(find_run(run).code, target, find_run(baseline).code if baseline else None)
    out.print(say(f"Đã ghi {target}", f"Wrote {target}"))


def write_report(run: str, target: Path, baseline: str | None) -> None:
    """Write the report whose kind the file's ending tells.

    Raises
    ------
    InputError
        For an ending that is none of .html, .xlsx and .gpkg.

    """
    from banme.reports import geopackage, mending, page, relocation, workbook

    kind = target.suffix.lower()
    if relocation.is_relocation(run):
        relocation.write(target, run, language=language())
    elif mending.has_repair(run):
        mending.write(target, run, language=language())
    elif kind == ".html":
        page.write(target, run, baseline, language=language())
    elif kind == ".xlsx":
        workbook.write(target, run, baseline, language=language())
    elif kind == ".gpkg":
        geopackage.write(target, run, language=language())
    else:
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    value=kind,
                    vi="Tên tệp phải kết thúc bằng .html, .xlsx hoặc .gpkg",
                    en="The file name must end in .html, .xlsx or .gpkg",
                )
            ]
        )
