"""The draft as the whole list that it would be issued as, and what it still lacks."""

import re
from collections.abc import Iterator

from projects.drafting.models import Drafting, Passage
from projects.values.lacking import lacking
from projects.values.numbers import BadNumber, plain, read_number
from projects.values.promises import COVERAGE, ProjectText, TargetText, WholeList

AT_LEAST = "at_least"
GROWS = re.compile("新增|增加|增至|增长|提高|提升|扩大|扩建|扩容")
YEAR = re.compile(r"20\d\d(?=年)")

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


def unlikely(project: ProjectText, year: int) -> list[str]:
    """What of a project's targets looks like a slip of reading or typing, a sentence each."""
    return [
        f"指标“{target.name}”{said}，请核对。"
        for target in project.targets
        for said in slips(target, project.text, year)
    ]


def slips(target: TargetText, text: str, year: int) -> Iterator[str]:
    """Why a target is hardly as it stands; what cannot be read is told among its lacks."""
    if str(year) < target.due[:4] <= str(year + 2):
        yield f"的完成时限是{target.due}，不在{year}年之内"
    if not target.counted:
        return
    try:
        baseline, value = read_number(target.baseline), read_number(target.value)
    except BadNumber:
        return
    if target.kind == COVERAGE and max(baseline, value) > 100:
        yield f"是覆盖率，写着{plain(max(baseline, value))}%，超过100%"
    grows = GROWS.search(" ".join(text[start:end] for start, end in target.spans))
    if value < baseline and (grows or target.comparison == AT_LEAST):
        why = f"原文说“{grows[0]}”" if grows else "要求不少于"
        yield f"{why}，目标值{plain(value)}却小于基数{plain(baseline)}"


def doubts(drafting: Drafting, rows: list[Passage]) -> list[str]:
    """What looks as if it had been read amiss: another year, numbers left out, lines left over."""
    numbers = [row.content.project.number for row in rows if row.is_project]
    found = []
    years = set(map(int, YEAR.findall(drafting.title)))
    if years and drafting.year not in years:
        found.append(f"清单的名称写着{max(years)}年，登记为{drafting.year}年，请核对年份。")
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
