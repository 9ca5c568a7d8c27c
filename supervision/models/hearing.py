"""The unit's right to be heard: a reply to a trial card, and an appeal after closing."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from projects.models import LeadUnit
from projects.models.guard import OnlyAdded
from supervision.models.card import Card
from supervision.models.report import Report


class TrialReply(OnlyAdded):
    """申辩: what a unit says to its trial card before the month is closed."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="trial_replies", verbose_name="月度进展"
    )
    text = models.TextField("申辩内容")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申辩人"
    )

    class Meta:
        verbose_name = "拟亮牌申辩"
        verbose_name_plural = "拟亮牌申辩"
        ordering = ["report", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="trial_reply_says")]

    def __str__(self):
        return f"{self.report} 申辩"


class TrialAnswer(OnlyAdded):
    """申辩答复: what the office makes of a reply; the card itself changes with its data alone."""

    class Verdict(models.TextChoices):
        TAKEN = "taken", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "不予采纳"

    reply = models.OneToOneField(
        TrialReply, models.PROTECT, related_name="answer", verbose_name="申辩"
    )
    verdict = models.CharField("结论", max_length=8, choices=Verdict)
    reason = models.TextField("理由")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = "申辩答复"
        verbose_name_plural = "申辩答复"
        ordering = ["reply"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="trial_answer_says")]

    def __str__(self):
        return f"{self.reply} {self.get_verdict_display()}"


class Appeals(models.QuerySet):
    def with_outcome(self):
        """Each with the kind of its last step as `last_kind`, None where there is none."""
        steps = AppealStep.objects.filter(appeal=OuterRef("pk")).order_by("-pk")
        return self.annotate(last_kind=Subquery(steps.values("kind")[:1]))


class Appeal(OnlyAdded):
    """复核申请: a unit's request to look at a closed card again."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="appeals", verbose_name="亮牌结果")
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="appeals", verbose_name="申请单位"
    )
    text = models.TextField("申请理由")
    at = models.DateTimeField("申请时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )

    objects = Appeals.as_manager()

    class Meta:
        verbose_name = "复核申请"
        verbose_name_plural = "复核申请"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="appeal_says")]

    def __str__(self):
        return f"{self.card} 复核申请"

    @property
    def outcome(self) -> str:
        last = self.steps.last()
        return last.get_kind_display() if last else "待受理"


class AppealStep(OnlyAdded):
    """受理, then 维持 or 变更 with a reason."""

    class Kind(models.TextChoices):
        TAKEN_UP = "taken_up", "受理"
        UPHELD = "upheld", "维持"
        CHANGED = "changed", "变更"

    appeal = models.ForeignKey(
        Appeal, models.PROTECT, related_name="steps", verbose_name="复核申请"
    )
    kind = models.CharField("环节", max_length=8, choices=Kind)
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )

    class Meta:
        verbose_name = "复核环节"
        verbose_name_plural = "复核环节"
        ordering = ["appeal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="taken_up") | ~Q(reason=""), name="appeal_outcome_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(kind="taken_up"), name="appeal_taken_up_once"
            ),
            models.UniqueConstraint(
                fields=["appeal"], condition=~Q(kind="taken_up"), name="appeal_decided_once"
            ),
        ]

    def __str__(self):
        return f"{self.appeal} {self.get_kind_display()}"
