from django.db import models
from django.db.models import F, Q

from projects.models import Programme, Project
from projects.models.fields import person
from supervision.models.period import Period


class PublicReleases(models.Manager):
    def get_queryset(self):
        releases = (
            super()
            .get_queryset()
            .filter(signed_at__isnull=False, period__published_at__isnull=False)
        )
        return releases.exclude(period__programme__state=Programme.State.DRAFT)


class Release(models.Model):
    """公开稿: the sentence the office releases for a project and month.

    Drafted by one person, reviewed by another, signed; unsigned, the public sees figures only.
    """

    period = models.ForeignKey(
        Period, models.PROTECT, related_name="releases", verbose_name="调度期"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="releases", verbose_name="实事项目"
    )
    text = models.CharField("公开文字", max_length=300)
    drafted_by = person("起草人")
    drafted_at = models.DateTimeField("起草时间")
    reviewed_by = person("复核人")
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True)
    signed_by = person("签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)

    everything = models.Manager()
    public = PublicReleases()

    class Meta:
        verbose_name = "公开稿"
        verbose_name_plural = "公开稿"
        ordering = ["-period__month", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "project"], name="release_once_a_month"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="release_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, reviewed_at__isnull=False),
                name="release_signed_after_review",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="release_reviewed_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.period.month}"
