from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import Programme, Site
from supervision.models.report import Evidence

CONSENT = "照片无人脸、证件、住址、车牌，或已取得同意"


class PublicPhotos(models.Manager):
    """Photos that anyone may see now: released, and their month published or their place public."""

    def get_queryset(self):
        photos = (
            super()
            .get_queryset()
            .filter(
                Q(evidence__report__period__published_at__isnull=False) | Q(site__public=True),
                released_at__isnull=False,
                withdrawn_at__isnull=True,
                site__target__project__sensitive=False,
            )
        )
        return photos.exclude(site__target__project__programme__state=Programme.State.DRAFT)


def person(name: str, **kw):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=name, **kw
    )


class SitePhoto(models.Model):
    """公开照片: an evidence photo proposed for a place by its unit and released by the office.

    `file` is a smaller copy made at release; it goes when the photo is withdrawn.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", "开工前"
        AFTER = "after", "建成后"

    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="releases", verbose_name="佐证照片"
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="photos", verbose_name="点位")
    moment = models.CharField("拍摄阶段", max_length=6, choices=Moment)
    caption = models.CharField(
        "画面说明", max_length=60, help_text="写画面上有什么，看不见图的人靠它了解。"
    )
    consent = models.BooleanField(CONSENT)
    proposed_at = models.DateTimeField("申请时间")
    proposed_by = person("申请人")
    file = models.FileField("公开文件", upload_to="public/%Y/", blank=True)
    width = models.PositiveSmallIntegerField("宽", default=0)
    height = models.PositiveSmallIntegerField("高", default=0)
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    released_by = person("公开操作人", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = person("撤下人", null=True, blank=True)
    why_withdrawn = models.CharField("撤下原因", max_length=100, blank=True)

    everything = models.Manager()
    public = PublicPhotos()

    class Meta:
        verbose_name = "公开照片"
        verbose_name_plural = "公开照片"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "moment"],
                condition=Q(released_at__isnull=False, withdrawn_at__isnull=True),
                name="one_photo_a_moment",
            ),
            models.CheckConstraint(condition=Q(consent=True), name="photo_only_with_consent"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="photo_released_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, why_withdrawn="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(why_withdrawn="")
                ),
                name="photo_withdrawn_whole",
            ),
        ]

    def __str__(self):
        return f"{self.site} {self.get_moment_display()}"

    @property
    def step(self) -> str:
        if self.withdrawn_at:
            return "已撤下" if self.released_at else "未予公开"
        return "已公开" if self.released_at else "待审核"
