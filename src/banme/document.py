"""JSON documents of problems, plans and proofs: the same bytes for the same values, infinity in words, a digest."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document as compressed JSON; its folder is made if it is not there.

    Raises
    ------
    ValueError
        When it holds an infinity or NaN that :func:`stored` did not put in words.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_bytes(gzip.compress(text.encode(), 5, mtime=0))


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything but the digest itself."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def stored(value: float) -> float | str:
    """Return a figure as JSON can hold it: infinity as ``inf`` or ``-inf``."""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(value)


def stored_all(values: NDArray[np.float64]) -> list[Any]:
    """Return an array of any dimension as nested lists of :func:`stored` figures."""
    return [stored_all(row) for row in values] if values.ndim > 1 else [stored(value) for value in values]
