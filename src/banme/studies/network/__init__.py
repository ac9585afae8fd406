"""Where centres and points open, and how goods flow: workspace tables to the siting engine and back."""

from banme.studies.network.design import STUDY, run

__all__ = ["STUDY", "run"]
