"""工作群: where people really are, and what a robot told them there."""

from django.conf import settings
from django.db import models

from projects.models import LeadUnit


class ChatGroup(models.Model):
    """工作群: a unit's group (without a unit the office's) that a robot may write to."""

    class Service(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"
        FEISHU = "feishu", "飞书"

    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, null=True, blank=True, related_name="chats", verbose_name="单位"
    )
    service = models.CharField("平台", max_length=8, choices=Service)
    name = models.CharField("群名称", max_length=50)
    token = models.CharField("机器人密钥", max_length=200)
    secret = models.CharField("加签密钥", max_length=200, blank=True)
    active = models.BooleanField("使用", default=True)
    set_at = models.DateTimeField("设置时间")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设置人"
    )

    objects = models.Manager()

    class Meta:
        verbose_name = "工作群"
        verbose_name_plural = "工作群"
        ordering = ["unit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "token"], name="chat_group_once"),
        ]

    def __str__(self):
        return f"{self.unit or '督查'}：{self.name}（{self.get_service_display()}）"


class ChatMessage(models.Model):
    """What was to be told in a group; `error` says why it was not."""

    group = models.ForeignKey(
        ChatGroup, models.PROTECT, related_name="messages", verbose_name="工作群"
    )
    text = models.TextField("内容")
    at = models.DateTimeField("时间")
    error = models.CharField("没有发出的原因", max_length=200, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "群消息"
        verbose_name_plural = "群消息"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.group} {self.at:%Y-%m-%d}"
