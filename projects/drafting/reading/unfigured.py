"""Promises without a figure: what is built or brought about once, what runs, what covers all."""

import re
from dataclasses import dataclass

from projects.drafting.reading import words
from projects.drafting.reading.dates import dates_all
from projects.drafting.reading.found import Kind
from projects.drafting.reading.sentences import Clause

# Words that say by themselves that something comes to its end this year.
DONE = re.compile(
    r"建成(?!区(黑臭|绿|面积|范围|内|排水|路网|生活|公共|道路|平均))|投入使用|投入运营|投用"
    r"|投运|竣工|完工|交付|开园|开馆|开业|通车|贯通|打通|封顶"
    r"|上线|启用|揭牌|落成|投产|[0-9]月(底|份|中旬|[0-9]{1,2}日)?之?前(正式|全面|对外|向[^，。；]{2,4})?开放"
    r"|购买[^，。；]{0,20}(保险|服务|责任险)|选派|开工|动工|建设完成|完成[^，。；]{0,30}(建设"
    r"|改造|工程|创建|整治|治理|修缮|布展|任务|主体|升级|安装|更换)"
    r"|建成并|创成|获评|接入运行|试运行|运营$"
)
BUILT = re.compile(
    r"(新建|改建|扩建|迁建|续建|重建|改扩建|建设|打造|创建|搭建|启动|建立|实施|推进|完成|编制"
    r"|出台|制定|引进|设立|组建|规划"
    r"|推动|升级|改造|修缮|整治|开通|打通|修编|健全|完善|配套|提升|加快|优化|更新|翻新|焕新|整新)"
)
RUNS = re.compile(
    r"服务|活动|培训|宣传|救助|补贴|补助|资助|监管|巡查|监测|筛查|诊断|接种|体检|看护|托管|走访"
    r"|帮扶|演练|咨询|援助|适配"
    r"|配发|发放|开放|收集处理|清运|管理|检查|抽检|跟踪|干预|康复|慰问|调解|管护|养护|维护|学习"
    r"|结算|探访|关爱|指导|讲座"
    r"|辅导|供餐|助餐|保障|减免|报销|津贴|奖励|招聘|支教|义诊|坐诊|调度|整治行动|执法|训练|保洁"
    r"|治理$|标准$|免费"
    r"|基础养老金|低保|最低生活|救治|随访|巡诊|配送|代办|陪诊|护理|照料|提标"
)
RUNNING_VERB = re.compile(
    r"(开展|提供|组织|举办|发放|配发|资助|救助|免费|进行|实施|推行|落实|定期|常态化|持续|做好"
    r"|加强|强化|督促|深入|提高"
    r"|保障|为|对|给予|享受|全年|每天|24小时|周末|照常|建立|推广|完善|监管|治理|巩固)"
)
OPENING = re.compile(
    r"(免费|全年|错时|延时|照常|低收费|正常)[^，。；]{0,8}开放|24小时[^，。；]{0,8}(开放"
    r"|服务|提供)"
    r"|全年[^，。；]{0,4}(值守|值班|落实|运行|实行|不断档|不打烊|不间断|无休)$"
    r"|(人|者|生|户|童|众|民|军|属)免费(乘坐|乘车|参观|使用|接种|享受|领取|入园|就餐)|动态清零"
)
SERVING = re.compile(
    r"^(对|为|向|给|和|与|从|到|继续|免费|定期|常态化|持续|深入|组织|开展|提供|发放|配发|落实"
    r"|推行|督促|强化|加强|做好)"
)
STRONG_SERVICE = re.compile(
    r"^(并|同时|同步)?(对[^，。；]{1,30}(开展|提供|进行|实施|给予)|为[^，。；]{1,40}(提供|发放"
    r"|配发|开展|实施|免费|给予|购买)"
    r"|发放[^，。；]{2,}(补贴|补助|津贴|金|奖励|券)|提供[^，。；]{2,24}服务$"
    r"|免费(提供|发放|配发)[^，。；]{2,}|定期[^，。；]{2,}|常态化[^，。；]{2,}"
    r"|到[^，。；]{2,24}(学习|坐诊|义诊|支教)|督促[^，。；]{4,}(监管|管理|工作)?)"
)
# Behind a figure; before one it only says what the figure counts.
RUNS_ON = re.compile(r"[^，。；]{3,24}(常年|全年|持续|常态化)(开展|运行|提供)")
WORKS = re.compile(
    r"^对[^，。；]{2,40}(进行|实施)[^，。；]{0,12}(改造|提升|升级|修缮|建设|整治|绿化|亮化|硬化"
    r"|维修)$"
    r"|^(健全|完善|配套建设)[^，。；]{2,24}(设施|平台|场所)$"
    r"|^(出台|制定|编制|印发|修订)[^，。；]{2,40}(办法|方案|规划|意见|制度|标准|条例|细则)$"
)
WORKS_END = re.compile(r"(工程|项目|建设|改造|迁建|扩建|改扩建|新建|修缮|工程建设)$")
ARRANGED = ("开展", "组织", "推行", "实施", "依托", "举办", "建立", "打造", "设立", "推广")
LEADING = re.compile(
    r"(深入|坚持|着力|聚焦|围绕|大力|积极|全面|进一步|不断|扎实|推动|加快|推进|优化|完善|健全"
    r"|实施|构建|提升|加大|强化|改善|落实)"
)
DULY = re.compile("[应愿能]([\u4e00-\u9fff])尽[\u4e00-\u9fff]")
FREE = re.compile("免费(提供|发放|配发)")
DULY_ALONE = re.compile("(确保|做到|实现|基本)?[“”]?[应愿能].尽.[“”]?")
PAID = re.compile(r"(补贴|补助|资金|津贴|养老金|低保金|待遇)[^，。；]{0,10}(发放|兑现|到位)$")
BUILDING = re.compile(
    r"(新建|建设|改建|扩建|迁建|续建)[^，。；0-9、]{3,20}"
    r"(中心|学校|小学|中学|幼儿园|医院|公园|博物馆|图书馆|体育馆|文化馆|展览馆|养老院|敬老院"
    r"|福利院|站|楼|基地|广场|桥|隧道)$"
    r"|(推进|实施|启动|加快)[^，。；0-9]{2,16}(医院|学校|小学|中学|幼儿园|中心|公园"
    r"|馆)[^，。；0-9]{0,6}"
    r"(扩建|迁建|建设|改造|新建)(工程|项目)?$"
)
HELD = ("推广", "推行", "开展", "举办", "组织开展", "持续开展", "常态化开展", "深入开展")
HEALTH_FILES = re.compile(r"为[^，。；]{0,16}建立[^，。；]{0,10}档案")
DONE_ALONE = re.compile(
    r"[^，。；]{0,16}(建成|投用|投入使用|投入运营|上线|竣工|交付|通车|开工|启动"
    r"|完工)[^，。；]{0,6}$"
)
ATTAINED = re.compile("(基本)?(达到|实现|做到|确保)")
AFTER_ALL = ("开展", "提供", "组织", "举办", "为", "向")
OWN_BUILDING = re.compile(
    r"(建成|投用|启用|打通|新建|改建|扩建|迁建|续建|建设|改造|开工)[\u4e00-\u9fff“”、（）()]{4,}"
)
STAGE = re.compile(
    r"[^，。；]{0,4}[0-9]{1,2}月(份|底|初|中旬)?之?前?(全面|全部)?(完成|启动|开工|竣工"
    r"|实现)[^，。；]{0,10}$"
)
OWN_WORKS = re.compile(r"(启动|开工建设|续建|新建)[^，。；]{4,}(工程|项目|建设|改造|整治)$")
OWN_SUBJECT = re.compile(
    r"(?!完成|实现|启动|开工|建成|进行|推进|基本|全面|并|确保|力争|年内|年底|[0-9])"
    r"[\u4e00-\u9fff“”、]{4,20}?(投入使用|投用|建成|完成|竣工|完工|开工|封顶|通车|交付|启用)"
)
BEGIN_NEW = re.compile(r"^(同时|另|此外|并且|还)")
DOUBLE_AIM = re.compile(
    r"(服务|管理)?(水平|能力|质量|效率|态度|意识|素养|获得感|幸福感|安全感|满意度|环境|条件"
    r"|生活|短板|压力|难题|问题|需求|人心|格局|氛围|基础|形象|功能"
    r"|体验|矛盾)$"
)


@dataclass
class Plain:
    """A promise without a figure, or a share of all."""

    kind: Kind
    clauses: list[Clause]
    all_of_it: bool = False
    weak: bool = False

    @property
    def start(self) -> int:
        return self.clauses[0].start


def covers_all(text: str, has_figure: bool) -> bool:
    if words.ALL.search(text) and not dates_all(text):
        return True
    if has_figure:
        return False
    if HEALTH_FILES.search(text):
        return True
    return bool(words.WHOLE_GROUP.search(text) and words.GIVEN_TO_ALL.search(text)
                and not re.search(r"建设完成|投入使用", text))  # fmt: skip


def is_aim(text: str) -> bool:
    return bool(words.AIM.match(text.strip())) and not DONE.search(text)


def strong(clause: Clause) -> Kind | None:
    """What a clause promises where another clause of its sentence already has a figure."""
    text = clause.text.strip()
    if words.NOT_A_PROMISE.match(text) or len(text) < 5:
        return None
    if DONE.search(text) and not re.match(r"(以|按|通过|采取|采用)", text):
        return Kind.MILESTONES if len(text) >= 7 else None
    if OPENING.search(text) or DULY.search(text) or PAID.search(text):
        return Kind.SERVICE
    if WORKS.search(text) or BUILDING.match(text):
        return Kind.MILESTONES
    if text.startswith(("深入开展", "持续开展", "常态化开展")) and RUNS.search(text[-6:]):
        return Kind.SERVICE
    if (
        STRONG_SERVICE.match(text)
        and (RUNS.search(text) or FREE.match(text))
        and not DOUBLE_AIM.search(text)
    ):
        return Kind.SERVICE
    return None


def plain(clause: Clause) -> Kind | None:
    """What a clause of a sentence without figures promises."""
    text = clause.text.strip()
    if words.NOT_A_PROMISE.match(text) or (len(text) < 5 and not DULY.search(text)):
        return None
    if DONE.search(text) or (WORKS_END.search(text) and BUILT.match(text)):
        return Kind.MILESTONES
    if OPENING.search(text) or text.startswith(HELD) or DULY.search(text):
        return Kind.SERVICE
    if is_aim(text) and DOUBLE_AIM.search(text):
        return None
    if WORKS.search(text):
        return Kind.MILESTONES
    if STRONG_SERVICE.match(text):
        return Kind.SERVICE
    if is_aim(text):
        return None
    if (RUNS.search(text[-14:]) and RUNNING_VERB.search(text)) or (
        SERVING.match(text) and RUNS.search(text)
    ):
        return Kind.SERVICE
    if BUILT.search(text):
        return Kind.MILESTONES
    return Kind.SERVICE if RUNS.search(text) and RUNNING_VERB.search(text) else None


def weak(clause: Clause) -> Kind | None:
    """What a clause that sounds like an aim promises where its sentence says nothing firmer."""
    text = clause.text.strip()
    if words.NOT_A_PROMISE.match(text) or len(text) < 6 or DOUBLE_AIM.search(text):
        return None
    if re.match(
        r"(切实|不断|着力|围绕|聚焦|针对|根据|按照|坚持|立足|让|使|为了|以|进一步满足)", text
    ):
        return None
    if RUNS.search(text):
        return Kind.SERVICE
    return (
        Kind.MILESTONES
        if re.match(r"(完善|健全|实施|推进|加快|优化|建立|畅通|扩大)", text)
        else None
    )


def firm(text: str) -> bool:
    """Whether a clause promises something of its own, and does not only lead to what follows."""
    return not LEADING.match(text) or bool(DONE.search(text) or STRONG_SERVICE.match(text))


def is_stage(clauses: list[Clause], place: int, used: set[int]) -> bool:
    """Whether a clause only says how far a figure is to be by when: 9月底前完成路面工程."""
    text = clauses[place].text.strip()
    if not any(each in used for each in range(place)):
        return False
    return dates_all(text) or bool(STAGE.match(text))


def begun_before(clauses: list[Clause], place: int, used: set[int]) -> list[Clause]:
    """The clauses that name what a clause such as 8月底前上线运行 brings to its end."""
    if not DONE_ALONE.match(clauses[place].text.strip()):
        return []
    first = place
    while first and first - 1 not in used and BUILT.search(clauses[first - 1].text):
        if strong(clauses[first - 1]):
            break
        first -= 1
    return clauses[first:place]


def goes_on(kind: Kind, last: str, text: str) -> bool:
    """Whether a clause goes on with the promise of the one before it."""
    if kind is Kind.MILESTONES:
        own = OWN_BUILDING.match(text) and (OWN_BUILDING.match(last) or DONE.search(last))
        own = own or OWN_WORKS.match(text)
        own = own or (OWN_SUBJECT.match(text) and DONE.search(text) and DONE.search(last))
        return not BEGIN_NEW.match(text) and not own
    if last.startswith(ARRANGED) and re.match("(为|向|对|给|由)", text):
        return True
    return not STRONG_SERVICE.match(text) and not RUNNING_VERB.match(text)


def last_resort(clauses: list[Clause]) -> Plain | None:
    """What an item promises of which nothing else was read: its first clause, to be looked at."""
    for clause in clauses:
        text = clause.text.strip()
        if len(text) < 5 or words.NOT_A_PROMISE.match(text):
            continue
        if re.search("所有|全部|全体", text):
            return Plain(Kind.COVERAGE, [clause], all_of_it=True)
        return Plain(Kind.SERVICE if RUNS.search(text) else Kind.MILESTONES, [clause])
    return None


def unfigured(clauses: list[Clause], used: set[int], has_figure: bool) -> list[Plain]:
    """The promises of a sentence's clauses; `used` are those that a figure's target took."""
    found: list[Plain] = []
    for place, clause in enumerate(clauses):
        if covers_all(clause.text, place in used):
            if found and found[-1].all_of_it:
                found[-1].clauses.append(clause)
            else:
                before = found[-1] if found else None
                if (
                    before
                    and before.kind is Kind.MILESTONES
                    and ATTAINED.match(clause.text.strip())
                ):
                    found.pop()  # 完成各村污水治理，达到全区全覆盖: one promise
                    found.append(Plain(Kind.COVERAGE, [*before.clauses, clause], all_of_it=True))
                else:
                    found.append(Plain(Kind.COVERAGE, [clause], all_of_it=True))
            continue
        if place in used or is_stage(clauses, place, used):
            continue
        covered = any(each.all_of_it for each in found)
        kind = strong(clause) if has_figure or covered else plain(clause)
        if kind is None and clause is clauses[-1] and RUNS_ON.fullmatch(clause.text.strip()):
            kind = Kind.SERVICE
        if (
            kind is None
            and covered
            and not has_figure
            and clause.text.strip().startswith(AFTER_ALL)
        ):
            kind = plain(clause)
        if kind is None:
            continue
        if has_figure and kind is Kind.MILESTONES:
            begun = begun_before(clauses, place, used)
            if begun:
                found.append(Plain(kind, [*begun, clause]))
                continue
        same = found and found[-1].kind is kind and not found[-1].all_of_it
        if place and place - 1 in used and DULY_ALONE.fullmatch(clause.text.strip()):
            continue
        if place and DULY_ALONE.fullmatch(clause.text.strip()):
            if found and found[-1].clauses[-1] is clauses[place - 1]:
                continue
            found.append(Plain(Kind.SERVICE, [clauses[place - 1], clause]))
            continue
        vague = not firm(clause.text.strip())
        if same and goes_on(kind, found[-1].clauses[-1].text.strip(), clause.text.strip()):
            found[-1].clauses.append(clause)
        else:
            found.append(Plain(kind, [clause], weak=vague))
    if any(each.all_of_it for each in found):
        first = next(place for place, each in enumerate(found) if each.all_of_it)
        found = [each for place, each in enumerate(found)
                 if each.all_of_it or place > first or strong(each.clauses[0])]  # fmt: skip
    if len(found) > 1 and found[0].weak and not found[1].weak and found[0].kind != found[1].kind:
        found = found[1:]  # 推进场馆共享，全区体育馆周末开放
    if not found and not has_figure:
        for clause in clauses:
            if kind := weak(clause):
                return [Plain(kind, [clause], weak=True)]
    return found
