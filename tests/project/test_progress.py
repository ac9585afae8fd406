"""One stream of events reaches every listener: the bar, the page, the log."""

import io
import json
import logging

import pytest

from banme.progress import Event, Progress, Stop, json_lines, log, tell_all


def test_an_event_is_one_line_of_json_with_stage_incumbent_bound_gap_and_seconds():
    file = io.StringIO()
    Progress(json_lines(file)).tell("kernel", incumbent=200.0, bound=150.0)
    [line] = file.getvalue().splitlines()
    told = json.loads(line)
    assert told["stage"] == "kernel"
    assert (told["incumbent"], told["bound"], told["gap_pct"]) == (200.0, 150.0, 25.0)
    assert told["elapsed_s"] >= 0.0


def test_all_listeners_hear_an_event_even_if_one_asks_to_stop():
    heard = []

    def stop(event):
        raise Stop

    with pytest.raises(Stop):
        tell_all(stop, None, heard.append)(Event("relax"))
    assert [event.stage for event in heard] == ["relax"]


def test_a_python_logger_hears_the_same(caplog):
    with caplog.at_level(logging.INFO, logger="banme.progress"):
        log(Event("certify", incumbent=1.0, bound=1.0))
    assert json.loads(caplog.records[0].message)["stage"] == "certify"
