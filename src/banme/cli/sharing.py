"""The command on sharing: who pays what of a cost that parties make together."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banme.cli.screen import number, out, say, show_table

if TYPE_CHECKING:
    from banme.routing.sharing import CostGame, FairSplit


def share(
    table: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV: parties (tên nối bằng +), cost; mỗi nhóm một dòng / names joined by +, one row per coalition.",
        ),
    ],
    to: Annotated[Path | None, typer.Option("--csv", help="Ghi ra CSV / write as CSV.")] = None,
) -> None:
    """Chia công bằng chi phí đi chung xe / split fairly what sharing trucks costs: nucleolus, core, Shapley."""
    from banme.routing.sharing import read_game, split_fairly

    game = read_game(table)
    split = split_fairly(game)
    rows = _rows(game, split)
    show_table(
        say("Mỗi bên trả", "What each party pays"),
        [
            {
                say("Bên", "Party"): row["party"],
                say("Đi riêng", "Alone"): number(row["alone"], 2),
                say("Đi chung (nucleolus)", "Together (nucleolus)"): number(row["pays"], 2),
                say("Tiết kiệm", "Saves"): number(row["saves"], 2),
                "Shapley": number(row["shapley"], 2),
                **({say("Khi được hỗ trợ", "With subsidy"): number(row["subsidised"], 2)} if split.subsidy else {}),
            }
            for row in rows
        ],
    )
    _explain(game, split)
    if to is not None:
        with to.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        out.print(say(f"Đã ghi {to}", f"Wrote {to}"))


def _rows(game: CostGame, split: FairSplit) -> list[dict[str, str | float]]:
    return [
        {
            "party": party,
            "alone": float(split.alone[at]),
            "pays": float(split.nucleolus[at]),
            "saves": float(split.alone[at] - split.nucleolus[at]),
            "shapley": float(split.shapley[at]),
            "subsidised": float(split.subsidised[at]),
        }
        for at, party in enumerate(game.parties)
    ]


def _explain(game: CostGame, split: FairSplit) -> None:
    total, saved = number(split.total, 2), number(split.saved, 2)
    out.print(say(f"Tổng đi chung {total}, tiết kiệm {saved}", f"All together {total}, saving {saved}"))
    if split.in_core:
        least = number(split.least_gain, 2)
        out.print(
            say(
                f"Không nhóm nào trả hơn khi tự đi; nhóm lợi ít nhất lợi {least}",
                f"No coalition pays more than on its own; the one that gains least gains {least}",
            )
        )
    else:
        short = number(split.subsidy, 2)
        out.print(
            say(
                f"Chia cách nào cũng có nhóm trả hơn khi tự đi; cần hỗ trợ ít nhất {short} từ bên ngoài",
                f"However split, some coalition pays more than on its own; at least {short} must come from outside",
            )
        )
    if split.worst:
        names = ", ".join(game.name(coalition) for coalition in split.worst[:10])
        out.print(say(f"Nhóm lợi ít nhất: {names}", f"Gaining least: {names}"))
    if split.in_core and not split.shapley_in_core:
        out.print(
            say(
                "Theo Shapley có nhóm trả hơn khi tự đi",
                "By the Shapley value some coalition pays more than on its own",
            )
        )
