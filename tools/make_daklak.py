#!/usr/bin/env python3
"""Make the sample region ``src/banme/regions/daklak`` from the folder of source data its register names.

Run from the project's root: ``python tools/make_daklak.py SOURCES``. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import geopandas as gpd
import pandas as pd
from daklak import (
    beyond,
    council,
    futures,
    goods,
    greenbook,
    illustrative,
    illustrative_assessment,
    illustrative_relocation,
    network,
    places,
    projects,
    register,
    roads,
    scenarios,
    speeds,
    terrain,
    territory,
    trucks,
)
from daklak.inputs import Inputs
from daklak.tables import write_csv, write_geojson

REGION = Path(__file__).parents[1] / "src" / "banme" / "regions" / "daklak"


def make(inputs: Inputs, folder: Path) -> dict[str, int]:
    """Write every table and the relief; return the rows written by file."""
    folder.mkdir(parents=True, exist_ok=True)
    ground = terrain.read(inputs)
    units = pd.concat([territory.units_2009(inputs), territory.units_2025(inputs)], ignore_index=True)
    old, new = units[units["code"].str.endswith("@2009")], units[units["code"].str.endswith("@2025")]
    ways = roads.read_network(inputs, ground)
    book = network.atlas(inputs, units)
    industry = network.clusters(inputs, book)
    from_osm = industry["source_code"] == "OSM-SITES"
    green = greenbook.benchmarks()
    made_up = illustrative.tables(new)
    made_up |= illustrative_assessment.tables(made_up["establishment"], green)
    made_up |= illustrative_relocation.tables(made_up["establishment"])
    zone = gpd.GeoDataFrame([illustrative_assessment.zone_cluster()], geometry="geometry", crs=4326)
    made_up["industrial_cluster"] = pd.concat([made_up["industrial_cluster"], zone], ignore_index=True)
    spatial = {
        "admin_unit": units,
        "place": places.town_table(inputs, units),
        "place.osm": places.gateway_table(ways, units),
        "road_edge": roads.road_table(ways),
        "road_edge.connectors": beyond.connectors(inputs, ways),
        "outlet": network.outlets(book),
        "logistics_site": network.sites(book),
        "industrial_cluster": industry[~from_osm],
        "industrial_cluster.osm": industry[from_osm],
        "industrial_cluster.illustrative": made_up.pop("industrial_cluster"),
        **{name: made_up.pop(name) for name in list(made_up) if "geometry" in made_up[name]},
    }
    plain = {
        "data_source": register.data_sources(),
        "admin_unit_successor": territory.successors(old, new),
        "road_speed": speeds.road_speeds(),
        "terrain_speed": speeds.terrain_speeds(),
        "commodity": goods.COMMODITIES,
        "production": goods.production(inputs, old),
        "vehicle_type": trucks.vehicle_types(),
        "tariff": trucks.tariffs(),
        "outlet_demand": network.demand(),
        "capacity_module": network.modules(),
        "scenario": scenarios.scenarios(),
        "scenario_change": scenarios.changes(),
        "green_benchmark": green,
        **made_up,
        "future": futures.futures(),
        "future_change": futures.changes(),
        **council.tables(),
        **projects.tables(),
    }
    written = {name: write_geojson(folder, name, rows) for name, rows in spatial.items()}
    written |= {name: write_csv(folder, name, rows) for name, rows in plain.items()}
    terrain.write_hillshade(ground, folder / "hillshade.png")
    return written


def main() -> int:
    """Read the command line, make the region and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder of source data, one folder for each dataset")
    parser.add_argument("--out", type=Path, default=REGION, help="folder to write")
    arguments = parser.parse_args()
    for name, rows in sorted(make(Inputs(arguments.sources), arguments.out).items()):
        sys.stdout.write(f"{name:24} {rows:6}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
