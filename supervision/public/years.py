"""A public year and its published months, or 404 with help."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from projects import clock
from projects.models import Programme
from projects.values.months import in_words, month_of, short
from projects.views import programme_or_404
from supervision.models import Card, CardPolicy, Period
from supervision.published.wording import Grading


def year_or_404(year: int, *related: str) -> tuple[Programme, list[Period]]:
    """Return a year with its published months, the first first."""
    programme = programme_or_404(year)
    found = with_rules(Period.public.filter(programme=programme))
    periods = list(found.select_related(*related).order_by("month"))
    for period in periods:
        period.programme = programme
    return programme, periods


def latest(programme: Programme) -> tuple[Period | None, Grading | None]:
    """The last published month with the words of its rules, in one query."""
    last = Period.public.filter(programme=programme).order_by("-month").values("pk")[:1]
    period = with_rules(Period.everything.filter(pk=Subquery(last))).first()
    if period is None:
        return None, None
    period.programme = programme
    return period, grading_of(period)


def with_rules(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Months that bring the rules that judged them along, as `rules`."""
    # Nested, not joined: SQLite would start from the policy and walk all cards it ever judged; in
    # this order it takes the first card from an index, where it might else walk every month's.
    judged = Card.everything.filter(period=OuterRef(OuterRef("pk")))
    judged = judged.order_by("project_id", "version")
    body = CardPolicy.objects.filter(pk=Subquery(judged.values("policy")[:1])).values("body")
    return periods.annotate(rules=Subquery(body))


def grading_of(period: Period | None) -> Grading | None:
    """The words of the rules that judged a month read `with_rules`; None before any card."""
    if period is None or not period.rules:
        return None
    return Grading.of(period.rules, period.programme.card_display)


def period_or_404(periods: list[Period], month: str) -> Period:
    for period in periods:
        if period.month == month:
            return period
    raise Http404(unpublished(periods, month))


def unpublished(periods: list[Period], month: str) -> str:
    """Why a month has nothing to show, in a sentence; `periods` are the published ones."""
    told = in_words(month)
    if month >= month_of(clock.today()):
        return f"{told}还没有结束，进展要等月报审核后公布。"
    for period in periods:
        if period.covers_from <= month < period.month:
            return f"{told}没有单独公布，进展合在{in_words(period.month)}一期里。"
    if periods and month < periods[0].month:
        return f"{told}未启动调度，没有月报。"
    return f"{told}的进展没有公布，可能还在审核。"


def year_words(period: Period, grading: Grading | None) -> str:
    """The year in one sentence, by the counts stored with a month."""
    total = sum(period.counts.values())
    if not (grading and grading.judges):
        return f"{total}件实事，做到{short(period.month)}底。"
    said = [f"{count}件{grade.words}" for grade, count in grading.counted(period.counts) if count]
    return f"{total}件实事，{'，'.join(said)}。"
