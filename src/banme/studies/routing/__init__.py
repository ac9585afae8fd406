"""Truck rounds of a week, from a run of network design: who drives where, when, with what."""

from banme.studies.routing.study import STUDY, run

__all__ = ["STUDY", "run"]
