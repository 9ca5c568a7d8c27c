from django.contrib.auth.models import AbstractUser, Group
from django.db import models

from projects.models.guard import NamedAnew


class User(NamedAnew, AbstractUser):
    """A personal account: one person, one account, never shared."""

    held = (
        "username", "name", "phone", "is_active", "is_staff", "is_superuser", "unified_id",
        "groups", "user_permissions",
    )  # fmt: skip

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50, help_text="操作留痕中显示的名字。")

    is_active = models.BooleanField(
        "在用", default=True, help_text="取消后立即在所有设备上退出，不能再登录。账号不删除。"
    )
    groups = models.ManyToManyField(
        Group, verbose_name="角色", blank=True, related_name="user_set", related_query_name="user"
    )
    phone = models.CharField(
        "联系电话", max_length=30, blank=True, help_text="本单位分管负责人和系统管理员可以看到。"
    )

    unified_id = models.CharField(
        "统一身份认证账号",
        max_length=150,
        null=True,
        blank=True,
        unique=True,
        help_text="统一身份认证传来的唯一标识，填错就会让别人登录；没有接入时不填。",
    )
    first_password = models.BooleanField("首次登录须改密码", default=False, editable=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
