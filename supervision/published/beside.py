"""What a card does not hold and its public words need: who is counted, and out of how many.

Given to many projects at once, in a number of queries that does not grow with them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from projects.models import Project, Target, about_people, every_name
from projects.values.numbers import hundredths, plain
from supervision.models import Review
from supervision.published.disclosure import UNTOLD, Count, in_place_of, told

HANDED_IN = "readings__submission__"
ASKED = (
    "project", "name", "former_names", "kind", "measure", "counted_in", "people",
    f"{HANDED_IN}review__verdict",
    f"{HANDED_IN}report__period__month", "readings__value", "readings__numerator",
    "readings__denominator", "readings__served",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A coverage as it was handed in for a month: so many of so many."""

    month: str
    part: Decimal
    whole: Decimal

    @property
    def percents(self) -> set[Decimal]:
        """What its reading may be: rounded down where it is to rise, up where it is to fall."""
        share = self.part * 100 / self.whole
        return {hundredths(share, falls=falls) for falls in (False, True)}


@dataclass
class Beside:
    """By target: whether it counts `people`, what its share is `counted_in`, the shares themselves.

    `counts` are the year's readings in the order in which they were accepted, `served` those of
    services.
    """

    sensitive: bool = False
    people: dict[str, bool] = field(default_factory=dict)
    counted_in: dict[str, str] = field(default_factory=dict)
    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    served: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))

    def protects(self, name: str, kind: str, measure: str = "") -> bool:
        """Whether small counts of a target are withheld."""
        if not self.sensitive:
            return False
        return self.people.get(name, about_people(None, kind, measure, ""))

    def untold(self, facts: dict) -> dict[str, str]:
        """What stands for each value of a counted target that is not told, by the value's text."""
        values = [each["value"] for _, each in sorted(facts["readings"].items())]
        if facts["kind"] == "coverage":
            return self.untold_shares(facts["name"], values)
        baseline = Decimal(facts["baseline"])
        known = self.counts.get(facts["name"], []) + [Decimal(value) for value in values]
        kept = {each.value for each in told(map(Count, known), baseline)}
        return {
            value: in_place_of(Decimal(value), baseline)
            for value in values
            if Decimal(value) not in kept
        }

    def untold_shares(self, name: str, values: list[str]) -> dict[str, str]:
        """A percentage is told unless one of the shares it stands for is not."""
        counts = {each: Count(each.part, each.whole - each.part) for each in self.shares[name]}
        kept = told(counts.values())
        hidden = [share for share, count in counts.items() if count not in kept]
        closed = set().union(*(share.percents for share in hidden))
        return {value: UNTOLD for value in values if Decimal(value) in closed}

    def served_words(self, name: str, count: Decimal) -> str:
        """People or things served, as they may be told."""
        if not self.protects(name, "service", "人次"):
            return plain(count)
        known = [*self.served.get(name, []), Decimal(count)]
        kept = {each.value for each in told(map(Count, known))}
        return plain(count) if Decimal(count) in kept else in_place_of(Decimal(count))

    def whole_of(self, name: str, month: str | None, value: Decimal) -> Decimal | None:
        """Out of how many a month's share was, where the office named what is counted.

        Nothing where people are protected: with the whole a percentage is a count.
        """
        if self.counted_in.get(name) and not self.protects(name, "coverage"):
            for share in reversed(self.shares.get(name, [])):
                if share.month == month and value in share.percents:
                    return share.whole
        return None


NOTHING = Beside()  # of a project that counts neither people nor shares; never added to


def give_beside(projects: Iterable[Project]) -> None:
    """Let each project have what stands `beside` its cards; in one query."""
    own = defaultdict(list)
    for project in projects:
        own[project.pk].append(project)
    found = {key: Beside(same[0].sensitive) for key, same in own.items()}
    asked = Q(kind=Target.Kind.COVERAGE) | Q(project__sensitive=True)
    targets = Target.everything.filter(asked, project__in=own)
    for row in targets.order_by(f"{HANDED_IN}review__at", "readings__pk").values_list(*ASKED):
        take(found[row[0]], *row[1:])
    for key, same in own.items():
        for project in same:
            project.beside = found[key]


def take(
    found: Beside, name: str, former_names: list, kind: str, measure: str, counted_in: str,
    said: bool | None, verdict: str | None, month: str | None, value, part, whole, served,
) -> None:  # fmt: skip
    """A target, with one of its readings where it has any; what was not accepted is left."""
    for called in every_name(name, former_names):
        found.people[called] = about_people(said, kind, measure, counted_in)
        found.counted_in[called] = counted_in
        if verdict != Review.Verdict.ACCEPTED:
            continue
        if whole is not None:
            found.shares[called].append(Share(month, part, whole))
        elif value is not None:
            found.counts[called].append(value)
        if served is not None:
            found.served[called].append(Decimal(served))


def beside_of(project: Project) -> Beside:
    if not hasattr(project, "beside"):
        give_beside([project])
    return project.beside
