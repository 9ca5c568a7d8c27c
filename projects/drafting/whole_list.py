"""The draft as the whole list that it would be issued as, and what it still lacks."""

from projects.drafting.models import Drafting, Passage
from projects.values.promises import WholeList, lacking


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
