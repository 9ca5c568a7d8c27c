"""What a stretch of text promises: its targets, and the figures that are none."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from projects.drafting.reading import each, unfigured
from projects.drafting.reading.dates import Told, dates_in
from projects.drafting.reading.dose import Dose, put_together
from projects.drafting.reading.figures import Figure, find_figures
from projects.drafting.reading.found import Comparison, Kind, Span
from projects.drafting.reading.names import name_of
from projects.drafting.reading.sentences import Clause, around, clauses, sentences, trimmed

CREATED = re.compile(r"^(完成)?[^，。；]{0,6}1个[^，。；]*(创建(目标)?|创建工作)$")
AT_A_PLACE = re.compile(
    r"^在[^，。；]{1,24}(路|街|大道|高速)[^，。；]{0,3}(东|西|南|北|侧|口|处)(侧|边"
    r"|角)?[^，。；]{0,60}建设"
)
SCOPE = re.compile(
    r"(全区|全县|全市|全镇|辖区|区内|县内|市内|我区|我县|所有|全部)[^，。；0-9]{0,6}$"
)
MOST_FIGURES = 300  # in one item; no promise has a tenth of them


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


def read_promises(flat: str, year: int) -> tuple[list[Draft], list[Refused]]:
    """The targets of a half-width text, sentence by sentence."""
    drafts: list[Draft] = []
    refused: list[Refused] = []
    for start, end in sentences(flat):
        mine, others = read_sentence(flat, start, end, year)
        refused += others
        for draft in mine:
            if not staged(drafts, draft):
                drafts.append(draft)
        if len(drafts) + len(refused) > MOST_FIGURES:
            break
    return drafts, refused


def staged(drafts: list[Draft], draft: Draft) -> bool:
    """Join 6月底建成2家；9月底建成7家 into the last one: stages of one promise."""
    if not drafts or draft.kind is not Kind.QUANTITY or draft.due is None:
        return False
    last = drafts[-1]
    if (last.kind, last.measure, last.name) != (draft.kind, draft.measure, draft.name):
        return False
    if last.due is None or last.due >= draft.due or draft.value < last.value:
        return False
    drafts[-1] = replace(draft, spans=last.spans + draft.spans)
    return True


def read_sentence(flat: str, start: int, end: int, year: int) -> tuple[list[Draft], list[Refused]]:
    pieces = clauses(flat, start, end)
    figures = [shifted(figure, start) for figure in find_figures(flat[start:end])]
    days = [shifted_day(day, start) for day in dates_in(flat[start:end], year)]
    figures = [
        figure
        for figure in figures
        if figure.why == "" or not any(d.start <= figure.start < d.end for d in days)
    ]
    open_ones, refused = open_figures(flat, pieces, figures)
    doses, dropped = put_together(flat, open_ones)
    refused += [Refused(figure.start, figure.end, why) for figure, why in dropped]
    doses, used_up = counted_places(flat, pieces, doses)
    refused += [Refused(figure.start, figure.end, "范围") for figure in used_up]
    doses, scopes = without_scopes(flat, doses, pieces)
    refused += [Refused(figure.start, figure.end, "范围") for figure in scopes]
    used = {
        place
        for place, piece in enumerate(pieces)
        for dose in doses
        for figure in (*dose.figures, *dose.parts)
        if piece.start <= figure.start < piece.end
    }
    plain = unfigured.unfigured(pieces, used, bool(doses))
    if any(dose.measure == "%" and dose.value == 100 for dose in doses):
        plain = [p for p in plain if not (p.all_of_it and near_share(p, doses))]
    drafts = [from_dose(flat, pieces, dose, doses) for dose in doses]
    drafts += [from_plain(flat, each) for each in plain]
    drafts.sort(key=lambda draft: draft.spans[0])
    return dated(drafts, days, pieces), refused


def shifted(figure: Figure, by: int) -> Figure:
    return replace(figure, start=figure.start + by, end=figure.end + by)


def shifted_day(day: Told, by: int) -> Told:
    return replace(day, start=day.start + by, end=day.end + by)


def open_figures(flat: str, pieces: list[Clause], figures: list[Figure]):
    """The figures that may be targets, those that only describe told apart."""
    hard = [figure for figure in figures if not figure.why and not figure.soft]
    done = any(
        unfigured.DONE.search(piece.text) or unfigured.BUILT.match(piece.text.strip())
        for piece in pieces
        if not any(piece.start <= figure.start < piece.end for figure in figures)
    )
    kept, refused = [], []
    for place, figure in enumerate(figures):
        if (
            figure.why == "现状"
            and place + 1 < len(figures)
            and "基础上" in flat[figure.end : figures[place + 1].start]
        ):
            kept.append(figure)
        elif figure.why:
            refused.append(Refused(figure.start, figure.end, figure.why))
        elif figure.soft and (hard or done):
            refused.append(Refused(figure.start, figure.end, figure.soft))
        else:
            kept.append(figure)
    return kept, refused


def clause_at(pieces: list[Clause], at: int) -> Clause:
    return next((piece for piece in pieces if piece.start <= at < piece.end), pieces[-1])


def counted_places(
    flat: str, pieces: list[Clause], doses: list[Dose]
) -> tuple[list[Dose], list[Figure]]:
    figures = [dose.figures[0] for dose in doses]
    made: list[Dose] = []
    used_up: list[Figure] = []
    for dose in doses:
        piece = clause_at(pieces, dose.figures[0].start)
        mine, used = each.multiplied(flat, piece, dose, figures)
        if not used and len(mine) == 1:
            used = each.for_each(flat, dose, piece, figures)
        made += mine
        used_up += used
    return [dose for dose in made if dose.figures[0] not in used_up], used_up


def without_scopes(
    flat: str, doses: list[Dose], pieces: list[Clause]
) -> tuple[list[Dose], list[Figure]]:
    """Leave out what only says of how many: 全县128所学校…, 10个文化站免费开放."""
    shares = [dose for dose in doses if dose.measure == "%"]
    kept, out = [], []
    for dose in doses:
        figure = dose.figures[0]
        piece = clause_at(pieces, figure.start)
        scope = SCOPE.search(flat[piece.start : figure.start])
        if (
            dose.measure != "%"
            and len(dose.figures) == 1
            and (
                (scope and (shares or "全覆盖" in piece.text))
                or unfigured.OPENING.search(piece.text)
            )
        ) or rate_of_events(flat, dose, doses, piece):
            out.append(figure)
        else:
            kept.append(dose)
    return kept, out


def rate_of_events(flat: str, dose: Dose, doses: list[Dose], piece: Clause) -> bool:
    """为3000名老人提供每周1次上门探访: the frequency describes the service."""
    figure = dose.figures[0]
    if dose.computed != "frequency" or flat[figure.end : figure.end + 1] in (
        "",
        "，",
        "。",
        "；",
        "、",
        "）",
    ):
        return False
    return any(
        other is not dose and piece.start <= other.figures[0].start < piece.end for other in doses
    )


def near_share(found, doses: list[Dose]) -> bool:
    """Whether 全覆盖 only says again what a share of 100 % beside it says."""
    return any(
        dose.measure == "%" and dose.value == 100 and abs(dose.figures[0].start - found.start) <= 40
        for dose in doses
    )


def from_dose(flat: str, pieces: list[Clause], dose: Dose, doses: list[Dose]) -> Draft:
    first, last = dose.figures[0], dose.figures[-1]
    taken = [(f.start, f.end) for d in doses for f in (*d.figures, *d.parts)]
    own = [span for span in taken if span not in [(f.start, f.end) for f in dose.figures]]
    spans: list[Span] = list(dose.spans)
    if not spans:
        opening = around(flat, clause_at(pieces, first.start), own, (first.start, first.end))
        closing = around(flat, clause_at(pieces, last.start), own, (last.start, last.end))
        apart = any(opening[1] <= start < closing[0] for start, _ in own)
        spans = [opening, closing] if apart else [(opening[0], max(opening[1], closing[1]))]
    parts = tuple(
        (name_of(flat[a:b], [(f.start - a, f.end - a)]), f.value, f.measure, (a, b))
        for f in dose.parts
        for a, b in [
            around(flat, clause_at(pieces, f.start), taken_without(taken, f), (f.start, f.end))
        ]
    )
    start, end = spans[0]
    named = [
        (f.start - start, f.end - start)
        for f in (*dose.figures, *dose.parts)
        if start <= f.start < end
    ]
    name = name_of(flat[start:end], named)
    piece = clause_at(pieces, first.start).text.strip()
    if dose.value == 1 and not dose.parts and (CREATED.search(piece) or AT_A_PLACE.search(piece)):
        return Draft(
            name, Kind.MILESTONES, None, None, "", Comparison.EXACTLY, None, (), tuple(spans)
        )
    share = dose.measure == "%" and dose.comparison is not Comparison.AT_MOST
    kind = Kind.COVERAGE if share else Kind.QUANTITY
    return Draft(
        name,
        kind,
        dose.value,
        dose.baseline,
        dose.measure,
        dose.comparison,
        dose.due,
        parts,
        tuple(spans),
        dose.computed,
    )


def taken_without(taken: list[Span], figure: Figure) -> list[Span]:
    return [span for span in taken if span != (figure.start, figure.end)]


def from_plain(flat: str, found: unfigured.Plain) -> Draft:
    spans = tuple(trimmed(flat, piece.start, piece.end) for piece in found.clauses)
    merged = [spans[0]]
    for start, end in spans[1:]:
        if start - merged[-1][1] <= 3:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    name = name_of(flat[spans[0][0] : spans[0][1]], [])
    if found.all_of_it:
        return Draft(
            name,
            Kind.COVERAGE,
            Decimal(100),
            None,
            "%",
            Comparison.EXACTLY,
            None,
            (),
            tuple(merged),
        )
    return Draft(name, found.kind, None, None, "", Comparison.EXACTLY, None, (), tuple(merged))


def dated(drafts: list[Draft], days: list[Told], pieces: list[Clause]) -> list[Draft]:
    """Give each target its day: that of its own clause, else of a clause that only tells a day."""
    if not days or not drafts:
        return drafts
    own = {
        id(piece): [day for day in days if piece.start <= day.start < piece.end] for piece in pieces
    }
    dues: dict[int, Told] = {}
    free: list[Told] = []
    for piece in pieces:
        if not own[id(piece)]:
            continue
        last = own[id(piece)][-1]
        here = [
            place
            for place, draft in enumerate(drafts)
            if any(a < piece.end and b > piece.start for a, b in draft.spans)
        ]
        if here:
            dues.update(dict.fromkeys(here, last))
        else:
            free.append(last)
    if free:
        for place, draft in enumerate(drafts):
            if place not in dues or (
                dues[place].start < free[-1].start and draft.kind is not Kind.COVERAGE
            ):
                before = draft.spans[0][0] < free[-1].start
                if before or len(drafts) == 1:
                    dues[place] = free[-1]
    return [
        replace(draft, due=dues[place].day) if place in dues else draft
        for place, draft in enumerate(drafts)
    ]
