"""2024: a version before the public on the demonstration's day (演示)."""

import datetime as dt

from projects.drafting.actions import (
    calls,
    candidates,
    consulting,
    drafts,
    issuing,
    opinions,
    proposals,
    stages,
    upper,
)
from projects.drafting.actions.candidates import Decision, Picked
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.actions.proposals import Words
from projects.drafting.actions.upper import Answer
from projects.drafting.demonstration.people import at, clerk_of, officers, unit
from projects.drafting.models import Drafting, UpperItem
from projects.drafting.proposing import proposed
from projects.drafting.reading import read
from projects.drafting.stages import Stage
from projects.models import Programme

# What the draft holds, in its order: title, words, the unit that leads, money and its source.
LISTED = (
    ("增加普惠托位", "新增托位60个。", "health", "", ""),
    ("改造教室照明", "改造提升教室照明100口。", "education", "45万元", "区财政（演示）"),
    ("建设城市书房", "新建2处城市书房。", "culture", "120万元", "区财政（演示）"),
    ("困难老人家庭适老化改造", "完成适老化改造60户。", "civil", "30万元", "福彩公益金（演示）"),
    ("建设口袋公园", "新建口袋公园4处。", "housing", "200万元", "区财政（演示）"),
    ("开展急救培训", "培训急救知识2000人次。", "emergency", "", ""),
)
CITY = """\
1. 建设城市书房。演示：全市新建城市书房20处。
2. 开展急救培训。演示：全市培训急救知识50000人次。
3. 改造农村电网。演示：全市改造农村配电线路80公里。
"""
# What is done with each item of the city's: which project takes it on and how much of it.
TAKEN = {1: (3, "2"), 2: (6, "")}
# What was asked for, by whom, of which category, and into which project it went; None for none.
ASKED = (
    ("resident", "", "家门口建个小公园", "演示：老人孩子没有活动的地方。", "城乡建设", 5),
    ("unit", "housing", "建设口袋公园", "演示：利用边角地建口袋公园。", "城乡建设", 5),
    ("hotline", "", "书房离得太远", "演示：希望镇上也有城市书房。", "文化法治", 3),
    ("unit", "emergency", "急救知识进村居", "演示：突发情况会急救的人少。", "医疗健康", 6),
    ("unit", "civil", "适老化改造扩面", "演示：上年没有轮到的家庭接着改。", "助老助残", 4),
    ("deputy", "", "教室灯光接着改", "演示：还有学校没有改造。", "托育教育", 2),
    ("resident", "", "延长高铁停站时间", "演示：上下车太赶。", "其他", None),
)
REFUSED = "演示：铁路运行不属于本区职权，一年内办不成，不列入。"


def tell(programme: Programme) -> None:
    office = officers()[0]
    start = at("2023-10-08 09:00")
    title = programme.title.replace(str(programme.year), str(programme.year + 1))
    drafting = drafts.start(
        year=programme.year + 1,
        title=title if "演示" in title else f"{title}（演示）",
        authority=programme.authority,
        origin=Drafting.Origin.OWN,
        pieces=[],
        by=office,
        at=start,
    )
    days = {Stage.CONSULT: dt.date(2023, 11, 1), Stage.DECIDE: dt.date(2023, 12, 20)}
    stages.begin(drafting=drafting, days=days, by=office, at=start)
    collect(drafting, office)
    matched(drafting, office)
    sent_out(drafting, office)


def collect(drafting: Drafting, office) -> None:
    moment = at("2023-10-09 09:00")
    stages.move(drafting=drafting, to=Stage.CALL, by=office, at=moment)
    for audience in ("units", "residents"):
        call = calls.call(
            drafting=drafting, audience=audience, opens=dt.date(2023, 10, 9),
            closes=dt.date(2023, 10, 25), asked="最盼着办的一件事（演示）。",
            notice="演示：征集明年民生实事项目建议，一事一提。", by=office, at=moment,
        )  # fmt: skip
    found: dict[int | None, list] = {}
    words = []
    for source, slug, title, content, category, number in ASKED:
        answers = {"title": title, "content": content}
        given = {"answers": answers, "at": at("2023-10-20 10:00")}
        if source == "unit":
            call = drafting.calls.get(audience="units")
            row = proposals.propose(call=call, unit=unit(slug), by=clerk_of(slug), **given)
        else:
            row = proposals.enter(
                drafting=drafting, source=source, way="phone", said_from="演示：来电登记",
                by=office, **given,
            )  # fmt: skip
        found.setdefault(number, []).append(Picked(row))
        words.append(Words(row, category, title, content, public=True))
    moment = at("2023-10-26 10:00")
    stages.move(drafting=drafting, to=Stage.SORT, by=office, at=moment)
    proposals.word(drafting=drafting, words=words, by=office, at=moment)
    candidates.decide(
        drafting=drafting, picked=found.pop(None), decision=Decision("not", REFUSED),
        by=office, at=moment,
    )  # fmt: skip
    for number, given in enumerate(LISTED, 1):
        candidate = picked_up(drafting, given, found.get(number), office, moment)
        candidates.place(candidate=candidate, by=office, at=moment)


def picked_up(drafting: Drafting, given: tuple, picked: list[Picked] | None, office, moment):
    """A candidate of what was proposed, or of the office's own, in the words of the draft."""
    title, text, slug, funds, source = given
    if picked:
        candidate = candidates.merge(
            drafting=drafting, picked=picked, title=title, reason="演示：列入征求意见稿。",
            by=office, at=moment,
        )  # fmt: skip
    else:
        candidate = candidates.add(drafting=drafting, title=title, by=office, at=moment)
    lead = unit(slug).name
    words = {
        "title": title, "text": f"演示：{text}牵头单位：{lead}", "lead": lead,
        "funds": funds, "funds_source": source,
    }  # fmt: skip
    candidates.revise(candidate=candidate, version=1, words=words, by=office, at=moment)
    return candidate


def matched(drafting: Drafting, office) -> None:
    """The city's list: an item taken on with its quota, one still without, one that is not ours."""
    given = {"drafting": drafting, "by": office, "at": at("2023-10-27 10:00")}
    upper.bring_in(
        document="演示市2024年民生实事清单", text=CITY, read=proposed(read(CITY), 2024), **given
    )
    made = {row.content.project.number: row for row in pieces(drafting)}
    answers = []
    for item in UpperItem.objects.filter(upper__drafting=drafting):
        number, quota = TAKEN.get(item.number, (None, ""))
        if number is None:
            reason = "演示：本区没有需要改造的农村配电线路。"
            answers.append(Answer(item, "none", reason=reason))
            continue
        row = made[number]
        kind, target = "taken" if quota else "open", row.content.project.targets[0].name
        answers.append(Answer(item, kind, key=row.key, target=target, quota=quota))
    upper.answer(answers=answers, **given)


def pieces(drafting: Drafting):
    return [row for row in drafting.passages.current() if row.is_project]


def sent_out(drafting: Drafting, office) -> None:
    """A version to units, leaders and the public; some have answered."""
    moment = at("2023-10-31 10:00")
    stages.move(drafting=drafting, to=Stage.DRAFT, by=office, at=moment)
    draft = issuing.freeze(drafting=drafting, note="演示：征求意见稿", by=office, at=moment)
    moment = at("2023-11-01 09:00")
    stages.move(drafting=drafting, to=Stage.CONSULT, by=office, at=moment)
    slugs = ("health", "education", "culture", "civil", "housing", "emergency")
    sent = consulting.consult(
        drafting=drafting, draft=draft, units=[unit(slug) for slug in slugs], leaders=True,
        public=True, until=dt.date(2023, 12, 8), by=office, at=moment,
    )  # fmt: skip
    keys = {row.content.project.number: row.key for row in draft.passages() if row.is_project}
    opinions.give(
        consultation=sent, words=[Word("演示：建议写明在哪几个村居。", keys[6])],
        unit=unit("emergency"), by=clerk_of("emergency"), at=at("2023-11-03 10:00"),
    )  # fmt: skip
    opinions.give(
        consultation=sent, words=[], nothing=True, unit=unit("civil"), by=clerk_of("civil"),
        at=at("2023-11-03 11:00"),
    )  # fmt: skip
    said = (
        ("yanshiaaaaaaaaaa", "演示：口袋公园最好靠近学校。", 5),
        ("yanshibbbbbbbbbb", "演示：书房晚上能不能开到九点？", 3),
    )
    for code, text, number in said:
        opinions.leave(
            consultation=sent, code=code, word=Word(text, keys[number]),
            at=at("2023-11-04 20:00"),
        )  # fmt: skip
    first = sent.opinions.get(code=said[0][0])
    late = sent.opinions.get(code=said[1][0])
    judged = [
        Judged(first, "taken", "演示：选址时优先考虑学校周边。", "演示：公园靠近学校"),
        Judged(late, "partly", "演示：周五周六开到九点，平日到七点。", "演示：书房晚上开到九点"),
    ]
    opinions.rule(drafting=drafting, judged=judged, by=office, at=at("2023-11-06 10:00"))
