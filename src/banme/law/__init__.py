"""Law by date: acts, dated rule parameters with how well each is verified, working days and procedure deadlines."""

from banme.law.acts import Act, Article, Relation, RelationKind
from banme.law.bases import Citation, CitationState, in_place_of, review
from banme.law.book import Difference, RuleBook, differences
from banme.law.holidays import DayKind, Holiday, WorkingCalendar
from banme.law.marks import Mark
from banme.law.parameter import Parameter, Standing
from banme.law.procedure import CaseFile, Deadline, Schedule, State, schedule
from banme.law.regime import Regime
from banme.law.terms import Counting, Pause, due, elapsed
from banme.law.words import Words

__all__ = [
    "Act",
    "Article",
    "CaseFile",
    "Citation",
    "CitationState",
    "Counting",
    "DayKind",
    "Deadline",
    "Difference",
    "Holiday",
    "Mark",
    "Parameter",
    "Pause",
    "Regime",
    "Relation",
    "RelationKind",
    "RuleBook",
    "Schedule",
    "Standing",
    "State",
    "Words",
    "WorkingCalendar",
    "differences",
    "due",
    "elapsed",
    "in_place_of",
    "review",
    "schedule",
]
