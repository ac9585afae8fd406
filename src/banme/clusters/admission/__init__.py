"""Who may come into a clean cluster of advanced technology: declared, verified, and what follows."""

from banme.clusters.admission.decide import (
    VERDICT_WORDS,
    Admission,
    AdmissionRule,
    Need,
    RuleFinding,
    Verdict,
    decide,
)
from banme.clusters.admission.facts import FACTS, read_facts, with_derived

__all__ = [
    "FACTS",
    "VERDICT_WORDS",
    "Admission",
    "AdmissionRule",
    "Need",
    "RuleFinding",
    "Verdict",
    "decide",
    "read_facts",
    "with_derived",
]
