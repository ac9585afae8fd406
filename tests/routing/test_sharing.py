"""Fair shares: textbook games, an oracle that sees every coalition at once, and the table people write."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from typer.testing import CliRunner

from banme.cli.app import app
from banme.errors import InputError
from banme.routing.sharing import CostGame, gains, least_subsidy, nucleolus, read_game, shapley, split_fairly


def game_of(parties, worth):
    """Return the cost game in which a coalition's cost is what it is worth, taken negative."""
    cost = np.zeros(2**parties)
    for coalition in range(1, cost.size):
        cost[coalition] = -worth([at for at in range(parties) if coalition >> at & 1])
    return CostGame(tuple(f"p{at}" for at in range(parties)), cost)


def airport(costs):
    return game_of(len(costs), lambda members: -max(costs[at] for at in members))


def made_up(parties, seed):
    """Return a game with costs that grow with the root of what is carried, a little disturbed."""
    random = np.random.default_rng(seed)
    load = random.uniform(1, 10, parties)
    return game_of(parties, lambda members: -(np.sqrt(load[members].sum()) * 10 + random.uniform(0, 2)))


def oracle(game):
    """Return the nucleolus with all coalitions in every programme, each one tested for being settled."""
    belongs, n = game.belongs(), len(game.parties)
    equal, total = [np.append(belongs[-1], 0.0)], [game.cost[-1]]
    free = list(range(1, game.cost.size - 1))

    def solve(aim, extra_equal=(), extra_total=()):
        rows = [np.append(belongs[at], 1.0) for at in free]
        return linprog(
            aim,
            A_ub=rows or None,
            b_ub=game.cost[free] if rows else None,
            A_eq=np.array([*equal, *extra_equal]),
            b_eq=np.array([*total, *extra_total]),
            bounds=[(None, None)] * (n + 1),
        )

    while free:
        last = np.append(np.zeros(n), 1.0)
        gain = solve(-last).x[-1]
        settled = [
            at for at in free if solve(np.append(belongs[at], 0.0), [last], [gain]).fun >= game.cost[at] - gain - 1e-7
        ]
        assert settled
        for at in settled:
            equal.append(np.append(belongs[at], 0.0))
            total.append(game.cost[at] - gain)
        free = [at for at in free if at not in settled]
    return np.linalg.lstsq(np.array(equal)[:, :n], np.array(total), rcond=None)[0]


@pytest.mark.parametrize(
    ("estate", "shares"), [(100, (100 / 3, 100 / 3, 100 / 3)), (200, (50, 75, 75)), (300, (50, 100, 150))]
)
def test_the_nucleolus_of_the_talmud_estates_is_the_mishnah(estate, shares):
    claims = np.array([100.0, 200.0, 300.0])
    game = game_of(3, lambda members: max(0.0, estate - claims.sum() + claims[members].sum()))
    assert -nucleolus(game)[0] == pytest.approx(shares)


def test_the_shapley_value_of_a_runway_splits_each_stretch_among_its_users():
    assert shapley(airport([1.0, 2.0, 3.0])) == pytest.approx([1 / 3, 5 / 6, 11 / 6])


def test_one_left_glove_and_two_right_ones_leave_everything_to_the_left():
    game = game_of(3, lambda members: float(0 in members and len(members) > 1))
    split = split_fairly(game)
    assert -split.nucleolus == pytest.approx([1, 0, 0], abs=1e-9)
    assert split.in_core
    assert not split.shapley_in_core
    assert -split.shapley == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_majority_of_three_has_no_core_and_needs_half():
    game = game_of(3, lambda members: float(len(members) > 1))
    split = split_fairly(game)
    assert not split.in_core
    assert split.subsidy == pytest.approx(0.5)
    assert split.least_gain == pytest.approx(-1 / 3)
    assert -split.nucleolus == pytest.approx([1 / 3] * 3)
    assert -split.subsidised == pytest.approx([0.5] * 3)
    assert sorted(split.worst) == [3, 5, 6]


@pytest.mark.parametrize("seed", range(4))
def test_the_nucleolus_agrees_with_every_coalition_seen_at_once(seed):
    game = made_up(3 + seed % 2, seed)
    shares, least = nucleolus(game)
    assert shares == pytest.approx(oracle(game), abs=1e-6)
    assert least == pytest.approx(gains(game, shares)[1:-1].min(), abs=1e-6)


@pytest.mark.parametrize(("parties", "seed"), [(4, 0), (8, 1), (12, 2)])
def test_every_coalition_keeps_its_constraint_in_the_core_or_with_the_subsidy(parties, seed):
    game = made_up(parties, seed)
    split = split_fairly(game)
    assert split.nucleolus.sum() == pytest.approx(split.total)
    assert split.shapley.sum() == pytest.approx(split.total)
    assert split.subsidised.sum() == pytest.approx(split.total - split.subsidy)
    own = gains(game, split.subsidised)[1:-1]
    assert own.min() >= -1e-6
    assert (gains(game, split.nucleolus)[1:-1].min() >= -1e-6) == split.in_core


def test_the_subsidy_agrees_with_one_programme_over_all_coalitions():
    game = game_of(5, lambda members: float(len(members) >= 3) * 7.0 + float(len(members) == 5))
    paid = linprog(-np.ones(5), A_ub=game.belongs()[1:], b_ub=game.cost[1:], bounds=[(None, None)] * 5).fun
    assert least_subsidy(game) == pytest.approx(game.cost[-1] + paid)
    assert least_subsidy(airport([4.0, 6.0, 9.0])) == 0.0


def test_shares_follow_names_and_units():
    game = made_up(5, 3)
    turned = CostGame(game.parties[::-1], game.cost[[int(f"{at:05b}"[::-1], 2) for at in range(32)]])
    assert nucleolus(turned)[0][::-1] == pytest.approx(nucleolus(game)[0])
    assert nucleolus(CostGame(game.parties, game.cost * 1e9))[0] == pytest.approx(nucleolus(game)[0] * 1e9)


def test_a_party_alone_pays_its_cost_and_twins_pay_alike():
    assert split_fairly(CostGame(("a",), np.array([0.0, 5.0]))).nucleolus == pytest.approx([5.0])
    assert split_fairly(CostGame(("a", "b"), np.array([0.0, 5.0, 5.0, 8.0]))).nucleolus == pytest.approx([4.0, 4.0])


def test_a_table_is_read_and_every_fault_in_it_is_named(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text("parties,cost\nHTX A,10\nHTX B,12\nHTX A + HTX B,15\n", encoding="utf-8-sig")
    assert read_game(path).cost.tolist() == [0.0, 10.0, 12.0, 15.0]
    path.write_text("parties,cost\na,10\na,11\nb+b,x\nb,3\nc,4\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_game(path)
    rules = [problem.rule for problem in caught.value.problems]
    assert rules == [
        "repeated-coalition",
        "not-a-number",
        "bad-coalition",
    ]
    path.write_text("parties,cost\na,10\nb,3\nc,4\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_game(path)
    assert [problem.row for problem in caught.value.problems] == ["a+b", "a+c", "b+c", "a+b+c"]
    path.write_text("party,price\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_game(path)


def test_a_game_of_too_many_or_without_a_cost_is_refused():
    with pytest.raises(InputError):
        CostGame(tuple("abcdefghijklm"), np.zeros(2**13))
    with pytest.raises(InputError) as caught:
        CostGame.of({frozenset("a"): 1.0, frozenset("b"): 2.0})
    assert [problem.row for problem in caught.value.problems] == ["a+b"]


def test_the_command_tells_who_pays_what_and_what_is_missing(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text("parties,cost\na,10\nb,12\nc,9\na+b,15\na+c,14\nb+c,16\na+b+c,19\n", encoding="utf-8")
    to = tmp_path / "shares.csv"
    done = CliRunner().invoke(app, ["share", str(path), "--csv", str(to)])
    assert done.exit_code == 0, done.output
    assert "Tiết kiệm" in done.output
    head, *lines = to.read_text(encoding="utf-8").splitlines()
    assert head == "party,alone,pays,saves,shapley,subsidised"
    assert sum(float(line.split(",")[2]) for line in lines) == pytest.approx(19.0)
    path.write_text("parties,cost\na,1\nb,1\nc,1\na+b,1\na+c,1\nb+c,1\na+b+c,2\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["share", str(path)])
    assert "0,50" in done.output
