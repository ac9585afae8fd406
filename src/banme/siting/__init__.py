"""Network design: which sites open, with which module, when, and how goods flow; with a certified bound."""

from banme.siting import scenarios
from banme.siting.alternatives import alternatives
from banme.siting.alternatives_result import Alternatives, Claim, Near
from banme.siting.ceilings import Ceiling, Rates, minimise
from banme.siting.certificate import Branch, Certificate
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.elastic import Remedy, Repair, RepairPrices, Requirement, contradiction, repair
from banme.siting.files import load_problem, save, save_alternatives
from banme.siting.no_plan import NoPlanError
from banme.siting.ordered import CO2, COST, EQUITY, Goal, Ordered, Step, ordered
from banme.siting.problem import Limits, NetworkProblem
from banme.siting.robust import design_robust
from banme.siting.robust_result import Criterion, RobustDesign, RobustPlan, Span
from banme.siting.validation import shortfalls

__all__ = [
    "CO2",
    "COST",
    "EQUITY",
    "Alternatives",
    "Branch",
    "Ceiling",
    "Certificate",
    "Claim",
    "Criterion",
    "Goal",
    "Limits",
    "Near",
    "NetworkDesign",
    "NetworkProblem",
    "NoPlanError",
    "Options",
    "Ordered",
    "Rates",
    "Remedy",
    "Repair",
    "RepairPrices",
    "Requirement",
    "RobustDesign",
    "RobustPlan",
    "Span",
    "Step",
    "alternatives",
    "contradiction",
    "design",
    "design_robust",
    "load_problem",
    "minimise",
    "ordered",
    "repair",
    "save",
    "save_alternatives",
    "scenarios",
    "shortfalls",
]
