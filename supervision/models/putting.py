"""送签: what the office puts before a leader of the district, and the papers signed by hand."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.files.rows import StoredFile
from projects.models.guard import OnlyAdded
from supervision.models.base import Decision
from supervision.models.period import Period
from supervision.models.release import Release
from supervision.models.slip import Slip


class Kind(models.TextChoices):
    SLIP = "slip", "督办单"
    RELEASES = "releases", "公开稿"
    MONTH = "month", "公开发布"


class PutForwards(models.QuerySet):
    def latest(self):
        """The last of each matter: what was put forward anew takes the former's place."""
        same = self.model.objects.filter(
            Q(slip=OuterRef("slip")) | Q(period=OuterRef("period"), kind=OuterRef("kind"))
        )
        return self.filter(pk=same.order_by("-pk").values("pk")[:1])

    def open(self):
        """Those whose matter is not signed yet, in whatever way."""
        waiting = Release.everything.filter(
            period=OuterRef("period"), reviewed_at__isnull=False, signed_at__isnull=True
        )
        return self.filter(
            Q(slip__state=Slip.State.CHECKED)
            | Q(kind=Kind.MONTH, period__published_at__isnull=True)
            | Q(Exists(waiting), kind=Kind.RELEASES, period__published_at__isnull=True)
        )

    def waiting(self):
        return self.latest().open().filter(decision__isnull=True)


class PutForward(OnlyAdded):
    """送签: a slip, a month's 公开稿 or its publication, for a leader to sign in his account.

    `stamp` is of what was put forward: what was changed since is not signed by mistake.
    """

    kind = models.CharField("类别", max_length=8, choices=Kind)
    slip = models.ForeignKey(
        Slip,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="put_forward",
        verbose_name="督办单",
    )
    period = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="put_forward",
        verbose_name="调度期",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签发领导"
    )
    basis = models.CharField("公开依据", max_length=200, blank=True)
    next_update = models.DateField("下次更新", null=True, blank=True)
    stamp = models.CharField("送签内容的校验码", max_length=64)
    at = models.DateTimeField("送签时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送签人"
    )

    objects = PutForwards.as_manager()

    class Meta:
        verbose_name = "送签"
        verbose_name_plural = "送签"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="slip", slip__isnull=False, period__isnull=True)
                | (~Q(kind="slip") & Q(slip__isnull=True, period__isnull=False)),
                name="put_forward_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.slip.matter if self.slip else self.period}"

    @property
    def signed(self) -> bool:
        decision = getattr(self, "decision", None)
        return decision is not None and decision.confirmed

    @property
    def sent_back(self) -> bool:
        decision = getattr(self, "decision", None)
        return decision is not None and not decision.confirmed


class PutForwardDecision(Decision):
    """What the leader said to it: signed, or sent back with the reason."""

    put_forward = models.OneToOneField(
        PutForward, models.PROTECT, related_name="decision", verbose_name="送签"
    )

    class Meta(Decision.Meta):
        verbose_name = "领导签发"
        verbose_name_plural = "领导签发"

    def __str__(self):
        return f"{self.put_forward}：{'签发' if self.confirmed else '退回'}"


class SignedPaper(StoredFile, OnlyAdded):
    """签批原件 of a month's 公开稿 or its publication; a slip's stands with its step 签发."""

    kind = models.CharField("类别", max_length=8, choices=Kind)
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="signed_papers", verbose_name="调度期"
    )
    signer = models.CharField("签发人", max_length=50)
    file = models.FileField("文件", upload_to="signed/%Y/%m/")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = models.Manager()

    class Meta:
        verbose_name = "签批原件"
        verbose_name_plural = "签批原件"
        ordering = ["pk"]

    def __str__(self):
        return self.name
