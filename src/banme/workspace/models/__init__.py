"""Every table of the workspace, by domain."""

from banme.workspace.models.admission import AdmissionProject, AdmissionRule, AdmissionStatement
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
from banme.workspace.models.greenness import (
    ByproductOffer,
    ByproductRoute,
    ByproductWant,
    GreenBenchmark,
    GreenObservation,
    ResultExchange,
)
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
from banme.workspace.models.technology import IndustryBenchmark, TechnologySurvey
from banme.workspace.models.territory import AdminUnit, AdminUnitSuccessor, Place, ResidentialArea
from banme.workspace.models.upgrades import (
    ResourceUse,
    ResultSaving,
    ResultUpgrade,
    UpgradeEffect,
    UpgradeLink,
    UpgradeMeasure,
    UpgradeSaving,
)
from banme.workspace.models.zones import ResultZoneProject, ZoneArea, ZoneLink, ZonePeriod, ZoneProject

__all__ = [
    "AdminUnit",
    "AdminUnitSuccessor",
    "AdmissionProject",
    "AdmissionRule",
    "AdmissionStatement",
    "ByproductOffer",
    "ByproductRoute",
    "ByproductWant",
    "CapacityModule",
    "ClusterUtility",
    "Commodity",
    "DataSource",
    "Establishment",
    "Future",
    "FutureChange",
    "GreenBenchmark",
    "GreenObservation",
    "IndustrialCluster",
    "IndustryBenchmark",
    "InfrastructureWork",
    "Lease",
    "LogisticsSite",
    "Outlet",
    "OutletDemand",
    "Place",
    "Plot",
    "Production",
    "ResidentialArea",
    "ResourceUse",
    "ResultAlternative",
    "ResultAlternativePlan",
    "ResultExchange",
    "ResultFlow",
    "ResultFuture",
    "ResultIndicator",
    "ResultLeg",
    "ResultObjective",
    "ResultOpening",
    "ResultSaving",
    "ResultStaging",
    "ResultStock",
    "ResultUnit",
    "ResultUpgrade",
    "ResultZoneProject",
    "RoadEdge",
    "RoadSpeed",
    "Run",
    "RunFile",
    "Scenario",
    "ScenarioChange",
    "Tariff",
    "TechnologySurvey",
    "TerrainSpeed",
    "TurnRestriction",
    "UpgradeEffect",
    "UpgradeLink",
    "UpgradeMeasure",
    "UpgradeSaving",
    "VehicleType",
    "ZoneArea",
    "ZoneLink",
    "ZonePeriod",
    "ZoneProject",
]
