"""Recomputes a plan of by-product exchanges: every tonne accounted for, permits, capacities, prices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from banme.errors import Findings

SLACK = 1e-6
"""What a sum of tonnes may be above its limit, as a share of the limit."""
Row = dict[str, Any]


def judge(stated: dict[str, Any], plan: list[Row], found: Findings) -> dict[str, float]:
    """Return what the files should claim, recomputed; every balance and permit broken is noted."""
    kinds = ("offers", "wants", "routes")
    offers, wants, routes = ({row["label"]: row for row in stated[name]} for name in kinds)
    links = {(row["offer"], row["want"], row["route"]): row for row in stated["links"]}
    used: dict[tuple[str, str], float] = {}
    gains = []
    seen = set()
    for row in plan:
        key = (row["offer"], row["want"], row["route"])
        name = " ".join(key)
        if key not in links or key in seen:
            found.add(text.unknown("plan", name))
            continue
        seen.add(key)
        offer, want, route, link = offers[key[0]], wants[key[1]], routes[key[2]], links[key]
        if (offer["material"], want["material"]) != (route["source"], route["target"]) or not route["permitted"]:
            found.add(text.unknown("routes", name))
        sent = number(row["sent_t_year"])
        if not sent >= number(link["least_t_year"]) * (1.0 - SLACK):
            found.add(text.violated("least_t_year", name, sent - number(link["least_t_year"]), "t"))
        received = sent * number(route["yield_share"])
        _same(name, "received_t_year", number(row["received_t_year"]), received, found)
        _same(name, "residue_t_year", number(row["residue_t_year"]), sent - received, found)
        gain = _gain(offer, want, route, link, sent)
        _same(name, "gain_vnd_year", number(row["gain_vnd_year"]), gain, found)
        gains.append(gain)
        for place, amount in ((("offers", key[0]), sent), (("wants", key[1]), received), (("routes", key[2]), sent)):
            used[place] = used.get(place, 0.0) + amount
    for table, rows, column in (
        ("offers", offers, "available_t_year"),
        ("wants", wants, "needed_t_year"),
        ("routes", routes, "capacity_t_year"),
    ):
        for label, row in rows.items():
            over = used.get((table, label), 0.0) - number(row[column])
            if over > SLACK * max(1.0, number(row[column])):
                found.add(text.violated(f"{table}/{column}", label, over, "t"))
    return {"worth": math.fsum(gains)}


def _gain(offer: Row, want: Row, route: Row, link: Row, sent: float) -> float:
    """Return what is no longer disposed of and bought, less treatment, residue, transport and permit."""
    share = number(route["yield_share"])
    return math.fsum(
        [
            sent * number(offer["disposal_vnd_t"]),
            sent * share * number(want["bought_vnd_t"]),
            -sent * number(route["treatment_vnd_t"]),
            -sent * (1.0 - share) * number(route["residue_disposal_vnd_t"]),
            -sent * number(route["transport_vnd_tkm"]) * number(link["distance_km"]),
            -number(link["fixed_vnd_year"]),
        ]
    )


def _same(row: str, name: str, claimed: float, value: float, found: Findings) -> None:
    if not abs(claimed - value) <= SLACK * max(1.0, abs(value)):
        found.add(text.claim(f"{row}/{name}", claimed, value))
