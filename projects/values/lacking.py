"""What a list of promises still lacks before it may be issued, place by place and in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from projects.values.days import BadDay, read_day
from projects.values.months import beyond, in_words, is_month, month_of, of_year
from projects.values.numbers import (
    CEILING,
    WEIGHT,
    BadNumber,
    in_steps,
    is_weight,
    plain,
    read_number,
)
from projects.values.promises import (
    COMPARISONS,
    COVERAGE,
    KINDS,
    LONGEST_EXCERPT,
    LONGEST_NAME,
    QUANTITY,
    ProjectText,
    TargetText,
    WholeList,
)
from projects.values.text import folded


@dataclass(frozen=True)
class Lack:
    """Why a list cannot be issued yet; `at` is the place in its list of projects, None for all."""

    at: int | None
    text: str


def lacking(whole: WholeList, *, leads: bool = True) -> list[Lack]:
    """What the list lacks before anybody may read it; `leads` asks for a lead unit of each.

    A year that is not its own is told once, not of every target.
    """
    found = [*lacking_of_list(whole), *lacking_of_projects(whole, leads=leads)]
    if said := of_another_year(whole):
        own = [lack for lack in found if not lack.text.endswith(beyond(whole.year))]
        found = [Lack(None, said), *own]
    return found


def of_another_year(whole: WholeList) -> str:
    """What all targets together say against the list's year; "" where any of them is of it."""
    targets = [target for project in whole.projects for target in project.targets]
    if len(targets) < 2 or not all(map(dated, targets)):
        return ""
    if any(of_year(each.start, read_day(each.due), whole.year) for each in targets):
        return ""
    first = targets[0]
    return (
        f"清单登记为{whole.year}年，{len(targets)}个指标却都不在这一年前后（如“{first.name}”自"
        f"{first.start}至{first.due}）。请核对年份；登记错了的，请作废后照文件的年份重新登记。"
    )


def dated(target: TargetText) -> bool:
    try:
        return is_month(target.start) and bool(read_day(target.due))
    except BadDay:
        return False


def lacking_of_list(whole: WholeList) -> Iterator[Lack]:
    for name, text, longest in (
        ("名称", whole.title, 200),
        ("发布机关", whole.authority, 100),
        ("文号", whole.document_number, 50),
    ):
        if not text.strip():
            yield Lack(None, f"清单还没有填写{name}。")
        elif len(text) > longest:
            yield Lack(None, f"清单的{name}最多{longest}字，现有{len(text)}字。")
    if not whole.projects:
        yield Lack(None, "清单里还没有项目。")


def lacking_of_projects(whole: WholeList, *, leads: bool = True) -> Iterator[Lack]:
    numbers = Counter(each.number for each in whole.projects)
    titles = Counter(folded(each.title) for each in whole.projects)
    for at, project in enumerate(whole.projects):
        found = list(lacking_of(project, whole.year))
        if project.number and numbers[project.number] > 1:
            found.insert(0, f"序号{project.number}用了{numbers[project.number]}次。")
        if project.title and titles[folded(project.title)] > 1:
            found.append(f"项目名称“{project.title}”在清单里不止一个。")
        if leads and not project.lead:
            found.append("还没有牵头单位。")
        yield from (Lack(at, text) for text in found)


def lacking_of(project: ProjectText, year: int) -> Iterator[str]:
    """What one project lacks, each in a sentence that names its place within the project."""
    if not project.number or not 0 < project.number < 10_000:
        yield "还没有序号。"
    yield from worded("项目名称", project.title, 100)
    if not project.text.strip():
        yield "还没有公布原文。"
    yield from worded("类别", project.category, 20)
    for name, text, longest in (
        ("分管领导", project.leader, 50),
        ("投资", project.funds, 100),
        ("资金来源", project.funds_source, 100),
    ):
        if len(text) > longest:
            yield f"{name}最多{longest}字，现有{len(text)}字。"
    leads = [name for name in (project.lead, *project.partners) if name]
    for name in dict.fromkeys(leads):
        if name in project.supports:
            yield f"“{name}”既牵头又配合，请删去一处。"
        elif leads.count(name) > 1:
            yield f"“{name}”既牵头又共同牵头，请删去一处。"
    if project.partners and not project.lead:
        yield "有共同牵头单位，还没有写按月填报的牵头单位。"
    if not project.targets:
        yield "还没有目标指标。"
    yield from lacking_of_tasks(project)
    names = Counter(folded(each.name) for each in project.targets)
    for target in project.targets:
        place = f"指标“{target.name}”" if target.name else "有一个没有名称的指标，它"
        if target.name and names[folded(target.name)] > 1:
            yield f"{place}的名称用了不止一次。"
        yield from (f"{place}{text}" for text in lacking_of_target(target, project, year))


def worded(name: str, text: str, longest: int) -> Iterator[str]:
    if not text.strip():
        yield f"还没有填写{name}。"
    elif len(text) > longest:
        yield f"{name}最多{longest}字，现有{len(text)}字。"


def lacking_of_tasks(project: ProjectText) -> Iterator[str]:
    told, after = {target.task for target in project.targets}, 0
    if not project.tasks:
        yield "还没有任务内容。"
    numbers = Counter(task.number for task in project.tasks)
    for task in project.tasks:
        place = f"任务{task.marker or task.number}"
        if numbers[task.number] > 1:
            yield f"任务序号{task.number}用了不止一次。"
        found = project.text.find(task.marker + task.text, after) if task.text else -1
        if not task.text.strip():
            yield f"{place}还没有原文。"
        elif found < 0:
            yield f"{place}的原文和公布原文对不上，请与公布原文一字不差。"
        after = max(found, after)
        if task.number not in told and not task.untold and project.targets:
            yield f"{place}下面没有指标；确实不设的，请勾选“不设指标”。"


def lacking_of_target(target: TargetText, project: ProjectText, year: int) -> Iterator[str]:
    """What no month could be judged by, as the models and the acts of the record hold it."""
    if not target.name.strip():
        yield "要写上名称。"
    elif len(target.name) > LONGEST_NAME:
        yield f"的名称最多{LONGEST_NAME}字，现有{len(target.name)}字。"
    if target.kind not in KINDS:
        yield "还没有选类型。"
    if target.task not in {task.number for task in project.tasks}:
        yield "不属于这个项目的任何一条任务。"
    if target.kind == COVERAGE and target.measure != "%":
        yield "是覆盖率，计量单位要写“%”。"
    if target.kind == QUANTITY and not target.measure.strip():
        yield "还没有计量单位，如 个、户、公里。"
    if len(target.measure) > 10:
        yield "的计量单位最多10字。"
    if target.comparison not in COMPARISONS:
        yield "还没有选要求。"
    if len(target.evidence) > LONGEST_EXCERPT:
        yield f"的应附佐证最多{LONGEST_EXCERPT}字。"
    yield from lacking_places(target, project.text)
    yield from lacking_days(target, year)
    yield from lacking_numbers(target)
    yield from lacking_whole(target, project.targets)


def lacking_places(target: TargetText, text: str) -> Iterator[str]:
    if not target.spans:
        yield "没有标出是从原文哪里读出的。"
    for start, end in target.spans:
        if not 0 <= start < end <= len(text):
            yield "的原文出处已经不在公布原文里，请重新标出。"
        elif end - start > LONGEST_EXCERPT:
            yield f"的原文出处最长{LONGEST_EXCERPT}字。"


def lacking_days(target: TargetText, year: int) -> Iterator[str]:
    if not is_month(target.start):
        yield "的起算月份要写成 2024-01。"
        return
    try:
        due = read_day(target.due)
    except BadDay:
        yield "的完成时限要写成 2024-12-31。"
        return
    if month_of(due) < target.start:
        yield f"的完成时限早于起算月份{in_words(target.start)}。"
    if not of_year(target.start, due, year):
        yield f"的{beyond(year)}"


def lacking_numbers(target: TargetText) -> Iterator[str]:
    try:
        step, weight = number(target.step), number(target.weight)
    except BadNumber as wrong:
        yield f"的最小计数单位或权重不对：{wrong}"
        return
    if not is_weight(weight):
        yield f"的{WEIGHT}"
    if not step:
        yield "的最小计数单位要大于零。"
        return
    if not target.counted:
        if target.value or target.baseline:
            yield f"是{KINDS.get(target.kind, '')}，没有基数和目标值，请清空。"
        return
    try:
        baseline, value = number(target.baseline), number(target.value)
    except BadNumber as wrong:
        yield f"的基数和目标值都要填：{wrong}" if target.value else "还没有目标值。"
        return
    if target.ceiling:
        yield f"：{CEILING}"
    elif value == baseline:
        yield f"的目标值不能与基数{plain(baseline)}相同。"
    elif not in_steps(value - baseline, step):
        yield f"的目标值和基数相差{plain(abs(value - baseline))}，不是{plain(step)}的整倍数。"


def lacking_whole(target: TargetText, targets: Iterable[TargetText]) -> Iterator[str]:
    """Why it is no part of its whole, or why its own parts do not add up to it."""
    targets = list(targets)
    if target.part_of:
        wholes = [each for each in targets if each.name == target.part_of and each is not target]
        if not wholes:
            yield f"属于“{target.part_of}”，这个项目里没有这个指标。"
        elif wholes[0].part_of or any(each.part_of == target.name for each in targets):
            yield "是分项，分项之下不能再有分项。"
        elif (wholes[0].kind, target.kind) != (QUANTITY, QUANTITY):
            yield "和它的总数都要是数量指标。"
        elif wholes[0].measure != target.measure:
            yield f"和它的总数“{target.part_of}”的计量单位不同。"
    if parts := [each for each in targets if target.name and each.part_of == target.name]:
        yield from disagreeing(target, parts)


def disagreeing(whole: TargetText, parts: list[TargetText]) -> Iterator[str]:
    try:
        for name, word in (("baseline", "基数"), ("value", "目标值")):
            own = number(getattr(whole, name))
            total = sum((number(getattr(part, name)) for part in parts), Decimal(0))
            if total != own:
                yield f"的{word}是{plain(own)}，各分项合计{plain(total)}，对不上。"
        if len({number(each.value) > number(each.baseline) for each in parts}) > 1:
            yield "的各分项有增有减，不能相加。"
    except BadNumber:
        return  # told of the target whose number it is


def number(text: str) -> Decimal:
    return read_number(text)
