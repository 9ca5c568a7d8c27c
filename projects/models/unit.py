import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from projects.models.fields import NameField, check_name
from projects.models.guard import NamedAnew
from projects.models.project import Project


def current(at) -> Q:
    """Rows in force on the day `at`: from–until, the last day included."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gte=at))


class Term(models.Model):
    """Something that holds from one day until another."""

    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def holds_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class LeadUnit(NamedAnew, Term):
    """单位: an office that leads or supports projects; a renamed one is a new row."""

    name = NameField("单位名称", max_length=60)
    short_name = NameField("简称", max_length=20)
    slug = models.SlugField("网址标识", max_length=40, unique=True)
    phone = models.CharField("办公电话", max_length=30, blank=True)
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", blank=True, verbose_name="原单位"
    )

    class Meta(Term.Meta):
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["pk"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(fields=["name"], name="unit_name_once"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a name that reads as another's, and an end while the unit still leads.

        What it has in hand is handed over first.
        """
        check_name(self, LeadUnit.objects.all())
        if not (self.pk and self.until):
            return
        led = self.assignments.filter(role=Assignment.Role.LEAD)
        led = led.filter(Q(until__isnull=True) | Q(until__gt=self.until))
        if count := led.exclude(project__programme__state="archived").count():
            raise ValidationError(
                f"“{self}”在{self.until:%Y-%m-%d}以后还牵头{count}个项目，"
                "请办理“移交经办”，原单位同时撤销。"
            )


class UnitMember(NamedAnew, Term):
    """任职: a person's post in a unit."""

    class Post(models.TextChoices):
        CLERK = "clerk", "经办人"
        LEADER = "leader", "分管负责人"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="人员"
    )
    unit = models.ForeignKey(LeadUnit, models.PROTECT, related_name="members", verbose_name="单位")
    post = models.CharField("职责", max_length=10, choices=Post)

    class Meta(Term.Meta):
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["unit", "pk"]

    def __str__(self):
        return f"{self.unit} {self.get_post_display()} {self.person}"


class Assignments(models.QuerySet):
    def lead_names(self, projects, day: dt.date) -> dict[int, str]:
        """Return the name of the unit that leads each project on a day, by the project's key."""
        leads = self.filter(current(day), project__in=projects, role=Assignment.Role.LEAD)
        return dict(leads.values_list("project_id", "unit__name"))

    def on(self, *days: dt.date) -> Self:
        """Those in force on one of the days, with their units."""
        return self.filter(reduce(or_, map(current, days))).select_related("unit")


class Assignment(NamedAnew, Term):
    """分工: which unit leads or supports a project, and when.

    A document may name several that lead: one hands in the month, the others are partners, who
    have a supporting unit's part in it and are told in public as leading too.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        PARTNER = "partner", "共同牵头"
        SUPPORT = "support", "配合"

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="assignments", verbose_name="实事项目"
    )
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="assignments", verbose_name="单位"
    )
    role = models.CharField("分工", max_length=10, choices=Role)

    # The roles of those that do not hand in the month.
    BESIDE = (Role.PARTNER, Role.SUPPORT)

    objects = Assignments.as_manager()

    class Meta(Term.Meta):
        verbose_name = "分工"
        verbose_name_plural = "分工"
        ordering = ["project", "role", "pk"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role="lead", until__isnull=True),
                name="one_lead_unit_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.get_role_display()} {self.unit}"

    @property
    def called(self) -> str:
        """The unit's name; of a partner, beside those that support, with its role."""
        partner = self.role == self.Role.PARTNER
        return f"{self.unit.name}（{self.get_role_display()}）" if partner else self.unit.name

    def overlapping(self) -> str:
        """Which other unit leads on one of these days; "" where none does."""
        if self.role != self.Role.LEAD:
            return ""
        others = self.project.assignments.filter(role=self.role).exclude(pk=self.pk)
        others = others.filter(Q(until__isnull=True) | Q(until__gte=self.since))
        if self.until:
            others = others.filter(since__lte=self.until)
        other = others.select_related("unit").first()
        if other is None:
            return ""
        days = f"自{other.since:%Y-%m-%d}" + (f"至{other.until:%Y-%m-%d}" if other.until else "起")
        return f"“{other.unit}”{days}牵头这个项目，一个项目同一天只有一个牵头单位。"


def leading(rows: Iterable[Assignment], *days: dt.date) -> dict[int, LeadUnit]:
    """Return the unit that leads on the first of the days on which one does, by project."""
    leads = [row for row in rows if row.role == Assignment.Role.LEAD]
    return {
        row.project_id: row.unit for day in reversed(days) for row in leads if row.holds_on(day)
    }


class StandIns(models.QuerySet):
    def held(self):
        """Those that were not cancelled before their first day."""
        return self.filter(until__gte=F("since"))

    def names_for(self, person, project: Project, day: dt.date) -> list[str]:
        """Whom the person stands in for on a day, in the unit that leads the project."""
        rows = self.filter(current(day), stand_in=person)
        if not rows.exists():
            return []  # as ever but for a few days: every event of the ledger asks
        leads = Assignment.objects.filter(current(day), project=project, role=Assignment.Role.LEAD)
        rows = rows.filter(post__unit__in=leads.values("unit"))
        rows = rows.select_related("post__person").order_by("post")
        return list(dict.fromkeys(str(row.post.person) for row in rows))


class StandIn(NamedAnew, Term):
    """AB角: for so many days a person holds a colleague's post too; it ends by itself.

    One that is cancelled before its first day ends before it begins, and so never holds.
    """

    post = models.ForeignKey(
        UnitMember, models.PROTECT, related_name="stand_ins", verbose_name="代谁的职责"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stands_in", verbose_name="由谁代"
    )
    at = models.DateTimeField("安排时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )

    objects = StandIns.as_manager()

    class Meta(Term.Meta):
        verbose_name = "AB角"
        verbose_name_plural = "AB角"
        ordering = ["-since", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=False), name="stand_in_ends"),
        ]

    def __str__(self):
        return f"{self.stand_in}代{self.post.person}"

    @property
    def cancelled(self) -> bool:
        return self.until < self.since
