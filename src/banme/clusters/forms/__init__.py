"""The statutory reports on clusters: forms 01 to 04 of Circular 14/2024/TT-BCT, with cut-off days and cross-checks."""

from banme.clusters.forms.facts import ClusterFacts, InvestorFacts, TenantFacts
from banme.clusters.forms.form import CrossCheck, FormCode, Line, Period, StatutoryForm
from banme.clusters.forms.making import form_01, form_02, form_03, form_04

__all__ = [
    "ClusterFacts",
    "CrossCheck",
    "FormCode",
    "InvestorFacts",
    "Line",
    "Period",
    "StatutoryForm",
    "TenantFacts",
    "form_01",
    "form_02",
    "form_03",
    "form_04",
]
