"""The draft as the whole list that it would be issued as, and what it still lacks."""

from projects.drafting.models import Drafting, Passage
from projects.values.promises import WholeList, lacking


def whole_of(drafting: Drafting, rows: list[Passage]) -> WholeList:
    """The list as it stands; its full text is the pieces one after the other."""
    return WholeList(
        year=drafting.year,
        title=drafting.title,
        authority=drafting.authority,
        document_number=drafting.document_number,
        issued_on=str(drafting.issued_on or ""),
        projects=tuple(row.content.project for row in rows if row.is_project),
    )


def lacks_by_key(drafting: Drafting, rows: list[Passage]) -> tuple[dict[int, list[str]], list[str]]:
    """What each project lacks by its piece's key, and what the list does."""
    keys = [row.key for row in rows if row.is_project]
    by_key: dict[int, list[str]] = {}
    of_list = []
    for lack in lacking(whole_of(drafting, rows), leads=not drafting.adopted):
        if lack.at is None:
            of_list.append(lack.text)
        else:
            by_key.setdefault(keys[lack.at], []).append(lack.text)
    return by_key, of_list
