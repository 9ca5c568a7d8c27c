"""候选项目: what proposals were merged into, and which project of the draft it became."""

from django.db import models

from projects.drafting.models.draft import Drafting
from projects.models.fields import person
from projects.models.guard import OnlyAdded


class Candidate(OnlyAdded):
    """候选项目: its number; its words are revisions beside it (`CandidateText`).

    From a project that was issued back to who asked for it: `Placement.key` is the `Passage.key`
    of the project's piece in the draft; the piece of that key among `issue.draft.passages()` has
    `content.project.number`, which is the `number` of the programme's project. The proposals are
    those whose last `Outcome` names the candidate (`actions.candidates.proposals_of`).
    """

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="candidates", verbose_name="清单编制"
    )
    number = models.PositiveSmallIntegerField("编号")
    made_at = models.DateTimeField("提出时间")
    made_by = person("提出人")

    class Meta:
        verbose_name = "候选项目"
        verbose_name_plural = "候选项目"
        ordering = ["drafting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["drafting", "number"], name="candidate_number_once"),
        ]

    def __str__(self):
        return f"候选{self.number}"


class CandidateTexts(models.QuerySet):
    def standing(self, drafting: Drafting) -> dict[int, "CandidateText"]:
        """What now holds of each candidate, by its key, in the order of their numbers."""
        rows = self.filter(candidate__drafting=drafting).select_related("candidate")
        return {row.candidate_id: row for row in rows.order_by("candidate__number", "pk")}


class CandidateText(OnlyAdded):
    """候选项目内容: a revision of a candidate's words; the last one holds."""

    series = ("candidate",)

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="texts", verbose_name="候选项目"
    )
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("项目名称", max_length=100)
    category = models.CharField("类别", max_length=20, blank=True)
    text = models.TextField("任务和数字")
    lead = models.CharField("牵头单位", max_length=60, blank=True)
    supports = models.CharField("配合单位", max_length=600, blank=True)
    funds = models.CharField("投资", max_length=100, blank=True)
    funds_source = models.CharField("资金来源", max_length=100, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = CandidateTexts.as_manager()

    class Meta:
        verbose_name = "候选项目内容"
        verbose_name_plural = "候选项目内容"
        ordering = ["candidate", "version"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "version"], name="candidate_version_once"),
        ]

    def __str__(self):
        return f"{self.candidate.number}. {self.title}"


class Placements(models.QuerySet):
    def standing(self, drafting: Drafting) -> dict[int, int]:
        """The piece of the draft that each candidate became, by the candidate's key."""
        rows = self.filter(candidate__drafting=drafting).order_by("pk")
        found = {row.candidate_id: row.key for row in rows}
        return {candidate: key for candidate, key in found.items() if key}


class Placement(OnlyAdded):
    """列入: the candidate became this piece of the draft; without a key it was taken out again."""

    series = ("candidate",)

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="placements", verbose_name="候选项目"
    )
    key = models.PositiveIntegerField("段号", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = Placements.as_manager()

    class Meta:
        verbose_name = "列入清单"
        verbose_name_plural = "列入清单"
        ordering = ["candidate", "pk"]

    def __str__(self):
        return f"{self.candidate}列入清单"
