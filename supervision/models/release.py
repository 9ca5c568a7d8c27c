"""公开稿: the sentence that goes out with a month, and what becomes of it once it is public."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from projects.models import Programme, Project
from projects.models.fields import person
from projects.models.guard import NamedAnew, OnlyAdded
from supervision.models.base import Decision
from supervision.models.card import Card
from supervision.models.period import Period


class PublicReleases(models.Manager):
    def get_queryset(self):
        releases = super().get_queryset().exclude(said="")
        releases = releases.filter(signed_at__isnull=False, period__published_at__isnull=False)
        return releases.exclude(period__programme__state=Programme.State.DRAFT)


class Release(NamedAnew):
    """公开稿: the sentence the office releases for a project and month.

    Drafted by one person, reviewed by another, signed; unsigned, the public sees figures only.
    `text` holds {{ 占位符 }}; `said` is what the public reads now, filled from the card it is
    shown, kept in step like `ShownCard`. `checked` are figures typed by hand that the office
    vouched for, `card` and `colour` what it had before it when it did.
    """

    period = models.ForeignKey(
        Period, models.PROTECT, related_name="releases", verbose_name="调度期"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="releases", verbose_name="实事项目"
    )
    text = models.CharField("公开文字", max_length=1000)
    said = models.CharField("公众看到的文字", max_length=1000, blank=True)
    checked = models.JSONField("已核对的手写数字", default=list, blank=True)
    card = models.ForeignKey(
        Card, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对时的牌"
    )
    colour = models.CharField("核对时的颜色", max_length=6, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    drafted_by = person("起草人")
    drafted_at = models.DateTimeField("起草时间")
    reviewed_by = person("复核人")
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True)
    signed_by = person("签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)

    everything = models.Manager()
    public = PublicReleases()

    class Meta:
        verbose_name = "公开稿"
        verbose_name_plural = "公开稿"
        ordering = ["-period__month", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "project"], name="release_once_a_month"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="release_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, reviewed_at__isnull=False),
                name="release_signed_after_review",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="release_reviewed_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.period.month}"

    @property
    def step(self) -> str:
        if self.signed_at:
            return "已签发" if self.said or not self.period.published_at else "已撤回"
        return "已复核，待签发" if self.reviewed_at else "待复核"


class Rewordings(models.QuerySet):
    def in_force(self, **decided):
        """Return those that changed what the public reads, in order; `at__lte` narrows when."""
        taken_back = Q(text="", **{f"proposed_{name}": value for name, value in decided.items()})
        when = {f"decision__{name}": value for name, value in decided.items()}
        found = self.filter(taken_back | Q(decision__confirmed=True, **when))
        return found.select_related("decision").order_by("pk")

    def waiting(self):
        return self.filter(decision__isnull=True).exclude(text="")


class Rewording(OnlyAdded):
    """A released sentence replaced, or (no `text`) taken back: at once, or once another confirms.

    `former` is what the public read until then; `hidden` keeps it from being shown any more.
    """

    release = models.ForeignKey(
        Release, models.PROTECT, related_name="rewordings", verbose_name="公开稿"
    )
    text = models.CharField("新的公开文字", max_length=1000, blank=True)
    checked = models.JSONField("已核对的手写数字", default=list, blank=True)
    former = models.CharField("原来的公开文字", max_length=1000)
    hidden = models.BooleanField("原文不再公开", default=False)
    reason = models.CharField("原因", max_length=300, help_text="公众在更正记录中看到。")
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )

    objects = Rewordings.as_manager()

    class Meta:
        verbose_name = "公开稿更换"
        verbose_name_plural = "公开稿更换"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.release}{'更换' if self.text else '撤回'}"

    @property
    def at(self):
        """When the public read otherwise from."""
        return self.decision.at if self.text else self.proposed_at

    @property
    def told(self) -> str:
        """What may still be shown of what stood before."""
        return "（原文不宜公开，不再显示）" if self.hidden else self.former


class RewordingDecision(Decision):
    """What another person of the office says to a replacement."""

    rewording = models.OneToOneField(
        Rewording, models.PROTECT, related_name="decision", verbose_name="公开稿更换"
    )

    class Meta(Decision.Meta):
        verbose_name = "更换确认"
        verbose_name_plural = "更换确认"

    def __str__(self):
        return f"{self.rewording}：{self.word}"
