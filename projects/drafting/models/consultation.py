"""征求意见: a version sent out until a day, what was said of it, and what was done with that."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from projects.drafting.models.draft import Drafting
from projects.drafting.models.issue import Draft
from projects.models import LeadUnit
from projects.models.fields import person
from projects.models.guard import NamedAnew, OnlyAdded

LONGEST_OPINION, LONGEST_CONTACT = 1000, 30


class Consultation(OnlyAdded):
    """征求意见: which version was sent to whom, and until when; `number` counts within a list."""

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="consultations", verbose_name="清单编制"
    )
    number = models.PositiveSmallIntegerField("次数")
    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="consultations", verbose_name="稿"
    )
    leaders = models.BooleanField("征求区领导意见", default=False)
    public = models.BooleanField("向社会公开征求意见", default=False)
    until = models.DateField("截止日期")
    reason = models.CharField("期限不足30天的理由", max_length=200, blank=True)
    letter = models.CharField("函号", max_length=50, blank=True)
    opened_at = models.DateTimeField("发出时间")
    opened_by = person("发出人")

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["drafting", "number"]
        permissions = [("give_opinion", "代表单位反馈意见"), ("leaders_opinion", "区领导提意见")]
        constraints = [
            models.UniqueConstraint(fields=["drafting", "number"], name="consultation_number_once"),
        ]

    def __str__(self):
        return f"第{self.number}次征求意见（{self.draft}）"

    @property
    def ended_early(self) -> "ConsultationEnd | None":
        return getattr(self, "end", None)

    @property
    def last_day(self) -> dt.date:
        """The day until which opinions were taken."""
        return timezone.localdate(self.end.ended_at) if self.ended_early else self.until

    def open_on(self, day) -> bool:
        """Whether opinions are taken on the day: its last day is a whole day."""
        return day <= self.until and self.ended_early is None


class ConsultedUnit(OnlyAdded):
    """征求意见单位: a unit that the version was sent to."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="units", verbose_name="征求意见"
    )
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="consultations", verbose_name="单位"
    )

    class Meta:
        verbose_name = "征求意见单位"
        verbose_name_plural = "征求意见单位"
        ordering = ["consultation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="unit_consulted_once"),
        ]

    def __str__(self):
        return str(self.unit)


class ConsultationEnd(OnlyAdded):
    """提前截止: a consultation ended before its day, with the reason."""

    consultation = models.OneToOneField(
        Consultation, models.PROTECT, related_name="end", verbose_name="征求意见"
    )
    reason = models.CharField("理由", max_length=200)
    ended_at = models.DateTimeField("截止时间")
    ended_by = person("操作人")

    class Meta:
        verbose_name = "提前截止"
        verbose_name_plural = "提前截止"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.consultation}提前截止"


class Opinions(models.QuerySet):
    def with_rulings(self) -> "Opinions":
        return self.select_related("unit").prefetch_related("rulings__ruled_by")

    def to_rule(self) -> "Opinions":
        """All that need a word: not the answers that there is nothing to say."""
        return self.filter(none=False)

    def unruled(self, drafting: Drafting) -> "Opinions":
        """Those of a list that nobody has ruled on."""
        return self.to_rule().filter(rulings=None, consultation__drafting=drafting)


class Opinion(OnlyAdded):
    """意见: on the whole list, on an item, or on the words of it from `start` to `end`.

    A resident's arrives outside the chain, as any stranger's message does; the first ruling takes
    it in (`kept_at`), and from then on it is guarded as the others are from the start.
    """

    guard_when, guard_field = "OLD.kept_at IS NOT NULL", "kept_at"
    as_sent = {"source": "public", "unit": None, "said_by": None}

    class Source(models.TextChoices):
        UNIT = "unit", "单位"
        LEADER = "leader", "区领导"
        PUBLIC = "public", "群众"
        MEETING = "meeting", "座谈会"
        OTHER = "other", "其他方面"

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="opinions", verbose_name="征求意见"
    )
    source = models.CharField("来自", max_length=7, choices=Source)
    unit = models.ForeignKey(
        LeadUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="单位",
    )
    who = models.CharField("提出人", max_length=60, blank=True)
    basis = models.CharField("来源文件", max_length=100, blank=True)
    key = models.PositiveIntegerField("段号", null=True, blank=True)
    start = models.PositiveIntegerField("起", null=True, blank=True)
    end = models.PositiveIntegerField("止", null=True, blank=True)
    none = models.BooleanField("无意见", default=False)
    text = models.CharField("意见", max_length=LONGEST_OPINION, blank=True)
    code = models.CharField("查询码", max_length=16, null=True, blank=True, unique=True)
    said_at = models.DateTimeField("提出时间")
    said_by = person("填写人")
    kept_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = Opinions.as_manager()

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        ordering = ["consultation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(none=True, text="", key=None) | (Q(none=False) & ~Q(text="")),
                name="opinion_says_something",
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None)
                | Q(key__isnull=False, start__isnull=False, end__gt=models.F("start")),
                name="opinion_span_of_an_item",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST_OPINION),
                name="opinion_text_bounded",
            ),
            models.CheckConstraint(
                condition=Q(source="public", code__isnull=False)
                | (~Q(source="public") & Q(kept_at__isnull=False)),
                name="opinion_on_record",
            ),
        ]

    def __str__(self):
        return f"{self.said_of}：{self.text[:20] or '无意见'}"

    @property
    def said_of(self) -> str:
        """Who it is of, in words; of a resident never more than that."""
        if self.source == self.Source.PUBLIC:
            return "群众"
        return self.who or (str(self.unit) if self.unit_id else self.get_source_display())

    @property
    def ruling(self) -> "Ruling | None":
        """The one that holds."""
        return max(self.rulings.all(), key=lambda each: each.version, default=None)

    def quoted(self, texts: dict[int, str]) -> str:
        """The words that it is about, by the version's texts; "" where it is about all of them."""
        if self.key is None or self.start is None:
            return ""
        return texts[self.key][self.start : self.end]


class OpinionContact(NamedAnew):
    """意见人联系方式: who wrote, for the office alone; erased some time after the list is out."""

    unrecorded = True

    opinion = models.OneToOneField(
        Opinion, models.PROTECT, related_name="contact", verbose_name="意见"
    )
    name = models.CharField("称呼", max_length=LONGEST_CONTACT, blank=True)
    phone = models.CharField("电话", max_length=LONGEST_CONTACT, blank=True)

    class Meta:
        verbose_name = "意见人联系方式"
        verbose_name_plural = "意见人联系方式"
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("name"), LONGEST_CONTACT),
                name="opinion_name_bounded",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("phone"), LONGEST_CONTACT),
                name="opinion_phone_bounded",
            ),
        ]

    def __str__(self):
        return f"意见{self.opinion_id}的联系方式"


class Ruling(OnlyAdded):
    """处理: what was done with an opinion and why; `shown` are the words that the public reads."""

    series = ("opinion",)

    class Kind(models.TextChoices):
        TAKEN = "taken", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "不采纳"

    opinion = models.ForeignKey(
        Opinion, models.PROTECT, related_name="rulings", verbose_name="意见"
    )
    version = models.PositiveSmallIntegerField("版本")
    kind = models.CharField("处理", max_length=6, choices=Kind)
    reason = models.CharField("理由", max_length=300)
    shown = models.CharField("公开的意见概要", max_length=300, blank=True)
    ruled_at = models.DateTimeField("处理时间")
    ruled_by = person("处理人")

    class Meta:
        verbose_name = "意见处理"
        verbose_name_plural = "意见处理"
        ordering = ["opinion", "version"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "version"], name="ruling_version_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.reason[:20]}"
