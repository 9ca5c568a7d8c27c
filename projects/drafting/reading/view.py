"""A stretch of a project's text that is read as one, though it may lie in several cells."""

from dataclasses import dataclass

from projects.drafting.reading.found import Span
from projects.drafting.reading.signs import flat as flat_of


@dataclass(frozen=True)
class View:
    """`flat` is the half-width text; `runs` are (place in flat, place in the project, length)."""

    flat: str
    runs: tuple[tuple[int, int, int], ...]

    @classmethod
    def plain(cls, text: str, start: int, end: int) -> "View":
        return cls(flat_of(text[start:end]), ((0, start, end - start),))

    @classmethod
    def joined(cls, text: str, spans: list[Span], glue: str = "") -> "View":
        """Spans of the text as one, with a sign between them that stands nowhere."""
        flat, runs = "", []
        for start, end in spans:
            flat += glue if flat else ""
            runs.append((len(flat), start, end - start))
            flat += flat_of(text[start:end])
        return cls(flat, tuple(runs))

    @classmethod
    def beside(cls, first: "View", second: "View") -> "View":
        """Two views as one, as a cell's words and the figure in the next cell."""
        at = len(first.flat)
        return cls(
            first.flat + second.flat,
            first.runs + tuple((at + place, real, length) for place, real, length in second.runs),
        )

    @classmethod
    def of(cls, view: "View", start: int, end: int) -> "View":
        """A part of a view."""
        while start < end and view.flat[start].isspace():
            start += 1
        while end > start and view.flat[end - 1].isspace():
            end -= 1
        runs = []
        for at, real, length in view.runs:
            first, last = max(at, start), min(at + length, end)
            if first < last:
                runs.append((first - start, real + first - at, last - first))
        return cls(view.flat[start:end], tuple(runs))

    @property
    def span(self) -> Span:
        """Where the whole lies in the project's text, from its first run to its last."""
        if not self.runs:
            return (0, 0)
        return min(run[1] for run in self.runs), max(run[1] + run[2] for run in self.runs)

    def real(self, start: int, end: int) -> tuple[Span, ...]:
        """Where a span of the view lies in the project's text."""
        found = []
        for at, real, length in self.runs:
            first, last = max(at, start), min(at + length, end)
            if first < last:
                found.append((real + first - at, real + last - at))
        return tuple(found) or (self.span,)
