"""The first page after signing in: what this person has to do, and by when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from projects.clock import now
from projects.models import GuideLine, LeadUnit, Programme, Project, UnitMember, User
from supervision import scope
from supervision.desk import hearings, slips
from supervision.desk.checklist import Check
from supervision.desk.month import Month, month
from supervision.desk.slips import SlipLine
from supervision.desk.waiting import accounts, waiting_for
from supervision.models import (
    Card,
    Chase,
    Feedback,
    Period,
    PlanDraft,
    Report,
    Review,
    SupportPart,
    TrialReply,
)
from supervision.reports import signings
from supervision.reports.signings import ToSign

State = Report.State
MOST_LISTED = 50


@dataclass
class ToDo:
    """A report that the person's unit still owes, with its time limit."""

    report: Report
    overdue: bool
    days: int
    reason: str = ""
    chased: Chase | None = None
    sent_back: str = ""

    @property
    def returned(self) -> bool:
        return self.report.state == State.RETURNED

    @property
    def deadline(self) -> str:
        if self.overdue:
            return f"已逾期{-self.days}天，仍可报送"
        return "今天24时前报送" if self.days == 0 else f"还有{self.days}天"


@dataclass(frozen=True)
class Asked:
    """What is asked besides reports, slips and messages, as drafting's is (projects.drafting.desk).

    `until` is its last day, `done` what was already given, or why nobody waits for it.
    """

    title: str
    link: str
    words: str
    said: str = ""
    until: dt.date | None = None
    done: str = ""
    card: Card | None = None
    reasons: tuple[str, ...] = ()


@dataclass
class Desk:
    """`chased` are the office's 催报 for months in which something waits for a signature.

    `asked` is what else is asked, of drafting too; `rest` what nobody waits for.
    """

    todo: list[ToDo] | None = None
    to_sign: list[ToSign] = field(default_factory=list)
    handed_in: list[Report] = field(default_factory=list)
    chased: list[Chase] = field(default_factory=list)
    slips: list[SlipLine] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    rest: list[Asked] = field(default_factory=list)
    month: Month | None = None
    open_months: list[Period] | None = None
    waiting: list[Check] | None = None
    units: list[str] = field(default_factory=list)
    voices: list[Feedback] = field(default_factory=list)
    heads: list[LeadUnit] = field(default_factory=list)

    @property
    def waiting_count(self) -> int:
        lists = (self.todo or [], self.to_sign, self.slips, self.voices, self.asked)
        return sum(len(each) for each in lists)


def desk(person: User, params, more: Iterable = ()) -> Desk:
    """`params` is the query string: which month and which of its reports the office looks at.

    `more` is what others ask of the person, as `Asked` says it.
    """
    at = now()
    day = timezone.localdate(at)
    found = Desk()
    posts = list(scope.posts_of(person, day).select_related("unit", "person"))
    found.units = [held(post, person) for post in posts]
    if scope.fills(person) and found.units:
        found.heads = [post.unit for post in posts if post.post == post.Post.LEADER]
        of_unit(found, person, at)
        own = [*trials(person, at), *appealable(person, at), *parts(person, day)]
        more = [*own, *plans(person, day), *guides(person, day), *more]
    found.asked, found.rest = by_day(more)
    if scope.supervises(person):
        of_office(found, person, params, at)
    if scope.keeps_accounts(person):
        kept, audited = person.has_perm(scope.KEEP), scope.audits(person)
        found.waiting = [*(found.waiting or []), *accounts(day, kept=kept, audited=audited)]
    return found


def held(post: UnitMember, person: User) -> str:
    """A post in words, with whose it is where the person only stands in for them."""
    whose = "" if post.person == person else f"（代{post.person}）"
    return f"{post.unit}　{post.get_post_display()}{whose}"


def of_unit(found: Desk, person: User, at) -> None:
    """What the person's units owe, sign, answer and may reply to."""
    day = timezone.localdate(at)
    owed = scope.own_reports(person, day).filter(period__closed_at__isnull=True)
    owed = owed.select_related("project", "period", "unit")
    reports = list(owed.order_by("period__due", "project__number"))
    to_fill = [report for report in reports if report.editable]
    reasons = return_reasons([report for report in reports if report.state == State.RETURNED])
    chases, sent_back = chases_of(reports), signings.sent_back(to_fill)
    found.todo = [to_do(report, day, reasons, chases, sent_back) for report in to_fill]
    found.to_sign = signings.to_sign(person, day)
    to_sign = {each.request.report_id for each in found.to_sign}
    found.handed_in = [r for r in reports if not r.editable and r.pk not in to_sign]
    unsigned = {key_of(report) for report in reports if report.state == State.UNSIGNED}
    found.chased = [chase for key, chase in chases.items() if key in unsigned]
    found.slips = slips.to_answer(person, day)
    found.voices = voices(person, day)


def trials(person: User, at: dt.datetime) -> Iterable[Asked]:
    """Yellow and red trial cards, until they are answered or their days of grace are over."""
    found, day = hearings.trials_for(person, at), timezone.localdate(at)
    reports = [trial.report for trial in found]
    replied = set(TrialReply.objects.filter(report__in=reports).values_list("report", flat=True))
    for trial in found:
        until, done = trial.until, ""
        if trial.report.pk in replied:
            done = "已申辩"
        elif until < day:
            done = "等待定稿，仍可申辩"
        said = f"{trial.report.period}拟亮牌，定稿前可以申辩。"
        if trial.outdated:
            said += "您报的新数据正在审核，没有算进来；通过后自动重算。"
        link = reverse("admin:supervision_trial", args=[trial.report.pk])
        yield Asked(
            str(trial.report.project),
            link,
            "查看、申辩",
            said,
            until,
            done,
            trial.card,
            tuple(trial.reasons),
        )


def appealable(person: User, at: dt.datetime) -> Iterable[Asked]:
    for each in hearings.appealable(person, at):
        link = reverse("admin:supervision_appeal_card", args=[each.card.pk])
        said = f"{each.card.period}已定稿，可以申请复核。"
        title = str(each.card.project)
        yield Asked(title, link, "查看、申请", said, each.until, card=each.card)


def parts(person: User, day: dt.date) -> Iterable[Asked]:
    """The months of projects that the person's units support, asked for while they may add."""
    rows = scope.supported_reports(person, day).filter(period__closed_at__isnull=True)
    rows = rows.select_related("project", "period", "unit")
    found = list(rows.order_by("period__month", "project__number")[:MOST_LISTED])
    own = scope.posts_of(person, day).values("unit")
    said_of = SupportPart.objects.filter(report__in=found, unit__in=own)
    given = set(said_of.values_list("report", flat=True))
    for report in found:
        said = f"{report.period}配合的项目，牵头：{report.unit}。"
        done, until = "已补充" if report.pk in given else "", report.period.due
        if not report.editable:
            done = f"牵头单位{report.get_state_display()}"
        elif not done:
            said += "牵头单位报送以前，可以补充一两句和材料。"
            until = until if until >= day else None
        link = reverse("admin:supervision_part", args=[report.pk])
        yield Asked(str(report.project), link, "补充", said, until, done)


def plans(person: User, day: dt.date) -> Iterable[Asked]:
    """What the person's units are to plan before the first month of a list is opened."""
    targets = scope.to_plan(person, day).filter(project__programme__periods=None)
    targets = targets.select_related("project").order_by("project__number", "number")
    found = list(targets[:MOST_LISTED])
    drafts = PlanDraft.objects.filter(target__in=found).select_related("decision").order_by("pk")
    last = {each.target_id: each for each in drafts} if found else {}
    for target in found:
        said, done, draft = "第一个月启动以前，请报各月底的计划。", "", last.get(target.pk)
        if draft and not hasattr(draft, "decision"):
            done = "已报，等办公室批准"
        elif draft:
            said = f"办公室退回：{draft.decision.reason}"
        link = reverse("admin:supervision_plan_draft", args=[target.pk])
        yield Asked(f"{target.project}　{target}", link, "报计划", said, done=done)


def guides(person: User, day: dt.date) -> Iterable[Asked]:
    """Lines of 办事指南 that are written and that the public does not read until they confirm."""
    lines = GuideLine.objects.filter(confirmed_at__isnull=True).exclude(text="")
    lines = lines.filter(project__in=scope.led_by(person, day)).select_related("project")
    counted: dict[Project, list[GuideLine]] = {}
    for line in lines.order_by("project__number", "pk"):
        counted.setdefault(line.project, []).append(line)
    for project, own in counted.items():
        link = reverse("admin:projects_guideline_change", args=[own[0].pk])
        yield Asked(
            str(project), link, "查看、确认", f"办事指南{len(own)}条写好了，确认后公众才看到。"
        )


def by_day(items: Iterable) -> tuple[list, list]:
    """What is asked, the earliest day first, and the rest."""
    found = sorted(items, key=lambda each: (each.until or dt.date.max, each.title))
    return [each for each in found if not each.done], [each for each in found if each.done]


def of_office(found: Desk, person: User, params, at) -> None:
    """What waits for the person, and the month that is open."""
    found.waiting = waiting_for(person, timezone.localdate(at))
    found.open_months = list(open_periods())
    if period := chosen(found.open_months, params.get("month", "")):
        found.month = month(period, params, at)


def open_periods():
    periods = Period.everything.still_open().select_related("programme")
    return periods.order_by("programme__year", "month")


def chosen(periods: list[Period], month: str) -> Period | None:
    """The open month asked for, else the first: months are closed in order."""
    return next((period for period in periods if period.month == month), next(iter(periods), None))


def voices(person: User, day) -> list[Feedback]:
    """Residents' messages that wait for the person's units: the most pressing first."""
    handed = scope.handed_to(person, day).filter(state=Feedback.State.ASSIGNED)
    return list(handed.select_related("project").order_by("due", "pk")[:MOST_LISTED])


def to_do(report: Report, day, reasons: dict[int, str], chases: dict, sent_back: dict) -> ToDo:
    days = (report.period.due - day).days
    by_leader = sent_back.get(report.pk)
    return ToDo(
        report,
        overdue=days < 0,
        days=days,
        reason=reasons.get(report.pk, ""),
        chased=chases.get(key_of(report)),
        sent_back=by_leader.reason if by_leader else "",
    )


def key_of(report: Report) -> tuple[int, int]:
    """Month and unit, as a 催报 names them."""
    return report.period_id, report.unit_id


def chases_of(reports: list[Report]) -> dict[tuple[int, int], Chase]:
    """The last 催报 of each month and unit."""
    chases = Chase.objects.filter(
        period__in={report.period_id for report in reports},
        unit__in={report.unit_id for report in reports},
    )
    return {(chase.period_id, chase.unit_id): chase for chase in chases.order_by("at")}


def return_reasons(reports: list[Report]) -> dict[int, str]:
    """Why each was last sent back, by report key."""
    reviews = Review.objects.filter(submission__report__in=reports, verdict=Review.Verdict.RETURNED)
    reviews = reviews.order_by("submission__number")
    return dict(reviews.values_list("submission__report_id", "reason"))


def surroundings(person: User) -> dict:
    """What every signed-in page may link to, as booleans, and whether it shows invented data."""
    known = person.is_authenticated
    return {
        "may_fill": known and scope.fills(person),
        "may_supervise": known and scope.supervises(person),
        "sees_behind": known and scope.only_sees_behind(person),
        "keeps_accounts": known and scope.keeps_accounts(person),
        "demonstration": Programme.everything.filter(demonstration=True).exists(),
    }
