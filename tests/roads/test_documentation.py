import re
from pathlib import Path

import banme.roads

from .networks import edges_of, points_of

PAGE = (Path(__file__).parents[2] / "docs" / "engines" / "roads.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_runs():
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    lines = edges_of((0, 0, 10, 0), (5, -5, 5, 5), road_class=["national", "district"])
    scope = {"lines": lines, "places": points_of((1, 1), (5, 4), index=["a", "b"])} | vars(banme.roads)
    exec(code, scope)
    assert scope["routes"].reached.all()
    assert scope["routes"].carried["length_m"][0, 1] > 7000


def test_every_public_function_stands_on_the_page():
    functions = [name for name in banme.roads.__all__ if name[0].islower()]
    assert [name for name in functions if name not in PAGE] == []
