"""The proof of a bound: a branching tree whose leaves carry multipliers, with labels instead of positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banme.siting.layout import Floats


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree.

    Attributes
    ----------
    multipliers : int
        For a leaf, which multipliers of the pool prove its bound; -1 for an inner node.
    bound_vnd : float
        What they prove for a leaf (inf where no choice is left); NaN for an inner node.
    site, module, stage : str or None
        For an inner node: the question "is this module (None: any module) of the site open in the stage?".
    no, yes : int
        Numbers of the two children; -1 for a leaf.

    """

    multipliers: int = -1
    bound_vnd: float = float("nan")
    site: str | None = None
    module: str | None = None
    stage: str | None = None
    no: int = -1
    yes: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Tree, rows and multipliers.

    Attributes
    ----------
    form : str
        How a leaf's bound is computed; ``box`` is the formula of ``banme.siting.relaxation``.
    branches : tuple of Branch
        Root first; a child stands after its parent.
    rows : tuple of (family, labels)
        The relaxed rows in the order of the multipliers.
    multipliers : tuple of (R,) float arrays
        VND per unit of the row (t, kg, site, VND).

    """

    form: str
    branches: tuple[Branch, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    multipliers: tuple[Floats, ...]
