import json

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import LeadUnit, Target
from projects.models.guard import OnlyAdded
from projects.values.months import in_words
from supervision.models.base import Decision


class PlanDraft(OnlyAdded):
    """报送计划: the first plan of a target as its lead unit drafts it, before the office decides.

    `asked` are the points as JSON text, `said` tells them in words; `answer` is what the unit says
    to what is asked about their shape.
    """

    series = ("target",)

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="plan_drafts", verbose_name="目标指标"
    )
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="plan_drafts", verbose_name="牵头单位"
    )
    asked = models.TextField("内容")
    said = models.TextField("计划")
    answer = models.CharField("对计划的说明", max_length=500, blank=True)
    proposed_at = models.DateTimeField("报送时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报送人"
    )

    class Meta:
        verbose_name = "单位报的计划"
        verbose_name_plural = "单位报的计划"
        ordering = ["target__project", "target__number", "pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.target}的计划"

    @property
    def project(self):
        return self.target.project

    @property
    def given(self):
        """What `asked` holds."""
        return json.loads(self.asked)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Month and value of each point, of a stage its name and month."""
        if isinstance(self.given, dict):
            measure = self.target.measure
            return [(in_words(month), f"{value}{measure}") for month, value in self.given.items()]
        return [
            (in_words(each), "开展")
            if isinstance(each, str)
            else (each[0], f"{in_words(each[2])}（权重{each[1]}）")
            for each in self.given
        ]


class PlanDraftDecision(Decision):
    """The office approves a unit's plan, or returns it; or the unit puts another in its place."""

    draft = models.OneToOneField(
        PlanDraft, models.PROTECT, related_name="decision", verbose_name="单位报的计划"
    )

    class Meta(Decision.Meta):
        verbose_name = "计划审核"
        verbose_name_plural = "计划审核"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""),
                name="returned_plan_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.draft} {self.word}"
