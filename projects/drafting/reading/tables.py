"""Lists that come as tables: their rows into items."""

import re
from dataclasses import replace

from projects.drafting.reading import markers
from projects.drafting.reading.columns import guessed, is_header, role_of, settled
from projects.drafting.reading.found import Span
from projects.drafting.reading.grid import Row
from projects.drafting.reading.markers import STAR
from projects.drafting.reading.piece import Given, Piece
from projects.drafting.reading.signs import has_figure, promises
from projects.drafting.reading.units import Units, find_units, names_in, take
from projects.drafting.reading.view import View
from projects.values.numbers import half_width

NUMBER = re.compile(rf"({STAR})?\s*(?P<n>[0-9]{{1,3}})\s*({STAR})?[.、]?")
TOTAL = re.compile(r"^(合计|总计|小计|备注|注)")
CITY = re.compile(r"市级|市定|省级|国家级|市")
JOINED = "；"


def pieces(text: str, tables: list[list[Row]]) -> list[Piece]:
    """The items of all tables that are lists, numbered on where each begins anew."""
    found: list[Piece] = []
    roles: list[str] = []
    for rows in tables:
        mine, roles = of_table(text, rows, roles)
        found += mine
    if len(found) < 2 and not any(
        is_header(row.texts(text)) for rows in tables for row in rows[:3]
    ):
        return []
    numbers = [piece.number for piece in found]
    if len(set(numbers)) < len(numbers) or 0 in numbers:
        found = [replace(piece, number=place) for place, piece in enumerate(found, 1)]
    return [each for each in found if each.given.tasks or promises(text[each.start : each.end])]


def of_table(text: str, rows: list[Row], before: list[str]) -> tuple[list[Piece], list[str]]:
    head = next((place for place, row in enumerate(rows[:6]) if is_header(row.texts(text))), None)
    if head is None:
        body = rows
        told = [row.texts(text) for row in rows]
        width = max(len(row) for row in told)
        same = len(before) == width
        roles = before if same else guessed(told)
        if not same and not ("number" in roles or "duty" in roles):
            return [], before
    else:
        names = [names_of(text, rows[head])]
        body = rows[head + 1 :]
        while body and is_second_header(text, body[0]):
            names.append(names_of(text, body[0]))
            body = body[1:]
        width = max(map(len, names))
        heads = ["".join(line[at] for line in names if at < len(line)) for at in range(width)]
        roles = settled(roles_of(names), [row.texts(text) for row in body], heads)
    body = [row for row in body if not is_header(row.texts(text))]
    return grouped(text, body, roles), roles


def names_of(text: str, row: Row) -> list[str]:
    return [re.sub(r"\s", "", cell) for cell in row.texts(text)]


def is_second_header(text: str, row: Row) -> bool:
    cells = [cell for cell in names_of(text, row) if cell]
    return (
        bool(cells)
        and all(role_of(cell) and len(cell) <= 8 for cell in cells)
        and not any(has_figure(cell) for cell in cells)
    )


def roles_of(names: list[list[str]]) -> list[str]:
    """The role of each column; a second line of headings is finer than the first."""
    width = max(map(len, names))
    roles = []
    for place in range(width):
        told = [line[place] for line in names if place < len(line) and line[place]]
        roles.append(
            role_of(told[-1]) or role_of(told[0]) if told else (roles[-1] if roles else "")
        )
    return roles


def grouped(text: str, rows: list[Row], roles: list[str]) -> list[Piece]:
    """Rows put together into items: a new one begins where a number or, without, a title stands."""
    key = "number" if "number" in roles else "title" if "title" in roles else ""
    groups: list[list[Row]] = []
    categories: list[str] = []
    category = ""
    for row in rows:
        cells = row.texts(text)
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled or TOTAL.match(filled[0]):
            continue
        if (
            len(filled) == 1
            and not has_figure(filled[0])
            and len(filled[0]) <= 40
            and not NUMBER.fullmatch(filled[0])
        ) and not (
            groups
            and any(
                filled_cells(text, row, roles, role) for role in ("duty", "support", "lead", "text")
            )
        ):
            category = re.sub(r"^[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?", "", filled[0])
            continue
        if heading := numbered_heading(filled):
            category = heading
            continue
        begins = not key or any(
            cell.strip() for cell, role in zip(cells, roles, strict=False) if role == key
        )
        if groups and goes_on(text, groups[-1][-1], row, roles):
            groups[-1].append(row)
        elif begins or not groups:
            groups.append([row])
            categories.append(category)
        else:
            groups[-1].append(row)
    found = []
    above = ""
    for place, (group, heading) in enumerate(zip(groups, categories, strict=True), 1):
        piece = item(text, group, roles, place)
        above = piece.category or above
        found.append(replace(piece, category=piece.category or above or heading))
    return found


def goes_on(text: str, last: Row, row: Row, roles: list[str]) -> bool:
    """Whether a row says the number and title of the row above again: a merged cell, filled in."""
    if "title" not in roles or "text" not in roles:
        return False
    said = [
        [
            (role, text[slice(*cell)].strip())
            for role in ("number", "title")
            for cell in filled_cells(text, each, roles, role)
        ]
        for each in (last, row)
    ]
    return said[0] == said[1] and any(role == "title" for role, _ in said[0])


def numbered_heading(filled: list[str]) -> str:
    """The heading in a row such as 一 | 教育; "" for any other row."""
    if len(filled) != 2 or has_figure(filled[1]) or len(filled[1]) > 20:
        return ""
    is_number = re.fullmatch(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?", filled[0])
    return filled[1].strip("*# ") if is_number else ""


def filled_cells(text: str, row: Row, roles: list[str], role: str) -> list[Span]:
    return [
        cell
        for cell, each in zip(row.cells, roles, strict=False)
        if each == role and text[slice(*cell)].strip()
    ]


def item(text: str, rows: list[Row], roles: list[str], place: int) -> Piece:
    start, end = rows[0].start, rows[-1].end
    number = one(text, rows, roles, "number")
    told = half_width(text[slice(*number)]).strip() if number else ""
    plain = NUMBER.fullmatch(told)
    title = one(text, rows, roles, "title")
    units = Units()
    tasks: list[View] = []
    dues: list[str] = []
    due = ""
    for row in rows:
        for role in ("lead", "support", "duty"):
            for cell in filled_cells(text, row, roles, role):
                add_units(units, text[slice(*cell)], role)
        due = next((text[slice(*cell)] for cell in filled_cells(text, row, roles, "due")), due)
        if view := words_of(text, row, roles, start):
            tasks.append(view)
            dues.append(due)
    category = one(text, rows, roles, "category")
    city = one(text, rows, roles, "city")
    if title and not number and (marker := markers.at_start(text[slice(*title)])):
        plain = NUMBER.fullmatch(str(marker.number))
        told = marker.raw
        title = (title[0] + marker.end, title[1]) if marker.end < title[1] - title[0] else title
    while title and title[1] > title[0] and text[title[1] - 1] in "。；;":
        title = (title[0], title[1] - 1)
    starred = re.search(STAR, told)
    while title and (star := re.match(f"{STAR} *", text[slice(*title)])):
        starred, title = star, (title[0] + star.end(), title[1])
    own_title = (title[0] - start, title[1] - start) if title else None
    if own_title and not tasks and has_figure(text[slice(*title)]):
        tasks, dues, own_title = [View.plain(text[start:end], *own_title)], [due], None
    return Piece(
        number=int(plain["n"]) if plain else place,
        marker=told,
        start=start,
        body=start,
        end=end,
        category=" ".join(text[slice(*category)].split())[:40] if category else "",
        city=bool(starred) or bool(city and CITY.search(text[slice(*city)])),
        given=Given(own_title, tuple(tasks), tuple(dues), units),
    )


def one(text: str, rows: list[Row], roles: list[str], role: str) -> Span | None:
    return next((cell for row in rows for cell in filled_cells(text, row, roles, role)), None)


def add_units(units: Units, told: str, role: str) -> None:
    if re.search(r"(牵头|责任|配合)(单位|部门)?[:：]", told):
        mine = find_units(told)
        for each in ("lead", "support", "duty"):
            units.add(each, getattr(mine, each))
    elif names_in(told):
        take(units, told, role)


def words_of(text: str, row: Row, roles: list[str], start: int) -> View | None:
    """What a row promises: its words, with the value and the measure that stand apart."""
    spans = filled_cells(text, row, roles, "text")
    values = filled_cells(text, row, roles, "value")
    measures = filled_cells(text, row, roles, "measure")
    if values and not spans:
        spans = filled_cells(text, row, roles, "title")
    if not spans:
        return None
    whole = text[start : row.end]
    shift = [(a - start, b - start) for a, b in spans]
    first = View.joined(whole, shift, JOINED)
    if not values:
        return first
    apart = View.joined(whole, [(a - start, b - start) for a, b in [*values[:1], *measures[:1]]])
    return View.beside(first, apart)
