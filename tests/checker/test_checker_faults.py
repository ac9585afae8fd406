"""One corrupted number makes the checker refuse and name the place."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "siting"))
from siting_cases import minimal, random_problem

from banme.checker import check
from banme.siting import Options, design, save


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    problem = random_problem(20)
    save(problem, design(problem, Options(gap_pct=0.0)), folder)
    assert check(folder).ok
    return folder


def corrupted(saved: Path, target: Path, name: str, change) -> object:
    for path in saved.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    document = json.loads((saved / f"{name}.json").read_bytes())
    change(document)
    (target / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    return check(target)


@pytest.mark.parametrize("factor", [1.01, 0.0])
def test_every_corrupted_flow_is_refused_by_name(saved, tmp_path, factor):
    rows = json.loads((saved / "plan.json").read_bytes())["tables"]["flows"]["rows"]
    assert rows
    for at, row in enumerate(rows):

        def change(document, at=at):
            document["tables"]["flows"]["rows"][at][-1] *= factor

        verdict = corrupted(saved, tmp_path, "plan", change)
        assert not verdict.ok
        named = {(p.table, p.row) for p in verdict.findings}
        assert ("flows", "/".join(row[:-1])) in named
        assert any(p.rule == "violated" for p in verdict.findings)


def test_every_corrupted_opening_is_refused_by_name(saved, tmp_path):
    rows = json.loads((saved / "plan.json").read_bytes())["tables"]["openings"]["rows"]
    assert rows
    for at, row in enumerate(rows):

        def drop(document, at=at):
            del document["tables"]["openings"]["rows"][at]
            del document["tables"]["openings"]["checks"][at]

        verdict = corrupted(saved, tmp_path, "plan", drop)
        assert not verdict.ok
        assert any(row[0] in p.row for p in verdict.findings)

        def rename(document, at=at):
            document["tables"]["openings"]["rows"][at][1] = "nothing"

        verdict = corrupted(saved, tmp_path, "plan", rename)
        assert not verdict.ok
        assert any(p.table == "openings" and row[0] in p.row for p in verdict.findings)


def test_every_corrupted_multiplier_is_refused_by_name(saved, tmp_path):
    document = json.loads((saved / "certificate.json").read_bytes())
    assert document["multipliers"]
    for number, pool in enumerate(document["multipliers"]):
        for at, entry in enumerate(pool["entries"]):

            def change(changed, number=number, at=at):
                changed["multipliers"][number]["entries"][at][2] *= 1.001

            verdict = corrupted(saved, tmp_path, "certificate", change)
            place = f"{entry[0]}/{'/'.join(document['rows'][entry[0]][entry[1]])}"
            assert not verdict.ok
            assert (f"multipliers/{number}", place) in {(p.table, p.row) for p in verdict.findings}


@pytest.mark.parametrize("name", ["cost_vnd", "bound_vnd", "gap_pct"])
def test_a_false_claim_is_refused(saved, tmp_path, name):
    def change(document):
        document["claims"][name] = document["claims"][name] * 0.99 + 0.1

    verdict = corrupted(saved, tmp_path, "plan", change)
    assert ("claims", name) in {(p.table, p.row) for p in verdict.findings}


def test_a_tree_that_leaves_plans_out_is_refused(tmp_path):
    problem = random_problem(20)
    found = design(problem, Options(gap_pct=0.0))
    save(problem, found, tmp_path)
    document = json.loads((tmp_path / "certificate.json").read_bytes())
    inner = next(branch for branch in document["branches"] if "site" in branch)
    inner["yes"] = inner["no"]
    (tmp_path / "certificate.json").write_text(json.dumps(document))
    assert any(p.rule == "tree" for p in check(tmp_path).findings)


def test_a_changed_problem_is_refused(saved, tmp_path):
    def change(document):
        document["tables"]["modules"]["rows"][0][4] += 1

    assert any(p.rule == "digest" for p in corrupted(saved, tmp_path, "problem", change).findings)


def test_missing_and_broken_files_are_findings_not_crashes(tmp_path):
    assert {p.rule for p in check(tmp_path).findings} == {"missing-file"}
    problem = minimal()
    save(problem, design(problem), tmp_path)
    (tmp_path / "plan.json").write_text("{}")
    assert {p.rule for p in check(tmp_path).findings} == {"malformed"}
    (tmp_path / "plan.json").write_text("{")
    assert {p.rule for p in check(tmp_path).findings} == {"not-json"}


def test_every_finding_is_in_two_languages(saved, tmp_path):
    verdict = corrupted(saved, tmp_path, "plan", lambda d: d["tables"]["flows"]["rows"].pop())
    assert verdict.findings
    assert all(p.vi and p.en and p.vi != p.en for p in verdict.findings)


def test_every_field_of_the_certificate_matters(saved, tmp_path):
    """Each branch, each row label used by a multiplier, and the form, when changed, is noticed."""
    document = json.loads((saved / "certificate.json").read_bytes())
    for at, branch in enumerate(document["branches"]):
        for field in branch:

            def change(changed, at=at, field=field):
                value = changed["branches"][at][field]
                changed["branches"][at][field] = "nowhere" if isinstance(value, str) or value is None else value + 1

            assert not corrupted(saved, tmp_path, "certificate", change).ok, (at, field)
    assert not corrupted(saved, tmp_path, "certificate", lambda changed: changed.update(form="none")).ok


@pytest.mark.parametrize("table", ["openings", "flows"])
def test_a_row_added_to_the_plan_is_noticed(saved, tmp_path, table):
    def change(document):
        rows = document["tables"][table]
        rows["rows"].append(rows["rows"][0])
        rows["checks"].append(rows["checks"][0])

    assert not corrupted(saved, tmp_path, "plan", change).ok
