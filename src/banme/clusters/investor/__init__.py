"""Selecting the infrastructure investor: sub-criteria, sealed ballots, the Council's rule, sensitivity, minutes."""

from banme.clusters.investor.ballots import Ballot, Seal, digest, open_ballot, seal
from banme.clusters.investor.council import Applicant, Combination, Council, Declaration, Member, OwnRule, Role
from banme.clusters.investor.minutes import ChairProposal, Meeting, Record, minutes_text, record_bytes
from banme.clusters.investor.scheme import CRITERIA, Scheme, SubCriterion
from banme.clusters.investor.scoring import ApplicantResult, Outcome, OutcomeKind, Scores, points_text, score
from banme.clusters.investor.sensitivity import Sensitivity, sensitivity

__all__ = [
    "CRITERIA",
    "Applicant",
    "ApplicantResult",
    "Ballot",
    "ChairProposal",
    "Combination",
    "Council",
    "Declaration",
    "Meeting",
    "Member",
    "Outcome",
    "OutcomeKind",
    "OwnRule",
    "Record",
    "Role",
    "Scheme",
    "Scores",
    "Seal",
    "Sensitivity",
    "SubCriterion",
    "digest",
    "minutes_text",
    "open_ballot",
    "points_text",
    "record_bytes",
    "score",
    "seal",
    "sensitivity",
]
