"""What a unit said to its card, wherever the card is looked at."""

from django import template

from projects.models import Project
from supervision.desk import hearings
from supervision.models import Card, Period, Report

register = template.Library()


@register.inclusion_tag("admin/matters/hearings/_replies.html")
def trial_replies(report: Report | None):
    """申辩 and what the office answered; nothing where nothing was said."""
    return {"replies": hearings.replies_to(report) if report else []}


@register.inclusion_tag("admin/matters/hearings/_heard.html")
def heard_on(project: Project, period: Period):
    """Replies to the trial card and the appeal over a project's month."""
    report = Report.objects.filter(project=project, period=period).first()
    return {
        "replies": hearings.replies_to(report) if report else [],
        "appeal": hearings.appeal_over(project.pk, period.pk),
    }


@register.simple_tag
def card_of(report: Report) -> Card | None:
    """The card in force of a report's month, once it is closed."""
    cards = Card.everything.filter(period=report.period_id, project=report.project_id)
    return cards.in_force().defer("facts", "verdict").first()
