"""2023: asked for, sorted, drafted twice, sent round, decided, issued (演示)."""

import datetime as dt
import json
from dataclasses import replace

from projects.drafting.actions import (
    approving,
    calls,
    candidates,
    consulting,
    drafts,
    issuing,
    opinions,
    proposals,
    stages,
)
from projects.drafting.actions.approving import Meeting
from projects.drafting.actions.candidates import Decision, Picked
from projects.drafting.actions.nextyear import target_text
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.actions.proposals import Words
from projects.drafting.content import Content
from projects.drafting.demonstration.people import MINUTES, at, clerk_of, officers, unit
from projects.drafting.models import Act, Drafting, Issue, IssueDecision, Step
from projects.drafting.stages import Stage
from projects.ledger.chain import record
from projects.models import Assignment, Programme, Project, Target
from projects.values.numbers import plain
from projects.values.promises import ProjectText, TargetText, TaskText

CALL = "征集2023年民生实事项目建议（演示）"
REFUSED = "演示：属于机关后勤，不是民生实事，不列入。"
# What was asked for, by whom, of which category, and into which project of the list it went; None
# for none.
ASKED = (
    ("unit", "health", "扩大普惠托位", "演示：公办幼儿园办托班，缓解托育难。", "托育教育", 1),
    ("hotline", "", "希望多些托育机构", "演示：双职工家庭孩子没人带。", "托育教育", 1),
    ("unit", "education", "改造教室照明", "演示：教室灯光偏暗，影响视力。", "托育教育", 12),
    ("unit", "culture", "建设城市书房", "演示：群众缺少就近读书的地方。", "文化法治", 9),
    ("deputy", "", "每个村都建书房", "演示：座谈会上代表建议村村建书房。", "文化法治", 9),
    ("unit", "civil", "困难老人家庭适老化改造", "演示：高龄、失能老人居家不便。", "助老助残", 7),
    ("unit", "housing", "机关停车场改造", "演示：车位不足。", "其他", None),
)
# Those of them that were taken in part, with the reason.
PARTLY = {"每个村都建书房": "演示：当年先建1处乡村书房，其余列入以后年度。"}
# What the first version lacked, and the unit that asked for it.
LATER = {3: ("，公益讲座不少于4场", "health", "建议把公益讲座场次一并写明，便于考核。")}


def tell(programme: Programme) -> None:
    office, second = officers()[:2]
    drafting = begun(programme, office)
    collect(drafting, office)
    sent_round(drafting, office)
    decided(drafting, office)
    issued(drafting, programme, office, second)


def begun(programme: Programme, office) -> Drafting:
    """The list's pieces as they first stood: the issued texts, without what came later."""
    moment = at("2023-01-03 09:00")
    drafting = Drafting.objects.create(
        year=programme.year,
        title=programme.title,
        authority=programme.authority,
        origin=Drafting.Origin.OWN,
        started_at=moment,
        started_by=office,
    )
    parts = ("tasks", "targets__terms", "targets__task", "targets__part_of")
    rows = programme.projects.prefetch_related(*parts).order_by("number")
    parts = Assignment.objects.filter(project__in=rows, role="lead").select_related("unit")
    leads = {part.project_id: part.unit.name for part in parts}
    pieces = [piece(project, leads.get(project.pk, "")) for project in rows]
    made = drafts.write_pieces(drafting, pieces, office, moment)
    drafts.record_act(Act.START, drafting, [drafting, *made], office, moment, f"{len(made)}段")
    stages.begin(drafting=drafting, days={}, by=office, at=moment)
    return drafting


def piece(project: Project, lead: str) -> Content:
    text = f"{project.text}\n"
    gone = LATER.get(project.number, ("",))[0]
    return Content.of(
        ProjectText(
            number=project.number,
            title=project.title,
            text=text.replace(gone, "") if gone else text,
            category=project.get_category_display(),
            lead=lead,
            tasks=tuple(
                TaskText(number=task.number, marker=task.marker, text=task.text)
                for task in project.tasks.all()
            ),
            targets=tuple(promised(target) for target in project.targets.all()),
        ),
        taken=True,
    )


def promised(target: Target) -> TargetText:
    """As it was first promised."""
    terms = target.terms.order_by("version")[0]
    return replace(
        target_text(target, terms.due.year),
        baseline=plain(terms.baseline),
        value=plain(terms.value),
        start=terms.start,
        due=str(terms.due),
        follows=None,
    )


def collect(drafting: Drafting, office) -> None:
    """The call, what came, and what became of each."""
    moment = at("2023-01-04 09:00")
    stages.move(drafting=drafting, to=Stage.CALL, by=office, at=moment)
    call = calls.call(
        drafting=drafting,
        audience="units",
        opens=dt.date(2023, 1, 4),
        closes=dt.date(2023, 1, 10),
        asked="群众最关心、能在一年内办成、数字说得清的事。",
        notice=f"{CALL}：请各部门单位于1月10日前报送。",
        by=office,
        at=moment,
    )
    found: dict[int | None, list] = {}
    words = []
    for source, slug, title, content, category, number in ASKED:
        answers = {"title": title, "content": content}
        if source == "unit":
            row = proposals.propose(
                call=call, unit=unit(slug), answers=answers, by=clerk_of(slug),
                at=at("2023-01-09 15:00"),
            )  # fmt: skip
        else:
            way = {"hotline": "phone", "deputy": "meeting"}[source]
            row = proposals.enter(
                drafting=drafting, source=source, way=way, answers=answers,
                said_from="演示：登记单", by=office, at=at("2023-01-10 16:00"),
            )  # fmt: skip
        found.setdefault(number, []).append(Picked(row))
        words.append(Words(row, category, title, content, public=True))
    moment = at("2023-01-11 10:00")
    stages.move(drafting=drafting, to=Stage.SORT, by=office, at=moment)
    proposals.word(drafting=drafting, words=words, by=office, at=moment)
    listed = {row.content.project.number: row for row in drafting.passages.current()}
    refused = Decision("not", REFUSED)
    candidates.decide(
        drafting=drafting, picked=found.pop(None), decision=refused, by=office, at=moment
    )
    for number, picked in found.items():
        whole = [each for each in picked if each.proposal.title not in PARTLY]
        made = candidates.merge(
            drafting=drafting, picked=whole, title=listed[number].content.project.title,
            reason="演示：群众需要，条件成熟，列入清单。", by=office, at=moment,
        )  # fmt: skip
        for each in picked:
            if each not in whole:
                partly = Decision("partly", PARTLY[each.proposal.title], made)
                candidates.decide(
                    drafting=drafting, picked=[each], decision=partly, by=office, at=moment
                )
        candidates.place(candidate=made, key=listed[number].key, by=office, at=moment)


def sent_round(drafting: Drafting, office) -> None:
    """The first version, what units and leaders said of it, and the second."""
    moment = at("2023-01-13 09:00")
    stages.move(drafting=drafting, to=Stage.DRAFT, by=office, at=moment)
    draft = issuing.freeze(drafting=drafting, note="演示：征求意见稿", by=office, at=moment)
    stages.move(drafting=drafting, to=Stage.CONSULT, by=office, at=moment)
    slugs = ("health", "education", "culture", "civil", "housing")
    sent = consulting.consult(
        drafting=drafting, draft=draft, units=[unit(slug) for slug in slugs], leaders=True,
        public=False, until=dt.date(2023, 1, 17), by=office, at=moment,
    )  # fmt: skip
    rows = {row.content.project.number: row for row in draft.passages()}
    for number, (_, slug, text) in LATER.items():
        opinions.give(
            consultation=sent, words=[Word(f"演示：{text}", rows[number].key)], unit=unit(slug),
            by=clerk_of(slug), at=at("2023-01-16 10:00"),
        )  # fmt: skip
    opinions.give(
        consultation=sent, words=[Word("演示：建议把照明改造扩大到全部中小学。", rows[12].key)],
        unit=unit("education"), by=clerk_of("education"), at=at("2023-01-16 11:00"),
    )  # fmt: skip
    for slug in ("culture", "civil", "housing"):
        opinions.give(
            consultation=sent, words=[], nothing=True, unit=unit(slug), by=clerk_of(slug),
            at=at("2023-01-17 10:00"),
        )  # fmt: skip
    opinions.enter(
        consultation=sent, source="leader", word=Word("演示：同意，注意市区两级不要重复。"),
        who="演示：区领导", basis="演示：批示件", by=office, at=at("2023-01-17 16:00"),
    )  # fmt: skip
    ruled(drafting, sent, office)
    for number in LATER:
        row = drafting.passages.current().get(key=rows[number].key)
        text = row.content.text
        issued_text = piece_text(drafting, number)
        if text != issued_text:
            content = replace(
                row.content,
                text=issued_text,
                project=replace(row.content.project, text=issued_text),
            )
            drafts.save(
                drafting=drafting, key=row.key, version=row.version, content=content, by=office,
                at=at("2023-01-18 10:00"),
            )  # fmt: skip


def piece_text(drafting: Drafting, number: int) -> str:
    """The text as it was issued."""
    project = Project.everything.get(programme__year=drafting.year, number=number)
    return f"{project.text}\n"


def ruled(drafting: Drafting, sent, office) -> None:
    judged = []
    for row in sent.opinions.to_rule():
        kind, reason = "taken", "演示：已写入。"
        if "扩大到全部" in row.text:
            kind, reason = "not", "演示：当年只能完成清单所列数量，其余列入以后年度。"
        if row.source == "leader":
            reason = "演示：已逐条与市级清单核对。"
        judged.append(Judged(row, kind, reason, row.text))
    opinions.rule(drafting=drafting, judged=judged, by=office, at=at("2023-01-18 09:00"))


def decided(drafting: Drafting, office) -> None:
    moment = at("2023-01-19 15:00")
    stages.move(drafting=drafting, to=Stage.DECIDE, by=office, at=moment)
    draft = issuing.freeze(drafting=drafting, note="演示：送审稿", by=office, at=moment)
    given = Meeting("party", "区党工委", "2023年第1次会议（演示）", dt.date(2023, 1, 19))
    approving.approve(
        drafting=drafting, draft=draft, given=given, file=MINUTES, by=office, at=moment
    )


def issued(drafting: Drafting, programme: Programme, office, second) -> None:
    """Joined to the list that the year began from, by the same rows as any issue."""
    moment = at("2023-01-31 16:00")
    rows = list(drafting.passages.current())
    draft = issuing.frozen(drafting, "演示：印发稿", office, moment)
    assert json.loads(draft.revisions) == [row.pk for row in rows]
    approval = drafting.approvals.get()
    issue = Issue.objects.create(
        draft=draft,
        title=programme.title,
        authority=programme.authority,
        document_number=programme.document_number,
        issued_on=dt.date(2023, 2, 1),
        signer="演示：签发人",
        approved_by=approval.body,
        meeting=approval.meeting,
        proposed_at=moment,
        proposed_by=office,
    )
    drafting.state, drafting.programme = Drafting.State.ISSUED, programme
    drafting.document_number = programme.document_number
    drafting.save()
    later = at("2023-02-01 09:00")
    decision = IssueDecision.objects.create(
        issue=issue, granted=True, programme=programme, decided_at=later, decided_by=second
    )
    step = Step.objects.create(
        drafting=drafting, stage=Stage.ISSUE, since=later.date(), recorded_at=later,
        recorded_by=second,
    )  # fmt: skip
    record(
        action=Act.ISSUE, by=second, at=later, rows=[draft, issue, drafting, decision, step],
        note=f"{drafting}　演示",
    )  # fmt: skip
