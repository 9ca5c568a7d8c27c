"""What a sentence claims in words, held against its card: colours, pace, 全部完成, 六成多, days.

Plain text and plain facts in, phrases out: what the card does not bear is asked about, never
barred. Of what is hoped for, denied, or past nothing is asked.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from projects.values.days import in_words
from supervision.published.claimed import DAY, SHARE, days_of, number_of, share_of

FINE, FAST, LATE = "fine", "fast", "late"
ALL = frozenset((FINE, FAST, LATE))
BREAKS, CLAUSES = re.compile(r"[。；！？;!?\n]"), re.compile(r"[，,：:（）()]")

NOT = "[未没]|不(?![仅但断久])"
HOPED = re.compile(
    rf"{NOT}|力争|争取|确保|保证|尽[量快早]|抓紧|加快|预计|预期|计划(?:[于在今明\d一二年]|全部)|将|拟|承诺|要求|务必"
    r"|须|应[当于在]|[要需](?=[在于按全如提完尽])|有望|待(?!定)|尚|避免|防止|杜绝|如果|[离距]$|恢复|扭转"
)
# Of what is said to come early a plan is no less a claim.
WISHED = re.compile(rf"{NOT}|力争|争取|确保|尽量|避免")
PAST = re.compile(r"上个?月|前[两三几]个?月|曾|此前|原[先为来]|去年|上年|摘|解除|[由从]$")
AFTERWARDS = re.compile(r"[之以]?[后前]|时|的|率|情况|[转升降]|→")

OF_MONTH = re.compile(r"(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月")
COLOUR = re.compile(r"亮?([红橙黄蓝绿])(?:[牌灯]|色(?=预警|等次|警示|标识|档))|亮([红橙黄蓝绿])")
TAKEN_OFF = re.compile(r"(?:摘掉?|摘除|解除|取消)了?([红黄])牌")
ON_PLAN = r"(?:序时(?:进度)?|计划(?:进度)?|时序(?:进度)?|进度(?:计划)?|时间节点|节点)"
PACES = {
    FINE: re.compile(
        rf"按照?(?:既定|预定|原定|年初|年度|原)?(?:{ON_PLAN}|期|时)(?:要求|安排)?(?:稳步|有序|正常|顺利)?(?:推进|进行|实施)|(?:如期|正常)(?:推进|进行|实施)"
        rf"|(?:进展|进度|推进)(?:较为|比较|总体|整体|很|十分)?(?:顺利|正常|良好|较快)"
        rf"|[与和](?:序时|计划)(?:进度)?(?:基本)?(?:持平|一致|相符|同步)"
        rf"|(?:符合|达到|赶上|追上|追平)了?{ON_PLAN}(?:要求)?"
        r"|(?:没有|不存在|[未不])(?:进度|进展)?(?:滞后|落后|偏慢|慢于|低于)(?:序时|计划)?"
    ),
    FAST: re.compile(
        r"(?:快于|超过|超前于?|高于|优于|超|早于)(?:序时|计划|预期)(?:进度)?|超序时|超[额前]完成|进度领先"
        r"|[比较](?:序时|计划)(?:进度)?快"
        r"|提前[^，。；]{0,8}?(?:完成|完工|竣工|建成|到位|实现|交付|投用|达标)"
        r"|[比较](?:序时|计划|原定|承诺|规定)[^，。；]{0,4}提前"
    ),
    LATE: re.compile(
        r"(?:慢于|落后于?|低于|滞后于?|晚于)(?:序时|计划)"
        r"|(?:进度|进展|推进|略有|严重|明显)(?:偏慢|滞后|缓慢|落后)|[比较](?:序时|计划)(?:慢|晚)"
    ),
}

NOT_SO = {FINE: "不是这样", FAST: "没有比计划快", LATE: "没有比计划慢"}

ENDING = r"完成|完工|竣工|建成|建好|交付|投用|投入使用|办结|收官"
ALL_DONE = re.compile(
    rf"(?:全部|全面|全数|悉数|[均都](?=已|完)|百分之?百|100%)[^，。；、※\d]{{0,6}}?(?:{ENDING}|到位|落实|覆盖|建档|验收|通[水车气暖]|开放|投产)"
    rf"|(?:{ENDING})了?(?:全部|全年|年度)(?:目标|任务|工程|建设)*"
    rf"|(?:已经?|业已|圆满|如期|按期|顺利)[^，。；、※\d]{{0,6}}?(?:{ENDING})"
    rf"(?:改造|建设|目标|任务|了|工作|工程|施工|使用)*(?=[，。；！\n]|$)"
    rf"|(?:项目|工程|任务|目标|改造|建设)(?:{ENDING})(?=[，。；！\n]|$)"
    r"|(?:实现|达到|完成|兑现)了?(?:全部|全年|年度|既定)?(?:目标|承诺)|全覆盖|已经?达标"
)
WHOLE = re.compile(r"全[部面数]|悉数|[均都]")
FINISHING = re.compile(rf"{ENDING}|到位|实现|达到|赶上|贯通|整改|验收|收尾")
# Steps on the way: that one of them is done, or by when, is not told by the card.
STEP = re.compile(
    r"招标|采购|设计|手续|审批|立项|勘察|评审|拆除|清表|征收|选址|核对|摸底|排查|动员|备案|方案|合同|进场"
    r"|协商|移交|复核|补训|资金|资料|名单|审计|验收|调试|备料|到货|送齐|公告|培训班|课程|标段|移栽|封顶"
)
# Days that a document set, not the unit.
DEMANDED = re.compile(r"要求|时限|期限|清单|规定|目标|任务书|文件")
OF_TIME = re.compile(r"时间|窗口|工期|课程|资金")


@dataclass(frozen=True)
class Fact:
    """How a project, or one of its figures by `name`, stands.

    `paces` are what may be said of it, `done` and `planned` its shares (None: not told). `steps`
    are the names of its stages, `stages` of those done; `promised` are days by the unit, `due` by
    the document.
    """

    name: str
    paces: frozenset[str]
    finished: bool = False
    done: Fraction | None = None
    planned: Fraction | None = None
    stages: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    promised: tuple[dt.date, ...] = ()
    due: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a month's card says: `colour` is 黄, "" where none; `words` are its own, `others` those
    of the other grades; `told` says the card in a word. `until` is the day its figures hold for."""

    whole: Fact
    until: dt.date
    colour: str = ""
    words: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    told: str = "未评"
    figures: tuple[Fact, ...] = ()

    def meant(self, *texts: str) -> list[Fact]:
        """The figures that the first of some texts names, more or less; else the whole."""
        for text in texts:
            own = pairs(text)
            if found := [each for each in self.figures if own & self.only(each)]:
                return found
        return [self.whole]

    def only(self, fact: Fact) -> set[str]:
        """Pairs of signs by which a figure's name differs from the others'."""
        return pairs(fact.name).difference(*(pairs(e.name) for e in self.figures if e is not fact))


def pairs(text: str) -> set[str]:
    signs = re.sub(r"[^一-鿿]", "", text)
    return {signs[at : at + 2] for at in range(len(signs) - 1)}


@dataclass(frozen=True)
class Clause:
    """A clause, and what stands before it in its sentence."""

    text: str
    before: str


def clauses(text: str) -> Iterator[Clause]:
    for sentence in BREAKS.split(text):
        at = 0
        for clause in CLAUSES.split(sentence):
            yield Clause(clause, sentence[:at])
            at += len(clause) + 1


def contradicted(text: str, known: Known) -> dict[str, str]:
    """Phrases that the card does not bear, each with what the card says."""
    return held(text, known, (*OF_WORDS, promises))


def words_claimed(text: str, known: Known) -> dict[str, str]:
    """The same but for days: of a text that sets days itself."""
    return held(text, known, OF_WORDS)


def held(text: str, known: Known, checks: tuple) -> dict[str, str]:
    found: dict[str, str] = {}
    for clause in clauses(text):
        for check in checks:
            for phrase, said in check(clause, known):
                found.setdefault(phrase, said)
    return found


Asked = Iterable[tuple[str, str]]


def claimed(pattern: re.Pattern, clause: Clause, unless: re.Pattern = HOPED) -> Iterator[re.Match]:
    """What a pattern finds of the present: neither hoped for nor denied nor over."""
    for found in pattern.finditer(clause.text):
        head, tail = clause.text[: found.start()], clause.text[found.end() :]
        if not (unless.search(head) or PAST.search(head) or AFTERWARDS.match(tail)):
            yield found


def colours(clause: Clause, known: Known) -> Asked:
    """Colours, and words of other grades; a figure of several may stand otherwise than its card."""
    said = f"本月的牌是{known.told}"
    for found in claimed(COLOUR, clause):
        month = OF_MONTH.search(clause.text[: found.start()])
        of_another = month and number_of(month[1]) != known.until.month
        if (found[1] or found[2]) not in known.colour and not of_another:
            yield found[0], said
    for found in TAKEN_OFF.finditer(clause.text):
        if found[1] == known.colour and not HOPED.search(clause.text[: found.start()]):
            yield found[0], said
    for words in (each for each in known.others if not COLOUR.match(each)):
        for found in claimed(re.compile(re.escape(words)), clause):
            meant = known.meant(clause.text[: found.start()], clause.before)
            if meant == [known.whole] or not bears(meant, words):
                yield words, said


def bears(meant: list[Fact], words: str) -> bool:
    """Whether each fact may be told of in words of some pace."""
    paces = {pace for pace, pattern in PACES.items() if pattern.search(words)}
    return all(paces & each.paces for each in meant)


def speeds(clause: Clause, known: Known) -> Asked:
    for pace, pattern in PACES.items():
        for found in claimed(pattern, clause, WISHED if pace == FAST else HOPED):
            meant = known.meant(clause.text[: found.start()], clause.before)
            if found[0] in known.words or all(pace in each.paces for each in meant):
                continue
            late = [each.name for each in meant if LATE in each.paces]
            yield found[0], f"{'、'.join(late)}比计划慢" if late else f"进展{NOT_SO[pace]}"


def completion(clause: Clause, known: Known) -> Asked:
    for found in claimed(ALL_DONE, clause):
        head = clause.text[: found.start()]
        step = STEP.search(head if WHOLE.match(found[0]) else head + found[0])
        if step or (DAY.search(head) and "已" not in head + found[0]):
            continue
        meant = known.meant(head, clause.before)
        stages = [stage for each in (*known.figures, known.whole) for stage in each.stages]
        if all(each.finished for each in meant) or any(
            pairs(head) & pairs(each) for each in stages
        ):
            continue
        yield found[0], "还没有全部完成"


def shares(clause: Clause, known: Known) -> Asked:
    for found in SHARE.finditer(clause.text):
        if OF_TIME.search(clause.text):
            continue
        low, high = share_of(found[0])
        meant = known.meant(clause.text[: found.start()], clause.before)
        told = [each.done for each in meant]
        told += [each.planned for each in meant] if re.search("计划|应", clause.text) else []
        if not any(share is not None and low <= share * 100 <= high for share in told):
            yield found[0], "、".join(map(percent, told[: len(meant)]))


def percent(share: Fraction | None) -> str:
    return "没有可以对照的完成率" if share is None else f"完成率是{float(share * 100):.4g}%"


def promises(clause: Clause, known: Known) -> Asked:
    """Days by which something is to be done, where they are no day that was promised."""
    if not FINISHING.search(clause.text) or STEP.search(clause.text):
        return
    steps = {pair for each in (*known.figures, known.whole) for name in each.steps
             for pair in pairs(name)}  # fmt: skip
    if steps & pairs(FINISHING.sub("", clause.text)):
        return
    for found in DAY.finditer(clause.text):
        span = days_of(found, known.until)
        if span is None or span[1] <= known.until:
            continue
        meant = known.meant(clause.text, clause.before)
        promised = [day for each in meant for day in each.promised]
        due = [day for each in meant for day in each.due]
        told = due if DEMANDED.search(clause.text) or not promised else promised
        if told and not any(span[0] <= day <= span[1] for day in told):
            whose = "承诺" if told is promised else "要求"
            yield found[0], f"{whose}完成的日子是{'、'.join(map(in_words, sorted(set(told))))}"


OF_WORDS: tuple[Callable[[Clause, Known], Asked], ...] = (colours, speeds, completion, shares)
