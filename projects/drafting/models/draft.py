"""编制: a list on its way, and its text piece by piece, every revision kept."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.drafting.content import Content
from projects.errors import Refused
from projects.models import Programme
from projects.models.fields import person
from projects.models.guard import NamedAnew, OnlyAdded


class Drafting(NamedAnew):
    """编制: how one year's list comes to be, from its first words to its issue."""

    class Origin(models.TextChoices):
        ADOPTED = "adopted", "登记已印发的清单"
        OWN = "own", "编制新的清单"
        ADDED = "added", "增列项目"

    class State(models.TextChoices):
        OPEN = "open", "编制中"
        ISSUED = "issued", "已印发"
        DROPPED = "dropped", "已作废"

    year = models.PositiveSmallIntegerField("年份")
    title = models.CharField("名称", max_length=200)
    authority = models.CharField("发布机关", max_length=100, blank=True)
    document_number = models.CharField("文号", max_length=50, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    origin = models.CharField("来源", max_length=8, choices=Origin, default=Origin.ADOPTED)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    programme = models.OneToOneField(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafting",
        verbose_name="年度清单",
    )
    extends = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="additions",
        verbose_name="增列到",
    )
    started_at = models.DateTimeField("起稿时间")
    started_by = person("起稿人")

    objects = models.Manager()

    class Meta:
        verbose_name = "清单编制"
        verbose_name_plural = "清单编制"
        ordering = ["-year", "-pk"]
        permissions = [("draft", "编制清单")]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=~Q(state="dropped") & Q(extends__isnull=True),
                name="one_drafting_a_year",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099), name="drafting_year_in_century"
            ),
            models.CheckConstraint(
                condition=Q(state="issued", programme__isnull=False)
                | (Q(state="issued", extends__isnull=False) & Q(programme__isnull=True))
                | (~Q(state="issued") & Q(programme__isnull=True)),
                name="issued_drafting_has_its_list",
            ),
        ]

    def __str__(self):
        return f"{self.year}年清单" + ("增列项目" if self.extends_id else "")

    @property
    def open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def adopted(self) -> bool:
        return self.origin == self.Origin.ADOPTED

    def check_open(self) -> None:
        if not self.open:
            raise Refused(f"{self}{self.get_state_display()}，不能再改。")


class Passages(models.QuerySet):
    def current(self) -> "Passages":
        """The last revision of each piece that still stands, in the order of the text."""
        newer = Passage.objects.filter(
            drafting=OuterRef("drafting"), key=OuterRef("key"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer), removed=False).order_by("position", "key")


class Passage(OnlyAdded):
    """稿段: a revision of one piece of the list's text, a project or the words between.

    The pieces in order, one after the other, are the whole text to the letter.
    """

    series = ("drafting", "key")

    class Kind(models.TextChoices):
        PROJECT = "project", "项目"
        PROSE = "prose", "其他文字"

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="passages", verbose_name="清单编制"
    )
    key = models.PositiveIntegerField("段号")
    version = models.PositiveIntegerField("版本", default=1)
    position = models.PositiveBigIntegerField("位置")
    kind = models.CharField("种类", max_length=8, choices=Kind)
    body = models.TextField("内容")
    removed = models.BooleanField("已删去", default=False)
    recorded_at = models.DateTimeField("时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="操作人"
    )

    objects = Passages.as_manager()

    class Meta:
        verbose_name = "稿段"
        verbose_name_plural = "稿段"
        ordering = ["drafting", "position", "key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["drafting", "key", "version"], name="passage_version_once"
            ),
        ]

    def __str__(self):
        return self.content.name

    @property
    def content(self) -> Content:
        """What stands in it; read once."""
        if "content" not in self.__dict__:
            self.__dict__["content"] = Content.from_dict(json.loads(self.body))
        return self.__dict__["content"]

    @property
    def is_project(self) -> bool:
        return self.kind == self.Kind.PROJECT


def text_of(rows: list[Passage]) -> str:
    """The whole text: the pieces one after the other."""
    return "".join(row.content.text for row in rows)
