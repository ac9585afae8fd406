"""The shipped region's files as plain rows, read without the importer so that each checks the other."""

import csv
import json
from dataclasses import dataclass
from functools import cache

from shapely.geometry import shape

from banme import regions

FOLDER = regions.path("daklak")


@dataclass(frozen=True)
class Row:
    table: str
    file: str
    values: dict
    geometry: object = None

    def __getitem__(self, column):
        return self.values[column]

    @property
    def place(self):
        return f"{self.file}: {self.values['code']}"


@cache
def rows():
    found = []
    for path in sorted(FOLDER.iterdir()):
        table = path.name.split(".")[0]
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as stream:
                found += [
                    Row(table, path.name, {k: v or None for k, v in line.items()}) for line in csv.DictReader(stream)
                ]
        elif path.suffix == ".geojson":
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                drawn = None if feature["geometry"] is None else shape(feature["geometry"])
                found.append(Row(table, path.name, feature["properties"], drawn))
    return tuple(found)


def table(name):
    return [row for row in rows() if row.table == name]


def files():
    return {row.file for row in rows()}
