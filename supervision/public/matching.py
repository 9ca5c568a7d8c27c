"""Which matter a question is about, by the everyday words that it holds.

No Django: words in, scores out. The longest word wins where words lie within each other (公交 is
not asked for by 公益岗), and a word that many matters share says less than one's own. A word of two
halves is asked for where they stand apart, too: 残疾人家里想装扶手 asks for 残疾扶手.
"""

import os
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from operator import eq

import opencc

# Single readings are enough to match sounds, and phrases would take forty megabytes.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
import pypinyin

TO_SIMPLIFIED = opencc.OpenCC("t2s")
HANZI = re.compile(r"[\u4e00-\u9fff]")
LETTERS = re.compile(r"[a-z]{4,}")
# What asks, rather than what is asked about.
ASKING = re.compile(
    "什么时候|啥时候|什么时间|几时|多久|什么|怎么办理|怎么办|怎么样|怎么|怎样|咋样|咋|如何|为什么|为啥|"
    "哪里|哪儿|哪些|哪个|哪家|在哪|去哪|到哪|谁管|找谁|多少|有没有|是不是|能不能|可不可以|可以|"
    '请问|想问|问一下|我们|你们|咱们|我家|我要|我想|今年|现在|吗|呢|呀|啊|吧|了|的|？|\\?|！|，|。|、|“|”|"'
)
# What turns what follows it into its contrary.
TURNED = re.compile("[不没无未非厌怕拒难]")
# Hits that say less than this much of the best one are another matter's.
NEAR = 0.45
# What any promise may be called by.
COMMON = re.compile("建设|工程|服务|节点|项目|活动|工作|[“”和、（）]")
# Two halves apart say a little less than the word as it is written.
APART, HALVES = 0.9, 4
# Whom a question is about, by what one calls them at home: 俺娘, 闺女. The word for all of them
# stands for each where it is part of a longer word (老人洗澡), in either order, never alone.
CALLED = {
    "老人": "老人|老年人|爷爷|奶奶|姥姥|姥爷|老爷子|老太太|老头子?|老汉|老伴|老两口|老娘|老爹|"
    "老?母亲|老?父亲|父母|爹妈|爹娘|爸妈|公婆|公公|婆婆|岳父|岳母|丈母娘|俺娘|俺爹|俺爸|俺妈|大爷|大娘",
    "孩子": "小孩子?|孩子|娃娃|娃儿|娃|外?孙[子女]|闺女|女儿|儿子|小子|妮儿|小家伙|宝宝",
    "残疾": "残疾人|残疾证|聋哑人|聋人|盲人|瞎子|瘸子|瘸|截肢|截瘫|坐轮椅|轮椅",
    "怀孕": "怀了|怀上|怀着|有喜|身孕|大肚子|孕妇|孕妈",
}
PEOPLE = [(whole, re.compile(names)) for whole, names in CALLED.items()]
# No everyday word and no name is longer.
LONGEST = 20
# A matter leads alone where the next one says clearly less, and where its words are so much of what
# was asked besides the words of asking.
NEXT, SAID = 0.75, 0.15
LONG_SOUND = 3
SHORT = 6
NUMERAL = re.compile("[0-9一二两三四五六七八九十百千万半]")


@dataclass(frozen=True, eq=False)
class Matter:
    """Something asked about, the words for it, and how it is asked for; `listed`: it is a promise.

    One and the same only as itself: thousands of words need not be compared at each question.
    """

    key: Hashable
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    listed: bool = True


@dataclass(frozen=True)
class Match:
    key: Hashable
    score: float
    words: tuple[str, ...]
    by_sound: bool = False


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; everything else as it is."""
    return TO_SIMPLIFIED.convert(text)


def asked_of(text: str) -> str:
    """A question without blanks, in small letters and simplified characters."""
    return simplified("".join(text.split())).lower()


def chunks(text: str) -> list[str]:
    """What a question holds besides the words of asking."""
    return [part for part in ASKING.sub(" ", simplified(text)).split() if len(part) > 1]


def matches(text: str, matters: Iterable[Matter]) -> list[Match]:
    """The matters asked about, the likeliest first; by sound only where no word is written so."""
    known = tuple(matters)
    if found := written(text, known):
        return found
    return heard(text, known)


def heard(text: str, known: tuple[Matter, ...]) -> list[Match]:
    """The matters of words that were typed by their sound, or with one wrong sign among four."""
    holders, _ = held_by(known)
    words = dict.fromkeys(alike_in_sound(ASKING.sub(" ", asked_of(text)), holders), 1.0)
    return scored(words, holders, order_of(known), by_sound=True)


def written(text: str, known: tuple[Matter, ...]) -> list[Match]:
    """The matters asked about in words that the question holds, the likeliest first."""
    question, (holders, halves) = asked_of(text), held_by(known)
    meant = apart(question, halves)
    for whole, people in told_of(question):
        told = within(people, holders) | apart(people, halves, either=True)
        meant |= {word for word in told if whole in word != whole}
    words = dict.fromkeys(meant, APART) | dict.fromkeys(within(question, holders), 1.0)
    found = scored(words, holders, order_of(known))
    if not found and 1 < len(question) <= LONG_SOUND + 1:
        longer = {word for word in holders if part_of(question, word)}
        found = scored(dict.fromkeys(longer, 1.0), holders, order_of(known))
    return found


def pointed_at(question: str, told: Mapping[str, Iterable[str]]) -> set[str]:
    """The names that a question's words point to, by the names and by the words told of each.

    The more the fewer names hold a pair of signs; none where it points to all of them alike.
    """
    plain = ASKING.sub(" ", asked_of(question))
    holders = defaultdict(set)
    for name, words in told.items():
        for own in (*COMMON.sub(" ", name).split(), *(word for word in words if word in plain)):
            for pair in map("".join, pairwise(own.lower())):
                if pair in plain:
                    holders[pair].add(name)
    scores = defaultdict(float)
    for names in holders.values():
        for name in names:
            scores[name] += 1 / len(names)
    best = {name for name, score in scores.items() if score == max(scores.values())}
    return best if len(best) < len(told) else set()


def order_of(known: tuple[Matter, ...]) -> dict[Hashable, int]:
    return {matter.key: at for at, matter in enumerate(known)}


@lru_cache(maxsize=8)
def held_by(known: tuple[Matter, ...]) -> tuple[dict[str, set], dict[str, list[str]]]:
    """The matters that hold each word, and the words of two halves by their first."""
    holders, halves = defaultdict(set), defaultdict(list)
    for matter in known:
        for word in matter.words:
            holders[word.lower()].add(matter.key)
    for word in holders:
        if len(word) == HALVES:
            halves[word[: HALVES // 2]].append(word)
    return dict(holders), dict(halves)


def clear(text: str, found: list[Match]) -> bool:
    """Whether the first match may be taken for what was asked.

    A word that is the whole question asks for every matter that holds it.
    """
    if not found:
        return False
    question, (first, *rest) = asked_of(text), found
    if first.by_sound or question in first.words:
        return True
    asked = sum(map(len, chunks(question))) or 1
    covered = sum(map(len, first.words))
    return covered >= SAID * asked and not (rest and rest[0].score > NEXT * first.score)


def scored(
    words: dict[str, float],
    holders: dict[str, set],
    order: dict[Hashable, int],
    by_sound: bool = False,
) -> list[Match]:
    totals, said = defaultdict(float), defaultdict(list)
    for word, weight in words.items():
        for key in holders[word]:
            totals[key] += weight * sqrt(len(word)) / len(holders[word]) ** 2
            said[key].append(word)
    if not totals:
        return []
    return likeliest(
        [
            Match(key, score, tuple(sorted(said[key], key=len, reverse=True)), by_sound)
            for key, score in totals.items()
        ],
        order,
    )


def likeliest(found: list[Match], order: dict[Hashable, int]) -> list[Match]:
    """Those that say nearly as much as the best one, the best first, equal ones in their order."""
    least = max(match.score for match in found) * NEAR
    best = [match for match in found if match.score >= least]
    return sorted(best, key=lambda match: (-match.score, order[match.key]))


def within(question: str, holders: dict[str, set]) -> set[str]:
    """The words that a question holds, but for those that only lie within a longer one, and for
    figures within a longer figure."""
    size = len(question)
    cuts = [at for at in range(size + 1) if not (0 < at < size and in_figure(question, at))]
    spans = [
        (start, end, question[start:end])
        for start in cuts
        for end in cuts
        if start < end <= start + LONGEST and question[start:end] in holders
    ]
    return {
        word
        for start, end, word in spans
        if not any(
            first <= start and end <= last and last - first > end - start
            for first, last, _ in spans
        )
    }


def in_figure(question: str, at: int) -> bool:
    return question[at - 1 : at + 1].isdigit()


def told_of(question: str) -> list[tuple[str, str]]:
    """The question as if it named the people as a whole, once for each whole that it names."""
    return [
        (whole, names.sub(whole, question)) for whole, names in PEOPLE if names.search(question)
    ]


def apart(question: str, halves: dict[str, list[str]], either: bool = False) -> set[str]:
    """Words of two halves that the question holds one after the other, words between; also the
    second before the first where `either` order will do."""
    plain, half = ASKING.sub(" ", question), HALVES // 2
    return {
        word
        for at in range(len(plain) - half + 1)
        for word in halves.get(plain[at : at + half], ())
        if word[half:] in plain[at + half :] or (either and word[half:] in plain[:at])
    }


def part_of(question: str, word: str) -> bool:
    """Whether a word holds the question, and does not turn it round: 上学 is not 不想上学."""
    before, found, _ = word.partition(question)
    return bool(found) and not TURNED.search(before)


@lru_cache(maxsize=8192)  # twice the everyday words there are; what is typed has no end
def sounds(text: str) -> tuple[str, ...]:
    """A syllable for each character, letters as they are."""
    return tuple(pypinyin.lazy_pinyin(text))


def alike_in_sound(question: str, holders: Iterable[str]) -> set[str]:
    """Words typed in pinyin or with characters of the same sound, or one wrong among four."""
    written = [word for word in holders if HANZI.search(word)]
    if LETTERS.search(question):
        typed = "".join(sounds(question))
        found = {word for word in written if len(word) > 1 and "".join(sounds(word)) in typed}
        return {
            word
            for word in found
            if not any(
                word != longer and "".join(sounds(word)) in "".join(sounds(longer))
                for longer in found
            )
        }
    return {word for word in written if sounds_like(question, word)}


def sounds_like(question: str, word: str) -> bool:
    """Whether a stretch of the question reads as the word.

    Two characters share one of them, and only in a question of hardly more: among many words some
    two always sound like others. One wrong character among four, of another sound, is a slip only
    there, too (门口的树 is not 门口的路), and never one that counts: 五十多岁 is not 八十多岁.
    """
    size, own = len(word), sounds(word)
    heard_all, brief = sounds(question), len(question) <= SHORT
    slips = size > LONG_SOUND and (brief or size > HALVES)
    for at in range(len(question) - size + 1):
        alike = heard_all[at : at + size] == own
        if not (alike or slips):
            continue
        piece = question[at : at + size]
        same = sum(map(eq, piece, word))
        if alike and (size >= LONG_SOUND or (same and brief)):
            return True
        if slips and same == size - 1 and not NUMERAL.search(differing(piece, word)):
            return True
    return False


def differing(piece: str, word: str) -> str:
    pairs = zip(piece, word, strict=True)
    return "".join(one + other for one, other in pairs if one != other)
