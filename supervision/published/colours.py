"""How a month's cards changed from the month before."""

from dataclasses import dataclass

from projects.models import Project
from supervision.models import ShownCard
from supervision.published.wording import Grade, Looks

# No list in a text is longer; the tables have every project.
MOST = 100
NEW, WORSE, MILDER, CLEARED, DECIDED = "new", "worse", "milder", "cleared", "decided"
WORDS = {
    NEW: "新落后",
    WORSE: "落后加重",
    MILDER: "落后减轻",
    CLEARED: "赶上计划、销牌",
    DECIDED: "经认定改牌",
}


@dataclass(frozen=True)
class Turn:
    """A project whose card is another than the month before; `former` None where it had none."""

    project: Project
    former: Grade | None
    now: Grade

    @property
    def words(self) -> str:
        """蓝牌→黄牌; the card of now alone where there was none before."""
        steps = [each.name or each.words for each in (self.former, self.now) if each]
        return "→".join(steps)


@dataclass(frozen=True)
class Turned:
    """Turns of one kind: `words` say which; `turns` are cut to the longest list allowed."""

    words: str
    count: int
    turns: list[Turn]


def rank(looks: Looks, colour: str) -> int:
    """0 for the good colour and for 未评, then rising with the severity."""
    if colour not in looks.levels or colour == looks.levels[0]:
        return 0
    return len(looks.levels) - 1 - looks.levels[::-1].index(colour)


def turns_of(former: dict[int, ShownCard], now: dict[int, ShownCard], looks: Looks) -> list[Turned]:
    """Newly behind, worse, milder but still behind, and 销牌: the kinds that there are."""
    turns: dict[str, list[Turn]] = {kind: [] for kind in WORDS}
    for key, shown in now.items():
        before = former[key].colour if key in former else ""
        kind = turn(rank(looks, before), rank(looks, shown.colour))
        if shown.override_id and kind in (MILDER, CLEARED):
            kind = DECIDED  # by a decision, not by catching up
        grade = looks.grade(shown.colour)
        if kind and grade and shown.colour:
            turns[kind].append(Turn(shown.project, before and looks.grade(before), grade))
    return [Turned(WORDS[kind], len(own), own[:MOST]) for kind, own in turns.items() if own]


def turn(before: int, now: int) -> str:
    if before == now:
        return ""
    if not before:
        return NEW
    if not now:
        return CLEARED
    return WORSE if now > before else MILDER


def behind(shown: dict[int, ShownCard], looks: Looks) -> list[ShownCard]:
    """Cards of projects that are behind, the worst first."""
    late = [each for each in shown.values() if rank(looks, each.colour)]
    return sorted(late, key=lambda each: -rank(looks, each.colour))
