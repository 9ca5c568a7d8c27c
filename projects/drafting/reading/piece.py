"""One item of a list read: its heading, units, day, parts and targets."""

import re
from dataclasses import dataclass, replace
from datetime import date

from projects.drafting.reading import doubts, titles, words
from projects.drafting.reading.dates import dates_in
from projects.drafting.reading.found import (
    Check,
    Kind,
    NotTarget,
    PartRead,
    ProjectRead,
    Span,
    TargetRead,
    TaskRead,
)
from projects.drafting.reading.promises import Draft, Refused, read_loosely, read_promises
from projects.drafting.reading.units import Units, find_units
from projects.drafting.reading.view import View
from projects.values.numbers import half_width

WHOLE_DUE = re.compile(
    r"(以上|上述|所有|全部)(各项)?(任务|工作|项目|内容|目标)[^，。；\n]{0,24}(完成|建成|投用)"
)


MOST_TASKS = 100
BOUND = re.compile(r"(?<=.)(（含）)?(及?以上|以内|以下|之内|左右)$")
NUMBERED = ("号", "#")


@dataclass(frozen=True)
class Given:
    """What a table's columns say of an item beside its words."""

    title: Span | None = None
    tasks: tuple[View, ...] = ()
    dues: tuple[str, ...] = ()  # what the column of days says of each task
    units: Units | None = None


@dataclass(frozen=True)
class Piece:
    """An item as cut out of the list's text: `body` begins after its number."""

    number: int
    marker: str
    start: int
    body: int
    end: int
    family: str = ""
    category: str = ""
    city: bool = False
    untitled: bool = False  # the list has no headings: an item's first line is its promise
    given: Given | None = None


@dataclass(frozen=True)
class Stretch:
    """A numbered part of an item, or all of its words."""

    view: View
    marker: str = ""
    units: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    due: str = ""


def read_piece(text: str, piece: Piece, year: int | None, place: int):
    """Return the project, its figures that are no targets, and its doubts."""
    whole = text[piece.start : piece.end]
    title, tasks, units, due_told = parts(whole, piece)
    year_of = year or 2000
    due = due_of(due_told, year_of)
    if due is None and not piece.given:
        due = due_of_sentence(whole, year_of)
    reads: list[TaskRead] = []
    targets: list[TargetRead] = []
    others: list[NotTarget] = []
    checks: list[Check] = []
    for number, task in enumerate(tasks[:MOST_TASKS]):
        view = task.view
        drafts, refused = read_promises(view.flat, year_of)
        span = view.span
        reads.append(TaskRead(number + 1, task.marker, whole[slice(*span)], span, *task.units))
        own_due = due_of(task.due, year_of) or due
        found = [target(whole, view, draft, own_due, number) for draft in drafts]
        targets += found if year else [replace(each, due=None) for each in found]
        others += [not_target(whole, view, each, place) for each in refused]
        checks += doubts.of_drafts(view, drafts, refused, place)
    if not targets and tasks:
        loose = read_loosely(tasks[0].view.flat, year_of)
        targets = [target(whole, tasks[0].view, draft, due if year else None, 0) for draft in loose]
        checks.append(doubts.loose(whole, place))
    targets = named_once(without_repeats(targets, whole))
    checks += doubts.of_project(whole, targets, place)
    checks += [doubts.units(whole, span, place) for span in units.doubted]
    lead, support = units.settled()
    project = ProjectRead(
        number=piece.number,
        marker=piece.marker,
        title=title.text,
        titled=title.titled,
        text=whole,
        span=(piece.start, piece.end),
        lead_units=lead,
        support_units=support,
        due=due if year else None,
        category=piece.category,
        city=piece.city or title.city,
        tasks=tuple(reads),
        targets=tuple(targets),
    )
    return project, others, checks


def parts(whole: str, piece: Piece):
    """The title, the stretches that promise, each with its marker and units, and the day told."""
    if piece.given:
        given = piece.given
        start, end = given.title or (0, 0)
        said = " ".join(whole[start:end].split()).strip("*#")
        title = titles.Title(said, bool(said), start, end, bool(titles.CITY.search(said)))
        if not said and given.tasks:
            title = replace(title, text=titles.first_words(given.tasks[0].flat))
        tasks = [
            Stretch(View.of(view, part.start, part.end), part.marker, due=due)
            for view, due in zip(given.tasks, given.dues, strict=True)
            for part in titles.parts_of(view.flat, 0, len(view.flat), "")
        ]
        if not tasks and said:
            tasks = [Stretch(View.plain(whole, start, end))]
        days = {due for due in given.dues if due}
        return title, tasks, given.units or Units(), days.pop() if len(days) == 1 else ""
    body = piece.body - piece.start
    title = titles.title_of(whole, body, len(whole))
    if piece.untitled:
        title = replace(title, text=titles.first_words(whole[body:]), titled=False, end=body)
    units = find_units(whole)
    masked = list(units.masked)
    due_told = ""
    for span, label, said in titles.aside_spans(whole):
        if re.fullmatch(words.DUE_WORDS, label):
            due_told = due_told or said
        if re.fullmatch(words.DUE_WORDS + "|" + words.ASIDE_WORDS, label):
            masked.append(span)
        else:
            masked.append((span[0], span[1] - len(said)))
    shown = masked_out(whole, masked)
    cut = titles.parts_of(shown, title.end, len(whole), piece.family)
    tasks = []
    for part in cut:
        start, end = titles.trimmed(shown, part.start, part.end)
        if start < end:
            own = find_units(whole[start:end]).settled() if len(cut) > 1 else ((), ())
            tasks.append(Stretch(View.plain(shown, start, end), part.marker, own))
    if title.titled and not any(promised(task.view) for task in tasks):
        tasks.insert(0, Stretch(View.plain(shown, title.start, min(title.end, len(whole)))))
    return title, tasks, units, due_told


def promised(view: View) -> bool:
    return bool(read_promises(view.flat, 2000)[0])


def masked_out(text: str, spans: list[Span]) -> str:
    """The text with the spans blanked, so that every other character keeps its place."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def due_of(told: str, year: int) -> date | None:
    days = dates_in(half_width(told), year)
    return days[-1].day if days else None


def due_of_sentence(whole: str, year: int) -> date | None:
    """The day of a sentence that dates the whole item: 以上任务10月底前完成."""
    for sentence in re.split(r"[。；\n]", half_width(whole)):
        if WHOLE_DUE.search(sentence) and (days := dates_in(sentence, year)):
            return days[-1].day
    return None


def target(whole: str, view: View, draft: Draft, due: date | None, task: int) -> TargetRead:
    spans = tuple(real for span in draft.spans for real in view.real(*span))
    parts = []
    for name, value, measure, span in draft.parts:
        real = view.real(*span)
        parts.append(PartRead(name, value, measure, real, tuple(whole[a:b] for a, b in real)))
    return TargetRead(
        name=draft.name,
        kind=draft.kind,
        value=draft.value,
        baseline=draft.baseline,
        measure=draft.measure,
        comparison=draft.comparison,
        due=draft.due or due,
        parts=tuple(parts),
        spans=spans,
        excerpts=tuple(whole[a:b] for a, b in spans),
        task=task,
    )


def not_target(whole: str, view: View, refused: Refused, place: int) -> NotTarget:
    start, end = view.real(refused.start, refused.end)[0]
    end -= len(whole[start:end]) - len(BOUND.sub("", whole[start:end]))
    end += whole[end : end + 1] in NUMBERED and refused.why in ("编号", "文号")
    return NotTarget(whole[start:end], refused.why, place, (start, end))


def without_repeats(targets: list[TargetRead], whole: str) -> list[TargetRead]:
    """Leave out what is promised a second time in the same words and figures."""
    kept: list[TargetRead] = []
    for each in targets:
        same = [other for other in kept if again(other, each, whole)]
        if not same:
            kept.append(each)
    return kept


def again(first: TargetRead, second: TargetRead, whole: str) -> bool:
    if (first.kind, first.value, first.measure) != (second.kind, second.value, second.measure):
        return False
    if first.kind in (Kind.SERVICE, Kind.MILESTONES):
        return first.name == second.name
    between = whole[first.spans[-1][1] : second.spans[0][0]]
    in_next_cell = "\t" in between or "|" in between
    if first.task == second.task and in_next_cell and "\n" not in between:
        return True
    return first.name[-6:] == second.name[-6:] and first.spans != second.spans


def named_once(targets: list[TargetRead]) -> list[TargetRead]:
    """Give targets of the same name a number: no project has two of one name."""
    seen: dict[str, int] = {}
    found = []
    for each in targets:
        seen[each.name] = seen.get(each.name, 0) + 1
        name = each.name if seen[each.name] == 1 else f"{each.name}（{seen[each.name]}）"
        found.append(replace(each, name=name))
    return found
