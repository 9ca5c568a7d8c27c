from projects.drafting.models.act import Act
from projects.drafting.models.draft import Drafting, Passage
from projects.drafting.models.issue import Draft, Issue, IssueDecision
from projects.drafting.models.step import PlannedDay, Step
from projects.drafting.models.upper import UpperAnswer, UpperItem, UpperList

__all__ = [
    "Act",
    "Draft",
    "Drafting",
    "Issue",
    "IssueDecision",
    "Passage",
    "PlannedDay",
    "Step",
    "UpperAnswer",
    "UpperItem",
    "UpperList",
]
