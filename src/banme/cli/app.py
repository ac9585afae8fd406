"""The application: commands registered, errors shown the same way everywhere."""

from __future__ import annotations

import sys

import typer

from banme.cli import (
    choices,
    clusters,
    data,
    demo,
    land,
    law,
    mending,
    plan,
    policies,
    programme,
    relocation,
    rounds,
    serving,
    sharing,
)
from banme.cli.screen import show_error
from banme.errors import BanMeError

app = typer.Typer(
    name="banme",
    help="Ban Mê: quy hoạch logistics và cụm công nghiệp của một vùng / planning of a region's logistics and clusters.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("new")(data.new)
app.command("import")(data.import_)
app.command("roads")(data.roads)
app.command("export")(data.export)
app.command("template")(data.template)
app.command("validate")(data.validate)
app.command("diagnose")(data.diagnose)
app.command("run")(plan.run)
app.command("repair")(mending.repair)
app.command("alternatives")(choices.alternatives)
app.command("compare")(plan.compare)
app.command("why")(plan.why)
app.command("check")(plan.check)
app.command("report")(plan.report)
app.command("assess")(clusters.assess)
app.command("survey-form")(clusters.survey_form)
app.command("survey-read")(clusters.survey_read)
app.command("ladder")(clusters.ladder)
app.command("green")(clusters.green)
app.command("exchange")(clusters.exchange)
app.command("admit")(clusters.admit)
app.command("zone")(clusters.zone)
app.command("relocate")(relocation.relocate)
app.command("law")(law.law)
app.command("establish")(law.establish)
app.add_typer(law.council, name="council")
app.command("forms")(law.forms)
app.command("cluster")(land.cluster)
app.command("vacancies")(land.vacancies)
app.command("incentives")(policies.incentives)
app.command("value")(policies.value)
app.command("bases")(policies.bases)
app.command("align")(policies.align)
app.command("paper")(policies.paper)
app.command("rounds")(rounds.rounds)
app.command("rounds-check")(rounds.rounds_check)
app.command("rounds-change")(rounds.rounds_change)
app.add_typer(programme.programme, name="programme")
app.command("agency")(programme.agency)
app.command("progress")(programme.progress)
app.command("share")(sharing.share)
app.command("serve")(serving.serve)
app.command("work")(serving.work)


def main() -> None:
    """Run the command line; an error of ours is shown with its repair and ends with status 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except BanMeError as error:
        show_error(error)
        raise SystemExit(2) from None
