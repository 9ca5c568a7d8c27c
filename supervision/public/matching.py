"""Which matter a question is about, by the everyday words that it holds.

No Django: words in, scores out. The longest word wins where words lie within each other (公交 is
not asked for by 公益岗), and a word that many matters share says less than one's own.
"""

import os
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt

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
LONG_SOUND = 3
SHORT = 6
NUMERAL = re.compile("[0-9一二两三四五六七八九十百千万半]")


@dataclass(frozen=True)
class Matter:
    """Something asked about and the words for it."""

    key: Hashable
    words: tuple[str, ...]


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
    question, known = asked_of(text), list(matters)
    holders = defaultdict(set)
    for matter in known:
        for word in matter.words:
            holders[word.lower()].add(matter.key)
    order = {matter.key: at for at, matter in enumerate(known)}
    found = scored(within(question, holders), holders, order)
    if not found and len(question) <= LONG_SOUND + 1:
        longer = {word for word in holders if len(question) > 1 and part_of(question, word)}
        found = scored(longer, holders, order)
    if found:
        return found
    return scored(alike_in_sound(question, holders), holders, order, by_sound=True)


def scored(
    words: set[str], holders: dict[str, set], order: dict[Hashable, int], by_sound: bool = False
) -> list[Match]:
    totals, said = defaultdict(float), defaultdict(list)
    for word in words:
        for key in holders[word]:
            totals[key] += sqrt(len(word)) / len(holders[word]) ** 2
            said[key].append(word)
    if not totals:
        return []
    least = max(totals.values()) * NEAR
    best = [
        Match(key, score, tuple(sorted(said[key], key=len, reverse=True)), by_sound)
        for key, score in totals.items()
        if score >= least
    ]
    return sorted(best, key=lambda match: (-match.score, order[match.key]))


def within(question: str, holders: Iterable[str]) -> set[str]:
    """The words that a question holds, but for those that only lie within a longer one."""
    spans = [
        (found.start(), found.end(), word)
        for word in holders
        if word in question
        for found in re.finditer(re.escape(word), question)
    ]
    return {
        word
        for start, end, word in spans
        if not any(
            first <= start and end <= last and last - first > end - start
            for first, last, _ in spans
        )
    }


def part_of(question: str, word: str) -> bool:
    """Whether a word holds the question, and does not turn it round: 上学 is not 不想上学."""
    before, found, _ = word.partition(question)
    return bool(found) and not TURNED.search(before)


@cache
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
    two always sound like others. One wrong character among four is none that counts: 五十多岁 is
    not 八十多岁.
    """
    size, own = len(word), sounds(word)
    heard_all = sounds(question)
    for at in range(len(question) - size + 1):
        piece = question[at : at + size]
        same = sum(one == other for one, other in zip(piece, word, strict=True))
        alike = heard_all[at : at + size] == own
        if alike and (size >= LONG_SOUND or (same and len(question) <= SHORT)):
            return True
        if size > LONG_SOUND and same == size - 1 and not NUMERAL.search(differing(piece, word)):
            return True
    return False


def differing(piece: str, word: str) -> str:
    pairs = zip(piece, word, strict=True)
    return "".join(one + other for one, other in pairs if one != other)
