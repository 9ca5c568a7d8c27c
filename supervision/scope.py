"""Who may reach what: a unit's people reach the projects that their unit leads today."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models import (
    Assignment,
    LeadUnit,
    Programme,
    Project,
    StandIn,
    Target,
    TargetTerms,
    UnitMember,
    User,
    current,
)
from supervision.models import (
    Adjustment,
    Appeal,
    Card,
    CardOverride,
    Evidence,
    Feedback,
    Report,
    SigningRequest,
    Slip,
    Submission,
    SupportPart,
    TrialReply,
)

FILL, SUPERVISE = "supervision.fill", "supervision.supervise"
SEE_BEHIND = "supervision.see_behind"
KEEP, AUDIT = "projects.view_user", "projects.view_signin"


def fills(person: User) -> bool:
    return person.has_perm(FILL)


def supervises(person: User) -> bool:
    return person.has_perm(SUPERVISE)


def keeps_accounts(person: User) -> bool:
    """Who opens accounts, gives roles or reads the audit: one person, or three."""
    return person.has_perm(KEEP) or audits(person)


def audits(person: User) -> bool:
    return person.has_perm(AUDIT)


def only_sees_behind(person: User) -> bool:
    """区领导: who reads what is behind, and does nothing here."""
    works = (FILL, SUPERVISE, KEEP)
    return person.has_perm(SEE_BEHIND) and not any(person.has_perm(each) for each in works)


def signs(person: User) -> bool:
    """区领导 with an account of their own, who may sign there what is put before them."""
    return person.is_active and bool(person.name.strip()) and only_sees_behind(person)


def posts_of(person: User, day: dt.date):
    """The posts that the person holds, those held for a colleague (AB角) included."""
    held = UnitMember.objects.filter(current(day), person=person)
    stands = StandIn.objects.filter(current(day), stand_in=person, post=OuterRef("pk"))
    return UnitMember.objects.filter(current(day)).filter(
        Q(person=person) | Exists(stands) & Q(unit__in=held.values("unit"))
    )


def headed(person: User, day: dt.date):
    """The units that the person is 分管负责人 of on the day."""
    posts = posts_of(person, day).filter(post=UnitMember.Post.LEADER)
    return LeadUnit.objects.filter(pk__in=posts.values("unit") if fills(person) else [])


def led_by(person: User, day: dt.date, *posts: str):
    """Keys of the projects that the person's units lead on the day; of those held in `posts`."""
    held = posts_of(person, day)
    if posts:
        held = held.filter(post__in=posts)
    leads = Assignment.objects.filter(
        current(day), role=Assignment.Role.LEAD, unit__in=held.values("unit")
    )
    return leads.values("project")


def to_plan(person: User, day: dt.date):
    """Targets of running lists that the person's units lead, without a plan and with terms."""
    if not fills(person):
        return Target.everything.none()
    return Target.everything.filter(
        Exists(TargetTerms.objects.filter(target=OuterRef("pk"))),
        project__in=led_by(person, day),
        project__programme__state=Programme.State.PUBLISHED,
        parts=None,
        plans=None,
    )


def leading_unit(person: User, project: Project, day: dt.date) -> LeadUnit:
    """The unit of the person's that leads the project on the day."""
    held = posts_of(person, day).values("unit")
    leads = project.assignments.filter(current(day), role=Assignment.Role.LEAD, unit__in=held)
    return leads.select_related("unit").get().unit


def arranges(person: User, day: dt.date):
    """The units whose AB角 the person arranges: every one for the office, else those that they

    themselves lead; who only stands in for a leader arranges nothing.
    """
    if supervises(person):
        return LeadUnit.objects.filter(Q(until__isnull=True) | Q(until__gte=day))
    own = UnitMember.objects.filter(current(day), person=person, post=UnitMember.Post.LEADER)
    return LeadUnit.objects.filter(pk__in=own.values("unit") if fills(person) else [])


def stand_ins(person: User, day: dt.date):
    """AB角 that the person may read: all for the office, those of their units for anyone else."""
    if supervises(person):
        return StandIn.objects.all()
    return StandIn.objects.filter(post__unit__in=posts_of(person, day).values("unit"))


def holds(person: User, project: Project, post: str, day: dt.date) -> bool:
    """Whether the person speaks for the project's lead unit in the post on the day."""
    return fills(person) and led_by(person, day, post).filter(project=project).exists()


def leaders_of(project: Project, day: dt.date) -> list[User]:
    """分管负责人 of the project's lead unit on the day, who can sign in and sign."""
    leads = project.assignments.filter(current(day), role=Assignment.Role.LEAD)
    posts = UnitMember.objects.filter(
        current(day), unit__in=leads.values("unit"), post=UnitMember.Post.LEADER
    )
    stands = StandIn.objects.filter(current(day), post__in=posts)
    held = Q(pk__in=posts.values("person")) | Q(pk__in=stands.values("stand_in"))
    people = User.objects.filter(held, is_active=True).order_by("pk")
    return [person for person in people if fills(person)]


def to_sign(person: User, day: dt.date):
    """送审签 that wait for the person, as leader of the unit."""
    waiting = SigningRequest.objects.filter(decision__isnull=True)
    if not fills(person):
        return waiting.none()
    return waiting.filter(report__project__in=led_by(person, day, UnitMember.Post.LEADER))


def own_reports(person: User, day: dt.date):
    """Reports that the person may fill in."""
    if not fills(person):
        return Report.objects.none()
    return Report.objects.filter(project__in=led_by(person, day))


def enterable(person: User, day: dt.date):
    """Reports that the person may type in: their unit's, and for the office any (代填)."""
    return Report.objects.all() if supervises(person) else own_reports(person, day)


def reports(person: User, day: dt.date):
    """Reports that the person may read: all for the office, their own for a unit."""
    return Report.objects.all() if supervises(person) else own_reports(person, day)


def supporting(person: User, day: dt.date):
    """分工 by which the person's units support a project on the day."""
    held = posts_of(person, day).values("unit") if fills(person) else []
    return Assignment.objects.filter(current(day), role__in=Assignment.BESIDE, unit__in=held)


def supported_reports(person: User, day: dt.date):
    """Reports of projects that the person's units support: read, and added to."""
    return Report.objects.filter(project__in=supporting(person, day).values("project"))


def supporting_unit(person: User, project: Project, day: dt.date) -> LeadUnit:
    rows = supporting(person, day).filter(project=project).select_related("unit")
    return rows.order_by("pk").first().unit


def evidence(person: User, day: dt.date):
    kept = Evidence.objects.filter(withdrawn_at__isnull=True)
    return kept.filter(report__in=reports(person, day))


def submissions(person: User):
    """Submissions are reviewed by the office alone."""
    return Submission.objects.all() if supervises(person) else Submission.objects.none()


def projects(person: User, day: dt.date):
    """Projects whose guide and places the person keeps: all for the office."""
    if supervises(person):
        return Project.everything.all()
    return Project.everything.filter(pk__in=led_by(person, day) if fills(person) else [])


def feedback(person: User, day: dt.date):
    """Messages: all for the office; for a unit those handed to the lead unit that it now is."""
    return Feedback.everything.all() if supervises(person) else handed_to(person, day)


def handed_to(person: User, day: dt.date):
    handed = Feedback.everything.filter(assigned_at__isnull=False)
    return handed.filter(project__in=led_by(person, day) if fills(person) else [])


def own_project(person: User, project: Project, day: dt.date) -> bool:
    """Whether the person's unit leads the project; the office does not speak for a unit."""
    return fills(person) and led_by(person, day).filter(project=project).exists()


def heirs(day: dt.date) -> dict[int, list[int]]:
    """By unit that has ended: the units in force that came of it, by however many steps."""
    came_of, ended = {}, set()
    for pk, former, until in LeadUnit.objects.values_list("pk", "predecessors", "until"):
        came_of.setdefault(former, []).append(pk)
        if until is not None and until < day:
            ended.add(pk)

    def in_force(unit: int, seen: set[int]) -> list[int]:
        steps = [pk for pk in came_of.get(unit, []) if pk not in seen]
        found = [pk for pk in steps if pk not in ended]
        for pk in ended.intersection(steps):
            found += in_force(pk, seen | {pk})
        return found

    return {unit: in_force(unit, {unit}) for unit in ended}


def own_slips(person: User, day: dt.date):
    """Issued slips addressed to the person's units; those of a unit that is no more go to what
    came of it, and with the project that it led."""
    if not fills(person):
        return Slip.objects.none()
    units = set(posts_of(person, day).values_list("unit", flat=True))
    former = [unit for unit, now in heirs(day).items() if units.intersection(now)]
    addressed = Q(addressee__in=[*units, *former])
    inherited = Q(addressee__until__lt=day, project__in=led_by(person, day))
    return Slip.objects.filter(addressed | inherited, number__isnull=False)


def slips(person: User, day: dt.date):
    return Slip.objects.all() if supervises(person) else own_slips(person, day)


def own_cards(person: User, day: dt.date):
    """Stored cards of the projects that the person's units lead."""
    return Card.everything.filter(project__in=led_by(person, day) if fills(person) else [])


def cards(person: User, day: dt.date):
    return Card.everything.all() if supervises(person) else own_cards(person, day)


def appeals(person: User, day: dt.date):
    """Appeals: all for the office, those over its own projects for a unit."""
    if supervises(person):
        return Appeal.objects.all()
    return Appeal.objects.filter(card__in=own_cards(person, day))


def papered(person: User, day: dt.date) -> dict[str, models.QuerySet]:
    """By kind: what the person may read that papers are attached to; its papers go with it."""
    replies = TrialReply.objects.filter(report__in=reports(person, day))
    office = supervises(person)
    return {
        "reply": replies,
        "appeal": appeals(person, day),
        "part": SupportPart.objects.filter(
            Q(report__in=reports(person, day)) | Q(unit__in=supporting(person, day).values("unit"))
        ),
        "override": CardOverride.objects.all() if office else CardOverride.objects.none(),
        "adjustment": Adjustment.objects.all() if office else Adjustment.objects.none(),
    }
