"""What a stretch of text promises: its targets, and the figures that are none."""

import re
from dataclasses import replace
from decimal import Decimal

from projects.drafting.reading import due, places, scopes, unfigured
from projects.drafting.reading.dates import Told, dates_all, dates_in
from projects.drafting.reading.dose import FROM, RAISED, SUMMED, Dose, describes_on, put_together
from projects.drafting.reading.dose import STAGE_WORDS as STAGE
from projects.drafting.reading.draft import Draft, Refused
from projects.drafting.reading.figures import Figure, find_figures
from projects.drafting.reading.found import Comparison, Kind, Span
from projects.drafting.reading.names import name_of
from projects.drafting.reading.sentences import Clause, around, clauses, sentences, trimmed

CREATED = re.compile(r"^(完成)?[^，。；]{0,6}1个[^，。；]*(创建(目标)?|创建工作)$")
AT_A_PLACE = re.compile(
    r"^在[^，。；]{1,24}(路|街|大道|高速)[^，。；]{0,3}(东|西|南|北|侧|口|处)(侧|边"
    r"|角)?[^，。；]{0,60}建设"
)
# 涉及住宅楼20栋、居民900户
DWELLERS = re.compile("、(惠及|涉及)?(居民|群众|住户|村民|农户|人口|师生|学生|老年人|家庭|业主)约?")
INCREASE = re.compile(r"^(再)?(新增|新建|增加|新改扩建|净增|扩增)")
NO_OBJECT = re.compile(
    r"(每|季度|月|周|学期|半年|年|日|天|个|全年|年内|累计|不少于|不低于|至少|以上|达到?|共|总计"
    r"|合计"
    r"|，|、| |各|数量|总量|个数|由|从|到|至|增加|提高|集中|组织|进行"
    r"|不超过|以内|力争|确保|计划|完成|总数|控制在|次均|开展|举办|左右|不|少|于)*"
)
MOST_FIGURES = 300  # in one item; no promise has a tenth of them


def read_promises(flat: str, year: int) -> tuple[list[Draft], list[Refused]]:
    """The targets of a half-width text, sentence by sentence."""
    drafts: list[Draft] = []
    refused: list[Refused] = []
    for start, end in sentences(flat):
        if drafts and dates_all(flat[start:end]):
            drafts = later_dated(drafts, dates_in(flat[start:end], year))
            continue
        mine, others = read_sentence(flat, start, end, year)
        refused += others
        for draft in mine:
            if stage := stage_of(flat, drafts, draft):
                refused.append(stage)
                drafts = later_dated(drafts, [day for day in dates_in(flat[start:end], year)][-1:])
            elif not staged(drafts, draft):
                drafts.append(draft)
        if len(drafts) + len(refused) > MOST_FIGURES:
            break
    return without_weak(flat, drafts, refused), refused


def without_weak(flat: str, drafts: list[Draft], refused: list[Refused]) -> list[Draft]:
    """Leave out what only firmer promises make sense of.

    A lead sentence that says to what end, and what is only the raising of a standard a head.
    """
    firm = [draft for draft in drafts if draft.computed != "weak"]
    if not firm:
        return drafts
    standards = [
        each.start
        for each in refused
        if each.why == "标准" and flat[each.start : each.end].endswith(("元", "%"))
    ]
    first = firm[0].spans[0][0]
    kept = []
    for draft in drafts:
        start, end = draft.spans[0][0], draft.spans[-1][1]
        leads = start < first and "。" in flat[end:first]
        standard = any(start <= at < end for at in standards)
        if draft.computed != "weak" or not (leads or standard):
            kept.append(draft)
    return kept


def read_loosely(flat: str, year: int) -> list[Draft]:
    """One target for words in which nothing firm was read."""
    for start, end in sentences(flat):
        pieces = clauses(flat, start, end)
        if found := unfigured.last_resort(pieces):
            days = [shifted_day(day, start) for day in dates_in(flat[start:end], year)]
            return due.dated([from_plain(flat, found)], days, pieces)
    return []


def later_dated(drafts: list[Draft], days: list[Told]) -> list[Draft]:
    """Give the targets without a day of their own that of the sentence after them."""
    if not days:
        return drafts
    return [draft if draft.due else replace(draft, due=days[-1].day) for draft in drafts]


def stage_of(flat: str, drafts: list[Draft], draft: Draft) -> Refused | None:
    """第一批15台 after 加装40台 is a stage of it."""
    start, end = draft.spans[0]
    if draft.kind is not Kind.QUANTITY or not STAGE.search(flat[start:end]):
        return None
    whole = [each for each in drafts if each.measure == draft.measure and each.value > draft.value]
    return Refused(start, end, "阶段") if whole else None


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
    doses, out = scopes.without_scopes(flat, doses, pieces)
    refused += [Refused(figure.start, figure.end, why) for figure, why in out]
    used = {
        place
        for place, piece in enumerate(pieces)
        for dose in doses
        for figure in (*dose.figures, *dose.parts)
        if piece.start <= figure.start < piece.end
    }
    plain = unfigured.unfigured(pieces, used, bool(doses))
    if doses and all(dose.measure == "%" for dose in doses):
        plain = [each for each in plain if not measured_by(each, doses)]
    if doses:
        plain = [p for p in plain if not (p.all_of_it and scopes.near_share(p, doses))]
    drafts = [from_dose(flat, pieces, dose, doses) for dose in doses]
    standards = [each for each in refused if each.why == "标准"]
    money = [
        each for each in refused if each.why == "资金" and flat[each.end : each.end + 1] != "的"
    ]
    plain = [
        each
        for each in plain
        if each.all_of_it or not (holds_any(each, money) or counted_after(each, pieces, used))
    ]
    for each in plain:
        each.weak = each.weak or holds_any(each, standards)
    drafts += [from_plain(flat, each) for each in plain]
    drafts.sort(key=lambda draft: draft.spans[0])
    return due.dated(drafts, days, pieces), refused


def holds_any(found: unfigured.Plain, refused: list[Refused]) -> bool:
    return any(piece.start <= told.start < piece.end for piece in found.clauses for told in refused)


def counted_after(found: unfigured.Plain, pieces: list[Clause], used: set[int]) -> bool:
    """Whether the next clause counts the service: 免费开展筛查，计划筛查1.6万人."""
    place = next(at for at, piece in enumerate(pieces) if piece is found.clauses[-1])
    if found.kind is not Kind.SERVICE or place + 1 not in used:
        return False
    said = unfigured.RUNS.findall(pieces[place].text)
    return any(word in pieces[place + 1].text for word in said)


def measured_by(found: unfigured.Plain, doses: list[Dose]) -> bool:
    """Whether a share says how far a service goes: 免费体检，体检率达到九成 is one promise."""
    after = min((d.figures[0].start for d in doses if d.figures[0].start > found.start), default=0)
    return found.kind is Kind.SERVICE and 0 < after - found.clauses[-1].end <= 40


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
        if figure.why == "现状" and counted_from(flat, figure, figures[place + 1 :]):
            kept.append(figure)
        elif figure.why:
            refused.append(Refused(figure.start, figure.end, figure.why))
        elif told := told_beside(flat, figures[:place], figure, refused):
            refused.append(Refused(figure.start, figure.end, told))
        elif figure.soft and (hard or done):
            refused.append(Refused(figure.start, figure.end, figure.soft))
        else:
            kept.append(figure)
    return kept, refused


def counted_from(flat: str, figure: Figure, rest: list[Figure]) -> bool:
    """Whether what there is already is where the next figure counts from."""
    if not rest:
        return False
    between = flat[figure.end : rest[0].start]
    return "基础上" in between or bool(
        RAISED.match(between) and FROM.search(flat[max(0, figure.start - 30) : figure.start])
    )


def told_beside(flat: str, before: list[Figure], figure: Figure, refused: list[Refused]) -> str:
    """Why a figure that stands beside one that is no target, or in a bracket, is none either."""
    if before and refused and refused[-1].end == before[-1].end:
        last = before[-1]
        if last.why in ("受益", "范围", "面积") and describes_on(flat, last, figure):
            return last.why
        if last.why in ("受益", "范围") and DWELLERS.fullmatch(flat[last.end : figure.start]):
            return "受益"
    bracket = flat.rfind("（", max(0, figure.start - 30), figure.start)
    if (
        bracket < 0
        or "）" in flat[bracket : figure.start]
        or "）" not in flat[figure.end : figure.end + 30]
    ):
        return ""
    clause = max(flat.rfind(sign, 0, bracket) for sign in "，。；、：\n") + 1
    if any(clause <= each.start < bracket for each in before) or figure.measure == "%":
        return ""
    alone = re.fullmatch(r"（(约|共|设|含|一期)?", flat[bracket : figure.start])
    return "说明" if alone and flat[max(clause, bracket - 1) : bracket].strip() else ""


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
        mine, used = places.multiplied(flat, piece, dose, figures)
        if not used and len(mine) == 1:
            used = places.for_each(flat, dose, piece, figures)
        made += mine
        used_up += used
    for dose in [each for each in made if each.computed == "each"]:
        if again := summed_later(flat, dose, made):
            dose.figures = [*dose.figures, *again.figures]
            dose.comparison = again.comparison
            made.remove(again)
    return [dose for dose in made if dose.figures[0] not in used_up], used_up


def summed_later(flat: str, dose: Dose, made: list[Dose]) -> Dose | None:
    """每个街道1处，11个街道共11处: the sum that says again what was multiplied out."""
    for each in made:
        start = each.figures[0].start
        same = (each.value, each.measure) == (dose.value, dose.measure)
        if (
            same
            and start > dose.figures[-1].end
            and SUMMED.search(flat[max(0, start - 12) : start])
        ):
            return each
    return None


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
        spans[0] = with_object(flat, pieces, spans[0], taken)
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
    if NO_OBJECT.fullmatch(name) or flat[first.start : first.end] in name:
        name = name_before(flat, pieces, start, taken) or name
    if dose.computed == "each":
        name = places.undistributed(name)
    if dose.baseline is not None:
        name = INCREASE.sub("", name) or name  # 托位, not 新增托位: the value is the total
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


def with_object(flat: str, pieces: list[Clause], span: Span, taken: list[Span]) -> Span:
    """The span, from the clause before it where its own has a figure alone: …坐诊，每周1次."""
    start, end = span
    told = flat[start:end]
    for a, b in reversed([each for each in taken if start <= each[0] < end]):
        told = told[: a - start] + told[b - start :]
    place = next(at for at, piece in enumerate(pieces) if piece.start <= start < piece.end)
    if NO_OBJECT.fullmatch(told) and place:
        before = pieces[place - 1]
        if not any(before.start <= a < before.end for a, _ in taken):
            return trimmed(flat, before.start, before.end)[0], end
    return span


def name_before(flat: str, pieces: list[Clause], start: int, taken: list[Span]) -> str:
    """What the clause before names: 为60名儿童开展探访，每季度1次 counts 儿童开展探访."""
    before = [piece for piece in pieces if piece.end <= start]
    if not before:
        return ""
    piece = before[-1]
    mine = [(a - piece.start, b - piece.start) for a, b in taken if piece.start <= a < piece.end]
    return name_of(piece.text, mine)


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
    told = "weak" if found.weak else ""
    return Draft(
        name, found.kind, None, None, "", Comparison.EXACTLY, None, (), tuple(merged), told
    )
