from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.files.rows import HeldFile
from projects.models import Programme, Project, Site
from projects.models.guard import NamedAnew
from supervision.models.release import Release
from supervision.models.report import Evidence


class PublicPhotos(models.Manager):
    """Photos that anyone may see now: of a place whose month is published or which is public,
    or of a signed 公开稿 of a published month."""

    def get_queryset(self):
        of_place = Q(site__isnull=False) & (
            Q(evidence__report__period__published_at__isnull=False) | Q(site__public=True)
        )
        of_month = Q(release__signed_at__isnull=False, release__period__published_at__isnull=False)
        photos = (
            super()
            .get_queryset()
            .filter(
                of_place | of_month,
                released_at__isnull=False,
                withdrawn_at__isnull=True,
                evidence__report__project__sensitive=False,
            )
        )
        return photos.exclude(evidence__report__project__programme__state=Programme.State.DRAFT)


def person(name: str, **kw):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=name, **kw
    )


class Photo(NamedAnew, HeldFile):
    """公开照片: an evidence photo proposed by its unit for a place, or for its month's 公开稿.

    The office releases a place's photo by itself; a month's is put into the release and goes out
    with its signature. `file` is a smaller copy made then; it goes when the photo is withdrawn.
    """

    later = ("sha256", "size")

    class Moment(models.TextChoices):
        BEFORE = "before", "开工前"
        AFTER = "after", "建成后"

    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="shown_as", verbose_name="佐证照片"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="photos", null=True, blank=True, verbose_name="点位"
    )
    moment = models.CharField("拍摄阶段", max_length=6, choices=Moment, blank=True)
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="photos", null=True, blank=True, verbose_name="公开稿"
    )
    caption = models.CharField(
        "画面说明", max_length=60, help_text="写画面上有什么，看不见图的人靠它了解。"
    )
    CONSENT = "照片无人脸、证件、住址、车牌，或已取得同意"
    consent = models.BooleanField(CONSENT)
    proposed_at = models.DateTimeField("申请时间")
    proposed_by = person("申请人")
    file = models.FileField("公开文件", upload_to="public/%Y/", blank=True)
    sha256 = models.CharField("校验码", max_length=64, blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
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
            models.CheckConstraint(
                condition=Q(site__isnull=True, moment="")
                | (Q(site__isnull=False, release__isnull=True) & ~Q(moment="")),
                name="photo_of_a_place_or_a_month",
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
        return f"{self.site} {self.get_moment_display()}" if self.site_id else f"{self.caption}"

    @property
    def project(self) -> Project:
        return self.evidence.report.project

    @property
    def step(self) -> str:
        if self.withdrawn_at:
            return "已撤下" if self.released_at else "未予公开"
        if self.released_at:
            return "已公开" if self.site_id else "随公开稿签发"
        return "已放入公开稿，待签发" if self.release_id else "待审核"
