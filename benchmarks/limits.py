"""What every benchmark of public instances takes on its command line."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Add seconds, threads, seed, and the folder to save in."""
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path)
