"""疑点: what the figures and words of a month's reports were asked about, and the replies."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from supervision.models import Period, Reading, Submission


@dataclass
class Doubt:
    """One question with the unit's reply; `about` is the target, or the words of the report."""

    about: str
    asked: str
    reply: str


def doubted(period: Period):
    """The month's submissions that raised a question, newest first."""
    asked = Reading.objects.exclude(asked="")
    rows = Submission.objects.filter(report__period=period).filter(
        ~Q(asked="") | Exists(asked.filter(submission=OuterRef("pk")))
    )
    rows = rows.select_related("report__project", "report__period", "by", "review")
    return with_doubts(rows).order_by("-at", "-pk")


def doubted_now(period: Period):
    """Those of `doubted` that are the last word of their report."""
    newest = Submission.objects.filter(report=OuterRef("report")).order_by("-number")
    return doubted(period).filter(pk=Subquery(newest.values("pk")[:1])).order_by()


def with_doubts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With the readings that raised a question, as `doubts_of` reads them."""
    asked = Reading.objects.exclude(asked="").select_related("target")
    return submissions.prefetch_related(Prefetch("readings", asked, to_attr="asked_about"))


def doubts_of(submission: Submission) -> list[Doubt]:
    """A submission's questions, those about its words last; from `with_doubts`."""
    found = [
        Doubt(str(reading.target), reading.asked, reading.doubt)
        for reading in submission.asked_about
    ]
    if submission.asked:
        found.append(Doubt("文字进展", submission.asked, submission.doubt))
    return found
