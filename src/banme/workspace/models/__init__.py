"""Every table of the workspace, by domain."""

from banme.workspace.models.clusters import (
    ClusterUtility,
    Establishment,
    IndustrialCluster,
    InfrastructureWork,
    Lease,
    Plot,
)
from banme.workspace.models.freight import Commodity, Production, Tariff, VehicleType
from banme.workspace.models.futures import Future, FutureChange
from banme.workspace.models.network import CapacityModule, LogisticsSite, Outlet, OutletDemand
from banme.workspace.models.roads import RoadEdge, RoadSpeed, TerrainSpeed, TurnRestriction
from banme.workspace.models.runs import (
    ResultAlternative,
    ResultAlternativePlan,
    ResultFlow,
    ResultFuture,
    ResultIndicator,
    ResultLeg,
    ResultObjective,
    ResultOpening,
    ResultStaging,
    ResultStock,
    ResultUnit,
    Run,
    RunFile,
)
from banme.workspace.models.scenarios import Scenario, ScenarioChange
from banme.workspace.models.sources import DataSource
from banme.workspace.models.territory import AdminUnit, AdminUnitSuccessor, Place, ResidentialArea

__all__ = [
    "AdminUnit",
    "AdminUnitSuccessor",
    "CapacityModule",
    "ClusterUtility",
    "Commodity",
    "DataSource",
    "Establishment",
    "Future",
    "FutureChange",
    "IndustrialCluster",
    "InfrastructureWork",
    "Lease",
    "LogisticsSite",
    "Outlet",
    "OutletDemand",
    "Place",
    "Plot",
    "Production",
    "ResidentialArea",
    "ResultAlternative",
    "ResultAlternativePlan",
    "ResultFlow",
    "ResultFuture",
    "ResultIndicator",
    "ResultLeg",
    "ResultObjective",
    "ResultOpening",
    "ResultStaging",
    "ResultStock",
    "ResultUnit",
    "RoadEdge",
    "RoadSpeed",
    "Run",
    "RunFile",
    "Scenario",
    "ScenarioChange",
    "Tariff",
    "TerrainSpeed",
    "TurnRestriction",
    "VehicleType",
]
