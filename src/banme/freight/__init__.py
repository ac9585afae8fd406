"""Freight: goods by unit and season, what trucks cost and emit, and what each outlet is worth.

Pure functions over NumPy and pandas. Quantities are tonnes, distances kilometres, times hours, money VND.
"""

from banme.freight.competition import Reach, competitiveness, share_within
from banme.freight.cost import annuity, leg_cost_vnd_t, trip_cost_vnd
from banme.freight.emission import emissions_kg
from banme.freight.season import SeasonProfile, season
from banme.freight.succession import Succession, check_successors, succession, transfer
from banme.freight.truck import TruckType, load_factor, trips

__all__ = [
    "Reach",
    "SeasonProfile",
    "Succession",
    "TruckType",
    "annuity",
    "check_successors",
    "competitiveness",
    "emissions_kg",
    "leg_cost_vnd_t",
    "load_factor",
    "season",
    "share_within",
    "succession",
    "transfer",
    "trip_cost_vnd",
    "trips",
]
