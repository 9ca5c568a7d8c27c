"""What is read out of a list's text: frozen facts, each with its place in the text.

Offsets count characters from 0, the end not included, so that `text[start:end]` is the excerpt.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Span = tuple[int, int]


class Kind(StrEnum):
    """Kinds of target, in the record's words."""

    QUANTITY = "quantity"
    COVERAGE = "coverage"
    MILESTONES = "milestones"
    SERVICE = "service"


class Comparison(StrEnum):
    """What is asked of a value, in the record's words."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class PartRead:
    """A part of a whole: 城镇公益性岗位 209 of 549. Spans as in TargetRead."""

    name: str
    value: Decimal
    measure: str
    spans: tuple[Span, ...]
    excerpts: tuple[str, ...]


@dataclass(frozen=True)
class TargetRead:
    """One promise that can be checked.

    `value` is None for milestones and services; `baseline` is None where the text names none.
    `due` is None where it is the year's end. `spans` are offsets in the project's text;
    `task` is the index of the task it was read from in the project's `tasks`.
    """

    name: str
    kind: Kind
    value: Decimal | None
    baseline: Decimal | None
    measure: str
    comparison: Comparison
    due: date | None
    parts: tuple[PartRead, ...]
    spans: tuple[Span, ...]
    excerpts: tuple[str, ...]
    task: int


@dataclass(frozen=True)
class TaskRead:
    """A numbered part of a project, verbatim and without its marker (① or “”).

    `span` are offsets of `text` in the project's text. `lead_units` and `support_units` are
    filled where the part names units of its own.
    """

    number: int
    marker: str
    text: str
    span: Span
    lead_units: tuple[str, ...] = ()
    support_units: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectRead:
    """An item of the list.

    `text` is `reading.text[span[0]:span[1]]`, number, title and units included. `marker` is the
    number as printed (“1.”, “（一）”, “01*”, “一是”, ""), `number` counts from 1. `titled` is False
    where the text gives no heading and `title` is only its first words. `city` marks the items of
    the city's list, `category` is the heading it stands under.
    """

    number: int
    marker: str
    title: str
    titled: bool
    text: str
    span: Span
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    due: date | None
    category: str
    city: bool
    tasks: tuple[TaskRead, ...]
    targets: tuple[TargetRead, ...]


@dataclass(frozen=True)
class NotTarget:
    """A figure that is no target, and why (a Chinese word: 年龄, 年份, 资金 …).

    `project` is an index in the reading's projects, `span` an offset in that project's text.
    """

    excerpt: str
    why: str
    project: int
    span: Span


@dataclass(frozen=True)
class Check:
    """A doubt for the editor as a Chinese sentence.

    `code` is one of sum, total, measure, frequency, misprint, rest, numbers, title, year, none.
    `project` is an index in the reading's projects or None; `span` is an offset in that
    project's text, or in the reading's where there is no project.
    """

    code: str
    sentence: str
    project: int | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Reading:
    """A whole text as read. `text` is the text that all spans point into: pages' furniture is
    gone and broken lines are joined; every other character stands as it came. `issued_on` is the
    day at the document's foot.
    """

    title: str
    year: int | None
    issuer: str
    document_number: str
    text: str
    projects: tuple[ProjectRead, ...]
    not_targets: tuple[NotTarget, ...]
    checks: tuple[Check, ...]
    issued_on: date | None = None
