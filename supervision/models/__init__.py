from supervision.models.card import Card, CardPolicy
from supervision.models.period import Period
from supervision.models.release import Release
from supervision.models.report import (
    Evidence,
    Reading,
    Report,
    Review,
    ServiceMonth,
    StageDone,
    Submission,
)

__all__ = [
    "Card",
    "CardPolicy",
    "Evidence",
    "Period",
    "Reading",
    "Release",
    "Report",
    "Review",
    "ServiceMonth",
    "StageDone",
    "Submission",
]
