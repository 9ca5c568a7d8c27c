"""From a reading to the pieces of a draft list: everything proposed, nothing decided."""

from dataclasses import replace
from decimal import Decimal

from projects.drafting.content import Aside, Content, Proposed
from projects.drafting.reading import ProjectRead, Reading, TargetRead, TaskRead
from projects.values.numbers import plain
from projects.values.promises import ProjectText, TargetText, TaskText

# What the misprints of a reading are called among its checks.
MISPRINT = "misprint"
SEVERAL_LEADS = "文件写了几个牵头单位（{}），按月填报的只能是一个：先取第一个，其余列为共同牵头。"
LONGEST_REMARK, LONGEST_NAME = 200, 60


def proposed(reading: Reading, year: int | None = None) -> Proposed:
    """The list's head and its pieces; put one after the other they are the text to the letter.

    `year` is the list's where it is known, whatever year the text is read to be of.
    """
    year = year or reading.year
    pieces, at = [], 0
    for index, project in enumerate(reading.projects):
        start, end = project.span
        pieces += words(reading.text[at:start])
        pieces.append(piece(reading, index, year))
        at = end
    pieces += words(reading.text[at:])
    doubts = tuple(each.sentence for each in reading.checks if each.project is None)
    return Proposed(
        title=reading.title,
        year=year,
        authority=reading.issuer,
        document_number=reading.document_number,
        issued_on=reading.issued_on,
        pieces=tuple(pieces),
        doubts=doubts,
    )


def words(text: str) -> list[Content]:
    return [Content(text=text)] if text else []


def piece(reading: Reading, index: int, year: int | None) -> Content:
    project = reading.projects[index]
    own = [each for each in reading.checks if each.project == index]
    doubts = [each.sentence for each in own]
    if len(project.lead_units) > 1:
        doubts.append(SEVERAL_LEADS.format("、".join(project.lead_units)))
    return Content(
        text=project.text,
        project=replace(
            project_text(project, year),
            remarks=tuple(
                (each.span[0], project.text[slice(*each.span)], each.sentence[:LONGEST_REMARK])
                for each in own
                if each.code == MISPRINT and each.span
            ),
        ),
        asides=tuple(
            Aside(*each.span, each.why) for each in reading.not_targets if each.project == index
        ),
        doubts=tuple(doubts),
        city=project.city,
    )


# What projects of the usual categories speak of; the first that is spoken of most is proposed.
SPOKEN = {
    "托育教育": "托育 托位 幼儿 教育 学校 小学 中学 教室 学生 学位 师生 研学 儿童 助学",
    "医疗健康": "医 卫生 健康 体检 疾病 诊疗 两癌 筛查 急救 AED 心理 中药",
    "助老助残": "养老 老年 老人 残疾 适老 助餐 长者 康复 特困 孤",
    "就业培训": "就业 岗位 培训 创业 技能 招聘 人才",
    "保险保障": "保险 参保 医保 低保 救助 保障性 补贴 住房公积金",
    "文化法治": "文化 阅读 书房 图书 演出 惠演 体育 健身 法律 法治 普法 电影 博物",
    "城乡建设": (
        "道路 供热 供水 供电 燃气 管网 污水 垃圾 绿化 公园 改造 停车 充电 公交 路灯 小区 物业 建设"
    ),
}


def category_for(title: str, text: str) -> str:
    """The usual category that a project speaks of most, its title thrice as much; 其他 of none."""
    counts = {
        category: sum(3 * (word in title) + (word in text) for word in words.split())
        for category, words in SPOKEN.items()
    }
    best = max(counts, key=counts.get)
    return best if counts[best] else "其他"


def project_text(project: ProjectRead, year: int | None) -> ProjectText:
    lead, *others = project.lead_units or ("",)
    partners = tuple(dict.fromkeys(each for each in others if each != lead))
    supports = [each for each in project.support_units if each not in (lead, *partners)]
    return ProjectText(
        number=project.number,
        title=project.title,
        text=project.text,
        category=project.category or category_for(project.title, project.text),
        lead=lead,
        partners=partners,
        supports=tuple(dict.fromkeys(supports)),
        tasks=tuple(
            TaskText(
                number=task.number,
                marker=task.marker,
                text=task.text,
                unit=own_lead(task, project),
            )
            for task in project.tasks
        ),
        targets=named_once(
            [each for target in project.targets for each in targets(target, project, year)]
        ),
    )


def own_lead(task: TaskRead, project: ProjectRead) -> str:
    """Who leads the task alone; a label behind the last one names who leads them all."""
    if {*task.lead_units} == {*project.lead_units}:
        return ""
    return next((each for each in task.lead_units if each != project.lead_units[0]), "")


def targets(target: TargetRead, project: ProjectRead, year: int | None) -> list[TargetText]:
    """The target, with its parts behind it."""
    whole = TargetText(
        name=target.name,
        kind=str(target.kind),
        measure=target.measure or ("%" if target.kind == "coverage" else ""),
        step=step_of(target),
        baseline=numbered(target.baseline, target),
        value=plain(target.value),
        comparison=str(target.comparison),
        start=f"{year}-01" if year else "",
        due=str(target.due or project.due or (f"{year}-12-31" if year else "")),
        task=project.tasks[target.task].number if project.tasks else 1,
        spans=tuple(target.spans),
    )
    parts = [
        replace(
            whole,
            name=part.name,
            measure=part.measure,
            value=plain(part.value),
            baseline="0",
            part_of=target.name,
            spans=tuple(part.spans),
        )
        for part in target.parts
    ]
    return [whole, *parts, *remainder(whole, parts)]


def remainder(whole: TargetText, parts: list[TargetText]) -> list[TargetText]:
    """What 其中 leaves unsaid, as a part of its own: parts are to add up to their whole.

    That it was computed is among the doubts of the reading.
    """
    told = [part for part in parts if part.measure == whole.measure and part.value]
    left = Decimal(whole.value or 0) - sum(Decimal(part.value) for part in told)
    if not parts or len(told) < len(parts) or left <= 0 or Decimal(whole.baseline or 0):
        return []
    return [
        replace(
            whole,
            name=f"其余{whole.name}"[:LONGEST_NAME],
            value=plain(left),
            baseline="0",
            part_of=whole.name,
        )
    ]


def numbered(baseline, target: TargetRead) -> str:
    if target.value is None:
        return ""
    return plain(baseline) or "0"


def step_of(target: TargetRead) -> str:
    """One, or as fine as the finest figure: 15.6 公里 goes by 0.1; a share by 0.01."""
    if target.kind == "coverage":
        return "0.01"
    figures = [plain(each) for each in (target.value, target.baseline) if each is not None]
    places = max((len(each.partition(".")[2]) for each in figures), default=0)
    return f"0.{'0' * (places - 1)}1" if places else "1"


def named_once(found: list[TargetText]) -> tuple[TargetText, ...]:
    """Two of one name are told apart by a number, so that neither is lost."""
    taken: set[str] = set()
    kept = []
    for target in found:
        name, count = target.name, 2
        while name in taken:
            name, count = f"{target.name}（{count}）", count + 1
        taken.add(name)
        kept.append(replace(target, name=name))
    return tuple(kept)
