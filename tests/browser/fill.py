"""Make the made-up region's workspace file: ``python -m tests.browser.fill FILE``."""

import datetime as dt
import sys

from banme.workspace import store

store.connect(sys.argv[1], create=True)

from tests.web import law_case, region  # noqa: E402

import made_up_clusters  # noqa: E402
import made_up_plan  # noqa: E402
import made_up_relocation  # noqa: E402
from banme.studies import runs  # noqa: E402  (models exist once a workspace is open)
from banme.workspace import models as m  # noqa: E402

region.fill()
region.futures()
made_up_clusters.build()
law_case.fill(declared=dt.date(2026, 9, 20))
made_up_relocation.build()
runs.execute(runs.create("base", "relocation", {"points": 3, "time_limit_s": 20}).code)
for scenario in ("today", "base"):
    runs.execute(runs.create(scenario).code)
week = {"network_run": "network_design.base.0001", "week": "2026-11-25", "iterations": 5}
runs.execute(runs.create("base", "rounds", week).code)
made_up_plan.build()
indicator = {"objective_id": "o", "unit_of_measure": "%", "comparison": "le", "bound_to": "query"}
m.Indicator.objects.create(
    code="network-cost", name="Chi phí", query="network.cost_against_pct", subject="base:today", **indicator,
    **made_up_plan.SAID,
)  # fmt: skip
