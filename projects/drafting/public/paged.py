from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from projects.pages.addresses import view_of
from projects.pages.paging import PER_PAGE, kept_if_meant


@dataclass(frozen=True)
class Listed:
    """A page of a long list with the addresses of its neighbours, looked at in the same way."""

    page: Page
    view: str

    @property
    def previous(self) -> str:
        number = self.page.number - 1
        return self.link(number) if number else ""

    @property
    def next(self) -> str:
        return self.link(self.page.number + 1) if self.page.has_next() else ""

    def kept(self, request, answer):
        """The answer; not to be kept where the address asks for a page that is not there."""
        return kept_if_meant(request, answer, self.page)

    def link(self, number: int) -> str:
        given = {"page": number if number > 1 else "", "view": self.view}
        given = {name: value for name, value in given.items() if value}
        return "?" + urlencode(given) if given else "."


def listed(request, rows) -> Listed:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return Listed(page, view_of(request.GET))
