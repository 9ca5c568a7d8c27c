"""Who does it: 牵头单位：…, （区教育局牵头，区财政局配合）, （区民政局、各镇街）."""

import re
from dataclasses import dataclass, field

from projects.drafting.reading import words
from projects.drafting.reading.found import Span

LABELS = f"{words.LEAD_WORDS}|{words.SUPPORT_WORDS}|{words.DUTY_WORDS}|{words.PERSON_WORDS}"
ENDERS = f"{LABELS}|{words.DUE_WORDS}|{words.ASIDE_WORDS}|{words.TEXT_WORDS}"
LABEL = re.compile(
    rf"(?:[【\[](?P<boxed>{LABELS})[】\]][ \u3000]*[:：]?"
    rf"|(?P<plain>{LABELS})[ \u3000]*[:：])[ \u3000]*"
)
STOP = re.compile(
    rf"[\n。；;)）】]|[，,、 \u3000\t]*([【\[]({ENDERS})[】\]]|({ENDERS})[ \u3000]*[:：])"
)
BRACKET = re.compile(
    r"[（(【](?P<inside>[^（）()【】\n]{2,300}(?:（[^（）\n]{1,16}）[^（）()\n]{0,200}){0,8})[）)】]"
)
SPLIT = re.compile(r"[、，,；;\n\t]|[ \u3000]+")
ROLES = "牵头负责|牵头实施|牵头|主办|配合|协办|负责实施|负责|实施|主责|承办|组织实施"
ROLE = re.compile(
    rf"^(?P<who>.*?)(?P<shut>[（(])?(?P<all>共同|联合)?(?P<role>{ROLES}|(?<=[（(]共同))[）)]?$"
)
SUFFIX = re.compile(rf"({words.UNIT_END})$")
NOT_A_UNIT = re.compile(
    r"[0-9]|(年|月|日|元|户|完成|建设$|改造|以上|提升|工程$|项目$|路$|情况$|^含|包括|涉及)"
)
WRITTEN = re.compile(
    r"由(?P<who>[^，。；、由\n]{2,20}?(?:局|委|办|办公室|街道|镇|部|联|会|中心"
    r"|公司))(?P<role>牵头|负责|主办)"
)
# A sentence or its end that says who does it: ，由区教育局牵头，区住建局、区财政局配合。
SENTENCE = re.compile(
    r"(?:(?P<by>由)|(?<![^，,。；;\n]))(?P<told>[^由，,。；;：:\n]{2,120}?(?:牵头|负责|主办|承办)(?:实施|负责)?"
    r"(?:[，,][^由，,。；;：:\n]{2,120}?(?:配合|协办|参与|负责))*)(?=[。；;\n]|$)"
)
SURE = re.compile(r"(局|委|办|办公室)(牵头|配合|负责|主办|协办)*$")
TELLS = re.compile(r"(牵头|主办|协办|负责|配合)$")
BRACKETED = re.compile(r"[^（）]+（[^（）]+）")


@dataclass
class Units:
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    duty: list[str] = field(default_factory=list)
    masked: list[Span] = field(default_factory=list)
    doubted: list[Span] = field(default_factory=list)  # what reads like units and is not understood

    def add(self, role: str, names: list[str]) -> None:
        kept = getattr(self, role)
        kept += [name for name in names if name not in kept]

    def settled(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lead and supporting units: who only has the duty leads, beside a lead he supports."""
        support = [*self.duty, *self.support] if self.lead else list(self.support)
        lead = self.lead or self.duty
        support = [name for name in dict.fromkeys(support) if name not in lead]
        return tuple(lead), tuple(support)


def role_of(label: str) -> str:
    if re.fullmatch(words.LEAD_WORDS, label):
        return "lead"
    if re.fullmatch(words.SUPPORT_WORDS, label):
        return "support"
    return "duty" if re.fullmatch(words.DUTY_WORDS, label) else ""


def names_in(told: str) -> list[str]:
    """The names in a list of units, brackets that belong to a name kept."""
    shut = re.sub(r"（[^（）]{1,16}）", lambda each: re.sub("[、，,；; ]", "\x00", each[0]), told)
    found = []
    for name in SPLIT.split(shut):
        name = name.replace("\x00", "、").strip("。.等：: \u3000")
        if name and len(name) <= 40:
            found.extend(halves(name))
    return found


def halves(name: str) -> list[str]:
    """区教育局和区财政局 are two; 区教育和体育局 is one."""
    for sign in ("和", "及", "与", "会同"):
        left, _, right = name.partition(sign)
        if left and right and is_name(left) and is_name(without_role(right)):
            return [left, right]
    return [name]


def without_role(name: str) -> str:
    return ROLE.sub(lambda each: each["who"], name)


def is_name(name: str) -> bool:
    return bool(SUFFIX.search(name) or BRACKETED.fullmatch(name))


def is_units(told: str) -> bool:
    """Whether all that stands in a bracket are units, with or without their roles."""
    if LABEL.search(told):
        return False
    names = names_in(re.sub(r"[；;]", "、", told))
    if not names or len(names) > 30:
        return False
    roles = any(TELLS.search(name) for name in names)
    for name in names:
        who = without_role(name)
        plain = re.sub(r"（[^（）]*）", "", who)
        if not plain or NOT_A_UNIT.search(plain):
            return False
        if not SUFFIX.search(plain) and not (roles and BRACKETED.fullmatch(who)):
            return False
    return any(looks_like_unit(name) for name in names)


def looks_like_unit(name: str) -> bool:
    plain = re.sub(r"（[^（）]*）", "", without_role(name))
    return len(plain) >= 3 or plain.endswith(("局", "委", "办"))


def names_units(text: str) -> bool:
    """Whether a piece of text says who does it."""
    return bool(LABEL.search(text)) or any(
        is_units(each["inside"]) for each in BRACKET.finditer(text)
    )


def take(units: Units, told: str, role: str = "duty") -> None:
    """Enter a list of names, each with the role that stands beside it."""
    for group in re.split(r"[；;。]", told):
        waiting: list[str] = []
        for name in names_in(group):
            found = ROLE.match(name)
            if not found or not found["who"]:
                if not re.fullmatch("牵头|配合|负责|主办|协办", name):
                    waiting.append(name)
                continue
            who, word = found["who"].rstrip("（("), found["role"]
            if not word:  # （共同）: all of them, as the label says
                waiting.append(who)
            elif word.startswith(("牵头", "主办", "主责")):
                beside = bool(found["shut"]) and not found["all"]
                units.add("lead", [who] if beside else [*waiting, who])
                waiting = waiting if beside else []
            elif word in ("配合", "协办"):
                units.add("support", [*waiting, who])
                waiting = []
            else:
                units.add("duty", [*waiting, who])
                waiting = []
        units.add(role, waiting)


def find_units(text: str) -> Units:
    """The units that a piece of text names, and the spans that say so."""
    units = Units()
    for each in LABEL.finditer(text):
        if held(units.masked, each.start()):
            continue
        stop = STOP.search(text, each.end())
        end = stop.start() if stop else len(text)
        end = min(end, each.end() + 400)
        end = after_brackets(text, each.end(), end)
        if role := role_of(each["boxed"] or each["plain"]):
            take(units, text[each.end() : end], role)
        units.masked.append((each.start(), end))
    for each in BRACKET.finditer(text):
        if not ends_here(text, each.end()):
            continue
        if is_units(each["inside"]):
            take(units, each["inside"])
            units.masked.append(each.span())
        elif reads_like_units(each["inside"]) and not LABEL.search(each["inside"]):
            units.doubted.append(each.span())
    for each in SENTENCE.finditer(text):
        if held(units.masked, each.start()):
            continue
        if is_units(each["told"]):
            take(units, each["told"])
            start, end = each.span()
            start -= bool(start) and text[start - 1] in "，,"
            units.masked.append((start, end + (text[end : end + 1] == "。")))
        elif each["by"] and re.search("牵头|主办", each["told"]):
            units.doubted.append(each.span())
    for each in WRITTEN.finditer(text):
        if held(units.masked, each.start()):
            continue
        units.add("duty" if each["role"] == "负责" else "lead", [each["who"]])
    return units


def held(spans: list[Span], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def reads_like_units(told: str) -> bool:
    """Whether a bracket seems to name units, though not all of it is understood."""
    names = names_in(told)
    sure = sum(bool(SURE.search(name)) for name in names)
    return bool(sure and (sure * 2 >= len(names) or TELLS.search(names[-1])))


def ends_here(text: str, at: int) -> bool:
    """Whether a heading or a sentence ends where a bracket does: in 村卫生室（站）10家 none."""
    return at >= len(text) or text[at] in "。；;，,\n \u3000：:"


def after_brackets(text: str, start: int, end: int) -> int:
    """A closing bracket inside a list of names, as in 各镇（街道）、区财政局, does not end it."""
    while end < len(text) and text[end] in ")）":
        inside = text[start:end]
        if inside.count("（") + inside.count("(") <= inside.count("）") + inside.count(")"):
            break
        stop = STOP.search(text, end + 1)
        end = stop.start() if stop else len(text)
    return min(end, start + 400)
