"""States and colours as words with a shape, so that no colour speaks alone."""

from django.urls import reverse
from django.utils.html import format_html

from supervision.models import Card, Notice, Report

SHAPES = {"blue": "●", "yellow": "▲", "red": "■", "none": "○", "": "–"}
STATES = {
    Report.State.MISSING: "○",
    Report.State.DRAFT: "◐",
    Report.State.UNSIGNED: "✎",
    Report.State.SUBMITTED: "◆",
    Report.State.RETURNED: "↩",
    Report.State.ACCEPTED: "✓",
}

NOTICES = {
    Notice.State.DRAFT: ("◐", "draft"),
    Notice.State.ISSUED: ("○", "draft"),
    Notice.State.ANSWERED: ("◆", "submitted"),
    Notice.State.SENT_BACK: ("↩", "returned"),
    Notice.State.CLEARED: ("✓", "accepted"),
    Notice.State.DROPPED: ("–", "missing"),
}


def notice_mark(notice: Notice) -> str:
    shape, look = NOTICES[notice.state]
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span> {}</span>',
        look,
        shape,
        notice.get_state_display(),
    )


def state_mark(report: Report) -> str:
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span> {}</span>',
        report.state,
        STATES[report.state],
        report.get_state_display(),
    )


def card_mark(card: Card) -> str:
    return format_html(
        '<span class="card-mark card-{}"><span aria-hidden="true">{}</span> {}</span>',
        card.colour or "unrated",
        SHAPES[card.colour],
        card.label or card.get_colour_display(),
    )


def report_link(report: Report) -> str:
    """To the report's own page, from where it is filled in or reviewed."""
    return format_html(
        '<a href="{}">查看<span class="visually-hidden">：{} {}</span></a>',
        reverse("admin:supervision_report_change", args=[report.pk]),
        report.project,
        report.period,
    )
