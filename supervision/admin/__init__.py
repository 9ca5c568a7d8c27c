from supervision.admin.cards import card, corrections, overrides, policy
from supervision.admin.matters import acceptance, feedback, hearings, polls, slips
from supervision.admin.months import period, photo, release
from supervision.admin.office import chats
from supervision.admin.projects import changes, guide, places
from supervision.admin.reports import evidence, report, submission, worklists

__all__ = [
    "acceptance",
    "card",
    "changes",
    "chats",
    "corrections",
    "evidence",
    "feedback",
    "guide",
    "hearings",
    "overrides",
    "period",
    "photo",
    "places",
    "policy",
    "polls",
    "release",
    "report",
    "slips",
    "submission",
    "worklists",
]
