"""收到的建议: how many came from whom and in what fields, and what became of each."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.clock import today
from projects.drafting.models import Call, CandidateText, Drafting, Outcome, Proposal, Wording
from projects.drafting.public.making import drafting_or_404
from projects.drafting.public.paged import listed
from projects.drafting.public.proposing import surroundings


@dataclass(frozen=True)
class Share:
    """A part of all proposals; `percent` rounded down to a tenth, as all shares here are."""

    name: str
    count: int
    whole: int

    @property
    def percent(self) -> str:
        tenths = self.count * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Result:
    """What came in; `merged` is into how many candidates."""

    received: int
    merged: int
    decided: int
    by_source: list[Share]
    by_category: list[Share]
    by_outcome: list[Share]


def result(drafting: Drafting) -> Result:
    """In a number of queries that does not grow with the proposals."""
    last_kind = Outcome.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    last_word = Wording.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    rows = list(
        drafting.proposals.annotate(
            kind=Subquery(last_kind.values("kind")[:1]),
            candidate=Subquery(last_kind.values("candidate")[:1]),
            category=Subquery(last_word.values("category")[:1]),
        ).values_list("source", "kind", "candidate", "category")
    )
    sources, kinds = dict(Proposal.Source.choices), dict(Outcome.Kind.choices)
    return Result(
        received=len(rows),
        merged=len({candidate for *_, candidate, _ in rows if candidate}),
        decided=sum(kind is not None for _, kind, *_ in rows),
        by_source=shares(Counter(sources[source] for source, *_ in rows)),
        by_category=shares(Counter(category or "还没有归类" for *_, category in rows)),
        by_outcome=shares(Counter(kinds[kind] if kind else "还没有去向" for _, kind, *_ in rows)),
    )


def shares(counts: Counter) -> list[Share]:
    whole = counts.total()
    return [Share(name, count, whole) for name, count in counts.most_common()]


@dataclass(frozen=True)
class Line:
    """A proposal in the office's words, once an officer has looked at them."""

    wording: Wording
    source: str
    outcome: Outcome | None
    text: CandidateText | None


def lines(drafting: Drafting, rows: list[Proposal], words: dict) -> list[Line]:
    outcomes = Outcome.objects.standing(drafting)
    texts = CandidateText.objects.standing(drafting)
    found = []
    for row in rows:
        outcome = outcomes.get(row.pk)
        text = texts.get(outcome.candidate_id) if outcome else None
        found.append(Line(words[row.pk], row.from_whom, outcome, text))
    return found


@require_safe
def proposals_page(request, year):
    drafting = drafting_or_404(year)
    if not drafting.proposals.exists():
        raise Http404(f"{year}年清单还没有收到建议。")
    words = {key: row for key, row in Wording.objects.standing(drafting).items() if row.public}
    shown = listed(request, drafting.proposals.filter(pk__in=words).select_related("unit"))
    found = result(drafting)
    context = surroundings(drafting, "收到的建议") | {
        "result": found,
        "groups": [
            ("来源", found.by_source),
            ("类别", found.by_category),
            ("去向", found.by_outcome),
        ],
        "lines": lines(drafting, list(shown.page), words),
        "list": shown,
    }
    answer = render(request, "public/making/proposals.html", context)
    return shown.kept(request, answer)


@require_safe
def calls_page(request, year):
    """The notices, once they have begun."""
    drafting = drafting_or_404(year)
    begun = Call.objects.with_end().filter(drafting=drafting, opens__lte=today())
    calls = list(begun.prefetch_related("extensions"))
    if not calls:
        raise Http404(f"{year}年清单还没有开始征集建议。")
    context = surroundings(drafting, "征集建议") | {
        "calls": [(call, drafting.open and today() <= call.last_day) for call in calls],
    }
    return render(request, "public/making/calls.html", context)
