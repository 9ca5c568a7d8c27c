from django.contrib.auth.models import Group
from django.db import models

from projects.models.guard import NamedAnew


class SignIn(models.Model):
    """登录日志: a sign-in, sign-out, failure, lock or refusal.

    Outside the chain, so a stranger never locks it.
    """

    class Kind(models.TextChoices):
        IN = "in", "登录"
        OUT = "out", "退出"
        FAILED = "failed", "登录失败"
        CODE = "code", "验证码错误"
        LOCKED = "locked", "锁定"
        DENIED = "denied", "无权访问"
        FORGED = "forged", "伪造表单"

    at = models.DateTimeField("时间", db_index=True)
    kind = models.CharField("类型", max_length=6, choices=Kind)
    username = models.CharField("账号", max_length=150, db_index=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = "登录日志"
        verbose_name_plural = "登录日志"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.username} {self.get_kind_display()}"


class RoleRule(NamedAnew):
    """角色要求: what a role asks of those who hold it; no row asks nothing."""

    unrecorded = True

    role = models.OneToOneField(
        Group, models.PROTECT, primary_key=True, related_name="rule", verbose_name="角色"
    )
    second_step = models.BooleanField("须使用两步验证", default=False)
    apart = models.ManyToManyField(
        Group, blank=True, related_name="+", verbose_name="不得同时担任的角色"
    )

    class Meta:
        verbose_name = "角色要求"
        verbose_name_plural = "角色要求"

    def __str__(self):
        return self.role.name

    @classmethod
    def clash(cls, roles) -> str:
        """Return which two of the roles one person may not hold together, "" where all may."""
        rules = cls.objects.filter(role__in=roles, apart__in=roles).order_by("role")
        return "和".join(rules.values_list("role__name", "apart__name").first() or [])
