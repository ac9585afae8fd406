"""Sums and counts over clusters that name what they lack instead of taking it as zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from banme.clusters.exact import total
from banme.clusters.forms.facts import ClusterFacts, TenantFacts

Fact = Callable[[ClusterFacts], bool | None]
Figure = Callable[[ClusterFacts], float | None]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure, or the inputs it lacks."""

    value: float | None
    missing: tuple[str, ...] = ()

    def times(self, factor: float) -> Amount:
        """Return the figure in another unit."""
        return Amount(None if self.value is None else self.value * factor, self.missing)


def known(value: float | None, name: str) -> Amount:
    """Return one figure under its name."""
    return Amount(None, (name,)) if value is None else Amount(float(value))


def count(clusters: Sequence[ClusterFacts], facts: dict[str, Fact]) -> Amount:
    """Count the clusters of which every fact is true; one with no fact false and one unknown is missing."""
    return _over(clusters, facts, None)


def area(clusters: Sequence[ClusterFacts], facts: dict[str, Fact]) -> Amount:
    """Sum the areas of the clusters of which every fact is true, ha."""
    return _over(clusters, facts, ("area_ha", lambda cluster: cluster.area_ha))


def add(clusters: Sequence[ClusterFacts], facts: dict[str, Fact], name: str, figure: Figure) -> Amount:
    """Sum a figure over the clusters of which every fact is true."""
    return _over(clusters, facts, (name, figure))


def over_tenants(
    clusters: Iterable[ClusterFacts], name: str, figure: Callable[[TenantFacts], float | bool | None]
) -> Amount:
    """Sum a figure over all tenants of clusters."""
    found, missing = [], []
    for cluster in clusters:
        if cluster.tenants is None:
            missing.append(f"{cluster.code}.tenants")
            continue
        for tenant in cluster.tenants:
            value = figure(tenant)
            if value is None:
                missing.append(f"{tenant.code}.{name}")
            else:
                found.append(float(value))
    return Amount(None, tuple(missing)) if missing else Amount(total(found))


def _over(clusters: Sequence[ClusterFacts], facts: dict[str, Fact], figure: tuple[str, Figure] | None) -> Amount:
    found, missing = [], []
    for cluster in clusters:
        answers = {name: fact(cluster) for name, fact in facts.items()}
        if False in answers.values():
            continue
        missing += [f"{cluster.code}.{name}" for name, answer in answers.items() if answer is None]
        if figure is not None:
            name, read = figure
            value = read(cluster)
            if value is None:
                missing.append(f"{cluster.code}.{name}")
            else:
                found.append(value)
        else:
            found.append(1.0)
    return Amount(None, tuple(dict.fromkeys(missing))) if missing else Amount(total(found))
