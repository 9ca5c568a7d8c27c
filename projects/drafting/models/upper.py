"""上级清单: the city's document to the letter, its items, and what this district does with each."""

from django.db import models

from projects.drafting.models.candidate import Candidate
from projects.drafting.models.draft import Drafting
from projects.models.fields import person
from projects.models.guard import OnlyAdded


class UpperList(OnlyAdded):
    """上级清单: the text as it was handed down."""

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="upper_lists", verbose_name="清单编制"
    )
    document = models.CharField("上级文件", max_length=100)
    text = models.TextField("原文")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    class Meta:
        verbose_name = "上级清单"
        verbose_name_plural = "上级清单"
        ordering = ["pk"]

    def __str__(self):
        return self.document


class UpperItem(OnlyAdded):
    """上级清单条目: one thing that the city's list asks; without a figure `measure` is empty."""

    upper = models.ForeignKey(
        UpperList, models.PROTECT, related_name="items", verbose_name="上级清单"
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("上级项目", max_length=100)
    excerpt = models.TextField("原文")
    name = models.CharField("指标", max_length=60)
    measure = models.CharField("计量单位", max_length=10, blank=True)
    quota = models.CharField("上级任务", max_length=20, blank=True)
    due = models.CharField("完成时限", max_length=10, blank=True)

    class Meta:
        verbose_name = "上级清单条目"
        verbose_name_plural = "上级清单条目"
        ordering = ["upper", "pk"]

    def __str__(self):
        return f"{self.number}. {self.title}　{self.name}"


class UpperAnswers(models.QuerySet):
    def latest(self, drafting: Drafting) -> dict[int, "UpperAnswer"]:
        """What holds of each item, by the item's key."""
        rows = self.filter(item__upper__drafting=drafting).select_related("candidate")
        rows = rows.order_by("pk")
        return {row.item_id: row for row in rows}


class UpperAnswer(OnlyAdded):
    """承接情况: what is done with an item here; later answers stand beside the earlier."""

    series = ("item",)

    class Kind(models.TextChoices):
        TAKEN = "taken", "承接"
        NONE = "none", "不涉及本区"
        OPEN = "open", "承接，数待定"

    item = models.ForeignKey(
        UpperItem, models.PROTECT, related_name="answers", verbose_name="上级清单条目"
    )
    kind = models.CharField("承接情况", max_length=5, choices=Kind)
    passage = models.PositiveIntegerField("承接的稿段", null=True, blank=True)
    target = models.CharField("承接的指标", max_length=60, blank=True)
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="upper_answers",
        verbose_name="承接的候选项目",
    )
    quota = models.CharField("本区任务", max_length=20, blank=True)
    document = models.CharField("依据文件", max_length=100, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = UpperAnswers.as_manager()

    class Meta:
        verbose_name = "承接情况"
        verbose_name_plural = "承接情况"
        ordering = ["item", "pk"]

    def __str__(self):
        return f"{self.item}：{self.get_kind_display()}"
