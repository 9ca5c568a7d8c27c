"""Long lists cut into pages, and which of those pages are worth keeping."""

from django.core.paginator import Page

PER_PAGE = 50


class Paged:
    """A page of what `query` narrows, with the addresses of its neighbours."""

    @property
    def previous(self) -> str:
        number = self.page.number - 1
        return self.query.link(page=str(number)) if number else ""

    @property
    def next(self) -> str:
        return self.query.link(page=str(self.page.number + 1)) if self.page.has_next() else ""


def kept_if_meant(request, answer, page: Page | None, *, meant: bool = True):
    """The answer; not to be kept where the address asks for what is not there.

    Such addresses have no end: copies of them would push out the pages that people read.
    """
    asked = request.GET.get("page", "")
    if not meant or (asked and (page is None or asked != str(page.number))):
        answer["Cache-Control"] = "no-store"
    return answer
