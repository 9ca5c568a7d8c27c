"""现场反映: what residents saw at a place, counted and nothing else; it reaches no card."""

from django.db import models

from projects.models import Site
from supervision.models.feedback import Feedback


class Sighting(models.Model):
    """One tap on 已用上 or 还没用上: no name, no address, no words.

    It arrives outside the chain, as messages do: a stranger never takes the chain's lock.
    """

    code = models.CharField("回执码", max_length=16, unique=True)
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="sightings", verbose_name="建设点位"
    )
    seen = models.CharField("现场情况", max_length=3, choices=Feedback.Seen)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "现场反映"
        verbose_name_plural = "现场反映"
        default_permissions = ()
        indexes = [models.Index(fields=["site", "seen"], name="sighting_by_site")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen__in=["yes", "no"]), name="sighting_says_one"
            ),
        ]

    def __str__(self):
        return f"{self.site}：{self.get_seen_display()}"
