"""States and colours as words with a shape, so that no colour speaks alone."""

from django.urls import reverse
from django.utils.html import format_html

from supervision.models import UNRATED, Card, CardOverride, Report, Slip

SHAPES = {"blue": "●", "yellow": "▲", "red": "■", "none": "○", "": "–"}
STATES = {
    Report.State.MISSING: "○",
    Report.State.DRAFT: "◐",
    Report.State.UNSIGNED: "✎",
    Report.State.SUBMITTED: "◆",
    Report.State.RETURNED: "↩",
    Report.State.ACCEPTED: "✓",
    Report.State.EXCUSED: "–",
}

SLIP_STATES = {
    Slip.State.DRAFT: ("◐", "draft"),
    Slip.State.CHECKED: ("✎", "draft"),
    Slip.State.ISSUED: ("○", "draft"),
    Slip.State.ANSWERED: ("◆", "submitted"),
    Slip.State.SENT_BACK: ("↩", "returned"),
    Slip.State.MENDING: ("◑", "submitted"),
    Slip.State.CLEARING: ("◆", "submitted"),
    Slip.State.CLEARED: ("✓", "accepted"),
    Slip.State.DROPPED: ("–", "missing"),
}


def slip_mark(slip: Slip) -> str:
    shape, look = SLIP_STATES[slip.state]
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span> {}</span>',
        look,
        shape,
        slip.get_state_display(),
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
        card.colour or UNRATED,
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


def override_mark(override: CardOverride):
    return format_html(
        '<span class="card-mark card-{}"><span aria-hidden="true">{}</span> {}</span>',
        override.colour,
        SHAPES[override.colour],
        override.get_colour_display(),
    )


def colour_mark(colour: str, label: str = "") -> str:
    """A colour with its shape and words."""
    return format_html(
        '<span class="card-mark card-{}"><span aria-hidden="true">{}</span> {}</span>',
        colour or UNRATED,
        SHAPES[colour],
        label or Card.Colour(colour).label,
    )
