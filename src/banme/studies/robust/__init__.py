"""One decision for several futures: workspace tables to the siting engine's scenarios and back."""

from banme.studies.robust.design import STUDY, run
from banme.studies.robust.futures import asked_for, choose

__all__ = ["STUDY", "asked_for", "choose", "run"]
