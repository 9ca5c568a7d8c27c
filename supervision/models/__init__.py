from supervision.models.acceptance import Acceptance, AcceptanceDecision
from supervision.models.act import Act
from supervision.models.adjustment import Adjustment, AdjustmentDecision
from supervision.models.calendar_day import CalendarDay
from supervision.models.card import Card, CardPolicy, cards_of
from supervision.models.chat import ChatGroup, ChatMessage
from supervision.models.correction import (
    CardOverride,
    CorrectedCard,
    Correction,
    OverrideDecision,
    ShownCard,
)
from supervision.models.feedback import (
    Feedback,
    OverdueFeedback,
    WaitingFeedback,
)
from supervision.models.hearing import Appeal, AppealStep, TrialAnswer, TrialReply
from supervision.models.job import Job
from supervision.models.look import Look
from supervision.models.paper import Paper
from supervision.models.period import UNRATED, BulletinText, Chase, Matters, Period, Reminder
from supervision.models.photo import Photo
from supervision.models.plan_draft import PlanDraft, PlanDraftDecision
from supervision.models.poll import Poll, PollCount, PollDecision
from supervision.models.putting import PutForward, PutForwardDecision, SignedPaper
from supervision.models.release import Release, Rewording, RewordingDecision
from supervision.models.report import (
    Evidence,
    OverdueReport,
    Reading,
    Report,
    Review,
    ServiceMonth,
    StageDone,
    StageFinish,
    Submission,
    WaitingReport,
)
from supervision.models.sentences import SENTENCES
from supervision.models.sighting import Sighting
from supervision.models.signing import SigningDecision, SigningRequest
from supervision.models.slip import Slip, SlipFile, SlipStep
from supervision.models.support import SupportPart

__all__ = [
    "SENTENCES",
    "UNRATED",
    "Acceptance",
    "AcceptanceDecision",
    "Act",
    "Adjustment",
    "AdjustmentDecision",
    "Appeal",
    "AppealStep",
    "BulletinText",
    "CalendarDay",
    "Card",
    "CardOverride",
    "CardPolicy",
    "Chase",
    "ChatGroup",
    "ChatMessage",
    "CorrectedCard",
    "Correction",
    "Evidence",
    "Feedback",
    "Job",
    "Look",
    "Matters",
    "OverdueFeedback",
    "OverdueReport",
    "OverrideDecision",
    "Paper",
    "Period",
    "Photo",
    "PlanDraft",
    "PlanDraftDecision",
    "Poll",
    "PollCount",
    "PollDecision",
    "PutForward",
    "PutForwardDecision",
    "Reading",
    "Release",
    "Reminder",
    "Report",
    "Review",
    "Rewording",
    "RewordingDecision",
    "ServiceMonth",
    "ShownCard",
    "Sighting",
    "SignedPaper",
    "SigningDecision",
    "SigningRequest",
    "Slip",
    "SlipFile",
    "SlipStep",
    "StageDone",
    "StageFinish",
    "Submission",
    "SupportPart",
    "TrialAnswer",
    "TrialReply",
    "WaitingFeedback",
    "WaitingReport",
    "cards_of",
]
