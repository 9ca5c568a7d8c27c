"""审定: who decided on a version, at which meeting; for a vote the ballots of each candidate."""

import json

from django.db import models
from django.db.models import Q

from projects.drafting.models.draft import Drafting
from projects.drafting.models.issue import Draft
from projects.drafting.voting import Count, Result, result
from projects.files.rows import StoredFile
from projects.models.fields import person
from projects.models.guard import OnlyAdded


class Approval(StoredFile, OnlyAdded):
    """审定: the decision on a version, with its minutes; the last one of a list holds."""

    class Kind(models.TextChoices):
        PARTY = "party", "党工委会议"
        BOARD = "board", "常务会议"
        VOTE = "vote", "人大票决"

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="approvals", verbose_name="清单编制"
    )
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="approvals", verbose_name="稿")
    kind = models.CharField("审定方式", max_length=5, choices=Kind)
    body = models.CharField("审定机关", max_length=100)
    meeting = models.CharField("会议", max_length=100)
    held_on = models.DateField("会议日期")
    places = models.PositiveSmallIntegerField("应选项数", null=True, blank=True)
    ballots = models.PositiveIntegerField("收回票数", null=True, blank=True)
    file = models.FileField("会议纪要", upload_to="minutes/%Y/%m/")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    class Meta:
        verbose_name = "审定"
        verbose_name_plural = "审定"
        ordering = ["drafting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="vote", places__gt=0, ballots__gt=0)
                | (~Q(kind="vote") & Q(places=None, ballots=None)),
                name="vote_has_places_and_ballots",
            ),
        ]

    def __str__(self):
        return f"{self.body}，{self.meeting}"

    @property
    def voted(self) -> bool:
        return self.kind == self.Kind.VOTE

    @property
    def result(self) -> Result:
        """What the ballots come to, ties as far as they were decided."""
        counts = [Count(each.key, each.yes, each.no, each.abstain) for each in self.counts.all()]
        tie = getattr(self, "tie", None)
        return result(counts, self.places, self.ballots, tie.chosen if tie else ())


class VoteCount(OnlyAdded):
    """票数: how the ballots on one candidate fell."""

    approval = models.ForeignKey(
        Approval, models.PROTECT, related_name="counts", verbose_name="审定"
    )
    key = models.PositiveIntegerField("段号")
    yes = models.PositiveIntegerField("赞成")
    no = models.PositiveIntegerField("反对")
    abstain = models.PositiveIntegerField("弃权")

    class Meta:
        verbose_name = "票数"
        verbose_name_plural = "票数"
        ordering = ["approval", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "key"], name="one_count_a_candidate"),
        ]

    def __str__(self):
        return f"赞成{self.yes}，反对{self.no}，弃权{self.abstain}"


class TieDecision(OnlyAdded):
    """票数相同的取舍: which of those with equal votes are in, by whose decision."""

    approval = models.OneToOneField(
        Approval, models.PROTECT, related_name="tie", verbose_name="审定"
    )
    keys = models.CharField("选上的段号", max_length=500)
    reason = models.CharField("依据和理由", max_length=300)
    decided_at = models.DateTimeField("时间")
    decided_by = person("登记人")

    class Meta:
        verbose_name = "票数相同的取舍"
        verbose_name_plural = "票数相同的取舍"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="tie_has_a_reason"),
        ]

    def __str__(self):
        return self.reason

    @property
    def chosen(self) -> tuple[int, ...]:
        return tuple(json.loads(self.keys))
