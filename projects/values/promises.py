"""A whole list of promises as it is about to be issued; what it lacks stands in `lacking`.

Numbers, months and days are the texts that people type, so that what is half done can be kept.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from projects.values.numbers import BadNumber, read_number

QUANTITY, COVERAGE, MILESTONES, SERVICE = "quantity", "coverage", "milestones", "service"
COUNTED = (QUANTITY, COVERAGE)
KINDS = {QUANTITY: "数量", COVERAGE: "覆盖率", MILESTONES: "节点", SERVICE: "常年服务"}
AT_MOST = "at_most"
COMPARISONS = {"exactly": "达到", "at_least": "不少于", AT_MOST: "不超过"}
LONGEST_NAME, LONGEST_EXCERPT = 60, 200


@dataclass(frozen=True)
class TargetText:
    """A target; `spans` say where it was read, as start and end in its project's text.

    `task` is its task's number, `part_of` its whole's name, `follows` last year's target's key.
    """

    name: str = ""
    kind: str = QUANTITY
    measure: str = ""
    step: str = "1"
    baseline: str = ""
    value: str = ""
    comparison: str = "exactly"
    start: str = ""
    due: str = ""
    task: int = 1
    part_of: str = ""
    weight: str = "1"
    public: bool = True
    definition: str = ""
    evidence: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    follows: int | None = None
    counted_in: str = ""
    people: bool | None = None

    @property
    def counted(self) -> bool:
        return self.kind in COUNTED

    @property
    def ceiling(self) -> bool:
        """Whether it is a limit without a baseline above it: there is no way to go."""
        try:
            baseline, value = read_number(self.baseline or "0"), read_number(self.value)
        except BadNumber:
            return False
        return self.counted and self.comparison == AT_MOST and baseline <= value

    def kept_monthly(self) -> "TargetText":
        """The same as a service, of which every month asks whether it was kept; its limit is told
        by its name.
        """
        told = f"{COMPARISONS[self.comparison]}{self.value}{self.measure}"
        name = self.name.removesuffix(told)[: LONGEST_NAME - len(told)] + told
        nothing = dict.fromkeys(("baseline", "value", "measure", "part_of", "counted_in"), "")
        return replace(self, name=name, kind=SERVICE, comparison="exactly", step="1", **nothing)


def with_kept(targets: Iterable[TargetText], limit: TargetText) -> tuple[TargetText, ...]:
    """The targets with one that is a limit `kept_monthly`; its parts stand for themselves."""
    alone = [
        replace(each, part_of="") if each.part_of and each.part_of == limit.name else each
        for each in targets
    ]
    return tuple(each.kept_monthly() if each is limit else each for each in alone)


@dataclass(frozen=True)
class TaskText:
    """A numbered part of a project; `unit` leads it where it is not the project's lead.

    `untold` where it was decided that no target stands behind it.
    """

    number: int
    marker: str = ""
    text: str = ""
    unit: str = ""
    untold: bool = False


@dataclass(frozen=True)
class ProjectText:
    """A project: its text to the letter, who leads it, and what can be checked of it.

    `lead` hands in the month; `partners` lead beside it, as its document says.
    `remarks` are (start, excerpt, what is doubted). `copies` is last year's project's key.
    """

    number: int | None = None
    title: str = ""
    text: str = ""
    category: str = ""
    lead: str = ""
    supports: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    funds: str = ""
    funds_source: str = ""
    leader: str = ""
    sensitive: bool = False
    tasks: tuple[TaskText, ...] = ()
    targets: tuple[TargetText, ...] = ()
    remarks: tuple[tuple[int, str, str], ...] = ()
    copies: int | None = None

    @property
    def promises(self) -> list[TargetText]:
        """The targets as public pages count them: a whole with its parts is one."""
        return [each for each in self.targets if each.public and not each.part_of]


@dataclass(frozen=True)
class Quota:
    """A quota on the city's list, and the targets that carry it as (project, target)."""

    name: str
    measure: str
    value: str
    document: str = ""
    carried: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class WholeList:
    """Everything that is issued by one act; `sections` are (heading, text) of the document.

    `approved_by` and `meeting` are who decided it and where, as its terms name them.
    """

    year: int
    title: str
    authority: str
    document_number: str
    issued_on: str = ""
    approved_by: str = ""
    meeting: str = ""
    source_title: str = ""
    introduction: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    projects: tuple[ProjectText, ...] = ()
    quotas: tuple[Quota, ...] = ()


def as_dict(project: ProjectText) -> dict:
    return asdict(project)


def from_dict(given: dict) -> ProjectText:
    """The project that `as_dict` wrote, by way of JSON too."""
    made = given | {
        "supports": tuple(given["supports"]),
        "partners": tuple(given.get("partners", ())),
        "remarks": tuple(tuple(each) for each in given["remarks"]),
        "tasks": tuple(TaskText(**each) for each in given["tasks"]),
        "targets": tuple(
            TargetText(**each | {"spans": tuple(tuple(span) for span in each["spans"])})
            for each in given["targets"]
        ),
    }
    return ProjectText(**made)
