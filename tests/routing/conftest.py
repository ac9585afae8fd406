import json

import pytest

import made_up_rounds
from banme import routing as r
from banme.checker import check_rounds
from banme.errors import Findings


def faults_of(problem, plan):
    """What the separate checker says of a plan that went through its file."""
    found = Findings()
    cost = check_rounds(json.loads(json.dumps(r.to_document(problem, plan))), found)
    if not found:
        assert cost == pytest.approx(plan.cost_vnd, rel=1e-12)
    return [f"{problem.table}/{problem.row}" for problem in found]


@pytest.fixture
def checked():
    return faults_of


@pytest.fixture(scope="session")
def week():
    problem = made_up_rounds.problem()
    return problem, r.solve(problem, r.SearchOptions(iterations=60))
