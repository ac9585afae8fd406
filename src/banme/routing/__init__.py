"""Truck routes: a week's rounds under weights, windows and driver hours; checked, changed and exchanged.

Pure functions over frozen dataclasses. Times are whole seconds since Monday 00:00, distances metres, loads kilogrammes,
money VND.
"""

from banme.routing.axles import AxleGroup, Build, gross_key, group_key, lawful_gross_t, lawful_payload_t, read_groups
from banme.routing.document import from_document, to_document
from banme.routing.drivers import Clock, DriverRules, Pause
from banme.routing.plan import LOAD, UNLOAD, Plan, Round, Stop, Unassigned, Visit
from banme.routing.precheck import Precheck, precheck, split_heavy
from banme.routing.problem import NO_WAY, Job, Legs, Place, RoundsProblem, Shift, TruckType, Window
from banme.routing.replan import Moved, Replanned, move, replan
from banme.routing.rota import rota
from banme.routing.search import SearchOptions, search
from banme.routing.solve import solve
from banme.routing.timetable import Fault, Scheduler, Timetable

__all__ = [
    "LOAD",
    "NO_WAY",
    "UNLOAD",
    "AxleGroup",
    "Build",
    "Clock",
    "DriverRules",
    "Fault",
    "Job",
    "Legs",
    "Moved",
    "Pause",
    "Place",
    "Plan",
    "Precheck",
    "Replanned",
    "Round",
    "RoundsProblem",
    "Scheduler",
    "SearchOptions",
    "Shift",
    "Stop",
    "Timetable",
    "TruckType",
    "Unassigned",
    "Visit",
    "Window",
    "from_document",
    "gross_key",
    "group_key",
    "lawful_gross_t",
    "lawful_payload_t",
    "move",
    "precheck",
    "read_groups",
    "replan",
    "rota",
    "search",
    "solve",
    "split_heavy",
    "to_document",
]
