from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from projects.files.rows import StoredFile
from projects.models import LeadUnit, Programme, Project, Target
from projects.models.fields import person
from projects.models.guard import OnlyAdded
from supervision.models.card import Card


class Slips(models.QuerySet):
    def with_limit(self):
        """Each with its `limit`, and the kind of its last extension step as `extension`."""
        steps = SlipStep.objects.filter(slip=OuterRef("pk")).order_by("-pk")
        limits = steps.filter(kind__in=SlipStep.LIMITS, deadline__isnull=False)
        extensions = steps.filter(kind__in=SlipStep.EXTENSIONS)
        return self.annotate(
            limit=Coalesce(Subquery(limits.values("deadline")[:1]), F("due")),
            extension=Subquery(extensions.values("kind")[:1]),
        )

    def overdue(self, day):
        """Those `with_limit` that are under way and past it."""
        return self.filter(closed_at__isnull=True, number__isnull=False, limit__lt=day)


class Slip(models.Model):
    """督办单: one matter, one slip, until it is cleared.

    The matter is a target of a project, or the project itself where `target` is None. A draft
    has no number; issuing gives the next one of the year, so that numbers have no gaps.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待签发"
        ISSUED = "issued", "待答复"
        ANSWERED = "answered", "已答复待核"
        SENT_BACK = "sent_back", "退回重答"
        CLEARED = "cleared", "已销号"
        DROPPED = "dropped", "不予签发"

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="slips", verbose_name="年度清单"
    )
    number = models.PositiveIntegerField("编号", null=True, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="slips", verbose_name="实事项目"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, verbose_name="督办事项"
    )
    addressee = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="slips", verbose_name="主送单位"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    demand = models.TextField("督办要求")
    due = models.DateField("答复时限")
    drafted_at = models.DateTimeField("拟稿时间")
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = person("签发人")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = Slips.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["programme", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="slip_number_once"),
            models.UniqueConstraint(
                fields=["project", "target"],
                condition=Q(closed_at__isnull=True, target__isnull=False),
                name="one_open_slip_a_target",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(closed_at__isnull=True, target__isnull=True),
                name="one_open_slip_a_project",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, issued_at__isnull=True, issued_by__isnull=True)
                | Q(number__isnull=False, issued_at__isnull=False),
                name="slip_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cleared", "dropped"], closed_at__isnull=False)
                | (~Q(state__in=["cleared", "dropped"]) & Q(closed_at__isnull=True)),
                name="slip_closed_whole",
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.matter}"

    @property
    def label(self) -> str:
        """The number as printed: 演示督〔2023〕5号; 待编号 for a draft."""
        if self.number is None:
            return "待编号"
        return f"{self.programme.slip_mark}〔{self.programme.year}〕{self.number}号"

    @property
    def matter(self) -> str:
        return f"{self.project}：{self.target}" if self.target else str(self.project)

    @property
    def waiting(self) -> bool:
        """Whether the unit has to answer."""
        return self.state in (self.State.ISSUED, self.State.SENT_BACK)


class SlipStep(OnlyAdded):
    """One entry of a slip's timeline, only ever added."""

    class Kind(models.TextChoices):
        RAISED = "raised", "亮牌"
        ISSUED = "issued", "签发"
        ANSWERED = "answered", "答复"
        SENT_BACK = "sent_back", "退回"
        EXTENSION_ASKED = "asked", "申请延期"
        EXTENDED = "extended", "同意延期"
        NOT_EXTENDED = "refused", "不同意延期"
        CLEARED = "cleared", "销号"
        DROPPED = "dropped", "不予签发"

    # The steps that set the day by which the matter must be mended, and those about more time.
    LIMITS = (Kind.ISSUED, Kind.ANSWERED, Kind.SENT_BACK, Kind.EXTENDED)
    EXTENSIONS = (Kind.EXTENSION_ASKED, Kind.EXTENDED, Kind.NOT_EXTENDED)

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="steps", verbose_name="督办单")
    kind = models.CharField("环节", max_length=10, choices=Kind)
    card = models.ForeignKey(
        Card, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="亮牌结果"
    )
    text = models.TextField("内容", blank=True)
    cause = models.TextField("原因分析", blank=True)
    objective_cause = models.TextField("客观原因", blank=True)
    measures = models.TextField("整改措施", blank=True)
    deadline = models.DateField("整改时限", null=True, blank=True)
    responsible = models.CharField("责任人", max_length=50, blank=True)
    at = models.DateTimeField("时间")
    by = person("经办")

    class Meta:
        verbose_name = "督办环节"
        verbose_name_plural = "督办环节"
        ordering = ["slip", "pk"]

    def __str__(self):
        return f"{self.slip} {self.get_kind_display()}"


class SlipFile(StoredFile, OnlyAdded):
    """佐证材料 of a slip: what the unit attached to its answer or its request."""

    step = models.ForeignKey(
        SlipStep, models.PROTECT, related_name="files", verbose_name="督办环节"
    )
    file = models.FileField("文件", upload_to="slips/%Y/%m/")
    photo = models.BooleanField("照片", default=False)

    class Meta:
        verbose_name = "督办佐证"
        verbose_name_plural = "督办佐证"
        ordering = ["step", "pk"]

    def __str__(self):
        return self.name
