"""The same work gives the same results in this thread, in a process pool and on Dask, also when a worker is killed."""

from __future__ import annotations

import time

import pytest
from compute_pieces import die_always, die_once, fall, square, until_stopped

from banme.compute import FolderChannel, Pool, Serial, executor, run_all
from banme.errors import InputError, SolverError
from banme.progress import Event, Progress, Stop


@pytest.fixture(params=["serial", "pool", "dask"], scope="module")
def workers(request):
    if request.param == "serial":
        yield Serial()
    elif request.param == "pool":
        with executor("", 2) as pool:
            yield pool
    else:
        pytest.importorskip("distributed")
        with executor("local:2") as pool:
            yield pool


def test_results_come_in_the_order_of_the_tasks_and_events_reach_the_listener(workers):
    events: list[Event] = []
    assert run_all(square, range(6), workers, Progress(events.append)) == [0, 1, 4, 9, 16, 25]
    assert sorted(event.incumbent for event in events if event.incumbent is not None) == [0, 1, 2, 3, 4, 5]


def test_an_error_in_a_piece_reaches_the_caller(workers):
    with pytest.raises(ValueError, match="piece 1 is wrong"):
        run_all(fall, [1], workers)


def test_a_listener_that_stops_ends_the_work_with_what_it_has(workers):
    def stop(event: Event) -> None:
        raise Stop

    begun = time.monotonic()
    found = run_all(until_stopped, range(5), workers, Progress(stop))
    assert time.monotonic() - begun < 30.0
    assert found[0] == (0, True)
    assert found[-1] is None


def test_a_killed_worker_loses_nothing(workers, tmp_path):
    if isinstance(workers, Serial):
        pytest.skip("work in this thread has no worker to kill")
    tasks = [(number, str(tmp_path)) for number in range(6)]
    assert run_all(die_once, tasks, workers) == [0, 1, 4, 9, 16, 25]
    assert len(list(tmp_path.glob("2-*"))) == 2


def test_work_that_kills_every_worker_is_given_up_with_its_number():
    with Pool(1) as workers, pytest.raises(SolverError, match="piece 0"):
        run_all(die_always, [0], workers)


def test_no_task_is_no_result():
    assert run_all(square, []) == []


def test_one_worker_needs_no_other_process():
    with executor("", 1) as workers:
        assert isinstance(workers, Serial)


@pytest.mark.parametrize(("scheduler", "count"), [("local:", None), ("local:none", None), ("", 0)])
def test_a_wrong_setting_is_refused(scheduler, count):
    with pytest.raises(InputError), executor(scheduler, count):
        pass


def test_a_line_half_written_is_read_once_it_is_whole():
    channel = FolderChannel.make()
    try:
        channel.tell(3, Event("solve", incumbent=1.0))
        (told,) = channel.collect()
        assert told == (3, Event("solve", incumbent=1.0))
        assert channel.collect() == []
        channel.stop()
        assert channel.stopped()
    finally:
        channel.close()
    assert channel.stopped()
