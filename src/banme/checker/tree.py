"""Whether the branching tree covers every plan, and what its worst leaf proves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.bound import Bound, Choice, Proof
from banme.checker.reading import number

if TYPE_CHECKING:
    from banme.checker.network import Network
    from banme.checker.reading import Document
    from banme.errors import Findings

Allowed = dict[str, set[Choice | None]]
FORMS = ("box", "knapsack")
TOLERANCE = 1e-6
"""Share of a leaf's bound (or of 1 VND) by which it may differ when recomputed."""


def certified(network: Network, document: Document, found: Findings, start: Allowed | None = None) -> float:
    """Return the least bound over the leaves, recomputed; notes leaves that do not prove what they claim.

    ``start`` leaves out choices before any branching; a leaf may then prove more than it claims.
    """
    bound = Bound(network, document["rows"].get("cover", []))
    form = document["form"]
    if form not in FORMS:
        found.add(text.tree("Chứng chỉ có dạng không biết.", f"The certificate has an unknown form: {form}.", 0))
        return -math.inf
    pool = [bound.multipliers(document, at, found) for at in range(len(document["multipliers"]))]
    proofs: dict[int, Proof] = {}
    branches = document["branches"]
    worst = math.inf
    seen: set[int] = set()
    open_branches: list[tuple[int, Allowed]] = [(0, root_choices(network) if start is None else start)]
    while open_branches:
        at, allowed = open_branches.pop()
        if not 0 <= at < len(branches) or at in seen:
            found.add(text.tree("Cây rẽ nhánh bị đứt hoặc có vòng.", "The tree is broken or has a loop.", at))
            return -math.inf
        seen.add(at)
        branch = branches[at]
        if "site" in branch:
            if not _known(network, branch):
                found.add(text.tree("Nhánh nêu nhãn không có.", "The branch names an unknown label.", at))
                return -math.inf
            for child, answer in ((branch["no"], False), (branch["yes"], True)):
                open_branches.append((child, narrowed(network, allowed, branch, answer=answer)))
            continue
        number_of = branch["multipliers"]
        if number_of not in proofs:
            proofs[number_of] = bound.prove(pool[number_of], form)
        proven = bound.value(proofs[number_of], allowed)
        claimed = number(branch["bound_vnd"])
        if not (agrees(claimed, proven) or (start is not None and proven > claimed)):
            found.add(text.leaf(at, claimed, proven))
        worst = min(worst, proven)
    return worst


def agrees(claimed: float, computed: float) -> bool:
    """Whether two sums of money are the same within the tolerance."""
    if math.isinf(claimed) or math.isinf(computed):
        return claimed == computed
    return abs(claimed - computed) <= TOLERANCE * max(abs(claimed), abs(computed), 1.0)


def root_choices(network: Network) -> Allowed:
    """Return what each site may do before any branching: None stands for staying closed."""
    allowed: Allowed = {}
    for site, decision in network.decision.items():
        names = [module.name for module in network.modules_of(site)]
        if decision == "excluded":
            allowed[site] = {None}
        elif decision == "forced":
            allowed[site] = {(name, network.begin[site]) for name in names}
        else:
            stages = network.stages[network.stages.index(network.begin[site]) :]
            allowed[site] = {None, *((name, stage) for name in names for stage in stages)}
    return allowed


def _known(network: Network, branch: dict[str, Any]) -> bool:
    module = branch["module"]
    return (
        branch["site"] in network.decision
        and branch["stage"] in network.stages
        and (module is None or (branch["site"], module) in network.modules)
    )


def narrowed(network: Network, allowed: Allowed, branch: dict[str, Any], *, answer: bool) -> Allowed:
    """Return the choices that answer the branch's question one way."""
    rank = {stage: at for at, stage in enumerate(network.stages)}

    def is_open(choice: Choice | None) -> bool:
        if choice is None or (branch["module"] is not None and choice[0] != branch["module"]):
            return False
        return rank[choice[1]] <= rank[branch["stage"]]

    kept = {choice for choice in allowed[branch["site"]] if is_open(choice) == answer}
    return {**allowed, branch["site"]: kept}
