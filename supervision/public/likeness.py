"""What a question is about, by how like it is to what is asked of each matter.

No Django: examples in, scores out. Every sign and pair of a question speaks for the matters whose
examples hold it, the more the fewer they are; a pair that none holds is looked up by its sound,
which understands pinyin and misspellings. Nothing is learnt but counts, so a matter that the office
gives examples is found by the next question.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import log

from supervision.public.matching import (
    ASKING,
    HANZI,
    LETTERS,
    PEOPLE,
    Match,
    Matter,
    asked_of,
    clear,
    heard,
    held_by,
    likeliest,
    matches,
    order_of,
    scored,
    sounds,
    written,
)

# What a pair that is only heard says, of one that is written.
HEARD = 0.5
# A piece that stands in so many examples says half of what it may; and so many pieces are taken to
# be in each matter besides its own, lest few examples be loud.
DOUBT, BESIDES = 20, 50
# By how much of its score the first must lead: alone, or where the words lead to it as clearly. As
# a score sums up logarithms, so far ahead is enough, whatever else a long story touches.
ALONE, AGREED, FAR = 0.47, 0.32, 10
# How much of the question's pairs some example of the first must hold, how many at least, and how
# many are enough of a long story: who asks of something else shares a word with a promise
# (孕妇能不能吃山楂, 照明弹).
KNOWN, LEAST, ENOUGH = 0.4, 2, 5
# Where the words of one matter alone say so much of what was asked, it need not lead by more.
COVERED, COVERING = 0.7, 0.15
# What the words say beside likeness where it is not sure, of the first one's score.
WORDS = 0.1
LONGEST_SYLLABLE = 6
# What asks beside a name how far it is and who answers for it: 暖气什么时候通, 谁负责修路.
BESIDE = re.compile(
    "^(?:谁负责|谁来管|归谁管|(?:哪个)?(?:单位|部门)(?:负责|管))+|"
    "(?:[修建治做弄装换改铺接盖办搞][好成完上通]|开[放馆业通始]|[完竣]工|完成|落实|到位|谁负责|归谁管|"
    "能?用上?|[通开修建好弄装])+$"
)
FEW = 3
RUN = re.compile(r"[a-z]+|[^a-z]+")
HANZI_RUN = re.compile(r"[\u4e00-\u9fff]+")

Said = dict[Hashable, float]


@dataclass(frozen=True)
class Learnt:
    """What each piece says for each matter, as it is written and as it sounds."""

    written: dict[str, Said]
    heard: dict[str, Said]
    syllables: frozenset[str]


def asked_about(text: str, matters: Iterable[Matter]) -> tuple[list[Match], bool]:
    """The matters a question is about, the likeliest first, and whether it surely is the first.

    Where no examples are kept the words decide alone, and so does a word that is all that is asked,
    whatever asks beside it (产检免费吗).
    A match without words rests on likeness alone.
    """
    known = tuple(matters)
    if not any(matter.examples for matter in known):
        found = matches(text, known)
        return found, clear(text, found)
    if LETTERS.fullmatch(asked_of(text)) and (spelled := in_letters(asked_of(text), known)):
        return spelled, True
    by_word = written(text, known)
    listed = {matter.key for matter in known if matter.listed}
    asked = ASKING.sub("", asked_of(text))
    whole = {asked_of(text), asked, BESIDE.sub("", asked)}
    if by_word and (same := whole & {*by_word[0].words}):
        alone = [match for match in by_word if same & {*match.words}]
        alone.sort(key=lambda match: match.key in listed)
        surely = (alone[0].key in listed) == (alone[-1].key in listed)
        return (by_word if surely else told(alone, listed, False)), surely
    found, words = alike(text, known), {match.key: match.words for match in by_word}
    if not found:
        return told(heard(text, known), listed, False), False
    surely = sure(text, found, by_word, known)
    few = told(found if surely else in_doubt(found, by_word, listed), listed, surely)
    return [replace(match, words=words.get(match.key, ())) for match in few], surely


def in_letters(text: str, known: tuple[Matter, ...]) -> list[Match]:
    """The matters of the words that are typed in pinyin and nothing else: gongre, xuexiao."""
    holders, _ = held_by(known)
    words = dict.fromkeys(spelled_out(known).get(text, ()), 1.0)
    return scored(words, holders, order_of(known), by_sound=True)


@lru_cache(maxsize=2)
def spelled_out(known: tuple[Matter, ...]) -> dict[str, list[str]]:
    """The words of two signs and more by their pinyin."""
    found = defaultdict(list)
    for word in held_by(known)[0]:
        if len(word) > 1 and HANZI.search(word):
            found["".join(sounds(word))].append(word)
    return found


def told(found: list[Match], listed: set[Hashable], surely: bool) -> list[Match]:
    """The first, and the few promises that may be meant; none where it surely stands on no list."""
    first, promises = found[:1], [match for match in found if match.key in listed][:FEW]
    if surely and first[0].key not in listed:
        return first
    return promises if first == promises[:1] else first + promises


def in_doubt(found: list[Match], by_word: list[Match], listed: set[Hashable]) -> list[Match]:
    """The same in the order of doubt, with what the words lead to besides; of two matters of no
    list the one that the words name is the first."""
    liked = {match.key for match in found}
    few = [
        *borne_out(found, by_word),
        *(match for match in by_word if match.key not in liked),
    ]
    named = [match for match in by_word if match.key not in listed]
    if few[0].key in listed or not named or few[0].key in {match.key for match in named}:
        return few
    return [named[0], *(match for match in few if match.key != named[0].key)]


def borne_out(found: list[Match], by_word: list[Match]) -> list[Match]:
    """The same as far as the words bear them out, too: their scores raised and put in order."""
    best = max((match.score for match in found), default=0)
    said = {match.key: WORDS * best * match.score / by_word[0].score for match in by_word}
    raised = [replace(match, score=match.score + said.get(match.key, 0)) for match in found]
    return sorted(raised, key=lambda match: -match.score)


def understood(text: str, key: Hashable, learnt: Learnt) -> bool:
    """Whether enough of what was asked is like what is asked of a matter, as written or heard."""
    pairs = own = 0
    for part in ASKING.sub(" ", asked_of(text)).split():
        for run in HANZI_RUN.findall(part):
            for pair in map("".join, pairwise(run)):
                heard = learnt.heard.get(spoken(syllables(pair))[0], {})
                pairs += 1
                own += key in learnt.written.get(pair, heard)
    return not pairs or own == pairs or own >= max(LEAST, min(ENOUGH, KNOWN * pairs))


def sure(text: str, found: list[Match], by_word: list[Match], known: tuple[Matter, ...]) -> bool:
    """Whether the first leads and the words do not lead elsewhere.

    Matters that no list holds lead to one answer, whichever it is.
    """
    listed = {matter.key for matter in known if matter.listed}
    answers = [match.key if match.key in listed else None for match in found]
    others = [match.score for match, key in zip(found, answers, strict=True) if key != answers[0]]
    first, second = found[0].score, max(others, default=0)
    lead = 1 if first - second >= FAR else 1 - second / first
    if answers[0] is not None and not understood(text, found[0].key, learn(known)):
        return False
    if not by_word:
        return lead >= ALONE
    in_words = by_word[0].key if by_word[0].key in listed else None
    if len(by_word) == 1 and in_words == answers[0] and covered(text, by_word[0]) >= COVERED:
        return lead >= COVERING
    return in_words == answers[0] and lead >= (AGREED if clear(text, by_word) else ALONE)


def covered(text: str, match: Match) -> float:
    """How much of what was asked a match's words say."""
    asked, said = ASKING.sub("", asked_of(text)), {*"".join(match.words)}
    return sum(sign in said for sign in asked) / max(1, len(asked))


def alike(text: str, known: tuple[Matter, ...]) -> list[Match]:
    """The matters whose examples and words are most like the question; signs alone say nothing, and
    a single pair only where it is all that is asked."""
    learnt = learn(known)
    as_written, as_heard = pieces_of(text, learnt)
    pairs = {piece for piece in as_written if len(piece) > 1} | as_heard
    told = sum(len(HANZI.findall(part)) for part in parts(text) if len(part) > 1)
    if len(pairs) < (2 if told > 2 else 1):
        return []
    said, heard = added(as_written, learnt.written), added(as_heard, learnt.heard)
    by_sound = max(heard.values(), default=0) > max(said.values(), default=0)
    totals = Counter(said) + Counter(heard)
    found = [Match(key, score, (), by_sound) for key, score in totals.items()]
    return likeliest(found, order_of(known)) if found else []


def added(pieces: Iterable[str], learnt: dict[str, Said]) -> Said:
    totals = defaultdict(float)
    for piece in pieces:
        for key, score in learnt[piece].items():
            totals[key] += score
    return totals


def pieces_of(text: str, learnt: Learnt) -> tuple[set[str], set[str]]:
    """The pieces of a question that some example holds: as written, the rest of them as heard."""
    as_written, as_heard = set(), set()
    for part in parts(text):
        for run in RUN.findall(part):
            if LETTERS.fullmatch(run) and run not in learnt.written:
                as_heard.update(spoken(spelt(run, learnt.syllables)))
                continue
            for piece in cut(run):
                if piece in learnt.written:
                    as_written.add(piece)
                elif len(piece) > 1 and HANZI.search(piece):
                    as_heard.update(spoken(syllables(piece)))
    return as_written, as_heard & learnt.heard.keys()


def parts(text: str) -> list[str]:
    """A question without what only asks, as it is and with its people told as a whole."""
    plain = told = ASKING.sub(" ", asked_of(text))
    for whole, names in PEOPLE:
        told = names.sub(whole, told)
    return plain.split() if told == plain else [*plain.split(), *told.split()]


def cut(run: str) -> list[str]:
    """Every sign and pair, but figures and strokes alone; letters are one piece."""
    if run.isascii() and run.isalpha():
        return [run]
    found = [*run, *map("".join, pairwise(run))]
    return [piece for piece in found if any(sign.isalpha() for sign in piece)]


def syllables(text: str) -> list[str]:
    """One for each sign, whatever stands beside it."""
    return [sounds(sign)[0] for sign in text]


def spoken(told: list[str]) -> list[str]:
    return list(map(" ".join, pairwise(told)))


def spelt(letters: str, known: frozenset[str]) -> list[str]:
    """Letters as the fewest syllables that are known; none where they are no pinyin."""
    ways = {0: []}
    for end in range(1, len(letters) + 1):
        before = [
            ways[start]
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            if start in ways and letters[start:end] in known
        ]
        if before:
            best = min(before, key=len)
            ways[end] = [*best, letters[sum(map(len, best)) : end]]
    return ways.get(len(letters), [])


@lru_cache(maxsize=2)
def learn(known: tuple[Matter, ...]) -> Learnt:
    """What the examples say, each word of a matter being one of them."""
    as_written, as_heard = defaultdict(Counter), defaultdict(Counter)
    size, told = Counter(), set()
    for matter in known:
        for example in (*matter.words, *matter.examples):
            runs = [run for part in parts(example) for run in RUN.findall(part)]
            own = {piece for run in runs for piece in cut(run)}
            size[matter.key] += len(own)
            heard = [syllables(run) for run in runs if HANZI.search(run)]
            told.update(*heard)
            for piece in own:
                as_written[piece][matter.key] += 1
            for piece in {piece for each in heard for piece in spoken(each)}:
                as_heard[piece][matter.key] += 1
    return Learnt(
        {piece: said_by(held, size) for piece, held in as_written.items()},
        {piece: said_by(held, size, HEARD) for piece, held in as_heard.items()},
        frozenset(told),
    )


def said_by(held: Counter, size: Counter, weight: float = 1.0) -> Said:
    """What a piece says for each matter that holds it, little where many do."""
    share = {key: count / (size[key] + BESIDES) for key, count in held.items()}
    all_of_it, count = sum(share.values()), held.total()
    known = count / (count + DOUBT) * len(size)
    return {key: weight * log(1 + each / all_of_it * known) for key, each in share.items()}
