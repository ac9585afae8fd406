"""Relocation: who is too near homes, who moves when to which plot; read, computed, stored."""

from banme.studies.relocation.study import STUDY, run

__all__ = ["STUDY", "run"]
