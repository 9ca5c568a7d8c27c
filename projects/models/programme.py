from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.db.models import Count, Q

from projects.errors import Refused
from projects.models.guard import NamedAnew


class Programmes(models.QuerySet):
    def of_year(self, year: int) -> "Programme | None":
        """Return the list of a year. All that look for one ask here or `latest_year`.

        It brings along how many of its quotas a sensitive project counts for, mostly none.
        """
        sensitive = Q(city_tasks__targets__project__sensitive=True)
        found = self.annotate(sensitive_quotas=Count("city_tasks", filter=sensitive))
        return found.filter(year=year).first()

    def latest_year(self) -> "Programme | None":
        return self.order_by("-year").first()


class PublicProgrammes(models.Manager.from_queryset(Programmes)):
    def get_queryset(self):
        return super().get_queryset().exclude(state=Programme.State.DRAFT)


class Programme(NamedAnew):
    """年度清单: one year's list of promises, with the official text it came from."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已公布"
        ARCHIVED = "archived", "已归档"

    class CardDisplay(models.TextChoices):
        FULL = "full", "颜色和文字"
        WORDS = "words", "只用文字"
        BAR = "bar", "只有进度"

    class Signing(models.TextChoices):
        CLERK = "clerk", "经办人直接报送"
        LEADER = "leader", "分管负责人在线审签"
        SCAN = "scan", "附盖章扫描件"

    year = models.PositiveSmallIntegerField("年份", unique=True)
    title = models.CharField("名称", max_length=200)
    authority = models.CharField("发布机关", max_length=100)
    document_number = models.CharField("文号", max_length=50)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    source_title = models.CharField("解读标题", max_length=200, blank=True)
    introduction = models.TextField("解读引言", blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text="草稿不对外；公布后公众即可看到清单全文。",
    )
    demonstration = models.BooleanField(
        "演示数据", default=False, help_text="勾选后每个页面和文件都标明“演示数据”。"
    )
    card_display = models.CharField(
        "公众看到的亮牌",
        max_length=5,
        choices=CardDisplay,
        default=CardDisplay.FULL,
        help_text="网页、数据文件和看板都按此执行。",
    )
    slip_mark = models.CharField(
        "督办单字号", max_length=20, default="督", help_text="印在年份前，如“济督”〔2023〕5号。"
    )
    signing = models.CharField(
        "月度报送签批",
        max_length=6,
        choices=Signing,
        default=Signing.CLERK,
        help_text=(
            "在线审签：经办人报送后由本单位分管负责人审签，审签的时间算报送时间，截止日当天24时前"
            "审签才算按时。附盖章扫描件：每次报送都要附一份。改动只管以后的报送：已报送的不变；"
            "已送审签的仍由负责人审签，经办人也可以收回，再按新办法报送。"
        ),
    )
    show_computed = models.BooleanField(
        "认定旁并列计算结果",
        default=True,
        help_text="经认定改色的牌，是否同时公布按规则算出的颜色。",
    )
    forecasts_public = models.BooleanField("公开完成时间预测", default=False)
    feedback = models.BooleanField(
        "网上留言",
        default=False,
        help_text="勾选后每个项目页都能留言，要有人按期处理和答复；不勾选则显示12345热线。",
    )

    everything = models.Manager.from_queryset(Programmes)()
    public = PublicProgrammes()

    class Meta:
        verbose_name = "年度清单"
        verbose_name_plural = "年度清单"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099),
                name="programme_year_in_century",
                violation_error_message="年份要在2000年到2099年之间。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年民生实事"

    @property
    def demonstration_mark(self) -> str:
        """What names of files and titles end with where all of it is invented."""
        return "（演示数据）" if self.demonstration else ""

    @property
    def issued(self) -> bool:
        """Whether it is a public list and no draft any more."""
        return self.state != self.State.DRAFT

    @property
    def archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    def category_counts(self) -> Counter[str]:
        """How many projects are of each category, in the list's order."""
        return Counter(self.projects.order_by("number").values_list("category", flat=True))

    def categories(self, found: Iterable[str]) -> list[tuple[str, str]]:
        """Of those found, the categories to choose from as (key, words): the usual, or its own."""
        usual = dict(self.projects.model.Category.choices)
        if not set(found) - set(usual):
            return list(usual.items())
        return [(key, usual.get(key, key)) for key in found if key]

    def check_open(self) -> None:
        """Refused once the year is archived: nothing of its course changes any more."""
        if self.archived:
            raise Refused(f"{self}已归档，不能再改。确需更改，请先由督查取消归档。")


class ExplanationSection(NamedAnew):
    """One section of the official explanation, verbatim."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="sections", verbose_name="年度清单"
    )
    number = models.PositiveSmallIntegerField("序号")
    heading = models.CharField("标题", max_length=100)
    text = models.TextField("原文")

    class Meta:
        verbose_name = "解读章节"
        verbose_name_plural = "解读章节"
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="section_number_once"),
        ]

    def __str__(self):
        return self.heading
