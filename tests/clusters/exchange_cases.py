"""Small random by-product exchanges."""

import numpy as np
import pandas as pd

from banme.clusters.greenness import ExchangeProblem


def exchange(seed):
    rng = np.random.default_rng(seed)
    offers = pd.DataFrame(
        {
            "establishment": ["a", "b", "c"],
            "material": ["husk", "husk", "pulp"],
            "available_t_year": rng.integers(100, 900, 3).astype(float),
            "disposal_vnd_t": rng.integers(1, 9, 3) * 1e5,
        },
        index=["o1", "o2", "o3"],
    )
    wants = pd.DataFrame(
        {
            "establishment": ["d", "e"],
            "material": ["fuel", "compost"],
            "needed_t_year": rng.integers(100, 700, 2).astype(float),
            "bought_vnd_t": rng.integers(3, 20, 2) * 1e5,
        },
        index=["w1", "w2"],
    )
    routes = pd.DataFrame(
        {
            "source": ["husk", "husk", "pulp"],
            "target": ["fuel", "compost", "compost"],
            "treatment_vnd_t": rng.integers(1, 5, 3) * 1e5,
            "yield_share": [0.9, 0.6, 0.5],
            "residue_disposal_vnd_t": 2e5,
            "capacity_t_year": [np.inf, 300.0, np.inf],
            "transport_vnd_tkm": 3000.0,
            "permitted": True,
        },
        index=["r1", "r2", "r3"],
    )
    links = [
        (offer, want, route, float(rng.integers(1, 60)), float(rng.integers(0, 12)) * 1e7, float(rng.choice([0, 80])))
        for offer in offers.index
        for want in wants.index
        for route in routes.index
        if (offers.material[offer], wants.material[want]) == (routes.source[route], routes.target[route])
    ]
    columns = ["offer", "want", "route", "distance_km", "fixed_vnd_year", "least_t_year"]
    return ExchangeProblem(offers, wants, routes, pd.DataFrame(links, columns=columns))
