from supervision.models.acceptance import Acceptance, AcceptanceDecision
from supervision.models.bulletin import BulletinText, Matters
from supervision.models.card import Card, CardPolicy, cards_of
from supervision.models.correction import (
    CardOverride,
    CorrectedCard,
    Correction,
    OverrideDecision,
    ShownCard,
)
from supervision.models.feedback import (
    Feedback,
    FeedbackAttempt,
    OverdueFeedback,
    WaitingFeedback,
)
from supervision.models.hearing import Appeal, AppealStep, TrialAnswer, TrialReply
from supervision.models.period import Period
from supervision.models.photo import Photo
from supervision.models.release import Release
from supervision.models.reminder import Chase, Reminder
from supervision.models.report import (
    Evidence,
    Reading,
    Report,
    Review,
    ServiceMonth,
    StageDone,
    Submission,
)
from supervision.models.signing import SigningDecision, SigningRequest
from supervision.models.slip import Slip, SlipFile, SlipStep
from supervision.models.worklist import OverdueReport, WaitingReport

__all__ = [
    "Acceptance",
    "AcceptanceDecision",
    "Appeal",
    "AppealStep",
    "BulletinText",
    "Card",
    "CardOverride",
    "CardPolicy",
    "Chase",
    "CorrectedCard",
    "Correction",
    "Evidence",
    "Feedback",
    "FeedbackAttempt",
    "Matters",
    "OverdueFeedback",
    "OverdueReport",
    "OverrideDecision",
    "Period",
    "Photo",
    "Reading",
    "Release",
    "Reminder",
    "Report",
    "Review",
    "ServiceMonth",
    "ShownCard",
    "SigningDecision",
    "SigningRequest",
    "Slip",
    "SlipFile",
    "SlipStep",
    "StageDone",
    "Submission",
    "TrialAnswer",
    "TrialReply",
    "WaitingFeedback",
    "WaitingReport",
    "cards_of",
]
