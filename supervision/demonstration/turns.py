"""The year's turns: a correction, a changed date, a refused override, an acceptance (演示)."""

import datetime as dt
import io
from decimal import Decimal

from docx import Document

from projects.actions.changes import Approval
from projects.models import Programme, Target
from projects.uploads import Checked
from supervision.actions import overrides, reports
from supervision.actions.acceptances import Finding, decide_acceptance, propose_acceptance
from supervision.actions.adjustments import TargetChange, decide_adjustment, propose_adjustment
from supervision.actions.bulletins import save_matters
from supervision.actions.corrections import publish_correction
from supervision.actions.polls import Ballots, Held, decide_poll, propose_poll
from supervision.demonstration.figures import FIGURES
from supervision.demonstration.moments import at
from supervision.models import Correction, Period, Poll, Report


def correct_august(programme: Programme, cast) -> None:
    """Project 8 takes 80 households out of August that were 2022's."""
    report = Report.objects.get(
        period__programme=programme, period__month="2023-08", project__number=8
    )
    [target] = report.draft["targets"]
    draft = {
        **report.draft,
        "progress": "8月：与2022年名单比对，剔除重复的80户，累计930户。",
        "targets": {target: {**report.draft["targets"][target], "value": "930", "doubt": ""}},
    }
    submission = reports.correct(
        report=report,
        draft=draft,
        reason="剔除与2022年重复的80户",
        version=report.version,
        by=cast.clerks["culture"],
        at=at("2023-09-18 10:00"),
    )
    reports.accept(submission=submission, by=cast.officers[0], at=at("2023-09-19 15:00"))
    publish_correction(
        correction=Correction.objects.get(submission=submission),
        signer="签发人（演示）",
        basis="演示：更正单〔2023〕1号",
        public_note="有线电视“银龄工程”8月累计数由1010户更正为930户，剔除与2022年重复的80户。",
        by=cast.officers[1],
        at=at("2023-09-21 10:00"),
    )


def move_trial_run(programme: Programme, cast) -> None:
    """Project 21's trial run is moved to January, with its original beside it."""
    target = Target.everything.get(project__programme=programme, project__number=21, number=1)
    stages = FIGURES[21, 1].rows
    moved = [
        (name, Decimal(weight), "2024-01" if name == "试运行" else f"2023-{month:02d}")
        for name, weight, month, _ in stages
    ]
    adjustment = propose_adjustment(
        change=TargetChange(target, moved, {"due": dt.date(2024, 1, 31)}),
        approval=Approval(
            authority="党工委（演示）",
            meeting="演示：第10次会议",
            document="演示：会议纪要〔2023〕10号",
            effective="2023-10",
            reason="设备调试需跨年度，试运行移至2024年1月",
        ),
        by=cast.officers[0],
        at=at("2023-10-18 10:00"),
    )
    decide_adjustment(
        adjustment=adjustment, confirmed=True, reason="", by=cast.officers[1],
        at=at("2023-10-18 15:00"),
    )  # fmt: skip


def refuse_override(programme: Programme, cast) -> None:
    """A milder colour proposed for project 16 and refused by the second person."""
    override = overrides.propose_override(
        project=programme.projects.get(number=16),
        colour="yellow",
        first="2023-10",
        last="2023-11",
        reason="两个标段重新招标已经完成，施工恢复正常（演示）",
        basis_kind="minutes",
        basis="演示：专题会议纪要〔2023〕6号",
        by=cast.officers[0],
        at=at("2023-10-25 09:30"),
    )
    overrides.decide_override(
        override=override,
        confirmed=False,
        reason="纪要未提到调整亮牌，依据不足（演示）",
        by=cast.officers[1],
        at=at("2023-10-26 16:00"),
    )


def accept_kindergarten(programme: Programme, cast) -> None:
    """Project 11, opened in September, is the first to be accepted (验收)."""
    entered, confirmer = cast.officers
    acceptance = propose_acceptance(
        project=programme.projects.get(number=11),
        finding=Finding(
            passed=True,
            body="民生实事验收组（演示）",
            held_on=dt.date(2023, 9, 27),
            document="演示：验收〔2023〕1号",
        ),
        file=a_paper("演示-验收意见.docx", "演示：五和居社区幼儿园验收意见。不是真实文件。"),
        by=entered,
        at=at("2023-10-26 10:00"),
    )
    decide_acceptance(
        acceptance=acceptance, confirmed=True, reason="", by=confirmer, at=at("2023-10-27 09:00")
    )


def poll_deputies(programme: Programme, cast) -> None:
    """满意度测评 of what is over: project 11 alone is accepted while the year still runs."""
    entered, confirmer = cast.officers
    poll = propose_poll(
        programme=programme,
        held=Held(
            voters=Poll.Voters.DEPUTIES,
            body="人大代表视察组（演示）",
            held_on=dt.date(2023, 11, 2),
            document="演示：视察测评表1号",
            asked=40,
        ),
        counts={11: Ballots(satisfied=26, fairly=10, dissatisfied=2)},
        file=a_paper("演示-测评汇总.docx", "演示：已验收项目代表测评汇总。不是真实文件。"),
        by=entered,
        at=at("2023-11-03 10:00"),
    )
    decide_poll(poll=poll, confirmed=True, reason="", by=confirmer, at=at("2023-11-03 15:00"))


def a_paper(name: str, text: str) -> Checked:
    paper, kept = Document(), io.BytesIO()
    paper.add_paragraph(text)
    paper.save(kept)
    return Checked(name, kept.getvalue(), photo=False)


def put_september_s_matters(period: Period, cast) -> None:
    """What September's one-page summary puts to the 党工委."""
    save_matters(
        period=period,
        text="第16项农村生活污水治理：两个标段重新招标，汛期停工的工期怎样补上，请党工委研究。\n"
        "第22项新河文化中心：设计调整后的资金安排，请财政（演示）提出意见。",
        version=0,
        by=cast.officers[0],
        at=at("2023-10-10 10:00"),
    )


def put_matters(programme: Programme, cast) -> None:
    """What October's one-page summary puts to the 党工委."""
    save_matters(
        period=Period.everything.get(programme=programme, month="2023-10"),
        text="第22项新河文化中心：调整后的工期和资金来源，请党工委研究确定。\n"
        "第16项农村生活污水治理：两个标段重新招标后的赶工资金，请财政（演示）提出意见。",
        version=0,
        by=cast.officers[0],
        at=at("2023-11-07 09:30"),
    )
