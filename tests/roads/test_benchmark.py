import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "roads.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_roads", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_benchmark_measures_and_both_methods_agree(benchmark):
    figures = benchmark.measure(side=120, places=30, times=3, scipy_times=1)
    assert figures.largest_difference_vnd < 1.0
    assert figures.customise_s < 0.1
    assert figures.closure_s < 0.1
    assert figures.ratio > 1.0
    assert figures.build_s < 5.0


def test_the_benchmark_network_is_the_same_every_time(benchmark):
    first, again = benchmark.synthetic_edges(20), benchmark.synthetic_edges(20)
    assert first.equals(again)
