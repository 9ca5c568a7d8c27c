from projects.drafting.models.act import Act
from projects.drafting.models.approval import Approval, TieDecision, VoteCount
from projects.drafting.models.consultation import (
    Consultation,
    ConsultationEnd,
    ConsultedUnit,
    Opinion,
    OpinionContact,
    Ruling,
)
from projects.drafting.models.draft import Drafting, Passage
from projects.drafting.models.issue import Draft, Issue, IssueDecision
from projects.drafting.models.step import PlannedDay, Step
from projects.drafting.models.upper import UpperAnswer, UpperItem, UpperList

__all__ = [
    "Act",
    "Approval",
    "Consultation",
    "ConsultationEnd",
    "ConsultedUnit",
    "Draft",
    "Drafting",
    "Issue",
    "IssueDecision",
    "Opinion",
    "OpinionContact",
    "Passage",
    "PlannedDay",
    "Ruling",
    "Step",
    "TieDecision",
    "UpperAnswer",
    "UpperItem",
    "UpperList",
    "VoteCount",
]
