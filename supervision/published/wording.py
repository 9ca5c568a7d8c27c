"""How cards and numbers are said to the public."""

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

from projects.values.numbers import plain
from supervision.models.period import UNRATED
from supervision.published.disclosure import UNTOLD, WITHHELD, hidden
from supervision.rules.numbers import side_by_side, threshold

SHAPES = {"blue": "disc", "yellow": "triangle", "red": "square", "none": "disc", UNRATED: "ring"}


@dataclass(frozen=True)
class Grade:
    """A card, or a line of the legend.

    `key` names it in addresses, `name` is 蓝牌, `words` 按序时推进. Where the programme shows
    words only, `key` is those words, and name, colour and shape are empty.
    """

    key: str
    words: str
    name: str = ""
    colour: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Grading:
    """The words of a policy: for each colour its card's name and what it says.

    `turns` is what clearing says of each grade, `levels` the colour of each severity, `bands`
    how far behind the plan each severity begins, `praise` what is said of those `ahead` of it.
    """

    display: str
    grades: dict[str, tuple[str, str]]
    turns: dict[str, str]
    levels: list[str]
    bands: list[dict]
    praise: tuple[str, ...] = ()
    ahead: str = ""  # by so many points

    @classmethod
    @lru_cache(maxsize=64)  # of two texts and nothing else: the same for every card of a month
    def of(cls, body: str, display: str) -> "Grading":
        policy = json.loads(body)
        severities = policy["severities"]
        grades = {look["colour"]: (look["card"], look["public"]) for look in severities}
        return cls(
            display=display,
            grades={**grades, UNRATED: ("", policy["unrated"])},
            turns={look["turns"]: look["public"] for look in severities},
            levels=[look["colour"] for look in severities],
            bands=policy["rules"]["behind_plan"]["bands"],
            praise=tuple(policy["progress_words"][key] for key in ("done_early", "ahead")),
            ahead=policy["progress_words"]["ahead_points"],
        )

    @cached_property
    def limits(self) -> tuple[Fraction, ...]:
        return tuple(Fraction(band["from"]) for band in self.bands)

    @cached_property
    def turning(self) -> tuple[Fraction, ...]:
        """The gaps at which a card changes, behind and ahead, and nought between them."""
        return (Fraction(0), *self.limits, *(-limit for limit in self.limits))

    @property
    def judges(self) -> bool:
        """Whether the public may see who is ahead and who behind: not where only bars are shown."""
        return self.display != "bar"

    @property
    def coloured(self) -> bool:
        return self.display == "full"

    def grade(self, colour: str, words: str = "") -> Grade | None:
        """A grade as the programme's setting lets it be seen: in full, in words, or not at all."""
        name, public = self.grades.get(colour or UNRATED, ("", ""))
        words = words or public
        if not self.judges:
            return None
        if self.display == "words":
            return Grade(public, words)
        colour = colour or UNRATED
        return Grade(colour, words, name, colour, SHAPES[colour])

    def legend(self) -> list[Grade]:
        """What each grade means, 未评 last; empty where only bars are shown."""
        return [grade for colour in self.grades if (grade := self.grade(colour))]

    def counted(self, counts: dict[str, int]) -> list[tuple[Grade, int]]:
        """The legend with how many stand where, of counts by colour; 未评 only where some do."""
        found = [(grade, counts.get(self.colour_of(grade.key), 0)) for grade in self.legend()]
        return [(grade, count) for grade, count in found if count or grade.key != UNRATED]

    def colour_of(self, key: str) -> str | None:
        """The colour a key of the legend stands for; None for any other text."""
        for colour in self.grades:
            if (grade := self.grade(colour)) and grade.key == key:
                return colour
        return None

    def rank(self, colour: str) -> int:
        """Return 0 for the good colour and for 未评, then rising with the severity."""
        if colour not in self.levels or colour == self.levels[0]:
            return 0
        return len(self.levels) - 1 - self.levels[::-1].index(colour)

    def title(self, severity: int) -> str:
        """A severity's card as it is said: 黄牌（进度偏慢）, or the words alone."""
        grade = self.grade(self.levels[severity])
        return f"{grade.name}（{grade.words}）" if grade.name else f"“{grade.words}”"

    @property
    def fine(self) -> bool:
        """Whether those with their plan carry a colour too, so that a legend must tell it."""
        return bool(self.levels) and self.bands[0]["included"]

    def meaning(self, grade: Grade) -> str:
        """A colour in half a line, for those who meet it the first time."""
        colour = self.colour_of(grade.key) or ""
        if colour == UNRATED or not self.bands:
            return ""
        rank = self.rank(colour)
        if not rank:
            return f"跟上了计划，或者差不到{self.bands[0]['from']}个百分点"
        worst = max(map(self.rank, self.levels))
        return "慢得多，重点督办" if rank == worst else "比计划慢，提醒赶上"

    @property
    def rule(self) -> str:
        """How far behind its plan a project gets which card, in one sentence."""
        if not (self.judges and self.bands):
            return ""
        lines = (
            [f"跟上计划或落后不到{self.bands[0]['from']}个百分点为{self.title(0)}"]
            if self.fine
            else []
        )
        lines += [
            f"落后{threshold(band['from'], band['included'])}为{self.title(band['severity'])}"
            for band in self.bands
        ]
        plain = "“序时”就是分月计划。" if "序时" in self.title(0) else ""
        return f"与分月计划相比，{'，'.join(lines)}。{plain}"

    def words_in(self, label: str) -> str:
        """The public words of a label such as 黄牌 进度偏慢."""
        for name, _ in self.grades.values():
            if name and label.startswith(name):
                return label.removeprefix(name).strip()
        return label

    def uncoloured(self, text: str) -> str:
        """A sentence in which no colour is named."""
        for turn, public in self.turns.items():
            text = text.replace(turn, f"转为“{public}”")
        for name, public in self.grades.values():
            text = text.replace(name, f"“{public}”") if name else text
        return text


NO_NUMBER = (None, "", WITHHELD, UNTOLD)


def number(text) -> Decimal | None:
    """The number of a stored text; None where there is none, or it is withheld."""
    return None if text in NO_NUMBER else Decimal(str(text))


def said(text) -> str:
    """A stored number as it is read: without trailing zeros; what is withheld stays so."""
    return text if hidden(text) else plain(number(text))


def untold_words(text: str) -> str:
    """数量不足10，按规定不公布具体数字: what is said of a count that is not told."""
    return f"数量{text}，按规定不公布具体数字" if text == WITHHELD else "人数按规定不公布"


@dataclass(frozen=True)
class Shares:
    """How far something is and how far its plan says it should be, exact; `actual` None: withheld.

    `limits` are the gaps, in points, at which a card changes. What is printed comes from here
    alone, so that it subtracts and crosses no limit.
    """

    actual: Fraction | None
    planned: Fraction
    limits: tuple[Fraction, ...] = ()

    @property
    def deviation(self) -> Fraction | None:
        return None if self.actual is None else self.actual - self.planned

    @property
    def done(self) -> bool:
        """All of it, to the last piece."""
        return self.actual is not None and self.actual >= 1

    @cached_property
    def printed(self) -> tuple[str, str, str]:
        """Done and planned in percent, and the points between them."""
        known = self.planned if self.actual is None else self.actual
        return side_by_side(known, self.planned, self.limits)

    @property
    def percent(self) -> str:
        return "" if self.actual is None else self.printed[0]

    @property
    def clamped(self) -> str:
        """Done in percent as a mean counts it: nothing below its start, nothing beyond its end."""
        if self.actual is None:
            return ""
        return "100" if self.actual >= 1 else "0" if self.actual <= 0 else self.percent

    @property
    def planned_percent(self) -> str:
        return self.printed[1]

    @property
    def gap(self) -> str:
        """In words: 比计划低20.1个百分点."""
        if self.actual is None:
            return ""
        amount, apart = self.printed[2], self.deviation
        if amount == "0":
            return "与计划基本持平" if apart and self.actual > 0 else "与计划持平"
        return f"比计划{'低' if apart < 0 else '高'}{amount}个百分点"
