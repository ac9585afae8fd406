"""The questions an indicator can be bound to: each asks the workspace on a day and names what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from banme.freight.delivered import delivered_cost_vnd_t
from banme.programme.evidence import Reading
from banme.studies.cluster_land import land_use
from banme.workspace.models import (
    ClusterUtility,
    Establishment,
    IndustrialCluster,
    InfrastructureWork,
    LogisticsSite,
    Outlet,
    Plot,
    ResidentialArea,
    ResultIndicator,
    ResultLeg,
    Run,
    TechnologySurvey,
)
from banme.workspace.models.clusters import ClusterKind, EstablishmentStatus, Utility
from banme.workspace.models.plan_evidence import IndicatorQuery
from banme.workspace.models.runs import latest_run
from banme.workspace.text import both

if TYPE_CHECKING:
    import datetime as dt

    from django.db import models

WHOLE = 100.0
NETWORK = "network_design"
"""Study whose runs the network queries read."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a query found.

    Attributes
    ----------
    reading : Reading
        The value, or what is missing.
    rows : dict of str to QuerySet
        Rows read, by table: sources and qualities are theirs.
    run : Run or None
        The run it was read off, if it was.
    beside : tuple of Run
        Runs that it was compared with.

    """

    reading: Reading
    rows: dict[str, models.QuerySet] = field(default_factory=dict)
    run: Run | None = None
    beside: tuple[Run, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run it rests on."""
        return (() if self.run is None else (self.run,)) + self.beside


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its rule, what its subject is (empty: none is needed), and who answers."""

    rule: str
    subject: str
    ask: Callable[[str, dt.date], Answer]


def _missing(*what: str, **rows: models.QuerySet) -> Answer:
    return Answer(Reading(None, what), rows)


def _cluster(code: str) -> IndustrialCluster | None:
    return IndustrialCluster.objects.filter(code=code).first()


def _no_cluster(code: str) -> Answer:
    return _missing(f"industrial_cluster:{code or '?'}")


def occupancy(code: str, day: dt.date) -> Answer:
    """Return the share of industrial land leased or approved (%)."""
    cluster = _cluster(code)
    if cluster is None:
        return _no_cluster(code)
    land = land_use(cluster, day)
    rows: dict[str, models.QuerySet] = {
        "industrial_cluster": IndustrialCluster.objects.filter(code=code),
        "plot": Plot.objects.filter(cluster=cluster),
    }
    if land.occupancy_pct is not None:
        return Answer(Reading(float(land.occupancy_pct)), rows)
    missing = []
    if cluster.industrial_land_ha is None:
        missing.append(f"industrial_cluster.industrial_land_ha:{code}")
    if not rows["plot"].exists():
        missing.append(f"plot:{code}")
    return Answer(Reading(None, tuple(missing or [f"lease:{code}"])), rows)


def established(code: str, day: dt.date) -> Answer:
    """Return 1 where the cluster was established by the day, 0 where it is recorded as only planned."""
    cluster = _cluster(code)
    if cluster is None:
        return _no_cluster(code)
    rows = {"industrial_cluster": IndustrialCluster.objects.filter(code=code)}
    if cluster.established_on is not None:
        return Answer(Reading(1.0 if cluster.established_on <= day else 0.0), rows)
    if cluster.status == "planned":
        return Answer(Reading(0.0), rows)
    return Answer(Reading(None, (f"industrial_cluster.established_on:{code}",)), rows)


def works_done(code: str, day: dt.date) -> Answer:
    """Return the share of recorded works finished by the day (%), each counted once."""
    if _cluster(code) is None:
        return _no_cluster(code)
    works = InfrastructureWork.objects.filter(cluster=code)
    if not works.exists():
        return _missing(f"infrastructure_work:{code}")
    done = works.filter(actual_end__lte=day).count()
    return Answer(Reading(WHOLE * done / works.count()), {"infrastructure_work": works})


def wastewater(code: str, day: dt.date) -> Answer:
    """Return 1 where a central wastewater plant works on the day and meets its standard, 0 where it does not."""
    if _cluster(code) is None:
        return _no_cluster(code)
    plants = ClusterUtility.objects.filter(cluster=code, utility=Utility.WASTEWATER, valid_from__lte=day)
    plants = plants.exclude(valid_to__lt=day)
    rows: dict[str, models.QuerySet] = {"cluster_utility": plants}
    plant = plants.last()
    if plant is not None:
        if plant.meets_standard is None:
            return Answer(Reading(None, (f"cluster_utility.meets_standard:{plant.code}",)), rows)
        return Answer(Reading(1.0 if plant.meets_standard else 0.0), rows)
    works = InfrastructureWork.objects.filter(cluster=code, item="wastewater")
    rows["infrastructure_work"] = works
    if works.exists():
        return Answer(Reading(0.0), rows)
    return Answer(
        Reading(None, (f"cluster_utility[wastewater]:{code}", f"infrastructure_work[wastewater]:{code}")), rows
    )


def surveyed(_: str, day: dt.date) -> Answer:
    """Return the share of establishments in industrial clusters with a technology survey by the day's year (%)."""
    inside = Establishment.objects.filter(cluster__kind=ClusterKind.CLUSTER, status=EstablishmentStatus.OPERATING)
    if not inside.exists():
        return _missing("establishment")
    surveys = TechnologySurvey.objects.filter(establishment__in=inside.values("code"), year__lte=day.year)
    known = surveys.values("establishment").distinct().count()
    return Answer(Reading(WHOLE * known / inside.count()), {"establishment": inside, "technology_survey": surveys})


def in_residential(_: str, day: dt.date) -> Answer:
    """Return how many working establishments lie in a residential area."""
    areas = ResidentialArea.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    working = Establishment.objects.filter(status=EstablishmentStatus.OPERATING)
    if not areas.exists():
        return _missing("residential_area")
    placed = working.exclude(geometry=None)
    if not placed.exists():
        return _missing("establishment.geometry")
    shapes = shapely.union_all(list(areas.values_list("geometry", flat=True)))
    points = list(placed.values_list("geometry", flat=True))
    inside = int(shapely.covers(shapes, points).sum())
    return Answer(Reading(float(inside)), {"establishment": placed, "residential_area": areas})


def centres(_: str, day: dt.date) -> Answer:  # noqa: ARG001  (sites carry no days of their own)
    """Return how many logistics centres are at work."""
    sites = LogisticsSite.objects.filter(kind="centre")
    if not sites.exists():
        return _missing("logistics_site")
    return Answer(Reading(float(sites.filter(status="existing").count())), {"logistics_site": sites})


def cost_against(subject: str, _: dt.date) -> Answer:
    """Return the logistics cost per tonne of one scenario's latest run over another's (%), all years together."""
    return _against(subject, 2, lambda run, _: _cost(run))


def goods_cost(subject: str, _: dt.date) -> Answer:
    """Return what a tonne of one good costs to bring to a kind of outlet (VND), by a scenario's latest run."""
    scenario, _bar, rest = subject.partition(":")
    run = latest_run(NETWORK, scenario)
    if run is None:
        return _missing(f"run[{NETWORK}]:{scenario}")
    reading = _delivered(run, rest)
    return Answer(reading, {}, run)


def goods_cost_against(subject: str, _: dt.date) -> Answer:
    """Return that cost of one scenario's latest run over another's (%)."""
    return _against(subject, 3, _delivered)


def _against(subject: str, parts: int, cost: Callable[[Run, str], Reading]) -> Answer:
    """Return a cost of the first scenario's latest run over that of the second (%)."""
    codes = subject.split(":", 2)
    if len(codes) != parts:
        return _missing(f"indicator.subject:{subject}")
    runs = [latest_run(NETWORK, code) for code in codes[:2]]
    known = tuple(run for run in runs if run is not None)
    if len(known) != len(runs):
        return _missing(*(f"run[{NETWORK}]:{code}" for code, run in zip(codes, runs, strict=False) if run is None))
    found = [cost(run, codes[-1]) for run in known]
    lacking = tuple(dict.fromkeys(name for one in found for name in one.missing))
    if lacking or not found[1].value:
        return Answer(Reading(None, lacking or (f"run:{known[1].code}",)), {}, known[0], known[1:])
    return Answer(Reading(WHOLE * float(found[0].value or 0.0) / found[1].value), {}, known[0], known[1:])


def _cost(run: Run) -> Reading:
    """Return a run's cost per tonne over all its years together (VND/t)."""
    sums = [
        sum(ResultIndicator.objects.filter(run=run, indicator=name).exclude(value=None).values_list("value", flat=True))
        for name in ("cost_vnd_year", "supply_t")
    ]
    if not sums[1]:
        return Reading(None, (f"result_indicator.supply_t:{run.code}",))
    return Reading(sums[0] / sums[1])


def _delivered(run: Run, rest: str) -> Reading:
    """Return the cost of a good's tonne; ``rest`` is ``commodity:kind of outlet`` with or without ``:year``."""
    parts = rest.split(":")
    if len(parts) not in {2, 3} or not all(parts):
        return Reading(None, (f"indicator.subject:{rest}",))
    legs = ResultLeg.objects.filter(run=run, commodity=parts[0], **({"year": parts[2]} if parts[2:] else {}))
    frame = pd.DataFrame(
        list(legs.values_list("source_code", "target_code", "quantity_t", "cost_vnd")),
        columns=["source_code", "target_code", "quantity_t", "cost_vnd"],
    )
    outlets = list(Outlet.objects.filter(kind=parts[1]).values_list("code", flat=True))
    value = delivered_cost_vnd_t(frame, outlets) if len(frame) else None
    return Reading(value, () if value is not None else (f"result_leg[{rest}]:{run.code}",))


def figure(run: Run, indicator: str, scope: str) -> float | None:
    """Return a headline figure of a run; None where the run has none of that name and scope."""
    row = ResultIndicator.objects.filter(run=run, indicator=indicator, scope=scope).first()
    return None if row is None else row.value


QUERIES: dict[str, Query] = {
    IndicatorQuery.OCCUPANCY: Query(
        both(
            "Đất công nghiệp đã cho thuê hoặc chấp thuận / đất công nghiệp", "Land leased or approved / industrial land"
        ),
        "industrial_cluster",
        occupancy,
    ),
    IndicatorQuery.ESTABLISHED: Query(
        both(
            "established_on không sau ngày xét; cụm còn quy hoạch là chưa", "established_on by the day; planned is not"
        ),
        "industrial_cluster",
        established,
    ),
    IndicatorQuery.WORKS: Query(
        both("Số công trình có actual_end / số công trình", "Works with actual_end / works"),
        "industrial_cluster",
        works_done,
    ),
    IndicatorQuery.WASTEWATER: Query(
        both(
            "Có trạm đang hoạt động và meets_standard; công trình chưa xong là chưa",
            "A plant at work with meets_standard; works not finished are not",
        ),
        "industrial_cluster",
        wastewater,
    ),
    IndicatorQuery.SURVEYED: Query(
        both("Cơ sở đang hoạt động trong cụm có phiếu / số cơ sở", "Working ones in clusters with a survey / all"),
        "",
        surveyed,
    ),
    IndicatorQuery.RESIDENTIAL: Query(
        both("Đếm cơ sở đang hoạt động nằm trong khu dân cư", "Working establishments inside residential areas"),
        "",
        in_residential,
    ),
    IndicatorQuery.CENTRES: Query(
        both("Đếm điểm loại trung tâm, trạng thái hiện có", "Sites of kind centre that exist"),
        "",
        centres,
    ),
    IndicatorQuery.COST_AGAINST: Query(
        both(
            "Chi phí mỗi tấn, mọi năm của lần chạy mới nhất / chi phí của kịch bản sau dấu hai chấm",
            "Cost per tonne over all years of the latest run / that of the scenario after the colon",
        ),
        "scenario:scenario",
        cost_against,
    ),
    IndicatorQuery.GOODS_COST: Query(
        both(
            "Chi phí vận tải mọi chặng / tấn tới nơi, lần chạy mới nhất; hàng qua điểm mang chi phí bình quân tới điểm",
            "Transport cost of all legs / tonnes delivered, latest run; goods leave a site at the mean cost of coming",
        ),
        "scenario:commodity:outlet kind[:year]",
        goods_cost,
    ),
    IndicatorQuery.GOODS_COST_AGAINST: Query(
        both(
            "Chi phí mỗi tấn tới nơi ở kịch bản thứ nhất / ở kịch bản thứ hai, lần chạy mới nhất của mỗi kịch bản",
            "Cost per tonne delivered in the first scenario / in the second, by the latest run of each",
        ),
        "scenario:scenario:commodity:outlet kind[:year]",
        goods_cost_against,
    ),
}
"""By code."""
