from django.db import models
from django.db.models import Q

from projects.files.rows import StoredFile
from projects.models import Project
from projects.models.fields import person
from projects.models.guard import OnlyAdded
from supervision.models.adjustment import Adjustment
from supervision.models.correction import CardOverride
from supervision.models.hearing import Appeal, TrialReply
from supervision.models.support import SupportPart

KINDS = ("reply", "appeal", "override", "adjustment", "part")


def of_one_thing() -> Q:
    """Exactly one of the things that a paper may be about."""
    found = Q()
    for kind in KINDS:
        found |= Q(**{f"{each}__isnull": each != kind for each in KINDS})
    return found


class Paper(StoredFile, OnlyAdded):
    """附件: a paper that a 申辩, 复核申请, 认定, 承诺调整 or 配合情况 rests on: one of them."""

    reply = models.ForeignKey(
        TrialReply, models.PROTECT, null=True, blank=True, related_name="papers",
        verbose_name="拟亮牌申辩",
    )  # fmt: skip
    appeal = models.ForeignKey(
        Appeal, models.PROTECT, null=True, blank=True, related_name="papers",
        verbose_name="复核申请",
    )  # fmt: skip
    override = models.ForeignKey(
        CardOverride, models.PROTECT, null=True, blank=True, related_name="papers",
        verbose_name="亮牌认定",
    )  # fmt: skip
    adjustment = models.ForeignKey(
        Adjustment, models.PROTECT, null=True, blank=True, related_name="papers",
        verbose_name="承诺调整",
    )  # fmt: skip
    part = models.ForeignKey(
        SupportPart, models.PROTECT, null=True, blank=True, related_name="papers",
        verbose_name="配合情况",
    )  # fmt: skip
    file = models.FileField("文件", upload_to="papers/%Y/%m/")
    photo = models.BooleanField("照片", default=False)
    at = models.DateTimeField("附上时间")
    by = person("附上人")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=of_one_thing(), name="paper_of_one_thing"),
        ]

    def __str__(self):
        return self.name

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def about(self) -> models.Model:
        return getattr(self, self.kind)

    @property
    def project(self) -> Project | None:
        """The project that it is about; None for a city's quota."""
        about = self.about
        if self.kind in ("reply", "part"):
            return about.report.project
        return about.card.project if self.kind == "appeal" else about.project

    @property
    def settled(self) -> bool:
        """Whether what it is about was decided: then nothing is attached any more."""
        if self.kind == "appeal":
            return self.about.steps.exclude(kind="taken_up").exists()
        if self.kind == "part":
            report = self.about.report
            return not report.editable or report.period.closed_at is not None
        return hasattr(self.about, "answer" if self.kind == "reply" else "decision")
