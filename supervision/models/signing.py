from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models.fields import person
from projects.models.guard import OnlyAdded
from supervision.models.report import Report, Submission


class SigningRequest(OnlyAdded):
    """送审签: what a clerk put before the unit's leader, as it was then.

    `sheet` is the report's draft as JSON text, with every figure as a total: whatever becomes
    of earlier months in between, what the leader signs is what was put before them.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="signing_requests", verbose_name="月度进展"
    )
    number = models.PositiveSmallIntegerField("第几次")
    sheet = models.TextField("送审签的内容")
    correction = models.CharField("更正原因", max_length=300, blank=True)
    unit_name = models.CharField("报送单位", max_length=60)
    at = models.DateTimeField("送审签时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送审签人"
    )

    class Meta:
        verbose_name = "送审签"
        verbose_name_plural = "送审签"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="signing_request_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.report} 第{self.number}次送审签"


class SigningDecision(OnlyAdded):
    """审签结果: how a request ended; signed, it names the submission that came of it."""

    class Verdict(models.TextChoices):
        SIGNED = "signed", "审签"
        RETURNED = "returned", "退回经办人"
        TAKEN_BACK = "taken", "经办人收回"
        LAPSED = "lapsed", "定稿时未审签"

    request = models.OneToOneField(
        SigningRequest, models.PROTECT, related_name="decision", verbose_name="送审签"
    )
    verdict = models.CharField("结果", max_length=10, choices=Verdict)
    reason = models.TextField("理由", blank=True)
    submission = models.OneToOneField(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signing",
        verbose_name="报送",
    )
    at = models.DateTimeField("时间")
    by = person("办理人")

    class Meta:
        verbose_name = "审签结果"
        verbose_name_plural = "审签结果"
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="signed", submission__isnull=False)
                | (~Q(verdict="signed") & Q(submission__isnull=True)),
                name="signing_names_its_submission",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(reason=""),
                name="sent_back_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.get_verdict_display()}"
