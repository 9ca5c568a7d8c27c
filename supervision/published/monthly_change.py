"""What a month changed from the one before: cards that turned, figures that moved."""

from dataclasses import dataclass

from projects.models import Project
from projects.values.months import short
from projects.values.numbers import change_in_words, plain
from supervision.cards.naming import present_names
from supervision.models import ShownCard
from supervision.published.disclosure import hidden
from supervision.published.former import Stood
from supervision.published.shown import PublicCard
from supervision.published.wording import Grade, Grading, Shares, number

# No list in a text is longer; the tables have every project.
MOST = 100
Shown = dict[int, ShownCard]
NEW, WORSE, MILDER, CLEARED, DECIDED = "new", "worse", "milder", "cleared", "decided"
WORDS = {
    NEW: "新落后",
    WORSE: "落后加重",
    MILDER: "落后减轻",
    CLEARED: "销牌",
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


Keyed = dict[int, tuple[Grade | None, Grade]]


def turned(
    former: dict[int, ShownCard | Stood], now: dict[int, ShownCard | Stood], grading: Grading
) -> dict[str, Keyed]:
    """By kind and project, the grades before and now of those whose cards turned."""
    turns: dict[str, Keyed] = {kind: {} for kind in WORDS}
    for key, shown in now.items():
        before = former[key].colour if key in former else ""
        kind = turn(grading.rank(before), grading.rank(shown.colour))
        if shown.override_id and kind in (MILDER, CLEARED):
            kind = DECIDED  # by a decision, not by catching up
        grade = grading.grade(shown.colour)
        if kind and grade and shown.colour:
            turns[kind][key] = grading.grade(before) if before else None, grade
    return turns


def told(turns: dict[str, Keyed], projects: dict[int, Project]) -> list[Turned]:
    """Newly behind, worse, milder but still behind, and 销牌: the kinds that there are.

    `projects` are those of the `first` of each kind.
    """
    return [
        Turned(WORDS[kind], len(own), [Turn(projects[key], *own[key]) for key in first(own)])
        for kind, own in turns.items()
        if own
    ]


def first(turns: Keyed) -> list[int]:
    """The projects that a list of one kind names."""
    return list(turns)[:MOST]


def turns_of(
    former: dict[int, ShownCard], now: dict[int, ShownCard], grading: Grading
) -> list[Turned]:
    return told(turned(former, now, grading), {key: each.project for key, each in now.items()})


def turn(before: int, now: int) -> str:
    if before == now:
        return ""
    if not before:
        return NEW
    if not now:
        return CLEARED
    return WORSE if now > before else MILDER


def behind(shown: Shown, grading: Grading) -> list[ShownCard]:
    """Cards of projects that are behind, the worst first."""
    late = [each for each in shown.values() if grading.rank(each.colour)]
    return sorted(late, key=lambda each: -grading.rank(each.colour))


USUAL = "照常开展"


def progress_phrases(former: PublicCard | None, now: PublicCard) -> list[str]:
    """A phrase for each target that changed, one for all services that ran as usual.

    Without a card before, from the year's start.
    """
    since = former.month if former else ""
    phrases, as_usual = [], []
    for facts, before in side_by_side(former, now):
        say = {"milestones": stages, "service": service}.get(facts["kind"], counted)
        phrase = say(facts, before, since, now.month)
        if phrase == USUAL:
            as_usual.append(facts["name"])
        elif phrase:
            phrases.append(phrase)
    return [*phrases, "、".join(as_usual) + USUAL] if as_usual else phrases


def side_by_side(former: PublicCard | None, now: PublicCard) -> list[tuple[dict, dict | None]]:
    """Each target's facts now and before, in what they cover where both are."""
    if former is None:
        return [(facts, None) for facts in now.counted]
    known_as = former_names(former, now)
    units = {facts["name"]: facts for facts in former.counted}
    stored = {facts["name"]: facts for facts in former.facts["targets"]}
    pairs = []
    for facts, told in zip(now.facts["targets"], now.counted, strict=True):
        name = known_as.get(facts["name"])
        before = units.get(name)
        if before and before.get("whole") == told.get("whole"):
            pairs.append((told, before))
        else:
            pairs.append((facts, stored.get(name)))
    return pairs


def former_names(former: PublicCard, now: PublicCard) -> dict[str, str]:
    """What each target of now was called the month before, where that month judged it.

    The record is asked only where a name was spelled anew between the two.
    """
    before, after = ([each["name"] for each in card.facts["targets"]] for card in (former, now))
    same = {} if {*before} <= {*after} else present_names(now.facts["project"])
    called = {same.get(name, name): name for name in before}
    return {name: called[own] for name in after if (own := same.get(name, name)) in called}


def counted(facts: dict, former: dict | None, since: str, month: str) -> str:
    """照明78→90口（+12）; of a count that is not told not even whether it moved."""
    if not facts["plan"]:
        return ""
    now = reading(facts, month)
    before = reading(former, since) if former else facts["baseline"]
    if hidden(now):
        return f"{facts['name']}人数按规定不公布"
    if hidden(before):
        return f"{facts['name']}累计{plain(number(now))}{facts['measure']}"
    step = number(now) - number(before)
    if step == 0:
        return ""
    return facts["name"] + change_in_words(number(before), number(now), facts["measure"])


def reading(facts: dict, month: str):
    """The last reading by a month's end, the baseline before any."""
    months = [each for each in facts["readings"] if each <= month]
    return facts["readings"][max(months)]["value"] if months else facts["baseline"]


def stages(facts: dict, former: dict | None, since: str, month: str) -> str:
    """The stages that are done now and were not known to be done before."""
    done = done_by(facts, month) - (done_by(former, since) if former else set())
    new = [stage["name"] for stage in facts["milestones"] or [] if stage["name"] in done]
    return f"{facts['name']}完成{''.join(f'“{each}”' for each in new)}" if new else ""


def done_by(facts: dict, month: str) -> set[str]:
    rows = facts["milestones"] or []
    return {stage["name"] for stage in rows if stage["done"] and stage["done"] <= month}


def service(facts: dict, former: dict | None, since: str, month: str) -> str:
    ran = [each for each in facts["ran"] or [] if since < each <= month]
    if not ran:
        return ""
    return USUAL if len(ran) == 1 else f"{facts['name']}开展{len(ran)}个月"


def standstill(former: PublicCard | None, now: PublicCard) -> list[str]:
    """A phrase for each target that is behind its plan and did not move, with since when.

    A month that was not reported is told as that; a service's months are told one by one.
    """
    if now.missing:
        return ["这个月未报"]
    if former is None:
        return []
    known_as = former_names(former, now)
    return [
        f"{facts['name']}{unmoved(facts, now.month)}"
        for facts in now.facts["targets"]
        if facts["kind"] != "service"
        and stuck(former.targets.get(known_as.get(facts["name"])), now.targets.get(facts["name"]))
    ]


def stuck(before: Shares | None, own: Shares | None) -> bool:
    if own is None or before is None or own.actual is None:
        return False
    return own.deviation < 0 and own.actual == before.actual


def unmoved(facts: dict, month: str) -> str:
    if facts["kind"] == "milestones":
        last = max((each["done"] for each in facts["milestones"] if each["done"]), default="")
    else:
        values = {m: each["value"] for m, each in facts["readings"].items() if m <= month}
        now = reading(facts, month)
        moved = [m for m, value in values.items() if value != now]
        last = min((m for m in values if m > max(moved, default="")), default="")
        last = "" if now == facts["baseline"] else last
    return f"{short(last)}以来没有新进展" if last else "还没有进展"
