from django.conf import settings
from django.db import models

from projects.models.fields import MonthField
from projects.models.guard import OnlyAdded


class Event(OnlyAdded):
    """操作留痕: one link of the append-only, hash-chained ledger.

    `hash` covers `previous`, `number` and `body`, a canonical JSON text; the other columns
    repeat parts of it so that the ledger can be searched.
    """

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="操作人"
    )
    action = models.CharField("操作", max_length=30, db_index=True)
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, null=True, blank=True, verbose_name="实事项目"
    )
    month = MonthField("月份", blank=True, help_text="这件事所说的月份，没有的留空。")
    body = models.TextField("内容")
    previous = models.CharField("上一条校验码", max_length=64)
    hash = models.CharField("校验码", max_length=64, unique=True)

    class Meta:
        verbose_name = "操作留痕"
        verbose_name_plural = "操作留痕"
        ordering = ["-number"]

    def __str__(self):
        return f"第{self.number}号"


class LedgerHead(models.Model):
    """The chain's head: a single row that writers lock as their last statement.

    `published` is the number of the last event that could change a public page.
    """

    number = models.PositiveBigIntegerField(default=0)
    published = models.PositiveBigIntegerField(default=0)
    previous = models.CharField(max_length=64, default="0" * 64)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_ledger_head"),
        ]

    def __str__(self):
        return f"{self.number} {self.hash}"
