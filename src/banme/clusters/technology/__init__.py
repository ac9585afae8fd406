"""Technology level of an establishment by the 26 criteria of Circular 17/2019/TT-BKHCN.

::

    answers = read_answers({"equipment_original_vnd": 10e9, "equipment_present_vnd": 8e9, ...})
    result = assess(answers, benchmarks_for("10770", table))
    result.total, result.low, result.high, result.missing, result.classification
"""

from banme.clusters.technology.answers import Answers, read_answers
from banme.clusters.technology.assess import Assessment, GroupScore, PartScore, Score, assess
from banme.clusters.technology.benchmarks import Benchmark, benchmarks_for
from banme.clusters.technology.circular17 import CRITERIA, GROUPS, Criterion, levels_of
from banme.clusters.technology.classify import LEVEL_WORDS, Classification, TechnologyLevel, classify
from banme.clusters.technology.questions import QUESTIONS, Kind, Question
from banme.clusters.technology.size import Size, size_of
from banme.clusters.technology.synchrony import PLACEHOLDER, Synchrony

__all__ = [
    "CRITERIA",
    "GROUPS",
    "LEVEL_WORDS",
    "PLACEHOLDER",
    "QUESTIONS",
    "Answers",
    "Assessment",
    "Benchmark",
    "Classification",
    "Criterion",
    "GroupScore",
    "Kind",
    "PartScore",
    "Question",
    "Score",
    "Size",
    "Synchrony",
    "TechnologyLevel",
    "assess",
    "benchmarks_for",
    "classify",
    "levels_of",
    "read_answers",
    "size_of",
]
