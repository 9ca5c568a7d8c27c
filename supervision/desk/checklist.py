"""What waits before an act: the checks of a month (定稿前的检查), 公开稿 and photos to sign."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from projects.values import days
from projects.values.months import in_words, last_day
from supervision.actions import corrections, hearings
from supervision.cards.counted import owing_reports
from supervision.models import (
    Appeal,
    AppealStep,
    Card,
    CardOverride,
    Period,
    Photo,
    PutForward,
    Reading,
    Release,
    Report,
    Rewording,
    Submission,
    TrialReply,
    cards_of,
)
from supervision.models.putting import Kind
from supervision.published.released import held_up, outdated_in, outdated_in_public

State = Report.State
SETTLED = (State.ACCEPTED, State.EXCUSED)
UNDECIDED = Q(last_kind__isnull=True) | Q(last_kind=AppealStep.Kind.TAKEN_UP)


@dataclass(frozen=True)
class Check:
    """Something looked at: `count` is how much of it is open, `link` where it is dealt with.

    `blocks`: the act is refused while it is open. `note` says what that means. A `flag` is open
    or not, and has no number to show.
    """

    words: str
    count: int
    link: str = ""
    blocks: bool = False
    note: str = ""
    flag: bool = False

    @property
    def done(self) -> bool:
        return not self.count


def checks(period: Period, at: dt.datetime) -> list[Check]:
    """Every check of an open month, those that keep it from closing first."""
    day = timezone.localdate(at)
    found = [
        *of_time(period, day),
        *of_reports(period, day),
        *of_doubts(period),
        *of_hearing(period, day),
        *of_public(period),
    ]
    return ordered(found)


def ordered(found: list[Check]) -> list[Check]:
    """What keeps the act back, what is only told, what is in order."""
    return sorted(found, key=lambda check: (check.done, not check.blocks))


def of_time(period: Period, day: dt.date) -> list[Check]:
    """What close_month asks of the calendar and of earlier months."""
    earlier = period.programme.periods.filter(month__lt=period.month, closed_at__isnull=True)
    earlier = list(earlier.order_by("month"))
    first = earlier[0] if earlier else None
    over = day > last_day(period.month)
    return [
        Check("本月还没有结束", int(not over), blocks=True, flag=True),
        Check(
            f"更早的月份没有定稿{f'（{in_words(first.month)}）' if first else ''}",
            len(earlier),
            page("supervision_period_close", first.pk) if first else "",
            blocks=True,
            note="要按月份先后定稿。",
        ),
    ]


def of_reports(period: Period, day: dt.date) -> list[Check]:
    states = dict(State.choices)
    counted = dict(period.reports.order_by().values_list("state").annotate(Count("pk")))
    counts = {state: counted.get(state, 0) for state in states if state not in SETTLED}
    still_time = day <= period.due
    due = f"截止日{days.short(period.due)}过后才能定稿，" if still_time else ""
    found = [
        Check(
            "报送待审核",
            counts.pop(State.SUBMITTED),
            listed("waitingreport", period__id__exact=period.pk),
            blocks=True,
        )
    ]
    for state, count in counts.items():
        if state == State.UNSIGNED and not count:
            continue  # most programmes have nothing signed online
        words = "退回没有重报" if state == State.RETURNED else states[state]
        blocks = still_time and bool(count) and state in Report.ABSENT
        note = f"{due}没有报的按“未报”处理。"
        found.append(Check(words, count, on_desk(period, state), blocks, note))
    return [*found, of_unled(period)]


def of_unled(period: Period) -> Check:
    """Projects that owe the month a report and that nobody was asked about."""
    unasked = period.programme.projects.exclude(pk__in=period.reports.values("project"))
    unled = owing_reports(period, among=unasked)
    return Check(
        "没有生成填报的项目",
        len(unled),
        page("projects_assignment_changelist"),
        note="启动调度时没有牵头单位，没人能报；照样参加亮牌。",
    )


def of_doubts(period: Period) -> list[Check]:
    """Questions of what stands handed in that nobody answered."""
    standing = Submission.objects.filter(report__period=period, report__state__in=[
        State.SUBMITTED, State.ACCEPTED,
    ])  # fmt: skip
    words = standing.exclude(asked="").filter(doubt="").count()
    figures = Reading.objects.filter(submission__in=standing, doubt="").exclude(asked="").count()
    query = urlencode({"year": period.programme.year, "month": period.month})
    link = f"{page('office_doubts')}?{query}"
    return [Check("疑点没有说明", words + figures, link, note="疑点不影响亮牌颜色。")]


def of_hearing(period: Period, day: dt.date) -> list[Check]:
    unanswered = TrialReply.objects.filter(report__period=period, answer__isnull=True).count()
    until = hearings.shown_until(period)
    window = f"拟亮牌给单位看到{days.short(until)}24时"
    return [
        Check(
            "单位申辩没有答复",
            unanswered,
            page("supervision_trialreply_changelist"),
            note="定稿后不再答复，单位可以申请复核。",
        ),
        Check(window, int(day <= until), note="提前定稿，单位就少了申辩的时间。", flag=True),
    ]


def of_public(period: Period) -> list[Check]:
    """What hangs over from other acts, none of which keeps the month from closing."""
    corrected = Report.objects.filter(
        state=State.SUBMITTED,
        period__programme=period.programme_id,
        period__closed_at__isnull=False,
    )
    return [
        Check(
            "亮牌认定待确认",
            undecided(period),
            listed("cardoverride", state="proposed"),
            note="定稿前确认的，按认定的颜色拟督办单。",
        ),
        Check(
            "承诺调整待确认",
            period.programme.adjustments.filter(decision__isnull=True).count(),
            listed("adjustment", state="waiting"),
            note="确认时已经过完的月份，照原来的承诺和计划亮牌。",
        ),
        Check(
            "更正报送待审核",
            corrected.count(),
            listed("waitingreport"),
            note="以前月份的更正会带进本月的数据。",
        ),
        waiting_corrections(period, blocks=False),
    ]


def to_publish(period: Period, at: dt.datetime) -> list[Check]:
    """Every check of a closed month before it is made public."""
    earlier = period.programme.periods.filter(month__lt=period.month, published_at__isnull=True)
    earlier = list(earlier.order_by("month"))
    first = earlier[0] if earlier else None
    appeals = Appeal.objects.with_outcome().filter(card__period=period)
    found = [
        Check(
            f"更早的月份没有公开{f'（{in_words(first.month)}）' if first else ''}",
            len(earlier),
            page("supervision_period_change", first.pk) if first else "",
            blocks=True,
            note="要按月份先后公开。",
        ),
        waiting_corrections(period, blocks=True),
        unsigned(period),
        *outdated_words(period),
        unexplained(period),
        Check(
            "亮牌认定待确认",
            undecided(period),
            listed("cardoverride", state="proposed"),
            note="公开以后确认的，确认时起才显示。",
        ),
        Check(
            "复核申请没有办结",
            appeals.filter(UNDECIDED).count(),
            listed("appeal"),
            note="公开的是现在的牌，复核变更后另行更正。",
        ),
        to_appeal(period, timezone.localdate(at)),
    ]
    return ordered(found)


def to_appeal(period: Period, day: dt.date) -> Check:
    """The units' right of five working days, which publishing does not end but overtakes."""
    until = hearings.last_day_to_appeal(period)
    words = f"单位可以申请复核到{days.short(until)}"
    return Check(words, int(day <= until), note="现在公开，复核变更的要另行更正。", flag=True)


def undecided(period: Period) -> int:
    """Overrides of the month that were proposed and not decided."""
    proposed = CardOverride.objects.filter(
        decision__isnull=True, project__programme=period.programme_id
    )
    return proposed.filter(first__lte=period.month, last__gte=period.month).count()


def waiting_corrections(period: Period, blocks: bool) -> Check:
    return Check(
        "更正待公开",
        corrections.waiting(period.programme).count(),
        listed("correction", published_at__isempty=1),
        blocks=blocks,
        note="" if blocks else "不影响定稿；没有公开完，本月不能公开。",
    )


def unsigned(period: Period) -> Check:
    return Check(
        "公开稿没有签发",
        period.releases.filter(signed_at__isnull=True).count(),
        page("supervision_release_month", period.pk) if period.closed_at else "",
        note="公开发布时没有签发的，只公开数字。",
    )


def unexplained(period: Period) -> Check:
    """Cards that will be told without a word on why, or on what is done."""
    signed = period.releases.filter(signed_at__isnull=False).values("project")
    carded = cards_of(period).filter(colour__in=Card.RAISED)
    return Check(
        "黄牌、红牌项目没有签发的公开稿",
        carded.exclude(project__in=signed).count(),
        page("supervision_release_month", period.pk),
        note="通报和网页上只有数字，没有原因和措施。",
    )


def outdated_words(period: Period) -> list[Check]:
    """Signed sentences that were held against another card than the month has now."""
    outdated = outdated_in(period)
    typed = held_up(period, outdated)
    link = page("supervision_release_month", period.pk)
    return [
        Check(
            "牌更正后没有核对的公开稿（有手写的数字或说法）", len(typed), link, blocks=True,
            note="没变的点“仍然成立”，要改的退回起草。",
        ),
        Check(
            "牌更正后没有核对的公开稿", len(outdated) - len(typed), link,
            note="占位符的数字已随牌改过，请看其余的话是否还成立。",
        ),
    ]  # fmt: skip


def page(name: str, *args) -> str:
    return reverse(f"admin:{name}", args=args)


def listed(model: str, **narrowed) -> str:
    """A list of the admin, narrowed."""
    query = f"?{urlencode(narrowed)}" if narrowed else ""
    return page(f"supervision_{model}_changelist") + query


def on_desk(period: Period, state: str) -> str:
    """The month's own page with its reports in one state."""
    return f"{page('supervision_period_change', period.pk)}?{urlencode({'state': state})}#matrix"


COMING = Q(period__published_at__isnull=True)
RELEASES = {
    "review": ("待复核", COMING & Q(reviewed_at__isnull=True)),
    "sign": ("待签发", COMING & Q(reviewed_at__isnull=False, signed_at__isnull=True)),
}
REWORDED = Q(rewordings__in=Rewording.objects.waiting())
# A photo of a month already public has no 公开稿 left to go out with.
GOES_OUT = Q(site__isnull=False) | Q(evidence__report__period__published_at__isnull=True)
PHOTOS = {
    "waiting": (
        "待审核",
        GOES_OUT & Q(released_at__isnull=True, withdrawn_at__isnull=True, release__isnull=True),
    ),
}


def in_months(words: str, q: Q, key: str, put: list[PutForward]) -> Check:
    """Releases at a stage: on the page of their month, where they are all of one."""
    periods = list(Release.everything.filter(q).values_list("period", flat=True))
    one = len(set(periods)) == 1 and Period.everything.get(pk=periods[0]).closed_at
    link = page("supervision_release_month", periods[0]) if one else listed("release", stage=key)
    own = [each for each in put if each.kind == Kind.RELEASES and each.period_id in periods]
    note = with_leader(own) if key == "sign" else ""
    return Check(words, len(periods), link, note=note)


def with_leader(put: Iterable[PutForward]) -> str:
    """How much of what was put forward and is not signed lies with a leader, in words."""
    count = sum(not each.sent_back for each in put)
    return f"已送领导签发{count}件" if count else ""


def public_words(put: list[PutForward]) -> list[Check]:
    """What waits now, each with the list it stands in; nothing that is done."""
    found = [in_months(f"公开稿{words}", q, key, put) for key, (words, q) in RELEASES.items()]
    found += [
        Check(
            "公开稿更换待确认",
            Rewording.objects.waiting().count(),
            listed("release", stage="reword"),
        ),
        Check(
            "更正后没有核对的公开稿",
            outdated_in_public().count(),
            listed("release", stage="outdated"),
        ),
    ]
    found += [
        Check(f"公开照片{words}", Photo.everything.filter(q).count(), listed("photo", stage=key))
        for key, (words, q) in PHOTOS.items()
    ]
    return [check for check in found if not check.done]
