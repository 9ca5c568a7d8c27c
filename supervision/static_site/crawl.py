"""From the first pages along every link, until all that can be reached was read."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from projects.errors import Refused
from projects.models import Programme
from projects.pages.addresses import PARAMETERS, page_name
from supervision.static_site.addresses import Address, links
from supervision.static_site.reading import Answer, Site

MOST_NAMED = 10
# Pages narrowed in more ways at once are not written: their number multiplies with every way,
# 5,852 pages for 22 projects. Their links show the whole list.
MOST_CHOICES = 2
ONLY_LIVE = "view=meeting"  # shown where a meeting has a network; its links show the plain page


def first_addresses() -> set[Address]:
    """Pages that need nothing, or only a year: some are linked from nowhere."""
    years = Programme.public.values_list("year", flat=True)
    choices = [{}, *({"year": year} for year in years)]
    return {
        Address(reverse(name, kwargs=given))
        for name in PARAMETERS
        for given in choices
        if reversible(name, given)
    }


def reversible(name: str, given: dict) -> bool:
    try:
        reverse(name, kwargs=given)
    except NoReverseMatch:
        return False
    return True


def few_choices(address: Address) -> bool:
    return address.choices <= MOST_CHOICES and ONLY_LIVE not in address.query.split("&")


def read_all(
    site: Site,
    first: Iterable[Address] | None = None,
    follow: Callable[[Address], bool] = few_choices,
) -> Iterator[tuple[Address, Answer]]:
    """Every public page with its static files, each once; Refused where a link is broken.

    It starts from the `first` addresses and takes the links that are to be followed.
    """
    waiting = dict.fromkeys(first_addresses() if first is None else first, "")
    seen, broken = set(waiting), []
    while waiting:
        address, source = waiting.popitem()
        answer = site.read(address)
        if not source and answer.status == 404:
            continue  # a page that this year does not have
        if answer.status != 200:
            broken.append(f"{source or '首页'} 上的 {address}（{answer.status}）")
            continue
        if not exported(address):
            answer = elsewhere(site, address)
        yield address, answer
        for link in links(site.origin, address, answer.content_type, answer.body) - seen:
            seen.add(link)
            if follow(link):
                waiting[link] = str(address)
    if broken:
        more = f"等{len(broken)}处" if len(broken) > MOST_NAMED else ""
        raise Refused(f"有打不开的链接，没有导出：{'、'.join(sorted(broken)[:MOST_NAMED])}{more}。")


def exported(address: Address) -> bool:
    path = unquote(address.path)
    return page_name(path) is not None or path.startswith(settings.STATIC_URL)


def elsewhere(site: Site, address: Address) -> Answer:
    """A page in the place of one that only the live site has, such as a form."""
    context = {"address": f"{site.origin}{address}"}
    page = render_to_string("public/elsewhere.html", context)
    return Answer(200, "text/html; charset=utf-8", page.encode())
