"""The checker of rounds: passes what is right, refuses each single corrupted figure."""

import copy
import json

import pytest

import made_up_rounds as m
from banme import routing as r
from banme.checker import check, check_rounds
from banme.errors import Findings


@pytest.fixture(scope="module")
def document():
    problem = m.problem()
    return r.to_document(problem, r.solve(problem, r.SearchOptions(iterations=60)))


def families(document):
    found = Findings()
    check_rounds(document, found)
    return {problem.table if problem.rule == "violated" else problem.rule for problem in found}


def test_saved_rounds_pass(document, tmp_path):
    (tmp_path / "rounds.json").write_text(json.dumps(document), encoding="utf-8")
    verdict = check(tmp_path)
    assert verdict.ok
    assert verdict.cost_vnd == pytest.approx(document["claims"]["cost_vnd"])


def corrupt(document, change):
    altered = copy.deepcopy(document)
    change(altered)
    return families(altered)


def first(document):
    return document["rounds"][0]


@pytest.mark.parametrize(
    ("change", "family"),
    [
        (lambda d: first(d)["stops"][0].__setitem__("load_kg", 1), "load"),
        (
            lambda d: first(d)["stops"][1].__setitem__("arrival_s", first(d)["stops"][1]["arrival_s"] + 1),
            "driving-time",
        ),
        (lambda d: first(d)["stops"].reverse(), "order"),
        (lambda d: first(d).__setitem__("end_s", first(d)["end_s"] + 60), "driving-time"),
        (lambda d: first(d).__setitem__("cost_vnd", first(d)["cost_vnd"] - 1), "claim"),
        (lambda d: first(d).__setitem__("distance_m", first(d)["distance_m"] - 1), "claim"),
        (lambda d: first(d).__setitem__("driver", ""), "driver"),
        (lambda d: d["rounds"].pop(), "job-once"),
        (lambda d: d["rounds"].append(copy.deepcopy(first(d))), "shift-once"),
        (lambda d: [kind.__setitem__("payload_kg", 900) for kind in d["types"]], "overload"),
        (lambda d: [job["pickup_window"].__setitem__("latest_s", 0) for job in d["jobs"]], "late"),
        (lambda d: [job["delivery_window"].__setitem__("earliest_s", 86_000) for job in d["jobs"]], "too-early"),
        (lambda d: [s["hours"].__setitem__("latest_s", 30_000) for s in d["shifts"]], "shift-end"),
        (lambda d: [s["hours"].__setitem__("earliest_s", 80_000) for s in d["shifts"]], "shift-start"),
        (lambda d: d["jobs"][0].__setitem__("delivery_s", 1), "service-time"),
        (lambda d: d["jobs"][0].__setitem__("bases", ["a"]), "other-base"),
        (lambda d: ([j.update(use="a") for j in d["jobs"]], [k.update(use="b") for k in d["types"]]), "other-use"),
        (lambda d: d["rules"].__setitem__("day_s", 3600), "driver-day"),
        (lambda d: d["rules"].__setitem__("continuous_s", 600), "driver-continuous"),
        (lambda d: d["rules"].__setitem__("week_s", 3600), "driver-week"),
        (lambda d: d["claims"].__setitem__("cost_vnd", 1.0), "claim"),
        (lambda d: d.__delitem__("legs"), "malformed"),
    ],
)
def test_one_corrupted_figure_is_refused(document, change, family):
    assert family in corrupt(document, change)


def test_a_truck_in_two_places_is_refused(document):
    def one_truck(altered):
        for shift in altered["shifts"]:
            shift["truck"] = "same"

    assert "truck-twice" in corrupt(document, one_truck)
