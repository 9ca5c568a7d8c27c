import datetime as dt
import json

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models import Programme, Project
from projects.models.fields import MonthField, person
from projects.models.guard import OnlyAdded
from supervision.models.period import Period


class Policies(models.Manager):
    def adopted_for(self, month: str, known_by: dt.datetime | None = None) -> "CardPolicy | None":
        """The adopted version that judges a month, of those adopted before `known_by`; or None."""
        adopted = self.filter(adopted_at__isnull=False, valid_from__lte=month)
        if known_by:
            adopted = adopted.filter(adopted_at__lt=known_by)
        return adopted.order_by("-valid_from", "-adopted_at", "-pk").first()


class CardPolicy(OnlyAdded):
    """亮牌规则: a version of the rules as canonical JSON text; frozen once adopted."""

    series = ("name",)

    guard_field = "adopted_at"
    guard_when = "OLD.adopted_at IS NOT NULL"

    name = models.CharField("名称", max_length=20)
    version = models.PositiveSmallIntegerField("版本")
    body = models.TextField("规则内容")
    valid_from = MonthField("启用月份")
    adopted_at = models.DateTimeField("启用时间", null=True, blank=True)
    adopted_by = person("启用人")

    objects = Policies()

    class Meta:
        verbose_name = "亮牌规则"
        verbose_name_plural = "亮牌规则"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="policy_version_once"),
        ]

    def __str__(self):
        return f"{self.name} 第{self.version}版"


class Cards(models.QuerySet):
    def in_force(self):
        """The highest version for each project and month."""
        newer = Card.everything.filter(
            period=OuterRef("period"), project=OuterRef("project"), version__gt=OuterRef("version")
        )
        return self.exclude(Exists(newer))


class PublicCards(models.Manager):
    """Cards the public may see: those of published months."""

    def get_queryset(self):
        cards = super().get_queryset().filter(period__published_at__isnull=False)
        return cards.exclude(period__programme__state=Programme.State.DRAFT)


class Card(OnlyAdded):
    """亮牌结果: a version of the colour for a project and period.

    `facts` and `verdict` are the JSON texts of docs/rules.md; `digest` covers facts and policy.
    `colour` is "" where the project is 未评; `words` are 提前完成 and the like, in place of the
    public words of its label, or "". `actual`, `planned` and `deviation` are shares,
    four places, None where there is no figure.
    """

    series = ("project", "period")
    refused = ""  # why the rules could not read its facts, of one just computed; not stored

    class Colour(models.TextChoices):
        BLUE = "blue", "蓝牌"
        YELLOW = "yellow", "黄牌"
        RED = "red", "红牌"
        NONE = "none", "无牌"
        UNRATED = "", "未评"

    RAISED = (Colour.RED, Colour.YELLOW)  # these bring a slip; the worst first

    period = models.ForeignKey(Period, models.PROTECT, related_name="cards", verbose_name="调度期")
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="cards", verbose_name="实事项目"
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    colour = models.CharField("颜色", max_length=6, choices=Colour, blank=True)
    label = models.CharField("亮牌", max_length=30)
    words = models.CharField("好于按时的用语", max_length=20, blank=True)
    unit_name = models.CharField("牵头单位", max_length=60, blank=True)
    actual = models.DecimalField("完成率", max_digits=12, decimal_places=4, null=True)
    planned = models.DecimalField("计划完成率", max_digits=12, decimal_places=4, null=True)
    deviation = models.DecimalField("偏差", max_digits=12, decimal_places=4, null=True)
    facts = models.TextField("事实")
    verdict = models.TextField("判定")
    digest = models.CharField("校验码", max_length=71)
    policy = models.ForeignKey(
        CardPolicy, models.PROTECT, related_name="cards", verbose_name="亮牌规则"
    )
    as_of = models.DateField("依据截至")
    computed_at = models.DateTimeField("计算时间")

    everything = models.Manager.from_queryset(Cards)()
    public = PublicCards()

    class Meta:
        verbose_name = "亮牌结果"
        verbose_name_plural = "亮牌结果"
        ordering = ["period", "project__number", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "project", "version"], name="card_version_once"
            ),
            models.CheckConstraint(
                condition=Q(colour__in=["blue", "yellow", "red", "none", ""]),
                name="card_colour_known",
            ),
        ]
        indexes = [models.Index(fields=["period", "deviation"], name="card_by_deviation")]

    def __str__(self):
        return f"{self.project} {self.period.month} {self.label}"

    @property
    def findings(self) -> list[dict]:
        return json.loads(self.verdict)["findings"]

    @property
    def reasons(self) -> list[str]:
        """What the rules found worse than a note, in words."""
        return [found["text"] for found in self.findings if found["severity"] > 1]


def cards_of(period: Period) -> Cards:
    """A closed month's cards in force, in the order of the list."""
    cards = Card.everything.filter(period=period).in_force()
    return cards.select_related("project").order_by("project__number")
