"""建议 and 去向: what was proposed, by whom, and what became of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from projects.drafting.models.call import Call
from projects.drafting.models.candidate import Candidate
from projects.drafting.models.draft import Drafting
from projects.models import LeadUnit
from projects.models.fields import person
from projects.models.guard import NamedAnew, OnlyAdded

# What a form asks, with the most signs of each answer; in the order of the 征集表.
ANSWERS = {
    "title": ("项目名称", 60),
    "reason": ("背景或理由", 1000),
    "content": ("内容", 2000),
    "actor": ("实施主体", 100),
    "funds": ("投资和资金来源", 300),
    "feasibility": ("可行性", 1000),
}
NEEDED = ("title", "content")
LONGEST_CONTACT = 30


def bounded(field: str, longest: int) -> models.CheckConstraint:
    """SQLite keeps any length that it is given; this makes every database refuse."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), longest), name=f"proposal_{field}_bounded"
    )


def answer(name: str) -> models.CharField:
    label, longest = ANSWERS[name]
    return models.CharField(label, max_length=longest, blank=name not in NEEDED)


class Proposals(models.QuerySet):
    def undecided(self) -> "Proposals":
        return self.filter(~Exists(Outcome.objects.filter(proposal=OuterRef("pk"))))


class Proposal(OnlyAdded):
    """建议: one matter; its answers never change once an act of the office has named it.

    One that a resident sends arrives outside the chain, so that a stranger never takes the chain's
    lock (docs/adr/0004-feedback.md); the first act on it takes it in, and `taken_in_at` guards it.
    Who sent it stands apart, in `ProposalContact`, and is erased in time.
    """

    guard_field = "taken_in_at"
    guard_when = "OLD.taken_in_at IS NOT NULL"
    as_sent = {"way": "online", "unit": None, "by": None, "carried_from": "", "said_from": ""}

    class Source(models.TextChoices):
        UNIT = "unit", "单位"
        RESIDENT = "resident", "群众"
        DEPUTY = "deputy", "代表委员"
        HOTLINE = "hotline", "12345热线"
        MESSAGE = "message", "上年留言"
        UNDONE = "undone", "上年未完"

    class Way(models.TextChoices):
        ONLINE = "online", "网上"
        PAPER = "paper", "书面"
        PHONE = "phone", "电话"
        MEETING = "meeting", "座谈"
        SHEET = "sheet", "征集表"
        CARRIED = "carried", "由上年带入"

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="proposals", verbose_name="清单编制"
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="征集"
    )
    source = models.CharField("来源", max_length=8, choices=Source)
    way = models.CharField("途径", max_length=8, choices=Way)
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    title = answer("title")
    reason = answer("reason")
    content = answer("content")
    actor = answer("actor")
    funds = answer("funds")
    feasibility = answer("feasibility")
    carried_from = models.CharField("原记录", max_length=60, blank=True)
    said_from = models.CharField("出处", max_length=200, blank=True)
    code = models.CharField("查询码", max_length=16, null=True, blank=True, unique=True)
    at = models.DateTimeField("收到时间")
    by = person("登记人")
    taken_in_at = models.DateTimeField("受理时间", null=True, blank=True)

    objects = Proposals.as_manager()

    class Meta:
        verbose_name = "建议"
        verbose_name_plural = "建议"
        ordering = ["drafting", "pk"]
        constraints = [
            *(bounded(name, longest) for name, (_, longest) in ANSWERS.items()),
            models.UniqueConstraint(
                fields=["drafting", "carried_from"],
                condition=~Q(carried_from=""),
                name="carried_over_once",
            ),
            models.CheckConstraint(
                condition=Q(source="unit", unit__isnull=False) | ~Q(source="unit"),
                name="unit_proposal_has_its_unit",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def from_whom(self) -> str:
        """Who proposed it, in words that may stand anywhere: no person's name."""
        return self.unit.name if self.unit_id else self.get_source_display()

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(label, getattr(self, name)) for name, (label, _) in ANSWERS.items()]


class ProposalContact(NamedAnew):
    """联系方式: seen by the office alone, and erased as those of messages are."""

    unrecorded = True

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="contact", verbose_name="建议"
    )
    name = models.CharField("称呼", max_length=LONGEST_CONTACT, blank=True)
    phone = models.CharField("电话", max_length=LONGEST_CONTACT, blank=True)

    class Meta:
        verbose_name = "建议联系方式"
        verbose_name_plural = "建议联系方式"
        constraints = [bounded("name", LONGEST_CONTACT), bounded("phone", LONGEST_CONTACT)]

    def __str__(self):
        return str(self.proposal)


class Wordings(models.QuerySet):
    def standing(self, drafting: Drafting) -> dict[int, "Wording"]:
        """The last of each proposal, by the proposal's key."""
        rows = self.filter(proposal__drafting=drafting).order_by("pk")
        return {row.proposal_id: row for row in rows}


class Wording(OnlyAdded):
    """整理: category and public words of a proposal; public only once an officer has said so."""

    series = ("proposal",)

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="wordings", verbose_name="建议"
    )
    category = models.CharField("类别", max_length=20, blank=True)
    title = models.CharField("公开的名称", max_length=60)
    text = models.CharField("公开的内容", max_length=1000, blank=True)
    public = models.BooleanField("可以公开", default=False)
    recorded_at = models.DateTimeField("整理时间")
    recorded_by = person("整理人")

    objects = Wordings.as_manager()

    class Meta:
        verbose_name = "建议整理"
        verbose_name_plural = "建议整理"
        ordering = ["proposal", "pk"]

    def __str__(self):
        return self.title


class Outcomes(models.QuerySet):
    def standing(self, drafting: Drafting) -> dict[int, "Outcome"]:
        """What became of each proposal, by the proposal's key."""
        rows = self.filter(proposal__drafting=drafting).order_by("pk")
        return {row.proposal_id: row for row in rows}


class Outcome(OnlyAdded):
    """去向: what became of a proposal, with the reason that its proposer reads; the last one holds.

    Where it is not 不采纳 it names the candidate that the proposal went into.
    """

    series = ("proposal",)

    class Kind(models.TextChoices):
        TAKEN = "taken", "采纳"
        MERGED = "merged", "并入"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "不采纳"

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="outcomes", verbose_name="建议"
    )
    kind = models.CharField("去向", max_length=6, choices=Kind)
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name="候选项目",
    )
    reason = models.CharField("理由", max_length=300)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = Outcomes.as_manager()

    class Meta:
        verbose_name = "去向"
        verbose_name_plural = "去向"
        ordering = ["proposal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="not", candidate__isnull=True)
                | (~Q(kind="not") & Q(candidate__isnull=False)),
                name="outcome_names_its_candidate",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outcome_has_its_reason"),
        ]

    def __str__(self):
        return f"{self.proposal}：{self.get_kind_display()}"
