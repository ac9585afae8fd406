"""Acts as a dated graph placed on a drawing: years to the right, topics as lanes, relations as arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from banme.law.acts import Act, Relation
from banme.law.bases import Standing
from banme.law.book import RuleBook

BOX_WIDTH, BOX_HEIGHT = 132.0, 30.0
GAP = 10.0
LEFT, TOP, RIGHT = 150.0, 34.0, 24.0
WIDTH = 1180.0


@dataclass(frozen=True, slots=True)
class Box:
    """An act on the drawing; ``x`` and ``y`` are its upper left corner, pixels."""

    act: Act
    x: float
    y: float
    in_force: bool
    cited: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation from one act to the other, as the points of a curve; ``stands`` on the day asked for."""

    relation: Relation
    path: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The acts of one topic: its name's place and its height, pixels."""

    topic: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole graph with its size, pixels, the years' marks and the mark of the day asked for."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    years: tuple[tuple[float, int], ...]
    day_x: float


def draw(book: RuleBook, standings: Iterable[Standing], day: date, topics: Iterable[str] = ()) -> Drawing:
    """Return the graph of the acts of some topics (all when none are named), as they stand on a day.

    An act stands at its first day in force; acts of a lane that would overlap go below one another.
    """
    wanted = set(topics)
    acts = [act for act in book.acts.values() if not wanted or act.topic in wanted]
    cited: dict[str, int] = {}
    for standing in standings:
        cited[standing.act.code] = cited.get(standing.act.code, 0) + 1
    first = min((act.valid_from.year for act in acts), default=day.year)
    last = max([day.year, *(act.valid_from.year for act in acts)]) + 1
    scale = (WIDTH - LEFT - RIGHT - BOX_WIDTH) / max(last - first, 1)

    def at(moment: date) -> float:
        return LEFT + (moment.year - first + (moment.timetuple().tm_yday - 1) / 366.0) * scale

    boxes: dict[str, Box] = {}
    lanes, top = [], TOP
    for topic in sorted({act.topic for act in acts}):
        own = sorted((act for act in acts if act.topic == topic), key=lambda act: (act.valid_from, act.code))
        rows: list[float] = []
        for act in own:
            x = at(act.valid_from)
            row = next((place for place, end in enumerate(rows) if end + GAP <= x), len(rows))
            rows[row : row + 1] = [x + BOX_WIDTH]
            y = top + GAP + row * (BOX_HEIGHT + GAP)
            boxes[act.code] = Box(act, x, y, act.in_force(day), cited.get(act.code, 0))
        height = len(rows) * (BOX_HEIGHT + GAP) + GAP
        lanes.append(Lane(topic, top, height))
        top += height
    arrows = tuple(
        Arrow(relation, _path(boxes[relation.act], boxes[relation.other]), relation.since <= day)
        for relation in book.relations
        if relation.act in boxes and relation.other in boxes
    )
    step = max(1, (last - first) // 12)
    years = tuple((at(date(year, 1, 1)), year) for year in range(first, last + 1, step))
    return Drawing(WIDTH, top + GAP, tuple(lanes), tuple(boxes.values()), arrows, years, at(day))


def relations_of(book: RuleBook, code: str) -> Mapping[str, tuple[Relation, ...]]:
    """Return the relations of an act: ``out`` bears on others, ``in`` others bear on it."""
    return {
        "out": tuple(each for each in book.relations if each.act == code),
        "in": tuple(each for each in book.relations if each.other == code),
    }


def _path(source: Box, target: Box) -> str:
    """Return a curve from the left or upper edge of one box to the nearest edge of the other."""
    middle = BOX_HEIGHT / 2
    if source.x >= target.x + BOX_WIDTH:
        x1, y1, x2, y2 = source.x, source.y + middle, target.x + BOX_WIDTH, target.y + middle
        bend = (x1 - x2) / 2
        return f"M{x1:.1f},{y1:.1f} C{x1 - bend:.1f},{y1:.1f} {x2 + bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    down = source.y < target.y
    low, high = max(source.x, target.x), min(source.x, target.x) + BOX_WIDTH
    x1, x2 = ((low + high) / 2,) * 2 if low < high else (source.x + BOX_WIDTH / 2, target.x + BOX_WIDTH / 2)
    y1, y2 = (source.y + BOX_HEIGHT, target.y) if down else (source.y, target.y + BOX_HEIGHT)
    bend = (y2 - y1) / 2
    return f"M{x1:.1f},{y1:.1f} C{x1:.1f},{y1 + bend:.1f} {x2:.1f},{y2 - bend:.1f} {x2:.1f},{y2:.1f}"
