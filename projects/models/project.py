from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models.fields import MonthField, NameField, person
from projects.models.guard import NamedAnew, OnlyAdded
from projects.models.programme import Programme


class PublicProjects(models.Manager):
    def get_queryset(self):
        return super().get_queryset().exclude(programme__state=Programme.State.DRAFT)


class Project(NamedAnew):
    """实事项目: one promise of the list, its official text kept to the letter."""

    later = ("funds", "funds_source")

    class Category(models.TextChoices):
        """What lists usually have; a list may have others of its own, kept as their words."""

        CHILDREN = "children", "托育教育"
        HEALTH = "health", "医疗健康"
        CARE = "care", "助老助残"
        WORK = "work", "就业培训"
        SECURITY = "security", "保险保障"
        CULTURE = "culture", "文化法治"
        CITY = "city", "城乡建设"

    class State(models.TextChoices):
        ONGOING = "ongoing", "推进"
        SUSPENDED = "suspended", "暂缓"
        REMOVED = "removed", "调出"
        MERGED = "merged", "合并"

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="projects", verbose_name="年度清单"
    )
    number = models.PositiveIntegerField("序号")
    title = NameField("项目名称", max_length=100)
    text = models.TextField("公布原文", help_text="与印发的文件一字不差，包括原文中的疑误。")
    category = models.CharField("类别", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ONGOING)
    leader = models.CharField("区级分管领导", max_length=50, blank=True, help_text="仅内部可见。")
    funds = models.CharField("投资", max_length=100, blank=True)
    funds_source = models.CharField("资金来源", max_length=100, blank=True)
    sensitive = models.BooleanField(
        "涉健康或未成年人",
        default=False,
        help_text="勾选后不公开照片；对外一律不显示10以下的人数和次数。",
    )

    everything = models.Manager()
    public = PublicProjects()
    # What the public calls it, where a page has looked it up.
    plain_name = ""

    class Meta:
        verbose_name = "实事项目"
        verbose_name_plural = "实事项目"
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="project_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="project_number_from_one",
                violation_error_message="序号从1开始。",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "category", "number"], name="project_by_category"),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    @classmethod
    @lru_cache(maxsize=256)  # asked for every row of a list
    def category_words(cls, category: str) -> str:
        return dict(cls.Category.choices).get(category, category)

    @classmethod
    def category_key(cls, words: str) -> str:
        return {label: key for key, label in cls.Category.choices}.get(words, words)

    @classmethod
    def every_category(cls) -> list[tuple[str, str]]:
        """The usual categories and whatever other the lists have, as (key, words)."""
        usual = list(cls.Category.choices)
        own = cls.everything.exclude(category__in=[*dict(usual), ""]).order_by("category")
        return usual + [(key, key) for key in own.values_list("category", flat=True).distinct()]

    def get_category_display(self) -> str:
        return self.category_words(self.category)

    @property
    def called(self) -> str:
        """The everyday name where it was looked up, else the official title."""
        return self.plain_name or self.title


class ProjectChange(OnlyAdded):
    """项目变更: a project suspended, removed, merged, resumed or `added`, on whose decision."""

    later = ("added",)

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="changes", verbose_name="实事项目"
    )
    state = models.CharField("变更为", max_length=10, choices=Project.State)
    merged_into = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name="并入项目",
    )
    approved_by = models.CharField("批准机关", max_length=100)
    meeting = models.CharField("会议", max_length=100)
    document = models.CharField("依据文件", max_length=100)
    effective = MonthField("生效月份")
    reason = models.CharField("变更原因", max_length=300)
    added = models.BooleanField("增列", default=False)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "项目变更"
        verbose_name_plural = "项目变更"
        ordering = ["project", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_names_its_project",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.get_state_display()}"

    def get_state_display(self) -> str:
        return "增列" if self.added else Project.State(self.state).label


class Task(NamedAnew):
    """任务内容 ①②: one numbered part of a project, verbatim."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="tasks", verbose_name="实事项目"
    )
    number = models.PositiveSmallIntegerField("序号")
    marker = models.CharField("原文标号", max_length=6, blank=True)
    text = models.TextField("任务原文")
    unit = models.ForeignKey(
        "projects.LeadUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="牵头单位",
        help_text="文件给这条任务另定了牵头单位的才填；按月填报的仍是项目的牵头单位。",
    )

    class Meta:
        verbose_name = "任务内容"
        verbose_name_plural = "任务内容"
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="task_number_once"),
        ]

    def __str__(self):
        return f"{self.marker}{self.text}"


class SourceRemark(NamedAnew):
    """原文疑误: a likely misprint of the notice, for editors only; the text stays as it is."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="remarks", verbose_name="实事项目"
    )
    start = models.PositiveIntegerField("起始位置")
    excerpt = models.CharField("原文", max_length=50)
    remark = models.CharField("说明", max_length=200)

    class Meta:
        verbose_name = "原文疑误"
        verbose_name_plural = "原文疑误"
        ordering = ["project", "start"]

    def __str__(self):
        return self.excerpt


class GuideLine(NamedAnew):
    """办事指南: one line a resident can act on, shown as confirmed only once the unit says so."""

    class Kind(models.TextChoices):
        WHO = "who", "谁可以办"
        STANDARD = "standard", "享受什么"
        HOW = "how", "怎么办"
        WHERE = "where", "在哪里办"
        PHONE = "phone", "咨询电话"
        UNTIL = "until", "办到什么时候"

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="guide", verbose_name="实事项目"
    )
    kind = models.CharField("事项", max_length=10, choices=Kind)
    text = models.CharField("内容", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = person("确认人")

    class Meta:
        verbose_name = "办事指南"
        verbose_name_plural = "办事指南"
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="guide_line_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(text="")),
                name="guide_line_confirmed_whole",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.text or '待单位填写'}"

    @property
    def shown(self) -> str:
        """What the public reads: nothing that the unit has not confirmed."""
        return self.text if self.confirmed_at else ""
