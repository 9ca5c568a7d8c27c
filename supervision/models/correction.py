from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from projects.models import Programme, Project
from projects.models.fields import MonthField
from projects.models.guard import NamedAnew, OnlyAdded
from supervision.models.base import Decision, Published
from supervision.models.card import Card
from supervision.models.period import Period
from supervision.models.report import Submission


class Correction(NamedAnew, Published):
    """更正: an accepted correction of a closed month, and its publication.

    Its new card versions stand beside the old ones; the public sees them once it is published.
    """

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="corrected", verbose_name="更正报送"
    )
    accepted_at = models.DateTimeField("采纳时间")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="采纳人"
    )
    public_note = models.CharField(
        "公开说明", max_length=300, blank=True, help_text="公众在更正记录中看到的话。"
    )

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["-accepted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, signer="", basis="", public_note="")
                | (
                    Q(published_at__isnull=False)
                    & ~Q(signer="")
                    & ~Q(basis="")
                    & ~Q(public_note="")
                ),
                name="correction_published_whole",
            ),
        ]

    def __str__(self):
        return f"{self.submission}更正"


class CorrectedCard(OnlyAdded):
    """A card version that a correction made."""

    correction = models.ForeignKey(
        Correction, models.PROTECT, related_name="cards", verbose_name="更正"
    )
    card = models.OneToOneField(
        Card, models.PROTECT, related_name="corrected_by", verbose_name="亮牌结果"
    )

    class Meta:
        verbose_name = "更正后的牌"
        verbose_name_plural = "更正后的牌"
        ordering = ["card"]

    def __str__(self):
        return f"{self.card}"


class Overrides(models.QuerySet):
    def confirmed(self, **decided):
        """Return those in force, the oldest decision first; `at__lte` and the like narrow when."""
        when = {f"decision__{name}": value for name, value in decided.items()}
        found = self.filter(decision__confirmed=True, **when)
        return found.select_related("decision").order_by("decision__at")

    def covering(self, month: str):
        return self.filter(first__lte=month, last__gte=month)

    def by_project(self) -> dict[int, list["CardOverride"]]:
        found = defaultdict(list)
        for override in self:
            found[override.project_id].append(override)
        return found

    def over(self, month: str) -> dict[int, "CardOverride"]:
        """Return by project the override in force over a month: the last decided."""
        return {each.project_id: each for each in self.confirmed().covering(month)}


class CardOverride(OnlyAdded):
    """亮牌认定: another colour proposed for a project's months, with its basis and expiry."""

    class Basis(models.TextChoices):
        INSTRUCTION = "instruction", "领导批示"
        MINUTES = "minutes", "会议纪要"

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="overrides", verbose_name="实事项目"
    )
    colour = models.CharField("认定颜色", max_length=6, choices=Card.Colour)
    first = MonthField("自哪个月起")
    last = MonthField("到哪个月止", help_text="过了这个月自动失效。")
    reason = models.CharField("认定理由", max_length=300, help_text="会在公众页面显示。")
    basis_kind = models.CharField("依据", max_length=12, choices=Basis)
    basis = models.CharField("依据文号或名称", max_length=100, help_text="会在公众页面显示。")
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )

    objects = Overrides.as_manager()

    class Meta:
        verbose_name = "亮牌认定"
        verbose_name_plural = "亮牌认定"
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="override_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(condition=~Q(basis=""), name="override_has_a_basis"),
        ]

    def __str__(self):
        return f"{self.project} 认定{self.get_colour_display()}"

    def covers(self, month: str) -> bool:
        return self.first <= month <= self.last


def last_over(overrides: Iterable[CardOverride], month: str) -> CardOverride | None:
    """Return which of a project's overrides, in the order of their decisions, a month is under."""
    return next((each for each in reversed(list(overrides)) if each.covers(month)), None)


class OverrideDecision(Decision):
    """Another person of the office confirms or refuses an override."""

    override = models.OneToOneField(
        CardOverride, models.PROTECT, related_name="decision", verbose_name="亮牌认定"
    )

    class Meta(Decision.Meta):
        verbose_name = "认定确认"
        verbose_name_plural = "认定确认"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""), name="refusal_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.override} {self.word}"


class ShownCards(models.Manager):
    """What is public now; a programme taken back to draft takes its cards along."""

    def get_queryset(self):
        shown = super().get_queryset()
        return shown.exclude(period__programme__state=Programme.State.DRAFT)

    def with_missing(self):
        """Each with `missing`: the month's report did not come."""
        found = Q(card__verdict__contains='"rule":"report_missing"')
        return self.annotate(missing=ExpressionWrapper(found, models.BooleanField()))


class ShownCard(models.Model):
    """公示的牌: which version of a published month's card the public sees, and its colour.

    Not the record but a pointer into it, kept by publishing, corrections and overrides, so that
    a page of any size reads one row a project. `colour` is the override's where there is one.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="shown", verbose_name="调度期")
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="shown", verbose_name="实事项目"
    )
    card = models.ForeignKey(Card, models.PROTECT, related_name="+", verbose_name="亮牌结果")
    override = models.ForeignKey(
        CardOverride,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shown",
        verbose_name="亮牌认定",
    )
    colour = models.CharField("颜色", max_length=6, choices=Card.Colour, blank=True)

    everything = models.Manager()
    public = ShownCards()

    class Meta:
        verbose_name = "公示的牌"
        verbose_name_plural = "公示的牌"
        ordering = ["period", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "project"], name="shown_once_a_month"),
        ]
        indexes = [models.Index(fields=["period", "colour"], name="shown_by_colour")]

    def __str__(self):
        return f"{self.card}"

    @classmethod
    def of(cls, card: Card, override: CardOverride | None) -> "ShownCard":
        """Return a card in the colour that holds, not saved; with what the card has loaded."""
        shown = cls(card=card, override=override, colour=(override or card).colour)
        for field in (Card._meta.get_field(name) for name in ("period", "project")):
            name = field.name if field.is_cached(card) else field.attname
            setattr(shown, name, getattr(card, name))
        return shown
