"""Repair of problems without a plan: elastic rows with prices, alternatives, and requirements that contradict."""

from banme.siting.elastic.prices import KINDS, UNITS, RepairPrices
from banme.siting.elastic.repair import Remedy, Repair, contradiction, repair
from banme.siting.elastic.requirements import Requirement

__all__ = ["KINDS", "UNITS", "Remedy", "Repair", "RepairPrices", "Requirement", "contradiction", "repair"]
