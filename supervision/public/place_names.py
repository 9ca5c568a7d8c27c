"""Places by names that are written otherwise than the office did: town and place in one, figures in
Chinese or without their noughts, 邨 for 村, pinyin, and towns with one wrong sign."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.db.models import QuerySet

from projects.values.numbers import of_characters
from supervision.public.matching import ASKING, HANZI, LETTERS, asked_of, simplified, sounds
from supervision.public.search_words import bounded, holding, words_of

# Two signs are found as they are written; more than a name is a question.
LEAST, MOST_SIGNS = 3, 30
MOST_SITES = 5000
NOUGHTS = re.compile(r"(?<![\d.])0+(?=\d)")
FIGURES = re.compile(r"第?\d+")
# 五和居 is compared as 5和居.
READ_ALOUD = {str(at): sounds(sign)[0] for at, sign in enumerate("零一二三四五六七八九")}

ASIDE = re.compile(r"[（(].*?[）)]")
NUMERALS = re.compile("[零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰]+")
# Written so that it may be a name which the words alone do not find.
LIKE_NAME = re.compile(rf"[a-z]{{4,}}|\d|邨|{NUMERALS.pattern}|.{{2,}}[村庄区园校学院站房居]$")
WHERE = re.compile("在(?:哪里|哪儿|什么地方)")
TOWN = re.compile("(镇|乡|街道)$")
LIKE_TOWN = re.compile("[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,6}(镇|乡|街道)")


@lru_cache(maxsize=2 * MOST_SITES)
def plain(name: str) -> str:
    """A name as it is compared: 疃里镇（演示）二十邨 is 疃里镇20村."""
    short = ASIDE.sub("", simplified(name)).replace("邨", "村").lower()
    return NOUGHTS.sub("", NUMERALS.sub(in_figures, "".join(short.split())))


def in_figures(found: re.Match) -> str:
    number = of_characters(found[0])
    return found[0] if number is None else str(number)


def asked_for(q: str) -> str:
    """What a question holds of a name; "" where it can be none."""
    typed = plain(ASKING.sub("", WHERE.sub("", asked_of(q))))
    return typed if len(typed) <= MOST_SIGNS and not typed.isdigit() else ""


def names_of(sites: QuerySet) -> list[tuple[int, str]]:
    """Keys of sites, the newest first, and what each is called with its town."""
    rows = sites.order_by("-target__project__programme__year", "pk")
    names = rows.values_list("pk", "place", "name")[:MOST_SITES]
    return [(pk, plain(town) + plain(name)) for pk, town, name in names]


def called(names: Callable[[], list[tuple[int, str]]], q: str) -> list[int] | None:
    """Keys of the sites whose town and name together hold all that was typed.

    None where what was typed is not like a name, and no names wanted.
    """
    typed = asked_for(q)
    if len(typed) < LEAST or not LIKE_NAME.search(typed):
        return None
    return [pk for pk, name in names() if holds(name, typed)]


def narrowed(sites: QuerySet, q: str) -> QuerySet:
    """The sites whose name or town holds what was typed, or else those that are called so."""
    found = sites.filter(holding(words_of(q), "name", "place"))
    if q and not found.exists() and (keys := called(lambda: names_of(sites), q)):
        return sites.filter(pk__in=keys)
    return found


def is_town(place: str, q: str) -> bool:
    """Whether a town is all that was typed: 疃里镇, 疃里, tuanlizhen."""
    whole, typed = plain(place), asked_for(q)
    return bool(typed) and typed in (whole, TOWN.sub("", whole), "".join(spelt(whole)))


def near_towns(places: Callable[[], Iterable[str]], q: str) -> list[str]:
    """The towns whose name was typed with one wrong sign: 彤里镇, 疃李; whoever tells it is not
    sure. No places wanted where what was typed is longer than a town's name."""
    typed = asked_for(q)
    if not LIKE_TOWN.fullmatch(typed):
        return []
    return [place for place in places() if place and is_nearly(plain(place), typed)]


def is_nearly(town: str, typed: str) -> bool:
    """Of a name of two signs without what it is (镇) the wrong one has to begin with the same
    sound: 彤里 is meant for 疃里, 家里 is not."""
    own, short = TOWN.sub("", town), TOWN.sub("", typed)
    if own == short:
        return True
    if differ_in_one(town, typed) and len(typed) > LEAST - 1:
        return True
    if not differ_in_one(own, short):
        return False
    return short != typed or len(short) >= LEAST or begin_alike(own, short)


def differ_in_one(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < LEAST - 1 or not all(map(HANZI.match, other)):
        return False
    return sum(mine != yours for mine, yours in zip(one, other, strict=True)) == 1


def begin_alike(one: str, other: str) -> bool:
    return all(mine[0] == yours[0] for mine, yours in zip(spelt(one), spelt(other), strict=True))


def holds(whole: str, typed: str) -> bool:
    """Figures whole, or left out; letters as pinyin from the beginning of a sign on."""
    found = re.compile(bounded(typed))
    if found.search(whole) or found.search(FIGURES.sub("", whole)):
        return True
    if not (typed.isascii() and LETTERS.search(typed)):
        return False
    signs = spelt(whole)
    aloud = [READ_ALOUD.get(sign, sign) for sign in signs]
    return any(
        found.match("".join(each[at:])) for each in (signs, aloud) for at in range(len(signs))
    )


@lru_cache(maxsize=MOST_SITES)
def spelt(name: str) -> tuple[str, ...]:
    return tuple(sounds(sign)[0] for sign in name)
