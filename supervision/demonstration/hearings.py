"""Units heard in the demonstration's year (演示): a trial reply, an appeal."""

from supervision.actions import hearings
from supervision.demonstration.moments import at
from supervision.models import Card, Period, Report


def reply_in_september(period: Period, cast) -> None:
    """Project 7 answers its first yellow trial card; the office takes part of it."""
    report = Report.objects.get(period=period, project__number=7)
    reply = hearings.reply_to_trial(
        report=report,
        text="汛期入户施工停工三周，属客观原因；另有3户因家庭变更改造内容重新签字，"
        "请不计入滞后。（演示）",
        by=cast.clerks[report.unit.slug],
        at=at("2023-10-08 15:00"),
    )
    hearings.answer_reply(
        reply=reply,
        verdict="partly",
        reason="汛期停工记为客观原因，写入督办单；变更内容的户数仍在年度计划内，不从应完成数中扣除。"
        "拟亮牌按已审核的数据不变。（演示）",
        by=cast.officers[0],
        at=at("2023-10-09 10:00"),
    )


def appeal_september(period: Period, cast) -> None:
    """Project 20's unit: three parts on time, the whole project yellow; the card stands."""
    card = Card.everything.get(period=period, project__number=20)
    unit = Report.objects.get(period=period, project__number=20).unit
    appeal = hearings.appeal(
        card=card,
        unit=unit,
        text="道路、绿化、燃气三项正常，只有供热管道一项偏慢，三项正常而整个项目亮黄牌，"
        "申请复核。（演示）",
        by=cast.clerks[unit.slug],
        at=at("2023-10-13 10:00"),
    )
    hearings.take_up(appeal=appeal, by=cast.officers[1], at=at("2023-10-16 09:00"))
    hearings.decide(
        appeal=appeal,
        changed=False,
        reason="每一项都是向群众作出的承诺，一项滞后按最差一项亮牌，规则对各项目一致；"
        "公开页面已写明“供热管道偏慢，其余三项正常”。（演示）",
        by=cast.officers[1],
        at=at("2023-10-18 16:00"),
    )
