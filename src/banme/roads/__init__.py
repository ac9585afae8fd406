"""Roads: from OpenStreetMap or loose lines to a graph, speeds, truck costs, and least costs between many places."""

from banme.roads.availability import TruckLimits, forbidden_to, open_on
from banme.roads.components import component_report
from banme.roads.cost import TruckCost, edge_costs, travel_times
from banme.roads.graph import RoadGraph, build_graph
from banme.roads.noding import NodedRoads, NodingReport, node_lines
from banme.roads.osm import OsmReport, OsmRoads, WayPolicy, read_osm
from banme.roads.reach import unreachable
from banme.roads.router import CustomisedRouter, Path, Router, Routes
from banme.roads.snapping import Snapped, attach_points, snap_points
from banme.roads.speed import TerrainFactor, speeds

__all__ = [
    "CustomisedRouter",
    "NodedRoads",
    "NodingReport",
    "OsmReport",
    "OsmRoads",
    "Path",
    "RoadGraph",
    "Router",
    "Routes",
    "Snapped",
    "TerrainFactor",
    "TruckCost",
    "TruckLimits",
    "WayPolicy",
    "attach_points",
    "build_graph",
    "component_report",
    "edge_costs",
    "forbidden_to",
    "node_lines",
    "open_on",
    "read_osm",
    "snap_points",
    "speeds",
    "travel_times",
    "unreachable",
]
