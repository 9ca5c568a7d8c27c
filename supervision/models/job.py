"""后台任务: long work that has left its request, how far it is and what came of it."""

import datetime as dt

from django.conf import settings
from django.db import models

UNTAKEN = dt.timedelta(minutes=2)  # nobody is at work, and yet it waits
STALLED = dt.timedelta(minutes=30)


class Job(models.Model):
    """What somebody asked for. The row says how far it is; the library's queue only carries it.

    Outside the ledger, as messages are: what a job does leaves its own events
    (docs/adr/0046-long-work.md).
    """

    class Kind(models.TextChoices):
        ARCHIVE = "archive", "年度归档"
        CHASE = "chase", "催报"
        TELL = "tell", "工作群消息"

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "正在办"
        DONE = "done", "已办完"
        FAILED = "failed", "没有办成"

    UNDER_WAY = (State.WAITING, State.RUNNING)
    BROKEN_OFF = "办到一半程序中断了，已经重试过仍没有办成。请再试一次，还不行就告诉系统管理员。"
    FAULT = "程序出错，没有办成，原因已记入系统日志。请再试一次，还不行就告诉系统管理员。"
    BROKEN = (BROKEN_OFF, FAULT)

    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("事项", max_length=200)
    given = models.JSONField("给定")
    asked_at = models.DateTimeField("提出时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    moved_at = models.DateTimeField("状态时间")
    said = models.TextField("结果", blank=True)
    file = models.CharField("结果文件", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    sha256 = models.CharField("校验码", max_length=64, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "state"])]

    def __str__(self):
        return self.title

    @property
    def under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    def stalled(self, at: dt.datetime) -> bool:
        """Whether it has stood so long that whoever does it must have ended."""
        stood = at - self.moved_at
        if self.state == self.State.WAITING and UNTAKEN < stood <= STALLED:
            return not Job.objects.filter(state=self.State.RUNNING).exists()
        return self.under_way and stood > STALLED

    def may_again(self, at: dt.datetime) -> bool:
        return self.state == self.State.FAILED or self.stalled(at)
