import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.files.rows import StoredFile
from projects.models import LeadUnit, Milestone, Project, Site, Target
from projects.models.fields import MonthField, QuantityField, TallyField, person
from projects.models.guard import NamedAnew, OnlyAdded
from supervision.models.period import Period


class Report(models.Model):
    """月度进展: one project's month for one unit, and the draft being typed.

    `draft` is what the form holds, as text: {"progress", "next", "targets": {"<target key>":
    {"mode": "month"|"total", "value", "denominator", "ran": [month], "served",
    "stages": {"<milestone key>": month}, "cause", "objective", "measures", "finish",
    "finish-<milestone key>", "doubt"}}}. `version` counts every change, so
    that two editors never overwrite each other.
    """

    class State(models.TextChoices):
        MISSING = "missing", "未报"
        DRAFT = "draft", "草稿"
        UNSIGNED = "unsigned", "待审签"
        SUBMITTED = "submitted", "已报待审"
        RETURNED = "returned", "退回"
        ACCEPTED = "accepted", "通过"
        EXCUSED = "excused", "不再填报"

    # Nothing stands handed in: never was, was sent back, or is not signed yet.
    ABSENT = (State.MISSING, State.DRAFT, State.UNSIGNED, State.RETURNED)

    period = models.ForeignKey(
        Period, models.PROTECT, related_name="reports", verbose_name="调度期"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="reports", verbose_name="实事项目"
    )
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="reports", verbose_name="牵头单位"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.MISSING)
    version = models.PositiveIntegerField("修改次数", default=0)
    draft = models.JSONField("草稿", default=dict, blank=True)
    changed_at = models.DateTimeField("最近修改", null=True, blank=True)
    changed_by = person("最近修改人")

    class Meta:
        verbose_name = "月度进展"
        verbose_name_plural = "月度进展"
        ordering = ["-period__month", "project__number"]
        permissions = [("fill", "填报月度进展")]
        constraints = [
            models.UniqueConstraint(fields=["period", "project"], name="report_once_a_month"),
        ]

    def __str__(self):
        return f"{self.project} {self.period}"

    def attached(self) -> models.QuerySet["Evidence"]:
        """Its evidence, with what is made public of it."""
        rows = self.evidence.select_related("target", "added_by")
        return rows.prefetch_related("shown_as")

    @property
    def encloses(self) -> bool:
        """Whether any file that was not withdrawn came with it."""
        return self.evidence.filter(withdrawn_at=None).exists()

    def holding(self, content: bytes, **kind) -> "Evidence | None":
        """The evidence that is this very file, kept for the same thing already."""
        standing = self.evidence.filter(withdrawn_at=None, submission=None, **kind)
        return standing.filter(sha256=hashlib.sha256(content).hexdigest()).first()

    @property
    def editable(self) -> bool:
        """Whether a clerk may type in it; an accepted month changes only by correction."""
        return self.state in (self.State.MISSING, self.State.DRAFT, self.State.RETURNED)


class Evidence(NamedAnew, StoredFile):
    """佐证材料: a photo or file that backs a report, one of its targets, or a site."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="evidence", verbose_name="月度进展"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, verbose_name="目标指标"
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, verbose_name="建设点位")
    file = models.FileField("文件", upload_to="evidence/%Y/%m/")
    photo = models.BooleanField("照片", default=False)
    scan = models.BooleanField("盖章扫描件", default=False)
    submission = models.ForeignKey(
        "Submission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="为哪次报送盖章",
    )
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = person("撤回人")

    @property
    def has_file(self) -> bool:
        return self.withdrawn_at is None

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_withdrawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(scan=True) | Q(submission__isnull=True), name="only_a_scan_stamps"
            ),
        ]

    def __str__(self):
        return self.name


class Submission(OnlyAdded):
    """报送: what was handed in, immutable. A correction carries its reason.

    `on_behalf` is why the office entered it for its unit (代填), "" where the unit did.
    """

    series = ("report",)
    later = ("on_behalf",)

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="submissions", verbose_name="月度进展"
    )
    number = models.PositiveSmallIntegerField("第几次")
    progress = models.TextField("进展")
    next_steps = models.TextField("下步打算")
    correction = models.CharField("更正原因", max_length=300, blank=True)
    asked = models.TextField("文字疑点", blank=True)
    doubt = models.TextField("文字疑点说明", blank=True)
    unit_name = models.CharField("报送单位", max_length=60)
    on_behalf = models.CharField("代填依据", max_length=200, blank=True)
    at = models.DateTimeField("报送时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报送人"
    )

    class Meta:
        verbose_name = "报送"
        verbose_name_plural = "报送"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="submission_number_once"),
        ]

    def __str__(self):
        return f"{self.report} 第{self.number}次报送"


class Reading(OnlyAdded):
    """进度数据: one target's figures in a submission, cumulative.

    quantity: `value`. coverage: `value` in percent, from `numerator` and `denominator`.
    service: `served` is the cumulative count, months run are in `ServiceMonth`.
    milestones: stages done are in `StageDone`, days promised for one in `StageFinish`. `finish`
    is the unit's 承诺完成时间, of works by stages that of the stages that are late.
    `asked` are the questions the figures raised at entry, `doubt` the unit's reply.
    """

    series = ("target",)

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="readings", verbose_name="报送"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="readings", verbose_name="目标指标"
    )
    value = QuantityField("累计完成", null=True, blank=True)
    numerator = QuantityField("分子", null=True, blank=True)
    denominator = QuantityField("分母", null=True, blank=True)
    served = TallyField("累计服务数", null=True, blank=True)
    cause = models.TextField("原因", blank=True)
    objective = models.BooleanField("客观原因", default=False)
    measures = models.TextField("措施", blank=True)
    finish = models.DateField("承诺完成时间", null=True, blank=True)
    asked = models.TextField("疑点", blank=True)
    doubt = models.TextField("疑点说明", blank=True)

    class Meta:
        verbose_name = "进度数据"
        verbose_name_plural = "进度数据"
        ordering = ["submission", "target__number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "target"], name="reading_once"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__gt=0),
                name="reading_share_whole",
            ),
        ]

    def __str__(self):
        return f"{self.target}"

    @property
    def cause_in_words(self) -> str:
        """Its 原因, marked where it lies outside the unit's power; "" without one."""
        return f"客观原因：{self.cause}" if self.cause and self.objective else self.cause


class StageDone(OnlyAdded):
    """A stage that a reading gives as done, and the month it was done in."""

    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="stages", verbose_name="进度数据"
    )
    milestone = models.ForeignKey(Milestone, models.PROTECT, verbose_name="节点")
    month = MonthField("完成月份")

    class Meta:
        verbose_name = "完成节点"
        verbose_name_plural = "完成节点"
        ordering = ["reading", "milestone__number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "milestone"], name="stage_done_once"),
        ]

    def __str__(self):
        return f"{self.milestone}"


class StageFinish(OnlyAdded):
    """The day on which the unit promises a stage that is not done (承诺完成时间)."""

    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="finishes", verbose_name="进度数据"
    )
    milestone = models.ForeignKey(Milestone, models.PROTECT, verbose_name="节点")
    day = models.DateField("承诺完成时间")

    class Meta:
        verbose_name = "节点承诺完成时间"
        verbose_name_plural = "节点承诺完成时间"
        ordering = ["reading", "milestone__number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "milestone"], name="stage_finish_once"),
        ]

    def __str__(self):
        return f"{self.milestone} {self.day}"


class ServiceMonth(OnlyAdded):
    """A month in which a reading says the service ran."""

    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="ran", verbose_name="进度数据"
    )
    month = MonthField("开展月份")

    class Meta:
        verbose_name = "开展月份"
        verbose_name_plural = "开展月份"
        ordering = ["reading", "month"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "month"], name="service_month_once"),
        ]

    def __str__(self):
        return self.month


class Review(OnlyAdded):
    """审核: an officer's judgement of one submission, or its unit's 撤回; kept for ever."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "通过"
        RETURNED = "returned", "退回"
        WITHDRAWN = "withdrawn", "单位撤回"

    # Nothing stands by what was judged so.
    GONE = (Verdict.RETURNED, Verdict.WITHDRAWN)

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="review", verbose_name="报送"
    )
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("审核时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人"
    )

    class Meta:
        verbose_name = "审核"
        verbose_name_plural = "审核"
        ordering = ["submission"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | ~Q(reason=""), name="return_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.submission} {self.get_verdict_display()}"


class WaitingReport(Report):
    class Meta:
        proxy = True
        verbose_name = "待审核"
        verbose_name_plural = "待审核"
        default_permissions = ()
        permissions = ()


class OverdueReport(Report):
    class Meta:
        proxy = True
        verbose_name = "逾期未报"
        verbose_name_plural = "逾期未报"
        default_permissions = ()
        permissions = ()
