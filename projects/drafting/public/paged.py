from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from projects.pages.addresses import view_of
from projects.pages.paging import PER_PAGE, Paged, kept_if_meant


@dataclass(frozen=True)
class Query:
    """What an address of the list asks for beside the page: how it is looked at."""

    view: str

    def link(self, page: str) -> str:
        given = {"page": page if page != "1" else "", "view": self.view}
        given = {name: value for name, value in given.items() if value}
        return "?" + urlencode(given) if given else "."


@dataclass(frozen=True)
class Listed(Paged):
    """A page of a long list, its neighbours looked at in the same way."""

    page: Page
    query: Query

    def kept(self, request, answer):
        """The answer; not to be kept where the address asks for a page that is not there."""
        return kept_if_meant(request, answer, self.page)


def listed(request, rows) -> Listed:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return Listed(page, Query(view_of(request.GET)))
