"""Carrying out a plan: tree, roles, schedule, earned value, evidence. Pure: no storage, no files."""

from banme.programme.calendar import Calendars, Days, calendars
from banme.programme.forecast import forecast
from banme.programme.network import Actual, Link, Network, Tie, Work, network
from banme.programme.schedule import Timing, schedule
from banme.programme.slippage import Cause, Step, slippage

__all__ = [
    "Actual",
    "Calendars",
    "Cause",
    "Days",
    "Link",
    "Network",
    "Step",
    "Tie",
    "Timing",
    "Work",
    "calendars",
    "forecast",
    "network",
    "schedule",
    "slippage",
]
