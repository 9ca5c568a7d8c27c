"""What a promise is called where residents read it, and how they ask for it."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from projects.models.fields import NameField
from projects.models.guard import NamedAnew
from projects.models.programme import Programme
from projects.models.project import Project

SHORTEST, LONGEST = 2, 20
LONGEST_QUESTION = 60
BETWEEN = re.compile(r"[\s、，,；;]+")


def split(words: str) -> list[str]:
    return list(dict.fromkeys(filter(None, BETWEEN.split(words))))


class PlainName(NamedAnew):
    """公众用语: a project's everyday name, words and questions, kept by the office.

    Without a project: a matter that residents ask about and the year's list does not hold.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="plain_names", verbose_name="年度清单"
    )
    project = models.OneToOneField(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plain",
        verbose_name="实事项目",
        help_text="清单里没有、群众又常问的事，这里留空：查找时会照实说“不在清单里”。",
    )
    name = NameField(
        "公众名称",
        max_length=20,
        help_text="网页的标题和查找结果用这个名称，文件里的项目名称写在旁边。",
    )
    words = models.TextField(
        "日常用词",
        blank=True,
        help_text="群众会怎么说，用空格或顿号隔开，每个词2到20个字，例如：暖气、供暖、煤气。",
    )
    questions = models.TextField(
        "常见问法",
        blank=True,
        help_text="群众会怎么问，一行一句，每句2到60个字，例如：今年冬天能通暖气吗。"
        "照热线和留言的说法写，问法越多样，别的问法也越找得准。",
    )

    class Meta:
        verbose_name = "公众用语"
        verbose_name_plural = "公众用语"
        ordering = ["programme", "project__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="plain_name_said",
                violation_error_message="请填写公众名称。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（第{self.project.number}项）" if self.project else self.name

    @property
    def said(self) -> list[str]:
        """The words, each once."""
        return split(self.words)

    @property
    def asked(self) -> list[str]:
        """The questions, each once."""
        lines = (" ".join(line.split()) for line in self.questions.splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self):
        if self.programme_id and self.programme.archived:
            raise ValidationError(f"{self.programme}已归档，不能再改。")
        if self.project and self.project.programme_id != self.programme_id:
            raise ValidationError({"project": "项目不在这一年的清单里。"})
        if wrong := [word for word in self.said if not SHORTEST <= len(word) <= LONGEST]:
            said = "、".join(f"“{word[:LONGEST]}”" for word in wrong[:3])
            raise ValidationError({"words": f"{said}不是2到20个字：太短的词会找错，请改写。"})
        if wrong := [line for line in self.asked if not SHORTEST <= len(line) <= LONGEST_QUESTION]:
            said = f"“{wrong[0][:LONGEST]}”"
            raise ValidationError({"questions": f"{said}不是2到60个字：请一行写一句。"})
        self.words = " ".join(self.said)
        self.questions = "\n".join(self.asked)
