import datetime as dt
from collections.abc import Container
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from projects.models.fields import MonthField, NameField, QuantityField
from projects.models.guard import NamedAnew, OnlyAdded
from projects.models.programme import Programme
from projects.models.project import Project, Task
from projects.values.people import ENDINGS, counts_people


def about_people(said: bool | None, kind: str, measure: str, counted_in: str) -> bool:
    """Whether a target counts people; a coverage that does not say what it covers may."""
    if said is not None:
        return said
    if kind == Target.Kind.COVERAGE:
        return not counted_in or counts_people(counted_in)
    return counts_people(measure)


def of_people(target: str = "") -> Q:
    """The same as a condition on rows that lead to a target."""
    own = f"{target}__" if target else ""
    by_measure = Q(**{f"{own}kind": Target.Kind.COVERAGE, f"{own}counted_in": ""})
    for ending in ENDINGS:
        by_measure |= Q(**{f"{own}measure__endswith": ending})
        by_measure |= Q(**{f"{own}counted_in__endswith": ending})
    return Q(**{f"{own}people": True}) | (Q(**{f"{own}people__isnull": True}) & by_measure)


class PublicTargets(models.Manager):
    def get_queryset(self):
        targets = super().get_queryset().filter(public=True)
        return targets.exclude(project__programme__state=Programme.State.DRAFT)


def every_name(name: str, former_names: list) -> list[str]:
    """Return what a target is called now, and what it was called before."""
    return [name, *(former for _, former in former_names)]


def called_at(name: str, former_names: list, at: dt.datetime) -> str:
    """Return what a target was called at a moment."""
    former = (own for until, own in former_names if at < dt.datetime.fromisoformat(until))
    return next(former, name)


class Target(NamedAnew):
    """目标指标: one thing promised that can be checked.

    `former_names` are spellings of the public list that were corrected since, the oldest first,
    each as [moment of the correction, name]: what is over is told in the words of its time.
    """

    later = ("former_names",)

    class Kind(models.TextChoices):
        QUANTITY = "quantity", "数量"
        COVERAGE = "coverage", "覆盖率"
        MILESTONES = "milestones", "节点"
        SERVICE = "service", "常年服务"

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="targets", verbose_name="实事项目"
    )
    task = models.ForeignKey(Task, models.PROTECT, related_name="targets", verbose_name="任务内容")
    number = models.PositiveSmallIntegerField("序号")
    name = NameField("指标名称", max_length=60)
    kind = models.CharField("类型", max_length=10, choices=Kind)
    measure = NameField("计量单位", max_length=10, blank=True)
    step = QuantityField("最小计数单位", default=Decimal(1), help_text="如 1 个、0.1 公里。")
    weight = models.DecimalField("权重", max_digits=8, decimal_places=2, default=Decimal(1))
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="属于",
        help_text="总数由各分项相加，只在分项填报和考核。",
    )
    public = models.BooleanField("对外公开", default=True)
    counted_in = NameField(
        "覆盖对象",
        max_length=10,
        blank=True,
        help_text="覆盖率数的是什么，如 个村、所、名。填了，网页就说“40个村已覆盖18个”。",
    )
    people = models.BooleanField(
        "数的是人",
        null=True,
        blank=True,
        choices=[(None, "按计量单位判断"), (True, "是"), (False, "不是")],
        help_text="涉及健康或未成年人的项目，10以下的人数不公开；房间、场次等照常公开。"
        "按计量单位判断时，人、名、人次、户、例算人。",
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="followed_by",
        verbose_name="上年指标",
    )

    former_names = models.JSONField("曾用名", default=list, blank=True, editable=False)

    everything = models.Manager()
    published = PublicTargets()

    class Meta:
        verbose_name = "目标指标"
        verbose_name_plural = "目标指标"
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="target_number_once"),
            models.UniqueConstraint(fields=["project", "name"], name="target_name_once"),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="target_weight_above_zero",
                violation_error_message="权重要大于零。",
            ),
            models.CheckConstraint(
                condition=Q(step__gt=0),
                name="target_step_above_zero",
                violation_error_message="最小计数单位要大于零。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse what no card could be computed from."""
        kinds = self.Kind
        if self.kind == kinds.COVERAGE and self.measure != "%":
            raise ValidationError({"measure": "覆盖率的计量单位是“%”。"})
        if self.kind == kinds.QUANTITY and not self.measure:
            raise ValidationError({"measure": "数量指标要填计量单位，如 个、户、公里。"})
        if self.counted_in and self.kind != kinds.COVERAGE:
            raise ValidationError({"counted_in": "只有覆盖率才写覆盖对象。"})
        if self.task_id and self.task.project_id != self.project_id:
            raise ValidationError({"task": "这条任务内容不是所选项目的。"})
        if self.part_of_id and (sentence := self.no_part(self.part_of)):
            raise ValidationError({"part_of": sentence})
        if self.project_id and (other := self.called_so_before()):
            raise ValidationError({"name": f"“{other}”曾用过这个名称，请换一个，免得两项混淆。"})

    def called_so_before(self) -> "Target | None":
        """Another target of the project that had this name: stored facts know it by that."""
        others = self.project.targets.exclude(pk=self.pk)
        return next((other for other in others if self.name in other.names), None)

    @property
    def names(self) -> list[str]:
        return every_name(self.name, self.former_names)

    def called_in(self, known: Container[str]) -> str:
        """The name by which stored facts know it, the present one where they do not."""
        return next((name for name in self.names if name in known), self.name)

    def called_at(self, at: dt.datetime) -> str:
        """What it was called at a moment."""
        return called_at(self.name, self.former_names, at)

    def spelled_anew(self, former: str, at: dt.datetime) -> None:
        """Keep the name that it had until now; the caller saves."""
        self.former_names = [*self.former_names, [at.isoformat(), former]]

    def no_part(self, whole: "Target") -> str:
        """Why this is no part of the whole; "" where it may be one."""
        if whole.pk == self.pk or whole.part_of_id or (self.pk and self.parts.exists()):
            return "分项之下不能再有分项，也不能属于自己。"
        if whole.project_id != self.project_id:
            return f"“{whole}”不是这个项目的指标。"
        if {whole.kind, self.kind} != {self.Kind.QUANTITY} or whole.measure != self.measure:
            return "总数和各分项都要是数量指标，计量单位要相同。"
        return ""

    @property
    def counts_people(self) -> bool:
        """Whether its figures are counts of people, as the office says or its measure does."""
        return about_people(self.people, self.kind, self.measure, self.counted_in)

    @property
    def counted(self) -> bool:
        """Whether a reading is a number rather than stages or a tick."""
        return self.kind in (self.Kind.QUANTITY, self.Kind.COVERAGE)


class NoticeSpan(NamedAnew):
    """Where in the project's official text a target was read: `text[start:end]` is `excerpt`."""

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="spans", verbose_name="目标指标"
    )
    start = models.PositiveIntegerField("起始位置")
    end = models.PositiveIntegerField("结束位置")
    excerpt = models.CharField("原文", max_length=200)

    class Meta:
        verbose_name = "原文出处"
        verbose_name_plural = "原文出处"
        ordering = ["target", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_not_empty"),
        ]

    def __str__(self):
        return self.excerpt


class TargetTerms(OnlyAdded):
    """指标口径: a version of what exactly is promised; versions are added, never changed.

    `baseline` and `value` are None for stages and services, which promise no number.
    """

    series = ("target",)

    class Comparison(models.TextChoices):
        EXACTLY = "exactly", "达到"
        AT_LEAST = "at_least", "不少于"
        AT_MOST = "at_most", "不超过"

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="terms", verbose_name="目标指标"
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    baseline = QuantityField("基数", null=True, blank=True)
    value = QuantityField("目标值", null=True, blank=True)
    comparison = models.CharField(
        "要求", max_length=10, choices=Comparison, default=Comparison.EXACTLY
    )
    start = MonthField("起算月份")
    due = models.DateField("完成时限")
    weight = models.DecimalField(
        "权重", max_digits=8, decimal_places=2, null=True, blank=True, help_text="空着同指标。"
    )
    definition = models.TextField(
        "口径说明", blank=True, help_text="怎样才算一个：开工、完工还是投用。"
    )
    evidence = models.CharField("应附佐证", max_length=200, blank=True)
    approved_by = models.CharField("批准机关", max_length=100)
    meeting = models.CharField("会议", max_length=100, blank=True)
    document = models.CharField("依据文件", max_length=100)
    effective = MonthField("生效月份")
    reason = models.CharField("调整原因", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "指标口径"
        verbose_name_plural = "指标口径"
        ordering = ["target", "version"]
        constraints = [
            models.UniqueConstraint(fields=["target", "version"], name="terms_version_once"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, value__isnull=True)
                | Q(baseline__isnull=False, value__isnull=False),
                name="terms_baseline_with_value",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(value=F("baseline")),
                name="terms_value_differs_from_baseline",
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gt=0), name="terms_weight_above_zero"
            ),
        ]

    def __str__(self):
        return f"{self.target} 第{self.version}版口径"

    @property
    def ceiling(self) -> bool:
        """Whether it is a limit with no way down to it, as versions before 1.1 took some in."""
        limit = self.comparison == self.Comparison.AT_MOST
        return limit and self.value is not None and self.baseline <= self.value
