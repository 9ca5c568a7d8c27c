"""What a bulletin claims of projects in words, clause by clause, held against their cards."""

import re
from collections.abc import Iterable, Iterator

from supervision.published.bulletin_issue import Issue
from supervision.published.claims import ALL, BREAKS, CLAUSES, FINE, Fact, Known, contradicted
from supervision.published.holding import SAID, known_of
from supervision.published.placeholders import PLACEHOLDER, TAG

NAMED = re.compile(r"第(\d+(?:[、，和及至—-]\d+)*)项")
OF_PROJECT = re.compile(r"项目(\d+)\.")
# Ends what was said of the projects named before.
OTHERS = re.compile(rf"其余|其[他它]|另有|以上|各牵头|(?:{SAID}|\d|[一二两三四五六七八九十])[件项]")
EVERY = re.compile(r"全部|全面|[均都]|各项|各个|每[个项]|所有|一律")


def claims_against(texts: Iterable[str], issue: Issue) -> dict[str, str]:
    """Phrases that the cards of the projects named do not bear, each with what the card says.

    What names no project is held against the month only where it speaks of every project, or of
    a share.
    """
    told = [each for text in texts for each in told_of(text, titles(issue))]
    cards = {each.project.number: each for each in issue.shown.values()}
    wanted = sorted({number for numbers, _ in told for number in numbers if number in cards})
    until = issue.period.data_until
    lines = issue.lines([cards[number] for number in wanted])
    known = {n: known_of(line, until) for n, line in zip(wanted, lines, strict=True)}
    found: dict[str, str] = {}
    for numbers, text in told:
        for number in numbers:
            if number in known:
                for words, said in contradicted(text, known[number]).items():
                    found.setdefault(words, f"第{number}项{said}")
        if not numbers:
            for words, said in contradicted(text, month_of(issue, text)).items():
                found.setdefault(words, said)
    return found


def titles(issue: Issue) -> dict[str, int]:
    return {each.project.title: each.project.number for each in issue.shown.values()}


def told_of(text: str, known: dict[str, int]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Pieces of a sentence, each with the numbers of the projects it tells of."""
    text = PLACEHOLDER.sub(project_of, TAG.sub("", text))
    for title, number in known.items():
        text = text.replace(title, f"第{number}项")
    for sentence in BREAKS.split(text):
        numbers: tuple[int, ...] = ()
        piece = ""
        for clause in CLAUSES.split(sentence):
            own = tuple(n for found in NAMED.findall(clause) for n in numbers_in(found))
            if not own and OTHERS.search(clause):
                yield numbers, piece
                numbers, piece = (), ""
            elif own and own != numbers:
                yield numbers, piece
                numbers, piece = own, ""
            piece += f"{NAMED.sub('', clause)}，"
        yield numbers, piece


def project_of(found: re.Match) -> str:
    own = OF_PROJECT.match(found[1].strip())
    return f"第{own[1]}项{SAID}" if own else SAID


def numbers_in(text: str) -> list[int]:
    """1 to 3 of 1至3, 1 and 3 of 1、3."""
    found: list[int] = []
    for part in re.split("[、，和及]", text):
        first, *last = map(int, re.split("[至—-]", part)[:2])
        found += range(first, min(last[0], first + 200) + 1) if last else [first]
    return found


def month_of(issue: Issue, text: str) -> Known:
    """The month as a whole: any pace may be told of some projects, of every one only theirs."""
    grading, shown = issue.grading, issue.shown.values()
    late = any(grading.rank(each.colour) for each in shown) if grading else False
    done = all(each.card.actual is not None and each.card.actual >= 1 for each in shown)
    every = EVERY.search(text) is not None
    paces = ALL - {FINE} if every and late else ALL
    whole = Fact("有的项目", paces, finished=done or not every)
    return Known(whole, issue.period.data_until, colour="红橙黄蓝绿")
