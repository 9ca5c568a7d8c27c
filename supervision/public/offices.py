"""Units asked for by their name or their number, and what else a question names outright.

A number or an office is that one or none: what is only like it would be a wrong answer.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from projects import clock
from projects.models import Assignment, LeadUnit, Project, current
from supervision.public.matching import ASKING, HANZI, asked_of
from supervision.public.search_words import few, shared_whole, words_of

MOST_UNITS, LONGEST_NAME = 1000, 12
# As they are typed: 0537-000-0012, (0537) 0000012, 138 0000 0000, 37080020230001.
LONG = re.compile(
    r"(?<!\d)(?:[(（]?0\d{2,3}[)）]?(?:[\s–—-]*\d){6,8}(?!\d)|1\d{2}(?:[\s-]?\d{4}){2}(?!\d)|"
    r"\d(?:[–—-]?\d){6,})"
)
# Of a telephone written with its area code.
AREA, LEAST_LOCAL = (3, 4), 7
DOCUMENT = re.compile(r"[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\d+号?|\d{4}\s+第?\d+号")
# What may stand around a number that is all that is asked; more is a letter with its sender's.
OF_NUMBERS = re.compile(
    "电话|号码|手机|座机|办公|热线|联系|方式|单位|文件|文号|这个|是|谁|哪|打|查"
)
FEW_BESIDE = 2
# Around the name of an office.
CONTACT = re.compile("电话|号码|联系方式|热线")
AROUND = (
    "联系电话|办公电话|电话号码|电话|号码|联系方式|热线|怎么联系|如何联系|在哪里|在哪儿|在哪|地址|"
    "谁负责|负责人|找谁|谁管|是多少|多少|什么|的|是|吗|呢|[？?！!。，,]"
)
BEFORE = re.compile(f"^(?:{AROUND}|请问|我想|想|咱们?|我们|区里?|你们|去|找|问|给|打)+")
AFTER = re.compile(f"(?:{AROUND})+$")
WHO = re.compile("谁|单位|部门|负责人|联系|电话|号码|热线")
EVERY = re.compile(
    "(?:所有|全部|有)?(?:哪些|哪个|什么)?(?:牵头|责任|负责|主管)?(?:单位|部门)?(?:负责|牵头|名单|名录)?"
)
OFFICES = re.compile(r"(局|委员会|委|办公室|办|厅|处|科)$")
# 管理局 is taken off as a whole only where 城市管理 is no unit.
MANAGING = re.compile(r"管理局?$")
# Offices that were joined with others or are called as they once were, by what the unit is for.
OTHERWISE = {
    "教体": "教育", "文体": "文化", "文广": "文化", "文广新": "文化", "广电": "文化",
    "卫计": "卫生", "劳动": "人力资源", "劳保": "人力资源", "环保": "生态环境", "国土": "自然资源",
    "规划": "自然资源", "工商": "市场监管", "质监": "市场监管", "食药监": "市场监管",
    "安监": "应急管理", "农机": "农业农村", "畜牧": "农业农村", "房管": "住房建设",
    "综合执法": "城市管理",
}  # fmt: skip
# An office by its name's form alone: 骗局 and 业委 are none.
OFFICE = re.compile(
    r"[\u4e00-\u9fff]{1,10}[\u4e00-\u9fff](?<![骗结饭布格邮牌棋赌残僵])局|"
    r"[\u4e00-\u9fff]{0,6}(?:卫健|卫计|发改|政法|经信|住建|国资|编)委|"
    r"[\u4e00-\u9fff]{2,12}(?:管理|健康|改革|工作|政法)委员会|[\u4e00-\u9fff]{0,8}(?:管委会|办事处)"
)


@dataclass(frozen=True)
class Named:
    """What a question names outright and alone; `missing` an office that no list has.

    `words` are looked for to the letter; `every`: the units are asked for, whichever.
    """

    name: str
    words: list[str]
    units: list[LeadUnit] = field(default_factory=list)
    missing: str = ""
    every: bool = False


def named_in(q: str, shared: dict | None = None) -> Named | None:
    """The number, document or office that is asked for; None where it is anything else."""
    if found := LONG.search(q):
        if beside(q, found) <= FEW_BESIDE:
            return Named(q, [found[0]], with_number(digits(found[0])))
    elif (found := DOCUMENT.search(q)) and not HANZI.search(q[found.end() + FEW_BESIDE :]):
        return Named(q, words_of(q))
    return office(q, shared)


def office(q: str, shared: dict | None) -> Named | None:
    asked = asked_of(q)
    name = AFTER.sub("", BEFORE.sub("", asked))
    if WHO.search(asked) and EVERY.fullmatch(name):
        return Named(name, [], every=True)
    formal = bool(OFFICE.fullmatch(name))
    if not (formal or CONTACT.search(asked)):
        return None
    if found := units(name, shared):
        return Named(name, [name], found)
    return Named(name, [name], missing=name) if formal else None


def beside(q: str, found: re.Match) -> int:
    """How many signs stand beside a number, besides what asks for it."""
    rest = f"{q[: found.start()]} {q[found.end() :]}"
    return len(HANZI.findall(OF_NUMBERS.sub("", ASKING.sub("", rest))))


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def with_number(number: str) -> list[LeadUnit]:
    """Units of now that have exactly this number, with its area code or without."""
    rows = in_lists().filter(current(clock.today())).exclude(phone="")
    return [row for row in rows[:MOST_UNITS] if number in numbers_of(row.phone)]


def numbers_of(phone: str) -> set[str]:
    whole = {digits(found) for found in LONG.findall(phone)}
    local = {each[code:] for each in whole for code in AREA if each.startswith("0")}
    return whole | {each for each in local if len(each) >= LEAST_LOCAL}


def in_lists():
    """Units with a part in a public list, each with the newest one's year."""
    own = Assignment.objects.filter(unit=OuterRef("pk"), project__in=Project.public.all())
    years = own.order_by("-project__programme__year").values("project__programme__year")
    return LeadUnit.objects.filter(Exists(own)).annotate(year=years[:1]).order_by("pk")


def units(q: str, shared: dict | None) -> list[LeadUnit]:
    """Units by what people call them: 教育局, 教体局, 人社局, 住建; of a renamed one its heir.

    None is called 电话: what asks for a number is read by `office`.
    """
    if CONTACT.search(q):
        return []
    whole = OFFICES.sub("", asked_of(q))
    shorter = MANAGING.sub("", whole) if whole != asked_of(q) else whole
    other = OTHERWISE.get(whole, whole) if whole != asked_of(q) else whole
    for typed in dict.fromkeys((whole, shorter, other)):
        if 2 <= len(typed) <= LONGEST_NAME and re.fullmatch(r"[\u4e00-\u9fff]+", typed):
            rows = beginning(typed[0], shared)
            if found := [row for row in rows if called(typed, row, typed != asked_of(q))]:
                return of_now(found)
    return []


def beginning(sign: str, shared: dict | None) -> list[LeadUnit]:
    held = shared_whole(shared, "units", lambda: few(in_lists()))
    if held is None:
        return list(in_lists().filter(name__startswith=sign)[:MOST_UNITS])
    return [row for row in held if row.name.startswith(sign)]


def called(typed: str, unit: LeadUnit, formal: bool) -> bool:
    """自然资源和规划局 is asked for where the list says 自然资源, too."""
    longer = formal and len(unit.short_name) > 1 and typed.startswith(unit.short_name)
    return longer or shortened(typed, unit.name)


def of_now(found: list[LeadUnit]) -> list[LeadUnit]:
    """The same with those that answer today in the place of renamed ones, as `former` of them."""
    today = clock.today()
    ended = {row.pk: row for row in found if row.until and row.until < today}
    if not ended:
        return found
    heirs = in_lists().filter(current(today), predecessors__in=ended)
    rows = [row for row in found if row.pk not in ended]
    known = {row.pk for row in rows}
    for heir in heirs.prefetch_related("predecessors"):
        heir.former = "、".join(row.name for row in heir.predecessors.all() if row.pk in ended)
        if heir.pk not in known:
            rows.append(heir)
            known.add(heir.pk)
    return rows or found


def led_by(units: list[LeadUnit]) -> list[int]:
    """Keys of the public projects that units lead today, the newest list's first."""
    if not units:
        return []
    rows = Assignment.objects.filter(current(clock.today()), unit__in=units)
    rows = rows.filter(role=Assignment.Role.LEAD, project__in=Project.public.all())
    ordered = rows.order_by("-project__programme__year", "project__number")
    return list(ordered.values_list("project", flat=True))


def shortened(short: str, name: str) -> bool:
    """Whether the short name picks its characters out of the name, in their order."""
    at = iter(name)
    return all(sign in at for sign in short)
