"""A file of hundreds of thousands of rows is checked and loaded in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

_MEASURE = """
import json, resource, sys, time
from banme.workspace.store import connect
connect(sys.argv[1], create=True)
sys.path.insert(0, sys.argv[2])
from workspace import factory
from banme.workspace.exchange import load, validate
from banme.workspace.models import AdminUnit, Commodity, DataSource
for model in (DataSource, AdminUnit, Commodity):
    factory.make(model)
started = time.monotonic()
if sys.argv[4] == "validate":
    found = validate(sys.argv[3])
    answer = {"listed": len(found.problems), "texts": [p.en for p in found.problems if "in all" in p.en]}
else:
    answer = {"rows": load(sys.argv[3], reason="x").rows, "history": DataSource.history.count()}
answer["s"] = time.monotonic() - started
answer["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(answer))
"""


def measure(tmp_path, request, file, action):
    tests = request.config.rootpath / "tests"
    finished = subprocess.run(
        [sys.executable, "-c", _MEASURE, tmp_path / "w.gpkg", tests, file, action],
        check=False,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    (tmp_path / "measured.json").write_text(finished.stdout, encoding="utf-8")
    return json.loads(finished.stdout.splitlines()[-1])


def test_two_hundred_thousand_bad_rows_are_all_counted_and_the_first_are_listed(tmp_path, request):
    path = tmp_path / "production.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("code,unit_code,commodity_code,year,month,quantity_t,source_code,quality\n")
        for number in range(200_000):
            stream.write(f'P{number},nowhere,commodity-1,2024,{number % 12 + 1},"{number},5",data_source-1,published\n')
    answer = measure(tmp_path, request, path, "validate")
    assert sum("200000 of these in all" in text for text in answer["texts"]) == 2  # the number and the reference
    assert answer["listed"] < 1_000
    assert answer["mb"] < 1_000


def test_twenty_thousand_rows_load_with_their_history(tmp_path, request):
    path = tmp_path / "data_source.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("code,title,licence,quality\n")
        stream.writelines(f"S{number},Nguồn {number},MIT,published\n" for number in range(20_000))
    answer = measure(tmp_path, request, path, "load")
    assert (answer["rows"], answer["history"]) == (20_000, 20_001)
