from supervision.admin.cards import card, corrections, overrides, policy
from supervision.admin.matters import acceptance, feedback, hearings, papers, polls, slips
from supervision.admin.months import period, photo, release
from supervision.admin.office import chats, holidays, jobs
from supervision.admin.projects import changes, guide, places, plan_drafts, standins
from supervision.admin.reports import evidence, report, submission, support, worklists

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
    "holidays",
    "jobs",
    "overrides",
    "papers",
    "period",
    "photo",
    "places",
    "plan_drafts",
    "policy",
    "polls",
    "release",
    "report",
    "slips",
    "standins",
    "submission",
    "support",
    "worklists",
]
