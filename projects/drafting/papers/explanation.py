"""解读: its five sections written from the record. Every figure is computed; a sentence stands only
where rows bear it."""

from django.utils import timezone

from projects.drafting.approved import approval_of, approved_rows
from projects.drafting.consulted import Told, told_of
from projects.drafting.models import (
    Candidate,
    Drafting,
    Outcome,
    Proposal,
    UpperAnswer,
)
from projects.drafting.papers.labels import labels, last_draft
from projects.drafting.principles import (
    COUNTABLE,
    FUNDED,
    ONCE,
    ONE_LEAD,
    WITHIN_A_YEAR,
    findings,
)
from projects.values.days import in_words
from projects.values.promises import WholeList


def values(drafting: Drafting) -> dict:
    return {
        "标注": labels(),
        "标题": f"《{drafting.title}》解读",
        "部分": [
            {"标题": heading, "段落": paragraphs}
            for heading, paragraphs in sections(drafting)
            if paragraphs
        ],
    }


def sections(drafting: Drafting) -> list[tuple[str, list[str]]]:
    return [
        ("一、民生实事项目起草背景", background(drafting)),
        ("二、民生实事项目起草过程", process(drafting)),
        ("三、民生实事项目制定原则", principles(drafting)),
        ("四、民生实事项目主要内容", contents(drafting)),
        ("五、民生实事项目推进保障措施", measures(drafting)),
    ]


def background(drafting: Drafting) -> list[str]:
    documents = "、".join(f"《{each}》" for each in drafting.upper_lists.all())
    start = f"对照{documents}，结合本区实际，" if documents else ""
    return [f"{start}{drafting.authority or '本区'}组织编制了《{drafting.title}》。"]


def process(drafting: Drafting) -> list[str]:
    """A list that was typed in after it was issued came about elsewhere: its acts here are none."""
    own = not drafting.adopted
    begun = f"{in_words(timezone.localdate(drafting.started_at))}开始编制。"
    found = [*([begun] if own else []), *called(drafting), *proposed(drafting)]
    if own and (count := drafting.drafts.count()):
        found.append(f"先后形成{count}稿。")
    found += [consulted(each) for each in told_of(drafting)]
    if approval := approval_of(drafting):
        how = "票决通过" if approval.voted else "审定"
        said = f"{in_words(approval.held_on)}，{approval.body}{approval.meeting}{how}"
        found.append(f"{said}《{drafting.title}》。")
    return found


def called(drafting: Drafting) -> list[str]:
    return [
        f"{in_words(each.opens)}至{in_words(each.last_day)}，向{each.get_audience_display()}征集建议。"
        for each in drafting.calls.with_end()
    ]


def proposed(drafting: Drafting) -> list[str]:
    """How many proposals came, from whom, and what became of them."""
    sources = list(drafting.proposals.values_list("source", flat=True))
    if not sources:
        return []
    outcomes = [each.kind for each in Outcome.objects.standing(drafting).values()]
    candidates = Candidate.objects.filter(drafting=drafting).count()
    said = [f"收到建议{len(sources)}条：{counted(sources, Proposal.Source)}。"]
    if outcomes:
        said.append(f"处理结果：{counted(outcomes, Outcome.Kind)}，每一条都写明了理由。")
    if candidates:
        said.append(f"归并整理成候选项目{candidates}个。")
    return said


def counted(found: list[str], choices) -> str:
    """采纳3条、不采纳1条: each that there is any of."""
    parts = [f"{label}{found.count(kind)}条" for kind, label in choices.choices if kind in found]
    return "、".join(parts)


def consulted(each: Told) -> str:
    days = f"{in_words(timezone.localdate(each.row.opened_at))}至{in_words(each.row.last_day)}"
    said = f"{days}，就{each.row.draft}征求{each.asked}意见，收到意见{each.received}条"
    return f"{said}：{each.ruled}。" if each.ruled else f"{said}。"


def principles(drafting: Drafting) -> list[str]:
    """Each that the list's projects keep to, with how many of them; one that none keeps is not."""
    projects = tuple(each.project for each in standing(drafting))
    found = findings(WholeList(drafting.year, "", "", "", projects=projects))
    short = {(each.principle, number) for each in found for number in each.numbers}
    said = []
    for rule in (WITHIN_A_YEAR, COUNTABLE, FUNDED, ONE_LEAD, ONCE):
        kept = sum((rule, each.number or 0) not in short for each in projects)
        if kept:
            those = "都" if kept == len(projects) else f"中{kept}个"
            said.append(f"{rule}，{len(projects)}个项目{those}没有发现不符")
    return [f"{'一二三四五'[at]}是{each}。" for at, each in enumerate(said)]


def standing(drafting: Drafting):
    approval = approval_of(drafting)
    rows = approved_rows(approval) if approval else last_draft(drafting).passages()
    return [row.content for row in rows if row.is_project]


def contents(drafting: Drafting) -> list[str]:
    found = standing(drafting)
    titles = "、".join(each.project.title for each in found[:5])
    several = "等" if len(found) > 5 else "共"
    tasks = sum(len(each.project.tasks) for each in found)
    targets = sum(len(each.project.promises) for each in found)
    lines = [line for each in found for line in each.text.strip().split("\n")]
    start = f"清单包括{titles}{several}{len(found)}个项目，{tasks}项任务，{targets}个指标。"
    return [f"{start}{from_above(drafting)}具体内容为：", *lines]


def from_above(drafting: Drafting) -> str:
    kinds = [each.kind for each in UpperAnswer.objects.latest(drafting).values()]
    taken = len(kinds) - kinds.count(UpperAnswer.Kind.NONE)
    return f"其中承接上级任务{taken}条。" if taken else ""


def measures(drafting: Drafting) -> list[str]:
    """Who answers for it, and what money it names."""
    found = [each.project for each in standing(drafting)]
    leading = [{each.lead, *each.partners} | {task.unit for task in each.tasks} for each in found]
    leads = set().union(*leading) - {""}
    said = []
    if leads and all(each.lead for each in found):
        one = "一个" if all(len(units - {""}) == 1 for units in leading) else ""
        said.append(f"每个项目都有{one}牵头单位，共{len(leads)}个单位牵头。")
    if funded := sum(bool(each.funds) for each in found):
        said.append(f"{funded}个项目写明了投资和资金来源。")
    return said
