from supervision.admin import (
    card,
    evidence,
    feedback,
    guide,
    period,
    photo,
    places,
    policy,
    release,
    report,
    submission,
    worklists,
)

__all__ = [
    "card",
    "evidence",
    "feedback",
    "guide",
    "period",
    "photo",
    "places",
    "policy",
    "release",
    "report",
    "submission",
    "worklists",
]
