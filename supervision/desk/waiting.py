"""等您办理: whatever waits for a person of the office, a month open or not, with its day."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from projects.accounts.attacks import signs
from projects.models import Programme, UnitMember, User, current
from projects.values import days
from projects.values.roles import CLERK, LEADER
from supervision.actions import corrections, putting
from supervision.actions.sending import CONSOLE
from supervision.calendar import announced, entered
from supervision.desk import hearings, slips
from supervision.desk.checklist import Check, listed, page, public_words, with_leader
from supervision.models import (
    Acceptance,
    Adjustment,
    Card,
    CardOverride,
    CardPolicy,
    ChatMessage,
    Feedback,
    Job,
    Period,
    PlanDraft,
    Poll,
    PutForward,
    Reminder,
    Report,
    TrialReply,
    cards_of,
)
from supervision.models.putting import Kind

# What one person proposes and another decides, each with the list it waits in.
TWO_PEOPLE = (
    (CardOverride, "亮牌认定待确认", "cardoverride", {"state": "proposed"}),
    (Acceptance, "验收待确认", "acceptance", {"state": "waiting"}),
    (Adjustment, "承诺调整待确认", "adjustment", {"state": "waiting"}),
    (Poll, "满意度测评待确认", "poll", {"state": "waiting"}),
)
MOST_NAMED = 8


def waiting_for(person: User, day: dt.date) -> list[Check]:
    """What waits now, and nothing that is done."""
    put, closed = putting.unsigned(), to_publish()
    found = [
        reports("报送待审核", Q(period__closed_at__isnull=True)),
        reports("更正报送待审核", Q(period__closed_at__isnull=False)),
        replies(),
        appeals(),
        *slips.waiting(person, day, put),
        messages("群众留言待处理", Feedback.State.WAITING),
        messages("群众留言的拟答复待审核", Feedback.State.DRAFTED),
        *(proposed(person, *each) for each in TWO_PEOPLE),
        plans(),
        *public_words(put),
        unwritten(closed),
        months(closed, put),
        corrected(),
        Check(
            "亮牌规则草稿没有启用",
            CardPolicy.objects.filter(adopted_at__isnull=True).count(),
            page("office_policies"),
        ),
        Check(
            "年度清单还是草稿",
            Programme.everything.filter(state=Programme.State.DRAFT).count(),
            page("projects_programme_changelist"),
        ),
        sent_back(put),
        holidays(day),
        unsent(day),
        untold(day),
        undone(person, day),
    ]
    return [check for check in found if not check.done]


def day_of(at: dt.datetime) -> str:
    return days.short(timezone.localdate(at))


def reports(words: str, which: Q) -> Check:
    waiting = Report.objects.filter(which, state=Report.State.SUBMITTED)
    count, first = counted(waiting, "changed_at")
    note = f"最早的{day_of(first)}报来" if first else ""
    return Check(words, count, listed("waitingreport"), note=note)


def counted(rows: QuerySet, of: str) -> tuple:
    """How many rows there are, and the earliest of a day they carry."""
    found = rows.aggregate(count=Count("pk"), first=Min(of))
    return found["count"], found["first"]


def replies() -> Check:
    """Replies to trial cards of months still open: after closing they are answered no more."""
    waiting = TrialReply.objects.filter(answer__isnull=True, report__period__closed_at__isnull=True)
    return Check("单位申辩待答复", waiting.count(), listed("trialreply"), note="定稿前答复。")


def appeals() -> Check:
    count, first = counted(hearings.undecided_appeals(), "at")
    note = f"最早的{day_of(first)}申请" if first else ""
    return Check("复核申请待办", count, listed("appeal"), note=note)


def messages(words: str, state: str) -> Check:
    """Residents' messages that the office has to hand on, or whose answers it has to publish."""
    count, first = counted(Feedback.everything.filter(state=state), "due")
    note = f"最早的答复期限{days.short(first)}" if first else ""
    return Check(words, count, listed("waitingfeedback", state__exact=state), note=note)


def proposed(person: User, model, words: str, name: str, narrowed: dict) -> Check:
    """Proposals of others; the person's own wait for somebody else."""
    rows = model._default_manager.filter(decision__isnull=True).order_by("proposed_at")
    found = list(rows.values_list("proposed_by", "proposed_at"))
    others = [at for by, at in found if by != person.pk]
    own = len(found) - len(others)
    parts = [f"最早的{day_of(others[0])}提出"] if others else []
    parts += [f"另有{own}件是您提出的，等另一位确认"] if own else []
    return Check(words, len(others), listed(name, **narrowed), note="；".join(parts))


def plans() -> Check:
    """Plans that units sent for targets without one."""
    units = list(PlanDraft.objects.filter(decision__isnull=True).values_list("unit", flat=True))
    note = f"{len(set(units))}个单位报来" if units else ""
    return Check("单位报的计划待批准", len(units), page("supervision_plan_drafts"), note=note)


def unwritten(closed: list[Period]) -> Check:
    """Cards of the month to be published next for which nobody has begun a 公开稿."""
    if not closed:
        return Check("黄牌、红牌项目没有写公开稿", 0)
    period = closed[0]
    begun = period.releases.values("project")
    raised = cards_of(period).filter(colour__in=Card.RAISED).exclude(project__in=begun)
    return Check(
        "黄牌、红牌项目没有写公开稿",
        raised.count(),
        page("supervision_release_month", period.pk),
        note="一页写完全月，已各拟了一句。",
    )


def to_publish() -> list[Period]:
    return list(Period.everything.closed().filter(published_at__isnull=True))


def months(closed: list[Period], put: list[PutForward]) -> Check:
    first = closed[0] if closed else None
    link = page("supervision_period_publish", first.pk) if first else ""
    said = f"{first}{day_of(first.closed_at)}定稿" if first else ""
    keys = {period.pk for period in closed}
    own = [each for each in put if each.kind == Kind.MONTH and each.period_id in keys]
    note = "；".join(filter(None, [said, with_leader(own)]))
    return Check("已定稿没有公开的月份", len(closed), link, note=note)


def corrected() -> Check:
    """Accepted corrections that the public has not been told of, over all years."""
    count = corrections.all_waiting().count()
    link = listed("correction", published_at__isempty=1)
    return Check("更正待公开", count, link, note="公开完才能公开下一个月")


def holidays(day: dt.date) -> Check:
    """From November on, and in the year itself, the holidays that nobody knows yet."""
    own = entered()
    years = [day.year, day.year + 1] if day.month >= 11 else [day.year]
    unknown = [year for year in years if not announced(dt.date(year, 1, 1), own)]
    words = "、".join(f"{year}年" for year in unknown)
    note = f"{words}，没有登记的按周一至周五推算" if unknown else ""
    return Check("放假安排没有登记", len(unknown), page("supervision_calendarday_enter"), note=note)


def sent_back(put: list[PutForward]) -> Check:
    """What leaders did not sign, until it is put forward anew or signed."""
    found = [each for each in put if each.sent_back]
    link = ""
    if found:
        first = found[0]
        link = f"{page('office_put')}?{first.kind}={first.slip_id or first.period_id}"
    note = "；".join(f"{each}：{each.decision.reason}" for each in found[:MOST_NAMED])
    return Check("领导退回的送签", len(found), link, note=note)


def unsent(day: dt.date) -> Check:
    """Today's messages that did not leave, with whom and why."""
    rows = Reminder.objects.filter(day=day, sent_at__isnull=True).select_related("person")
    people = [each.person for each in rows.order_by("person")]
    return Check("今天没有发出的提醒", len(people), note=named(people, who_and_why))


def untold(day: dt.date) -> Check:
    """Today's messages that reached no work group, and did not at a later try either."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    rows = ChatMessage.objects.filter(at__gte=start).select_related("group__unit")
    last = {(each.group, each.at): each.error for each in rows.order_by("pk")}
    failed = {group: error for (group, _), error in last.items() if error}
    note = "；".join(f"{group}：{error}" for group, error in [*failed.items()][:MOST_NAMED])
    return Check("今天没有发到的工作群", len(failed), listed("chatgroup"), note=note)


def undone(person: User, day: dt.date) -> Check:
    """The person's long work that came to nothing, or that nobody has taken up since yesterday.

    Whom mails and messages did not reach is told by `unsent` and `untold`.
    """
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    own = Job.objects.filter(by=person).order_by("pk")
    failed = Q(kind=Job.Kind.ARCHIVE) | Q(said__in=Job.BROKEN)
    stuck = Q(state__in=Job.UNDER_WAY, moved_at__lt=start)
    titles = list(own.filter(Q(failed, state=Job.State.FAILED) | stuck).values_list("title"))
    note = "；".join(title for (title,) in titles[:MOST_NAMED])
    return Check("后台任务没有办成", len(titles), listed("job"), note=note)


def accounts(day: dt.date, *, kept: bool, audited: bool) -> list[Check]:
    """Accounts that can do nothing yet, for who keeps them; signs of attacks, for who audits."""
    found = [*(attacks(day) if audited else []), *(helpless(day) if kept else [])]
    return [check for check in found if not check.done]


def helpless(day: dt.date) -> list[Check]:
    active = User.objects.filter(is_active=True, is_superuser=False).order_by("username")
    roleless = list(active.filter(groups__isnull=True))
    held = UnitMember.objects.filter(current(day)).values("person")
    idle = list(active.filter(groups__name__in=(CLERK, LEADER)).exclude(pk__in=held).distinct())
    users = f"{page('projects_user_changelist')}?groups__isnull=True&is_active__exact=1"
    posts = page("projects_unitmember_changelist")
    return [
        Check("账号没有角色", len(roleless), users, note=named(roleless)),
        Check("填报账号没有任职", len(idle), posts, note=named(idle)),
    ]


def attacks(day: dt.date) -> list[Check]:
    """Signs of an attack since yesterday morning."""
    lists = page("projects_signin_changelist")
    return [
        Check(
            f"昨天以来{each.words}", each.count, f"{lists}?kind__exact={each.kind}", note=each.note
        )
        for each in signs(day - dt.timedelta(days=1), day)
    ]


def named(people: list[User], said: Callable[[User], str] = str) -> str:
    more = f"等{len(people)}人" if len(people) > MOST_NAMED else ""
    return "、".join(map(said, people[:MOST_NAMED])) + more


def who_and_why(person: User) -> str:
    return f"{person}（{why_unreached(person)}）"


def why_unreached(person: User) -> str:
    if not person.email:
        return "没有登记邮箱"
    return "没有设置邮件服务器" if settings.EMAIL_BACKEND == CONSOLE else "邮件没有发出"
