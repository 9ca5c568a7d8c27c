"""What a unit said to its card, wherever the card is looked at."""

from django import template

from projects.models import Project
from supervision.desk import hearings
from supervision.models import Card, Paper, Period, Report

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


@register.inclusion_tag("admin/matters/_papers.html")
def papers(kind: str, about):
    """附件 of what is asked for, and the way to attach one while it is undecided."""
    settled = Paper(**{kind: about}).settled
    return {
        "kind": kind,
        "about": about,
        "papers": about.papers.select_related("by"),
        "may_attach": not settled,
    }


@register.inclusion_tag("admin/matters/_papers.html")
def papers_read(about):
    """附件 where they are only read."""
    return {"papers": about.papers.all(), "may_attach": False}
