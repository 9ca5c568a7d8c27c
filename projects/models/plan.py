import datetime as dt
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from projects.models.fields import MonthField, NameField, QuantityField, person
from projects.models.guard import NamedAnew, OnlyAdded
from projects.models.programme import Programme
from projects.models.target import Target, TargetTerms
from projects.values.months import in_words, is_month, near
from projects.values.numbers import plain


class Milestone(OnlyAdded):
    """节点: a stage of a construction target."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="milestones", verbose_name="目标指标"
    )
    number = models.PositiveSmallIntegerField("序号")
    name = NameField("节点名称", max_length=60)
    weight = models.DecimalField("权重", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = "节点"
        verbose_name_plural = "节点"
        ordering = ["target", "number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="milestone_number_once"),
            models.UniqueConstraint(fields=["target", "name"], name="milestone_name_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="milestone_weight_above_zero"),
        ]

    def __str__(self):
        return self.name


class Plan(OnlyAdded):
    """序时进度计划: an approved version of what is planned for every month."""

    series = ("target",)

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="plans", verbose_name="目标指标"
    )
    terms = models.ForeignKey(
        TargetTerms, models.PROTECT, related_name="plans", verbose_name="对应口径"
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    document = models.CharField("批准依据", max_length=100)
    effective = MonthField("生效月份")
    reason = models.CharField("调整原因", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "序时进度计划"
        verbose_name_plural = "序时进度计划"
        ordering = ["target", "version"]
        constraints = [
            models.UniqueConstraint(fields=["target", "version"], name="plan_version_once"),
        ]

    def __str__(self):
        return f"{self.target} 第{self.version}版计划"

    @property
    def changed(self) -> bool:
        """Whether it took the place of another one once the list was public."""
        return self.version > 1 and bool(self.reason)

    def said(self) -> dict[str, str]:
        return said_by(self.points.select_related("milestone"))

    def same_points(self, points) -> bool:
        """Whether it already says what `points`, as approve_plan takes them, would say."""
        rows = self.points.select_related("milestone")
        if isinstance(points, Mapping):
            return {row.month: row.value for row in rows} == dict(points)
        if self.target.kind == Target.Kind.MILESTONES:
            standing = {(row.milestone.name, row.milestone.weight, row.month) for row in rows}
            return standing == set(points)
        return {row.month for row in rows} == set(points)


def said_by(points: Iterable["PlanPoint"]) -> dict[str, str]:
    """What each point of a plan asks: a month's value, a stage's month, or that it runs."""
    said = {}
    for point in sorted(points, key=lambda point: (point.month, point.pk)):
        if stage := point.milestone:
            said[stage.name] = f"{in_words(point.month)}（权重{plain(stage.weight)}）"
        else:
            said[in_words(point.month)] = plain(point.value) or "开展"
    return said


class PlanAnswer(OnlyAdded):
    """计划说明: what was asked about a plan's shape when it was approved, and what was answered."""

    plan = models.OneToOneField(
        Plan, models.PROTECT, related_name="answer", verbose_name="序时进度计划"
    )
    questions = models.TextField("提问")
    text = models.CharField("说明", max_length=500)

    class Meta:
        verbose_name = "计划说明"
        verbose_name_plural = "计划说明"
        ordering = ["plan"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="plan_answer_said"),
        ]

    def __str__(self):
        return f"{self.plan}：{self.text}"


class PlanPoint(OnlyAdded):
    """What one month of a plan asks: a cumulative value, a stage, or that the service runs."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="points", verbose_name="计划")
    month = MonthField("月份")
    value = QuantityField("累计计划", null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, verbose_name="节点"
    )

    class Meta:
        verbose_name = "计划月份"
        verbose_name_plural = "计划月份"
        ordering = ["plan", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "month"],
                condition=Q(milestone__isnull=True),
                name="plan_month_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "milestone"],
                condition=Q(milestone__isnull=False),
                name="plan_milestone_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(milestone__isnull=True),
                name="plan_point_value_or_stage",
            ),
        ]

    @property
    def series(self) -> tuple[str, ...]:
        return ("plan__target", "milestone" if self.milestone_id else "month")

    def __str__(self):
        return self.month


class CityTasks(models.QuerySet):
    def in_force(self, month: str, known_by: dt.datetime | None = None) -> list["CityTask"]:
        """The version of each quota that holds in a month, of those recorded before `known_by`."""
        rows = self.filter(effective__lte=month)
        if known_by:
            rows = rows.filter(recorded_at__lt=known_by)
        latest = {(row.programme_id, row.name): row for row in rows.order_by("version")}
        return sorted(latest.values(), key=lambda row: row.pk)

    def current(self) -> "CityTasks":
        """The last version of each, whenever it begins to hold."""
        newer = self.model.objects.filter(
            programme=models.OuterRef("programme"),
            name=models.OuterRef("name"),
            version__gt=models.OuterRef("version"),
        )
        return self.exclude(models.Exists(newer))


class CityTask(NamedAnew):
    """市级任务指标: a version of a quota on the city's list, with the targets that carry it.

    Versions go by programme and name; of a public list they are added, never changed.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="city_tasks", verbose_name="年度清单"
    )
    name = NameField("市级指标", max_length=100)
    measure = NameField("计量单位", max_length=10)
    quota = QuantityField("市定任务")
    document = models.CharField("市级文件", max_length=100, blank=True)
    version = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    effective = MonthField("生效月份")
    reason = models.CharField("调整原因", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间", editable=False)
    recorded_by = person("登记人")
    targets = models.ManyToManyField(
        Target, related_name="city_tasks", blank=True, verbose_name="承担指标"
    )

    objects = CityTasks.as_manager()

    class Meta:
        verbose_name = "市级任务指标"
        verbose_name_plural = "市级任务指标"
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name", "version"], name="city_task_version_once"
            ),
            models.CheckConstraint(
                condition=Q(quota__gt=0),
                name="city_task_quota_above_zero",
                violation_error_message="市定任务要大于零。",
            ),
        ]

    def __str__(self):
        return self.name

    def former(self) -> "CityTask | None":
        """The version that stood before this one; None for the first."""
        earlier = CityTask.objects.filter(programme=self.programme_id, name=self.name)
        return earlier.filter(version__lt=self.version).order_by("version").last()


class CityTaskPoint(NamedAnew):
    """What the city's plan asks by the end of a month, cumulative."""

    city_task = models.ForeignKey(
        CityTask, models.CASCADE, related_name="points", verbose_name="市级指标"
    )
    month = MonthField("月份")
    value = QuantityField("累计计划")

    class Meta:
        verbose_name = "市级计划月份"
        verbose_name_plural = "市级计划月份"
        ordering = ["city_task", "month"]
        constraints = [
            models.UniqueConstraint(fields=["city_task", "month"], name="city_point_once"),
        ]

    def __str__(self):
        return self.month

    def clean(self):
        year = self.city_task.programme_id and self.city_task.programme.year
        if year and is_month(self.month) and not near(self.month, year):
            raise ValidationError({"month": f"不在{year}年前后，请核对年份。"})
