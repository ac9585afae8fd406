"""Public benchmark families of facility location, read as special cases of the network-design problem.

Customers are origins, facilities are sites, and what is served ends at one outlet; a cost of serving is the cost of
the way from the customer to the facility. Nothing is shipped with the project: the reader gets a path from the user.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from banme.siting.instances import cflp_orlib, cflp_tbed1, tscflp_mp, ufl
from banme.siting.instances.facility import Instance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

READERS: Mapping[str, Callable[[Path], list[Instance]]] = MappingProxyType(
    {
        "tscflp_mp": tscflp_mp.read,
        "cflp_tbed1": cflp_tbed1.read,
        "cflp_orlib": cflp_orlib.read,
        "ufl": ufl.read,
    }
)
"""Reader of each family; a file may hold several instances."""

__all__ = ["READERS", "Instance"]
