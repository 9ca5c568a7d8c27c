from supervision.admin import card, evidence, period, policy, release, report, submission, worklists

__all__ = [
    "card",
    "evidence",
    "period",
    "policy",
    "release",
    "report",
    "submission",
    "worklists",
]
