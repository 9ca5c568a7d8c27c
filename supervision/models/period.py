from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from projects.models import Programme
from projects.models.fields import MonthField, person
from projects.values.months import in_words, number_in_year, short
from supervision.models.published import Published

UNRATED = "unrated"  # 未评 where a colour needs a name: in counts, addresses, styles
COLOURS = ("blue", "yellow", "red", "none", UNRATED)
State = tuple[str, str]


def data_version_of(states: Iterable[State]) -> str:
    """Return 数据版本号: twelve digits over the (digest, colour) of a month's cards in their order.

    Keyed, as it need only tell one state from another: from a bare hash, whatever small count a
    sensitive project withholds could be guessed.
    """
    text = "".join(f"{digest} {colour}\n" for digest, colour in states)
    return salted_hmac("data version", text, algorithm="sha256").hexdigest()[:12]


class Periods(models.QuerySet):
    def closed(self):
        """Return those that are closed (定稿), in order."""
        return self.filter(closed_at__isnull=False).order_by("month")

    def still_open(self):
        return self.filter(closed_at__isnull=True).order_by("month")


class PublicPeriods(models.Manager.from_queryset(Periods)):
    def get_queryset(self):
        periods = super().get_queryset().filter(published_at__isnull=False)
        return periods.exclude(programme__state=Programme.State.DRAFT)


class Period(Published):
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
        permissions = [("supervise", "督查：审核、定稿、公开发布")]
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

    def take_stock(self, states: list[State]) -> None:
        """Set the counts and 数据版本号 that follow from the month's cards; not saved."""
        counts = Counter(colour or UNRATED for _, colour in states)
        self.counts = {colour: counts[colour] for colour in COLOURS}
        self.data_version = data_version_of(states)
