"""What last year left, handed to drafting as proposals: promises not kept, and messages."""

from collections.abc import Iterator

from projects.clock import now
from projects.drafting.models import Proposal
from projects.drafting.sources import Offered
from projects.models import Programme
from projects.values import days
from supervision.models import Feedback
from supervision.yearend.summary import summary

# Messages that were none.
NOT_OFFERED = (
    Feedback.Reason.ABUSIVE, Feedback.Reason.UNRELATED, Feedback.Reason.DUPLICATE,
)  # fmt: skip
MOST_MESSAGES = 500


def promises_not_kept(year: int) -> Iterator[Offered]:
    """The targets of the year before that were not kept by its last closed month."""
    programme = Programme.public.of_year(year - 1)
    if programme is None:
        return
    for line in summary(programme, now()).ongoing:
        project = line.project
        for target in line.targets:
            if target.kept or target.promised == "":
                continue
            yield Offered(
                source=Proposal.Source.UNDONE,
                key=f"target {year - 1} {project.number} {target.name}"[:60],
                said=f"{programme}第{project.number}项“{project.title}”，{target.in_words}",
                title=f"续办：{target.name}"[:60],
                content=f"上年承诺{target.name}{target.changed or target.promised}，"
                f"{target.in_words}。{target.cause}"[:2000],
            )


def messages(year: int) -> Iterator[Offered]:
    """Residents' messages on the year before: their words, never who sent them."""
    rows = Feedback.everything.filter(project__programme__year=year - 1)
    rows = rows.exclude(reason__in=NOT_OFFERED).exclude(kind=Feedback.Kind.MISTAKE)
    for row in rows.select_related("project").order_by("-at")[:MOST_MESSAGES]:
        when = days.moment_in_words(row.at)
        yield Offered(
            source=Proposal.Source.MESSAGE,
            key=f"feedback {row.pk}",
            said=f"{when}对第{row.project.number}项“{row.project.title}”的留言",
            title=(row.summary or row.text).splitlines()[0][:60],
            content=row.text,
        )
