"""A stored network plan of the made-up region, the law on trucks and drivers, and a week's rounds from it."""

import datetime as dt

import made_up_region
import national_law
from banme.studies import runs
from banme.studies.routing import STUDY
from banme.studies.routing.asked import Asked
from banme.workspace import models as m

MONDAY = dt.date(2026, 11, 23)


def law():
    """Load the acts and rules on driver hours and weights."""
    for row in national_law.frame("legal_act").to_dict("records"):
        if row["topic"] in {"driver", "roads"}:
            kept = {
                key: row[key] for key in ("code", "number", "kind", "topic", "title", "valid_from", "valid_to", "mark")
            }
            m.LegalAct.objects.create(**made_up_region.sourced(**kept))
    for row in national_law.frame("rule_parameter").to_dict("records"):
        if row["key"].startswith(("driver.", "truck.")):
            kept = {
                key: row[key] for key in ("code", "key", "label", "value", "valid_from", "valid_to", "mark", "in_use")
            }
            m.RuleParameter.objects.create(**made_up_region.sourced(**kept, act_id=row["act_code"]))


def network_run():
    """Store a plan's flows: 8 coffee loads a day into the store and its hauls to the port."""
    run = m.Run.objects.create(
        code="network_design.base.0001", study="network_design", scenario_id="base", status="done"
    )
    for source, target, leg, tonnes in (
        ("new-a", "point", "origin-point", 300.0),
        ("new-b", "point", "origin-point", 260.0),
        ("point", "port", "point-outlet", 560.0),
    ):
        m.ResultFlow.objects.create(
            run=run, source_code=source, target_code=target, leg=leg, commodity_id="coffee", year=2026, month=11,
            quantity_t=tonnes,
        )  # fmt: skip
    return run


def order(code, pickup, delivery, tonnes, day=2, **changes):
    values = {"days": 1, "open_h": 6.0, "close_h": 18.0, "goods": "Phân bón", "load_t": tonnes}
    ends = {"pickup_code": pickup, "delivery_code": delivery, "day": MONDAY + dt.timedelta(days=day)}
    return m.TransportOrder.objects.create(**made_up_region.sourced(code=code, **ends, **(values | changes)))


def build():
    """Fill the workspace: region, law, flows, an order for fertiliser out to a commune."""
    made_up_region.build()
    law()
    network_run()
    order("fert-b", "point", "new-b", 5.0)


def compute(**changes):
    asked = Asked("network_design.base.0001", MONDAY, iterations=20).entry() | changes
    return runs.execute(runs.create("base", STUDY, asked).code)
