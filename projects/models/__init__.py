from projects.models.access import RoleRule, SignIn
from projects.models.act import Act
from projects.models.attempt import FormAttempt
from projects.models.event import Event, LedgerHead
from projects.models.naming import PlainName
from projects.models.person import User
from projects.models.place import Site, SiteChange, SiteProgress
from projects.models.plan import (
    CityTask,
    CityTaskPoint,
    Milestone,
    Plan,
    PlanAnswer,
    PlanPoint,
)
from projects.models.programme import ExplanationSection, Programme
from projects.models.project import GuideLine, Project, ProjectChange, SourceRemark, Task
from projects.models.target import (
    NoticeSpan,
    Target,
    TargetTerms,
    about_people,
    called_at,
    every_name,
    of_people,
)
from projects.models.unit import Assignment, LeadUnit, StandIn, UnitMember, current, leading

__all__ = [
    "Act",
    "Assignment",
    "CityTask",
    "CityTaskPoint",
    "Event",
    "ExplanationSection",
    "FormAttempt",
    "GuideLine",
    "LeadUnit",
    "LedgerHead",
    "Milestone",
    "NoticeSpan",
    "PlainName",
    "Plan",
    "PlanAnswer",
    "PlanPoint",
    "Programme",
    "Project",
    "ProjectChange",
    "RoleRule",
    "SignIn",
    "Site",
    "SiteChange",
    "SiteProgress",
    "SourceRemark",
    "StandIn",
    "Target",
    "TargetTerms",
    "Task",
    "UnitMember",
    "User",
    "about_people",
    "called_at",
    "current",
    "every_name",
    "leading",
    "of_people",
]
