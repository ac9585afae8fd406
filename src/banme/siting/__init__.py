"""Network design: which sites open, with which module, when, and how goods flow; with a certified bound."""

from banme.siting import scenarios
from banme.siting.certificate import Branch, Certificate
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.elastic import Remedy, Repair, RepairPrices, Requirement, repair
from banme.siting.files import load_problem, save
from banme.siting.problem import Limits, NetworkProblem

__all__ = [
    "Branch",
    "Certificate",
    "Limits",
    "NetworkDesign",
    "NetworkProblem",
    "Options",
    "Remedy",
    "Repair",
    "RepairPrices",
    "Requirement",
    "design",
    "load_problem",
    "repair",
    "save",
    "scenarios",
]
