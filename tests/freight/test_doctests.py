import doctest
import importlib

import pytest

MODULES = ("checks", "competition", "cost", "emission", "season", "succession", "truck")


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(importlib.import_module(f"banme.freight.{module}")).failed == 0
