"""The list's orders besides the notice's own."""

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When

from projects.models import Project
from supervision.models import Period

SORTS = {"": "文件序号", "behind": "落后多的在前", "done": "完成多的在前"}


def ordered(projects: QuerySet[Project], sort: str, period: Period | None) -> QuerySet[Project]:
    """By the published figures of a month; projects without one come last.

    So do sensitive ones: between two neighbours a withheld figure could be guessed.
    """
    if period is None or sort not in ("behind", "done"):
        return projects.order_by("number")
    column = "standing__card__deviation" if sort == "behind" else "standing__card__actual"
    projects = projects.annotate(
        standing=FilteredRelation("shown", condition=Q(shown__period=period)),
        share=Case(When(sensitive=False, then=F(column))),
    )
    share = (
        F("share").asc(nulls_last=True) if sort == "behind" else F("share").desc(nulls_last=True)
    )
    return projects.order_by(share, "number")
