import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models.guard import NamedAnew
from projects.models.project import Project
from projects.models.unit import Assignment, Term, UnitMember, current


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

    @property
    def cancelled(self) -> bool:
        return self.until < self.since

    def __str__(self):
        return f"{self.stand_in}代{self.post.person}"
