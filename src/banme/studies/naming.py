"""What the inputs that a page or paper lacks are called: by the engines' words, else by the register's column."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from banme.clusters.inputs import NAMES, named
from banme.law.words import Words
from banme.workspace import models as m

_TABLES = (m.IndustrialCluster, m.Establishment, m.Plot, m.Lease, m.ClusterUtility, m.InfrastructureWork, m.ClusterFile)


def input_name(name: str, language: str) -> str:
    """Return what an input is called in ``vi`` or ``en``; a code before its dot is kept."""
    code, dot, fact = name.rpartition(".")
    if fact in NAMES:
        return named(name).text(language)
    for model in _TABLES:
        for field in model._meta.concrete_fields:
            if fact in {field.column, field.name}:
                with override(language):
                    label = str(field.verbose_name)
                return f"{code}: {label}" if dot else label
    return Words.of(name).text(language)


def input_names(names: Iterable[str], language: str) -> str:
    """Return the names of inputs, one after another."""
    return "; ".join(input_name(name, language) for name in names)
