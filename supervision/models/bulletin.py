"""What the office writes for a month: the bulletin's text, and what is put to the 党工委."""

from django.db import models

from projects.models.fields import person
from projects.models.guard import OnlyAdded
from supervision.models.period import Period


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


class Matters(Saved):
    """提请事项: what the month's one-page summary puts to the 党工委, a matter a line."""

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
