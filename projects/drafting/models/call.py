"""征集: who is asked for proposals, what is asked, until when; and the units that have none."""

import datetime as dt
from itertools import pairwise

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from projects.drafting.models.draft import Drafting
from projects.models import LeadUnit
from projects.models.fields import person
from projects.models.guard import OnlyAdded


class Calls(models.QuerySet):
    def with_end(self) -> "Calls":
        """Each with `until`, the day that now holds as its last."""
        last = Extension.objects.filter(call=OuterRef("pk")).order_by("-pk")
        return self.annotate(until=Coalesce(Subquery(last.values("closes")[:1]), F("closes")))

    def open_on(self, day: dt.date) -> "Calls":
        """Those that can be answered on a day, of lists that are still being drawn up."""
        going = self.with_end().filter(drafting__state=Drafting.State.OPEN)
        return going.filter(opens__lte=day, until__gte=day)


class Call(OnlyAdded):
    """征集: closed by its day without an act; another last day is a row of its own."""

    class Audience(models.TextChoices):
        UNITS = "units", "各单位"
        RESIDENTS = "residents", "群众"
        DEPUTIES = "deputies", "代表委员"

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="calls", verbose_name="清单编制"
    )
    audience = models.CharField("征集对象", max_length=9, choices=Audience)
    opens = models.DateField("开始日期")
    closes = models.DateField("截止日期")
    document = models.CharField("通知文号", max_length=50, blank=True)
    asked = models.CharField("征集什么", max_length=300)
    notice = models.TextField("通知正文")
    recorded_at = models.DateTimeField("发出时间")
    recorded_by = person("发出人")

    objects = Calls.as_manager()

    class Meta:
        verbose_name = "征集"
        verbose_name_plural = "征集"
        ordering = ["drafting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drafting", "audience"], name="one_call_for_each_audience"
            ),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="call_closes_after_it_opens"
            ),
        ]

    def __str__(self):
        return f"向{self.get_audience_display()}征集建议"

    @property
    def last_day(self) -> dt.date:
        if "until" in self.__dict__:
            return self.__dict__["until"]
        last = self.extensions.order_by("pk").last()
        return last.closes if last else self.closes

    def moves(self) -> list[tuple["Extension", bool]]:
        """Each other last day that was set, with whether it was an earlier one."""
        rows = list(self.extensions.all())
        days = [self.closes, *(each.closes for each in rows)]
        earlier = [after < before for before, after in pairwise(days)]
        return list(zip(rows, earlier, strict=True))


class Extension(OnlyAdded):
    """延期, 提前截止: a call's later or earlier last day, with its reason."""

    series = ("call",)

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions", verbose_name="征集")
    closes = models.DateField("延长到")
    reason = models.CharField("延期原因", max_length=300)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    class Meta:
        verbose_name = "征集延期"
        verbose_name_plural = "征集延期"
        ordering = ["call", "pk"]

    def __str__(self):
        return f"{self.call}改到{self.closes}截止"


class AddressRenewal(OnlyAdded):
    """换网址: the deputies' address before it holds no more; the reason why."""

    series = ("call",)

    call = models.ForeignKey(Call, models.PROTECT, related_name="renewals", verbose_name="征集")
    reason = models.CharField("换网址的原因", max_length=300)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    class Meta:
        verbose_name = "征集换网址"
        verbose_name_plural = "征集换网址"
        ordering = ["call", "pk"]

    def __str__(self):
        return f"{self.call}换网址"


class NothingProposed(OnlyAdded):
    """无建议: a unit's answer that it has nothing to propose, which is an answer."""

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="answers_of_none", verbose_name="征集"
    )
    unit = models.ForeignKey(LeadUnit, models.PROTECT, related_name="+", verbose_name="单位")
    recorded_at = models.DateTimeField("答复时间")
    recorded_by = person("答复人")

    class Meta:
        verbose_name = "无建议"
        verbose_name_plural = "无建议"
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "unit"], name="none_proposed_once"),
        ]

    def __str__(self):
        return f"{self.unit}：无建议"
