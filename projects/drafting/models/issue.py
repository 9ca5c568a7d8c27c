"""稿 and 印发: versions of the whole list, frozen, and the act of two people that issues one.

And 原文更正: what the issuer corrected of its text afterwards.
"""

import json

from django.conf import settings
from django.db import models

from projects.drafting.models.draft import Drafting, Passage
from projects.models import Programme, Project
from projects.models.fields import MonthField, person
from projects.models.guard import OnlyAdded


class Draft(OnlyAdded):
    """稿: version n of the whole text, frozen: which revision of each piece stood in it."""

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="drafts", verbose_name="清单编制"
    )
    number = models.PositiveSmallIntegerField("稿次")
    revisions = models.TextField("各段版本")
    digest = models.CharField("校验码", max_length=64)
    note = models.CharField("说明", max_length=200, blank=True)
    made_at = models.DateTimeField("成稿时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="成稿人"
    )

    class Meta:
        verbose_name = "稿"
        verbose_name_plural = "稿"
        ordering = ["drafting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["drafting", "number"], name="draft_number_once"),
        ]

    def __str__(self):
        return f"第{self.number}稿"

    @property
    def keys(self) -> list[int]:
        return json.loads(self.revisions)

    def passages(self) -> list[Passage]:
        """The pieces as they stood, in the order of the text."""
        found = Passage.objects.in_bulk(self.keys)
        return [found[key] for key in self.keys]


class Issue(OnlyAdded):
    """印发提请: one officer's request that a draft be issued, by which document and whose hand."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="issue", verbose_name="稿")
    title = models.CharField("清单名称", max_length=200)
    authority = models.CharField("发布机关", max_length=100)
    document_number = models.CharField("文号", max_length=50)
    issued_on = models.DateField("印发日期")
    signer = models.CharField("签发人", max_length=50)
    approved_by = models.CharField("审定机关", max_length=100)
    meeting = models.CharField("会议", max_length=100, blank=True)
    effective = MonthField("生效月份", blank=True)
    reason = models.CharField("增列原因", max_length=300, blank=True)
    proposed_at = models.DateTimeField("提请时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提请人",
    )

    class Meta:
        verbose_name = "印发提请"
        verbose_name_plural = "印发提请"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.draft.drafting}　{self.document_number}"

    @property
    def waiting(self) -> bool:
        return not hasattr(self, "decision")


class IssueDecision(OnlyAdded):
    """印发复核: the second person's word; a grant is the issue itself."""

    issue = models.OneToOneField(
        Issue, models.PROTECT, related_name="decision", verbose_name="印发提请"
    )
    granted = models.BooleanField("同意印发")
    reason = models.CharField("理由", max_length=300, blank=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name="年度清单",
    )
    decided_at = models.DateTimeField("复核时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )

    class Meta:
        verbose_name = "印发复核"
        verbose_name_plural = "印发复核"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(granted=True, programme__isnull=False)
                | models.Q(granted=False, programme__isnull=True),
                name="granted_issue_has_its_list",
            ),
        ]

    def __str__(self):
        return "同意印发" if self.granted else "不同意印发"


class Corrections(models.QuerySet):
    def in_force(self) -> "Corrections":
        """Those that a second person confirmed, the last issued first."""
        return self.filter(decision__confirmed=True).order_by("-issued_on", "-pk")


class TextCorrection(OnlyAdded):
    """原文更正: these words of a project's text are to read otherwise, says a document.

    The text itself stands as it was issued; `start` is where the words stand in it.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="text_corrections", verbose_name="实事项目"
    )
    start = models.PositiveIntegerField("起始位置")
    excerpt = models.CharField("原文", max_length=200)
    corrected = models.CharField("更正为", max_length=200)
    authority = models.CharField("更正机关", max_length=100)
    document = models.CharField("更正文件", max_length=100)
    issued_on = models.DateField("更正日期")
    proposed_at = models.DateTimeField("登记时间")
    proposed_by = person("登记人")

    objects = Corrections.as_manager()

    class Meta:
        verbose_name = "原文更正"
        verbose_name_plural = "原文更正"
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"“{self.excerpt}”更正为“{self.corrected}”"


class TextCorrectionDecision(OnlyAdded):
    """更正确认: the second person's word; from then on it is public."""

    correction = models.OneToOneField(
        TextCorrection, models.PROTECT, related_name="decision", verbose_name="原文更正"
    )
    confirmed = models.BooleanField("确认")
    reason = models.CharField("意见", max_length=300, blank=True)
    decided_at = models.DateTimeField("确认时间")
    decided_by = person("确认人")

    class Meta:
        verbose_name = "更正确认"
        verbose_name_plural = "更正确认"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed=True) | ~models.Q(reason=""),
                name="declined_correction_has_a_reason",
            ),
        ]

    def __str__(self):
        return "已确认" if self.confirmed else "没有确认"
