from projects.drafting.models.act import Act
from projects.drafting.models.approval import Approval, TieDecision, VoteCount
from projects.drafting.models.call import AddressRenewal, Call, Extension, NothingProposed
from projects.drafting.models.candidate import Candidate, CandidateText, Placement
from projects.drafting.models.consultation import (
    Consultation,
    ConsultationEnd,
    ConsultedUnit,
    Opinion,
    OpinionContact,
    Ruling,
)
from projects.drafting.models.draft import Drafting, Passage, text_of
from projects.drafting.models.issue import (
    Draft,
    Issue,
    IssueDecision,
    TextCorrection,
    TextCorrectionDecision,
)
from projects.drafting.models.proposal import Outcome, Proposal, ProposalContact, Wording
from projects.drafting.models.sentences import SENTENCES
from projects.drafting.models.step import PlannedDay, Step
from projects.drafting.models.upper import UpperAnswer, UpperItem, UpperList

__all__ = [
    "SENTENCES",
    "Act",
    "AddressRenewal",
    "Approval",
    "Call",
    "Candidate",
    "CandidateText",
    "Consultation",
    "ConsultationEnd",
    "ConsultedUnit",
    "Draft",
    "Drafting",
    "Extension",
    "Issue",
    "IssueDecision",
    "NothingProposed",
    "Opinion",
    "OpinionContact",
    "Outcome",
    "Passage",
    "Placement",
    "PlannedDay",
    "Proposal",
    "ProposalContact",
    "Ruling",
    "Step",
    "TextCorrection",
    "TextCorrectionDecision",
    "TieDecision",
    "UpperAnswer",
    "UpperItem",
    "UpperList",
    "VoteCount",
    "Wording",
    "text_of",
]
