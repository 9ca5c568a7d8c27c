"""调度期, and what the office writes for one: bulletin texts, matters, 催报."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from projects.models import LeadUnit, Programme
from projects.models.fields import MonthField, person
from projects.models.guard import NamedAnew, OnlyAdded
from projects.values.months import in_words, number_in_year, short
from supervision.models.base import Published

UNRATED = "unrated"  # 未评 where a colour needs a name: in counts, addresses, styles
COLOURS = ("blue", "yellow", "red", "none", UNRATED)
State = tuple[str, str]


def data_version_of(states: Iterable[State], reworded: Iterable[str] = ()) -> str:
    """Return 数据版本号: twelve digits over the (digest, colour) of a month's cards in their order,
    and over what became of its 公开稿 since it was public.

    Keyed, as it need only tell one state from another: from a bare hash, whatever small count a
    sensitive project withholds could be guessed.
    """
    text = "".join(f"{digest} {colour}\n" for digest, colour in states)
    text += "".join(f"{each}\n" for each in reworded)
    return salted_hmac("data version", text, algorithm="sha256").hexdigest()[:12]


class Periods(models.QuerySet):
    def closed(self):
        """Return those that are closed (定稿), in order."""
        return self.filter(closed_at__isnull=False).order_by("month")

    def still_open(self):
        return self.filter(closed_at__isnull=True).order_by("month")

    def last_of(self, programme: Programme) -> "Period | None":
        """Return a year's last month; None before its first."""
        return self.filter(programme=programme).order_by("month").last()


class PublicPeriods(models.Manager.from_queryset(Periods)):
    def get_queryset(self):
        periods = super().get_queryset().filter(published_at__isnull=False)
        return periods.exclude(programme__state=Programme.State.DRAFT)


class Period(NamedAnew, Published):
    """调度期: a programme's month, from opening to publication.

    `counts` is how many projects stand in each colour, stored when the month closes:
    {"blue": 15, "yellow": 5, "red": 2, "none": 0, "unrated": 0}.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="periods", verbose_name="年度清单"
    )
    month = MonthField("月份")
    covers_from = MonthField("自哪个月起", help_text="通常与月份相同；首期可从1月起。")
    data_until = models.DateField("数据截至")
    due = models.DateField("报送截止", help_text="当天24时前报送都算按时。")
    due_reason = models.CharField("截止日调整", max_length=120, blank=True)
    next_update = models.DateField("下次更新", null=True, blank=True, help_text="公众看到的日期。")
    opened_at = models.DateTimeField("启动时间")
    closed_at = models.DateTimeField("定稿时间", null=True, blank=True)
    closed_by = person("定稿人")
    data_version = models.CharField("数据版本号", max_length=16, blank=True)
    bulletin_number = models.PositiveSmallIntegerField("通报期号", null=True, blank=True)
    counts = models.JSONField("各色数量", default=dict, blank=True)

    everything = models.Manager.from_queryset(Periods)()
    public = PublicPeriods()

    class Meta:
        verbose_name = "调度期"
        verbose_name_plural = "调度期"
        ordering = ["programme", "month"]
        permissions = [
            ("supervise", "督查：审核、定稿、公开发布"),
            ("see_behind", "区领导：看滞后项目"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="period_month_once"),
            models.UniqueConstraint(
                fields=["programme", "bulletin_number"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(covers_from__lte=F("month")), name="period_covers_up_to_its_month"
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("data_until")), name="period_due_after_data"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, bulletin_number__isnull=True, data_version="")
                | (Q(closed_at__isnull=False, bulletin_number__isnull=False) & ~Q(data_version="")),
                name="period_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, signer="", basis="")
                | (
                    Q(published_at__isnull=False, closed_at__isnull=False)
                    & ~Q(signer="")
                    & ~Q(basis="")
                ),
                name="period_published_whole",
            ),
        ]

    def __str__(self):
        return f"{in_words(self.month)}调度"

    @property
    def covers(self) -> str:
        """The months it covers, in words: 9月, or 1—3月 for a first period of several."""
        first, last = number_in_year(self.covers_from), short(self.month)
        return last if self.covers_from == self.month else f"{first}—{last}"

    @property
    def stage(self) -> str:
        if self.published_at:
            return "已公开"
        return "已定稿" if self.closed_at else "调度中"

    def take_stock(self, states: list[State], reworded: Iterable[str] = ()) -> None:
        """Set the counts and 数据版本号 that follow from the month's cards; not saved."""
        counts = Counter(colour or UNRATED for _, colour in states)
        self.counts = {colour: counts[colour] for colour in COLOURS}
        self.data_version = data_version_of(states, reworded)


class Saved(models.Model):
    """Words kept as they are written; `version` counts the savings, so that nobody's is
    overwritten."""

    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间")
    saved_by = person("保存人")

    class Meta:
        abstract = True


class BulletinText(Saved, OnlyAdded):
    """通报文字: the sections as the office wrote them, numbers standing as {{ 占位符 }}.

    A draft until the month is published, then guarded. `checked` are the figures typed by hand
    that the office vouched for.
    """

    guard_field = "issued_at"
    guard_when = "OLD.issued_at IS NOT NULL"

    period = models.OneToOneField(
        Period, models.PROTECT, related_name="text", verbose_name="调度期"
    )
    overall = models.TextField("总体情况", blank=True)
    ahead = models.TextField("提前完成和超序时（表扬）", blank=True)
    behind = models.TextField("进展偏慢（原因和要求）", blank=True)
    discipline = models.TextField("报送纪律", blank=True)
    next_steps = models.TextField("下步工作", blank=True)
    checked = models.JSONField("已核对的手写数字", default=list, blank=True)
    issued_at = models.DateTimeField("随通报公开时间", null=True, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "通报文字"
        verbose_name_plural = "通报文字"
        ordering = ["period"]

    def __str__(self):
        return f"{self.period.month} 通报文字"


class Matters(NamedAnew, Saved):
    """提请事项: what the month's one-page summary puts to the 党工委, a matter a line.

    Acts of 1.0 did not name it: `unrecorded` for the sake of what was saved before.
    """

    unrecorded = True

    period = models.OneToOneField(
        Period, models.PROTECT, related_name="matters", verbose_name="调度期"
    )
    text = models.TextField("提请党工委研究的事项", blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "提请事项"
        verbose_name_plural = "提请事项"
        ordering = ["period"]

    def __str__(self):
        return f"{self.period.month} 提请事项"


class Reminder(models.Model):
    """提醒: the one message that a person gets on a day; `sent_at` None until it has left."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="收件人"
    )
    day = models.DateField("日期")
    text = models.TextField("内容")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-day", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_message_a_day"),
        ]

    def __str__(self):
        return f"{self.day} {self.person}"


class Chase(OnlyAdded):
    """催报: the office asked a unit for the reports that it still owed for a month."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="chases", verbose_name="调度期")
    unit = models.ForeignKey(LeadUnit, models.PROTECT, related_name="chases", verbose_name="单位")
    at = models.DateTimeField("催报时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="催报人"
    )

    class Meta:
        verbose_name = "催报"
        verbose_name_plural = "催报"
        ordering = ["-at", "unit"]

    def __str__(self):
        return f"{self.unit} {self.period}催报"
