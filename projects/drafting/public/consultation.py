"""征求意见: the version as it was sent out, item by item, with what was said and what was done."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.clock import today
from projects.drafting.models import Consultation, Opinion, Passage, Ruling
from projects.drafting.public.making import drafting_or_404, programme_of
from projects.drafting.public.paged import listed


@dataclass(frozen=True)
class Heard:
    """An opinion in the words checked for the public, and what was done with it."""

    who: str
    words: str
    quote: str
    ruling: Ruling


@dataclass(frozen=True)
class Item:
    """A piece of the version with its opinions; `waiting` are not ruled on yet, `unsaid` not shown.

    `row` is None for the list as a whole.
    """

    row: Passage | None
    heard: list[Heard]
    waiting: int
    unsaid: int

    @property
    def number(self) -> int | None:
        return self.row.content.project.number if self.row and self.row.is_project else None

    @property
    def there(self) -> bool:
        return bool(self.row or self.heard or self.waiting or self.unsaid)


@dataclass(frozen=True)
class Part:
    """What a page shows of an item: its text and counts where it begins, and some opinions."""

    item: Item
    begins: bool
    heard: list[Heard]


@dataclass(frozen=True)
class Whole:
    consultation: Consultation
    open: bool
    items: list[Item]
    received: int
    counts: list[tuple[str, int]]


def public_consultations(drafting):
    return drafting.consultations.filter(public=True).select_related("draft", "end")


def consultation_or_404(year: int, number: int) -> Consultation:
    """A consultation of the public; others are nobody's but of those who were asked."""
    drafting = drafting_or_404(year)
    found = public_consultations(drafting).filter(number=number).first()
    if found is None:
        raise Http404(f"没有第{number}次公开征求意见。")
    found.drafting = drafting
    return found


def takes(consultation: Consultation) -> bool:
    return consultation.drafting.open and consultation.open_on(today())


def gathered(consultation: Consultation) -> Whole:
    rows = consultation.draft.passages()
    texts = {row.key: row.content.text for row in rows}
    opinions = consultation.opinions.to_rule().prefetch_related("rulings").order_by("pk")
    by_key: dict[int | None, list[Opinion]] = {}
    for each in opinions:
        by_key.setdefault(each.key, []).append(each)
    items = [item(row, by_key.get(row.key, []), texts) for row in rows if row.content.text.strip()]
    items.append(item(None, by_key.get(None, []), texts))
    kinds = [each.ruling.kind for found in by_key.values() for each in found if each.ruling]
    return Whole(
        consultation=consultation,
        open=takes(consultation),
        items=[each for each in items if each.there],
        received=sum(map(len, by_key.values())),
        counts=[(label, kinds.count(kind)) for kind, label in Ruling.Kind.choices],
    )


def item(row: Passage | None, opinions: list[Opinion], texts: dict[int, str]) -> Item:
    ruled = [each for each in opinions if each.ruling]
    heard = [
        Heard(in_public(each), each.ruling.shown, each.quoted(texts), each.ruling)
        for each in ruled
        if each.ruling.shown
    ]
    return Item(row, heard, len(opinions) - len(ruled), len(ruled) - len(heard))


def in_public(opinion: Opinion) -> str:
    """Who said it, as far as the public is told: a unit by its name, people by their side."""
    return str(opinion.unit) if opinion.unit_id else opinion.get_source_display()


def lines(items: list[Item]) -> list[tuple[Item, Heard | None]]:
    """A line for each item and one for each opinion below it, to be cut into pages."""
    return [(item, heard) for item in items for heard in (None, *item.heard)]


def parts(page) -> list[Part]:
    found = []
    for _, rows in groupby(page, key=lambda line: id(line[0])):
        rows = list(rows)
        heard = [each for _, each in rows if each]
        found.append(Part(rows[0][0], rows[0][1] is None, heard))
    return found


@require_safe
def consultation(request, year, number):
    found = consultation_or_404(year, number)
    whole = gathered(found)
    shown = listed(request, lines(whole.items))
    context = {
        "whole": whole,
        "parts": parts(shown.page),
        "list": shown,
        "programme": programme_of(found.drafting),
        "year": year,
        "here": "征求意见",
    }
    answer = render(request, "public/making/consultation.html", context)
    return shown.kept(request, answer)
