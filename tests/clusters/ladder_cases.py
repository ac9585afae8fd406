"""Small random upgrade problems, and an exhaustive search that shares no code with the engine."""

import itertools

import numpy as np
import pandas as pd

from banme.clusters.ladder import UpgradeProblem

RESOURCES = ("power_kwh", "water_m3", "material_t")


def problem(seed, options=6, establishments=2, rate=8.0):
    rng = np.random.default_rng(seed)
    names = [f"o{n}" for n in range(options)]
    where = [f"e{n % establishments}" for n in range(options)]
    table = pd.DataFrame(
        {
            "establishment": where,
            "measure": [f"m{n // establishments}" for n in range(options)],
            "capex_vnd": rng.integers(1, 20, options) * 1e8,
            "opex_vnd_year": rng.integers(0, 5, options) * 1e6,
            "life_years": rng.integers(3, 15, options),
            "value_added_vnd_year": rng.integers(0, 4, options) * 2e7,
        },
        index=names,
    )
    use = pd.DataFrame(
        [
            (f"e{e}", resource, float(rng.integers(100, 1000)), 3e6, 50.0 * (resource == "power_kwh"))
            for e in range(establishments)
            for resource in RESOURCES
        ],
        columns=["establishment", "resource", "quantity", "price_vnd", "co2_kg"],
    )
    rows = [
        (name, resource, saving - 2, saving, saving + 3)
        for name in names
        for resource in RESOURCES
        if rng.random() < 0.6
        for saving in [float(rng.integers(3, 60))]
    ]
    savings = pd.DataFrame(rows, columns=["option", "resource", "low_pct", "saving_pct", "high_pct"])
    have = set(zip(savings["option"], savings["resource"], strict=True))
    overlaps = [
        (a, b, resource, float(rng.choice([0.9, 1.05])))
        for a, b in itertools.combinations(names, 2)
        for resource in RESOURCES
        if table.establishment[a] == table.establishment[b]
        and {(a, resource), (b, resource)} <= have
        and rng.random() < 0.4
    ]
    return UpgradeProblem(
        table,
        use,
        savings,
        requires=pd.DataFrame([("o2", "o0")], columns=["option", "needs"]),
        excludes=pd.DataFrame([("o1", "o3")], columns=["option", "other"]),
        overlaps=pd.DataFrame(overlaps, columns=["option", "other", "resource", "factor"]),
        discount_rate_pct=rate,
        co2_vnd_kg=200.0,
    )


def benefit(p, chosen):
    """Yearly benefit of a set, worked out row by row."""
    total = 0.0
    rate = p.discount_rate_pct / 100
    for option in chosen:
        row = p.options.loc[option]
        spread = 1 / row.life_years if rate == 0 else rate / (1 - (1 + rate) ** -row.life_years)
        total += row.value_added_vnd_year - row.capex_vnd * spread - row.opex_vnd_year
    for cell in p.baseline.itertuples():
        left = 1.0
        for saving in p.savings.itertuples():
            here = p.options.establishment[saving.option] == cell.establishment and saving.resource == cell.resource
            if saving.option in chosen and here:
                left *= 1 - saving.saving_pct / 100
        for pair in p.overlaps.itertuples():
            here = p.options.establishment[pair.option] == cell.establishment and pair.resource == cell.resource
            if {pair.option, pair.other} <= set(chosen) and here:
                left *= pair.factor
        total += cell.quantity * (1 - left) * (cell.price_vnd + p.co2_vnd_kg * cell.co2_kg)
    return total


def best(p, budget):
    """Best benefit over every allowed set."""
    found = 0.0
    for size in range(len(p.options) + 1):
        for chosen in itertools.combinations(p.options.index, size):
            kept = set(chosen)
            if any(r.option in kept and r.needs not in kept for r in p.requires.itertuples()):
                continue
            if any({r.option, r.other} <= kept for r in p.excludes.itertuples()):
                continue
            if p.options.capex_vnd[list(chosen)].sum() <= budget:
                found = max(found, benefit(p, chosen))
    return found
