from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery

from projects.models.fields import (
    DegreesField,
    MonthField,
    NameField,
    QuantityField,
    check_name,
    person,
)
from projects.models.guard import NamedAnew, OnlyAdded
from projects.models.project import Project
from projects.models.target import Target
from projects.values.points import wrong_point


class Sites(models.QuerySet):
    def as_built(self, month: str, known=None):
        """Each with `whole`: all of it stood by the month's end; and `partly`: how much, as last
        said, else None.

        `known`, a moment or an expression of one, leaves out what was registered after it.
        """
        whole = Q(done__gt="", done__lte=month)
        said = SiteProgress.objects.filter(site=OuterRef("pk"), month__lte=month)
        sites = self
        if known is not None:
            sites = sites.annotate(known=known)
            whole &= Q(done_at__isnull=True) | Q(done_at__lte=F("known"))
            said = said.filter(at__lte=OuterRef("known"))
        last = said.order_by("-month", "-pk").values("built")[:1]
        return sites.annotate(
            whole=ExpressionWrapper(whole, models.BooleanField()), partly=Subquery(last)
        )

    def with_parts(self):
        """Each with `partly` as last said, and `partly_month`: by which month's end."""
        last = SiteProgress.objects.filter(site=OuterRef("pk")).order_by("-month", "-pk")
        return self.annotate(
            partly=Subquery(last.values("built")[:1]),
            partly_month=Subquery(last.values("month")[:1]),
        )


class Site(NamedAnew):
    """建设点位: one place of a target; `whole` and `partly` stand on rows of `as_built`.

    `done_at` is when its being built was registered, unknown of those from before it was kept.
    """

    later = ("latitude", "longitude")

    objects = Sites.as_manager()
    whole: bool = False
    partly: Decimal | None = None
    partly_month: str | None = None

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="sites", verbose_name="目标指标"
    )
    name = NameField("点位名称", max_length=60)
    place = NameField(
        "所在镇街、村或社区", max_length=60, blank=True, help_text="居民按这里写的地名查找。"
    )
    quantity = QuantityField("数量", default=Decimal(1))
    planned = MonthField("计划月份", blank=True, help_text="写成 2023-09；没有定就空着。")
    done = MonthField("建成月份", blank=True, help_text="写成 2023-09；随下一次定稿的月报公开。")
    done_at = models.DateTimeField("建成登记时间", null=True, blank=True, editable=False)
    public = models.BooleanField("对外公开", default=True)
    latitude = DegreesField("纬度", help_text="以度为单位的小数，如 35.40825。")
    longitude = DegreesField("经度", help_text="如 116.35210；填了两个数的，画在公开的地图上。")

    class Meta:
        verbose_name = "建设点位"
        verbose_name_plural = "建设点位"
        ordering = ["target", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "name"], name="site_name_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="site_quantity_above_zero",
                violation_error_message="数量要大于零。",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="site_point_whole",
                violation_error_message="经度和纬度要一起填，或都空着。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if wrong := wrong_point(self.latitude, self.longitude):
            raise ValidationError(wrong)
        if self.target_id and not self.pk:
            check_name(self, self.target.sites.all())

    @property
    def project(self) -> Project:
        return self.target.project

    @property
    def built(self) -> Decimal:
        """How much of it was built by the month of `as_built`."""
        return self.quantity if self.whole else self.partly or Decimal(0)


class SiteChange(OnlyAdded):
    """点位更正: what anyone could read of a place, changed with a reason that anyone can read."""

    class Field(models.TextChoices):
        PLANNED = "planned", "计划月份"
        DONE = "done", "建成月份"
        QUANTITY = "quantity", "数量"

    site = models.ForeignKey(Site, models.PROTECT, related_name="changes", verbose_name="建设点位")
    field = models.CharField("更正内容", max_length=10, choices=Field)
    before = models.CharField("原来", max_length=30, blank=True)
    after = models.CharField("更正后", max_length=30, blank=True)
    reason = models.CharField("更正原因", max_length=300)
    at = models.DateTimeField("更正时间")
    by = person("更正人")

    class Meta:
        verbose_name = "点位更正"
        verbose_name_plural = "点位更正"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.site}　{self.get_field_display()}"


class SiteProgress(OnlyAdded):
    """点位进度: so much of a place stood by a month's end, before all of it does."""

    series = ("site",)

    site = models.ForeignKey(Site, models.PROTECT, related_name="progress", verbose_name="建设点位")
    month = MonthField("截至月份")
    built = QuantityField("已建成数量")
    at = models.DateTimeField("登记时间")
    by = person("登记人")

    class Meta:
        verbose_name = "点位进度"
        verbose_name_plural = "点位进度"
        ordering = ["site", "month", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(built__gte=0), name="site_progress_not_negative"),
        ]

    def __str__(self):
        return f"{self.site} {self.month}"
