import datetime as dt
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.files.rows import StoredFile
from projects.models import LeadUnit, Programme, Project, Target
from projects.models.fields import person
from projects.models.guard import NamedAnew, OnlyAdded
from supervision.models.card import Card
from supervision.models.feedback import Feedback


class Slips(models.QuerySet):
    def with_limit(self):
        """Each with `answer_by` and `mended_by`, the office's days for answering and for mending,
        `limit`, the one that counts now, and the kind of its last extension step as `extension`."""
        steps = SlipStep.objects.filter(slip=OuterRef("pk"), deadline__isnull=False)

        def last(about: str) -> Subquery:
            return Subquery(steps.filter(about=about).order_by("-pk").values("deadline")[:1])

        extensions = SlipStep.objects.filter(slip=OuterRef("pk"), kind__in=SlipStep.EXTENSIONS)
        found = self.annotate(
            answer_by=Coalesce(last(SlipStep.About.ANSWER), F("due")),
            mended_by=Coalesce(last(SlipStep.About.MENDING), F("mend_by"), F("due")),
            extension=Subquery(extensions.order_by("-pk").values("kind")[:1]),
        )
        waits = Q(state__in=Slip.WAITING)
        return found.annotate(limit=Case(When(waits, then=F("answer_by")), default=F("mended_by")))

    def overdue(self, day):
        """Those `with_limit` that are under way and past it; what is to be cleared waits for the
        office."""
        under_way = self.filter(closed_at__isnull=True, number__isnull=False, limit__lt=day)
        return under_way.exclude(state=Slip.State.CLEARING)


class Slip(NamedAnew):
    """督办单: one matter, one slip, until it is cleared.

    The matter is a target of a project, the project itself, or what `subject` says of it or of
    something that is no project. A draft has no number; issuing gives the next one of the year,
    so that numbers have no gaps. `due` and `mend_by` are the office's days for answering and for
    mending; no answer changes them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待核稿"
        CHECKED = "checked", "待签发"
        ISSUED = "issued", "待答复"
        ANSWERED = "answered", "已答复待核"
        SENT_BACK = "sent_back", "退回重答"
        MENDING = "mending", "整改中"
        CLEARING = "clearing", "待复核销号"
        CLEARED = "cleared", "已销号"
        DROPPED = "dropped", "不予签发"

    class Source(models.TextChoices):
        CARD = "card", "亮牌"
        INSTRUCTION = "instruction", "领导批示"
        MEETING = "meeting", "会议议定"
        RESIDENTS = "residents", "群众反映"
        CITY = "city", "上级督办"

    DRAFTS = (State.DRAFT, State.CHECKED)
    WAITING = (State.ISSUED, State.SENT_BACK)
    UNDER_WAY = (*WAITING, State.ANSWERED, State.MENDING, State.CLEARING)

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="slips", verbose_name="年度清单"
    )
    number = models.PositiveIntegerField("编号", null=True, blank=True)
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.CARD)
    basis = models.CharField("依据", max_length=200, blank=True)
    subject = models.CharField("督办事由", max_length=60, blank=True)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slips",
        verbose_name="实事项目",
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, verbose_name="督办事项"
    )
    message = models.ForeignKey(
        Feedback,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slips",
        verbose_name="群众留言",
    )
    addressee = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="slips", verbose_name="主送单位"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    demand = models.TextField("督办要求")
    due = models.DateField("答复时限")
    mend_by = models.DateField("整改时限", null=True, blank=True)
    drafted_at = models.DateTimeField("拟稿时间")
    drafted_by = person("拟稿人")
    checked_at = models.DateTimeField("核稿时间", null=True, blank=True)
    checked_by = person("核稿人")
    signer = models.CharField("签发人", max_length=50, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = person("签发登记人")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = Slips.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["programme", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="slip_number_once"),
            models.UniqueConstraint(
                fields=["project", "target"],
                condition=Q(closed_at__isnull=True, target__isnull=False, subject=""),
                name="one_open_slip_a_target",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(closed_at__isnull=True, target__isnull=True, subject=""),
                name="one_open_slip_a_project",
            ),
            models.UniqueConstraint(
                fields=["programme", "subject"],
                condition=Q(closed_at__isnull=True) & ~Q(subject=""),
                name="one_open_slip_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False) | (~Q(subject="") & Q(target__isnull=True)),
                name="slip_has_a_matter",
            ),
            models.CheckConstraint(
                condition=Q(source="card", subject="") | (~Q(source="card") & ~Q(subject="")),
                name="slip_subject_where_no_card",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="slip_checked_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(checked_by=F("drafted_by")),
                name="slip_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, issued_at__isnull=True, issued_by__isnull=True)
                | Q(number__isnull=False, issued_at__isnull=False),
                name="slip_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cleared", "dropped"], closed_at__isnull=False)
                | (~Q(state__in=["cleared", "dropped"]) & Q(closed_at__isnull=True)),
                name="slip_closed_whole",
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.matter}"

    @property
    def label(self) -> str:
        """The number as printed: 演示督〔2023〕5号; 待编号 for a draft."""
        if self.number is None:
            return "待编号"
        return f"{self.programme.slip_mark}〔{self.programme.year}〕{self.number}号"

    @property
    def matter(self) -> str:
        if self.subject:
            return f"{self.project}：{self.subject}" if self.project else self.subject
        return f"{self.project}：{self.target}" if self.target else str(self.project)

    @property
    def waiting(self) -> bool:
        """Whether the unit has to answer."""
        return self.state in self.WAITING

    @property
    def sensitive(self) -> bool:
        return self.project is not None and self.project.sensitive

    def timing(self, day: dt.date) -> "Timing":
        """Its days and its lateness as they stand on a day, from its steps in order."""
        found, kinds, looked = Timing(self.due, self.mend_by or self.due), SlipStep.Kind, None
        answered: list[dt.date] = []
        asked = 0  # so many answers there were when more time was asked for
        for step in self.steps.all():
            on = timezone.localdate(step.at)
            if step.kind == kinds.ANSWERED:
                answered.append(on)
                found.answers.append(max((on - found.answer_by).days, 0))
                found.promised = step.deadline
            elif step.kind == kinds.EXTENSION_ASKED:
                asked = len(answered)
            elif step.kind == kinds.TO_CLEAR:
                looked = on
            elif step.kind in (kinds.NOT_CLEARED, kinds.AGAIN):
                looked = None
            elif step.kind == kinds.EXTENDED and step.about == SlipStep.About.ANSWER:
                # An answer that came while this was waited for is held to what was granted.
                for came in answered[asked : asked + 1]:
                    found.answers[asked] = max((came - step.deadline).days, 0)
            if step.deadline and step.about == SlipStep.About.ANSWER:
                found.answer_by = step.deadline
            elif step.deadline and step.about == SlipStep.About.MENDING:
                found.mended_by = step.deadline
        if self.number is None:
            return found
        if self.waiting:
            found.unanswered = max((day - found.answer_by).days, 0)
        closed = timezone.localdate(self.closed_at) if self.closed_at else None
        found.mending = max(((looked or closed or day) - found.mended_by).days, 0)
        return found


@dataclass
class Timing:
    """A slip's days: the office's two, the unit's own, and how late it was or is, in days.

    `answers` are how late each answer came, 0 for in time; `unanswered` how late the one that is
    waited for is already.
    """

    answer_by: dt.date
    mended_by: dt.date
    promised: dt.date | None = None
    answers: list[int] = field(default_factory=list)
    unanswered: int = 0
    mending: int = 0

    @property
    def answering(self) -> int:
        """The most days that an answer was or is late."""
        return max([*self.answers, self.unanswered])

    @property
    def words(self) -> str:
        parts = [f"答复逾期{self.answering}天"] if self.answering else []
        parts += [f"整改逾期{self.mending}天"] if self.mending else []
        return "，".join(parts)


class SlipStep(OnlyAdded):
    """One entry of a slip's timeline, only ever added."""

    later = ("about",)

    class Kind(models.TextChoices):
        RAISED = "raised", "亮牌"
        CORRECTED = "corrected", "牌有更正"
        DRAFTED = "drafted", "拟稿"
        CHECKED = "checked", "核稿"
        UNCHECKED = "unchecked", "退回拟稿"
        ISSUED = "issued", "签发"
        AGAIN = "again", "再督"
        ANSWERED = "answered", "答复"
        APPROVED = "approved", "认可，继续整改"
        SENT_BACK = "sent_back", "退回"
        EXTENSION_ASKED = "asked", "申请延期"
        EXTENDED = "extended", "同意延期"
        NOT_EXTENDED = "refused", "不同意延期"
        TO_CLEAR = "to_clear", "提请销号"
        NOT_CLEARED = "not_clear", "不同意销号"
        CLEARED = "cleared", "销号"
        DROPPED = "dropped", "不予签发"

    class About(models.TextChoices):
        """Which of the office's two days a step's `deadline` is; an answer's is neither."""

        ANSWER = "answer", "答复时限"
        MENDING = "mending", "整改时限"

    EXTENSIONS = (Kind.EXTENSION_ASKED, Kind.EXTENDED, Kind.NOT_EXTENDED)

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="steps", verbose_name="督办单")
    kind = models.CharField("环节", max_length=10, choices=Kind)
    card = models.ForeignKey(
        Card, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="亮牌结果"
    )
    text = models.TextField("内容", blank=True)
    cause = models.TextField("原因分析", blank=True)
    objective_cause = models.TextField("客观原因", blank=True)
    measures = models.TextField("整改措施", blank=True)
    deadline = models.DateField("时限", null=True, blank=True)
    about = models.CharField("哪个时限", max_length=8, choices=About, blank=True)
    responsible = models.CharField("责任人", max_length=50, blank=True)
    at = models.DateTimeField("时间")
    by = person("经办")

    class Meta:
        verbose_name = "督办环节"
        verbose_name_plural = "督办环节"
        ordering = ["slip", "pk"]

    def __str__(self):
        return f"{self.slip} {self.get_kind_display()}"


class SlipFile(StoredFile, OnlyAdded):
    """佐证材料 of a slip: what the unit attached to its answer or its request."""

    step = models.ForeignKey(
        SlipStep, models.PROTECT, related_name="files", verbose_name="督办环节"
    )
    file = models.FileField("文件", upload_to="slips/%Y/%m/")
    photo = models.BooleanField("照片", default=False)

    class Meta:
        verbose_name = "督办佐证"
        verbose_name_plural = "督办佐证"
        ordering = ["step", "pk"]

    def __str__(self):
        return self.name
