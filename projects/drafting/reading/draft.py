"""A target and a figure that is none, as they stand in a stretch of text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.drafting.reading.found import Comparison, Kind, Span


@dataclass(frozen=True)
class Draft:
    """A target as read, with its spans in the text that was read."""

    name: str
    kind: Kind
    value: Decimal | None
    baseline: Decimal | None
    measure: str
    comparison: Comparison
    due: date | None
    parts: tuple[tuple[str, Decimal, str, Span], ...]
    spans: tuple[Span, ...]
    computed: str = ""


@dataclass(frozen=True)
class Refused:
    start: int
    end: int
    why: str
