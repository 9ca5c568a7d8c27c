"""What a finished year reached, handed to drafting: the next year may count on from there."""

from decimal import Decimal

from projects.clock import now
from projects.models import Programme
from supervision.yearend.summary import summary


def reached(programme: Programme) -> dict[tuple[int, str], Decimal]:
    """The last accepted value by project's key and target's name: of projects that passed their
    acceptance, or whose year is over."""
    return {
        (line.project.pk, target.name): target.achieved
        for line in summary(programme, now()).lines
        for target in line.targets
        if isinstance(target.achieved, Decimal)
        and (line.over or (line.acceptance and line.acceptance.passed))
    }
