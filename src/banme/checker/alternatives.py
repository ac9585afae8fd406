"""Whether the saved claims on near-optimal plans hold: every bound, every plan, every verdict that rests on them."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING

from banme.checker import feasibility, network, reading, tree
from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from pathlib import Path

    from banme.checker.network import Network
    from banme.checker.reading import Document, Saved
    from banme.errors import Findings

NAME = "alternatives"
EVERY, SOME, NONE, UNDECIDED = "every", "some", "none", "undecided"


def verify(folder: Path, saved: Saved, found: Findings) -> None:
    """Note everything in ``alternatives.json`` that the files beside it do not support; nothing where there is none."""
    if not reading.there(folder, NAME):
        return
    document = reading.one(folder, NAME, found)
    if document is None:
        return
    problem = network.build(saved.problem)
    reading.check_rows(found, "sites", document["sites"])
    reading.check_rows(found, "claims", document["claims"])
    opened, costs = _plans(problem, document, found)
    best = number(document["best_vnd"])
    if not tree.agrees(best, min(costs, default=math.inf)):
        found.add(text.claim("alternatives/best_vnd", best, min(costs, default=math.inf)))
    threshold = best + number(document["within_pct"]) / 100.0 * abs(best)
    if not tree.agrees(number(document["threshold_vnd"]), threshold):
        found.add(text.claim("alternatives/threshold_vnd", number(document["threshold_vnd"]), threshold))
    for at, cost in enumerate(costs):
        if cost > threshold and not tree.agrees(cost, threshold):
            found.add(text.claim(f"alternatives/plans/{at}", threshold, cost))
    proven = _claims(folder, saved, document, threshold, found)
    _verdicts(document, opened, proven, found)


def _plans(problem: Network, document: Document, found: Findings) -> tuple[list[set[str]], list[float]]:
    """Return open sites and cost of every saved plan, each checked to be feasible."""
    opened, costs = [], []
    for at, stored in enumerate(document["plans"]):
        for name, table in stored["tables"].items():
            reading.check_rows(found, name, table)
        plan = feasibility.read_plan(problem, stored, found)
        feasibility.check(problem, plan, found)
        cost = math.fsum(feasibility.cost(problem, plan).values())
        if not tree.agrees(number(stored["cost_vnd"]), cost):
            found.add(text.claim(f"alternatives/plans/{at}/cost_vnd", number(stored["cost_vnd"]), cost))
        opened.append(set(plan.openings))
        costs.append(cost)
    return opened, costs


def _claims(folder: Path, saved: Saved, document: Document, threshold: float, found: Findings) -> set[tuple[str, bool]]:
    """Return the cases (site, opened) that are proven too dear, noting claims that prove less than they say."""
    certificates: dict[int, Document] = {0: saved.certificate}
    proven: set[tuple[str, bool]] = set()
    problem = network.build(saved.problem)
    for site, opened, bound, certificate, excluded in document["claims"]["rows"]:
        if certificate not in certificates:
            loaded = reading.one(folder, f"claims-{certificate}", found, document["digests"])
            if loaded is None:
                continue
            certificates[certificate] = loaded
        if excluded and opened:
            found.add(text.malformed(f"claims/{site}"))
            continue
        proves = _bound(saved, problem, certificates[certificate], (site, opened, excluded), found)
        if not (proves >= number(bound) or tree.agrees(proves, number(bound))):
            found.add(text.claim(f"alternatives/claims/{site}", number(bound), proves))
        if proves > threshold:
            proven.add((site, opened))
        else:
            found.add(text.claim(f"alternatives/claims/{site}", threshold, proves))
    return proven


def _bound(
    saved: Saved, problem: Network, certificate: Document, claim: tuple[str, bool, bool], found: Findings
) -> float:
    """Return what a certificate proves for the plans in which a site is, or is not, open in the last stage."""
    site, opened, excluded = claim
    if excluded:
        changed = copy.deepcopy(saved.problem)
        table = changed["tables"]["sites"]
        column = table["columns"].index("decision")
        for row in table["rows"]:
            if row[table["columns"].index("site")] == site:
                row[column] = "excluded"
        return tree.certified(network.build(changed), certificate, found)
    question = {"site": site, "module": None, "stage": problem.stages[-1]}
    start = tree.narrowed(problem, tree.root_choices(problem), question, answer=opened)
    return tree.certified(problem, certificate, found, start)


def _verdicts(document: Document, opened: list[set[str]], proven: set[tuple[str, bool]], found: Findings) -> None:
    columns = document["sites"]["columns"]
    for row in document["sites"]["rows"]:
        stored = dict(zip(columns, row, strict=True))
        site = stored["site"]
        shown = {site in one for one in opened}
        if (site, False) in proven:
            right = EVERY
        elif (site, True) in proven:
            right = NONE
        else:
            right = SOME if len(shown) > 1 else UNDECIDED
        if stored["verdict"] != right:
            found.add(text.verdict(site, stored["verdict"], right))
        count = sum(site in one for one in opened)
        if (stored["plans_open"], stored["plans_closed"]) != (count, len(opened) - count):
            found.add(text.claim(f"alternatives/sites/{site}", float(stored["plans_open"]), float(count)))
