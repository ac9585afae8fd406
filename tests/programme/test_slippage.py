"""Why a task is late."""

from datetime import date

from banme.programme import Actual, Cause, Link, Work, calendars, network, schedule, slippage

from . import by_hand

SPAN = calendars(date(2023, 1, 1), date(2026, 12, 31), by_hand.holidays())


def test_the_chain_tells_who_pushes_and_what_each_adds():
    net = network([Work("land", 5), Work("works", 5), Work("let", 3), Work("other", 1)], [
        Link("land", "works"), Link("works", "let"),
    ])  # fmt: skip
    agreed = schedule(net, SPAN, starts_on=by_hand.MONDAY)
    baseline = {work.code: agreed.finish[at] for at, work in enumerate(net.works)}
    actuals = {
        "land": Actual(date(2024, 1, 8), date(2024, 1, 19), 100),  # a week late
        "works": Actual(date(2024, 1, 19), None, 0, remaining_days=8),  # and three days more
        "other": Actual(date(2024, 1, 8), date(2024, 1, 8), 100),
    }
    now = schedule(net, SPAN, starts_on=by_hand.MONDAY, actuals=actuals, reckoned_on=date(2024, 1, 21))
    chain = slippage("let", now, baseline)
    assert [step.code for step in chain] == ["let", "works", "land"]
    assert [step.cause for step in chain] == [Cause.TASK, Cause.TASK, Cause.HAPPENED]
    assert chain[0].slip_days == sum(step.own_days for step in chain)
    assert chain[-1].own_days == 7
    assert slippage("other", now, baseline) == ()
