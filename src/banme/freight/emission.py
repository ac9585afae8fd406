"""Greenhouse gases of transport by the tonne-kilometre method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from banme.freight.checks import not_negative

if TYPE_CHECKING:
    from banme.freight.checks import Floats

GRAMS_PER_KG = 1000.0


def emissions_kg(quantity_t: Any, distance_km: Any, factor_g_tkm: Any) -> Floats:
    """Return greenhouse gases of moving goods: tonnes times kilometres times the factor.

    ISO 14083:2023 and the GLEC Framework v3.0: well-to-wheel CO2e on the tonne-kilometre basis. The factor is an
    average over loaded and empty running, so empty returns are not added again. Strictly the distance is the shortest
    feasible one (ISO 14083); with distances really driven the result is slightly high.

    Parameters
    ----------
    quantity_t : array of float, any shape
        Tonnes moved.
    distance_km : array of float, same shape
        Loaded distance.
    factor_g_tkm : array of float, same shape or one number
        g CO2e per t·km, well to wheel, of the truck used; the caller keeps its name and version beside it.

    Returns
    -------
    array of float, same shape
        kg CO2e.

    Raises
    ------
    InputError
        When a figure is missing or negative.

    Examples
    --------
    >>> float(emissions_kg(10.0, 200.0, 95.0))
    190.0

    """
    work = not_negative("quantity_t", quantity_t) * not_negative("distance_km", distance_km)
    return np.asarray(work * not_negative("factor_g_tkm", factor_g_tkm) / GRAMS_PER_KG)
