"""The slips of the demonstration's year (演示): answered, sent back, extended, cleared."""

import datetime as dt

from django.utils import timezone

from supervision import calendar
from supervision.actions import slips
from supervision.demonstration.moments import at, on
from supervision.models import Period, Slip

# number: (answered, cause, outside the unit's power, measures, mended by)
ANSWERS = {
    1: ("2023-04-12", "用地手续审批环节多。", "审批时间不由单位掌握。", "专人跟踪。", "2023-04-30"),
    2: ("2023-06-12", "设计方案两次征求意见。", "", "压缩评审时间，7月完成采购。", "2023-07-31"),
    3: ("2023-07-14", "汛期三个村停工。", "汛期降雨。", "抢晴天施工，分片推进。", "2023-08-31"),
    4: ("2023-07-13", "展示中心设计调整。", "部分资金到位晚。", "提请研究工期。", "2023-10-31"),
    5: ("2023-09-13", "灯具首次采购流标。", "", "周末和夜间施工，增加班组。", "2023-12-31"),
    6: ("2023-09-14", "占道手续办理较慢。", "", "夜间施工，供暖前贯通。", "2023-10-31"),
    7: ("2023-10-16", "汛期停工。", "", "加快。", "2023-11-30"),
    9: ("2023-10-17", "施工班组不足。", "", "增加班组，倒排工期。", "2023-10-31"),
}  # fmt: skip
CLEARED = {
    1: ("2023-05-09 10:00", "4月用地手续已办结，经核验销号。"),
    2: ("2023-08-11 10:00", "7月设计采购已完成，经核验销号。"),
}
# The office's day for mending, where it is not a month after the draft.
MENDED = {3: "2023-08-31", 4: "2023-10-31", 5: "2023-12-31", 9: "2023-10-31"}
BY = "分管负责人（演示）"


def issue_drafts(period: Period, cast) -> None:
    """Sign what closing drafted, the next working day."""
    closed = timezone.localdate(period.closed_at)
    when = on(calendar.working_days_after(closed, 1), "10:00")
    for slip in Slip.objects.filter(state=Slip.State.DRAFT).order_by("pk"):
        number = Slip.objects.filter(number__isnull=False).count() + 1
        mend_by = dt.date.fromisoformat(MENDED[number]) if number in MENDED else slip.mend_by
        slips.edit_draft(
            slip=slip, demand=slip.demand, due=slip.due, mend_by=mend_by, by=cast.officers[0],
            at=when,
        )  # fmt: skip
        slips.check_draft(slip=slip, by=cast.officers[1], at=when)
        slips.issue(slip=slip, signer="签发人（演示）", by=cast.officers[0], at=when)


def tell_slips(cast, until: str) -> None:
    """What happens to the slips up to a day, in order of time."""
    for number, (day, *given) in ANSWERS.items():
        slip = Slip.objects.filter(number=number, state=Slip.State.ISSUED).first()
        if slip and day <= until:
            answer(cast, slip, day, *given)
    for number, (moment, reason) in CLEARED.items():
        slip = Slip.objects.filter(number=number, closed_at__isnull=True).first()
        if slip and moment <= until:
            seen, looked = cast.officers[1], cast.officers[0]
            slips.propose_clearing(slip=slip, reason=reason, by=seen, at=at(moment))
            slips.decide_clearing(slip=slip, confirmed=True, reason="", by=looked, at=at(moment))


def answer(cast, slip: Slip, day: str, cause, objective, measures, deadline) -> None:
    given = slips.Answer(
        cause=cause,
        objective_cause=objective,
        measures=measures,
        deadline=dt.date.fromisoformat(deadline),
        responsible=BY,
    )
    clerk = cast.clerks[slip.addressee.slug]
    slips.answer(slip=slip, given=given, by=clerk, at=at(f"{day} 15:00"))


def refuse_extension(cast) -> None:
    """Slip 3 asks for three months more and is refused."""
    third = Slip.objects.get(number=3)
    ask(cast, third, "2023-11-30", "两个标段需重新招标，申请延期。", "2023-08-30 16:30")
    slips.decide_extension(
        slip=third,
        granted=False,
        reason="未说明分村计划，退回；请按原时限推进。",
        by=cast.officers[0],
        at=at("2023-08-31 10:00"),
    )


def end_of_october(cast) -> None:
    """Slip 7's answer goes back once; slip 9 is given another month."""
    officer = cast.officers[0]
    seventh, ninth = (Slip.objects.get(number=number) for number in (7, 9))
    slips.send_back(
        slip=seventh,
        reason="原因和措施过于简单，请写明停工天数、恢复时间和每周计划。",
        by=officer,
        at=at("2023-10-18 09:30"),
    )
    answer(
        cast,
        seventh,
        "2023-10-20",
        "汛期入户停工三周，部分家庭变更改造内容。",
        "汛期降雨。",
        "分两组同时施工，每周完成4户。",
        "2023-11-30",
    )
    ask(cast, ninth, "2023-11-30", "钢结构进场晚，主体11月底封顶。", "2023-10-25 10:00")
    slips.decide_extension(
        slip=ninth, granted=True, reason="同意延期一个月。", by=officer, at=at("2023-10-27 10:00")
    )


def ask(cast, slip: Slip, until: str, reason: str, moment: str) -> None:
    slips.ask_extension(
        slip=slip,
        until=dt.date.fromisoformat(until),
        reason=reason,
        by=cast.clerks[slip.addressee.slug],
        at=at(moment),
    )
