"""The draft as the whole list that it would be issued as, and what it still lacks."""

import re

from projects.drafting.models import Drafting, Passage
from projects.values.promises import WholeList, lacking

# A line that begins as a project or says of one who leads it.
OF_A_PROJECT = re.compile(
    r"\s*(?:[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[)）]?[、.．]|第[一二三四五六七八九十\d]+[项、]"
    r"|(?:牵头|责任|配合|主管|承办|实施)(?:单位|部门)\s*[:：])"
)


def whole_of(drafting: Drafting, rows: list[Passage], **told) -> WholeList:
    """The list as it stands; `told` is what the act of issuing says of it."""
    given = {
        "title": drafting.title,
        "authority": drafting.authority,
        "document_number": drafting.document_number,
        "issued_on": str(drafting.issued_on or ""),
        "source_title": drafting.title,
        "projects": tuple(row.content.project for row in rows if row.is_project),
    }
    return WholeList(year=drafting.year, **given | told)


def lacks_by_key(drafting: Drafting, rows: list[Passage]) -> tuple[dict[int, list[str]], list[str]]:
    """What each project lacks by its piece's key, and what the list does."""
    keys = [row.key for row in rows if row.is_project]
    # The document and its number are asked for when the list is issued.
    whole = whole_of(drafting, rows, document_number=drafting.document_number or "—")
    by_key: dict[int, list[str]] = {}
    of_list = []
    for lack in lacking(whole, leads=not drafting.adopted):
        if lack.at is None:
            of_list.append(lack.text)
        else:
            by_key.setdefault(keys[lack.at], []).append(lack.text)
    return by_key, of_list


def doubts(drafting: Drafting, rows: list[Passage]) -> list[str]:
    """What looks as if it had been read amiss: numbers left out, lines left over."""
    numbers = [row.content.project.number for row in rows if row.is_project]
    found = []
    if numbers != list(range(1, len(numbers) + 1)) and not drafting.extends_id:
        said = "、".join(str(number or "？") for number in numbers)
        found.append(f"项目的序号不是从1起连续的：{said}。")
    first = next((at for at, row in enumerate(rows) if row.is_project), len(rows))
    lines = [
        line.strip()
        for row in rows[first:]
        if not row.is_project
        for line in row.content.text.split("\n")
    ]
    left = [f"“{line[:20]}”" for line in lines if OF_A_PROJECT.match(line)]
    if left:
        found.append(f"这些文字不属于任何一个项目：{'、'.join(left)}。")
    return found
