"""Cards as known on a day: trial cards say 拟, decided ones 经认定."""

from django import template
from django.utils.html import format_html

from supervision.admin.badges import SHAPES, card_mark, override_mark
from supervision.cards.history import Cell

register = template.Library()
register.simple_tag(override_mark)
SHORT = {"blue": "蓝", "yellow": "黄", "red": "红", "none": "无牌", "": "未评"}


@register.simple_tag
def known_mark(card, override):
    """A card under the override over it: the decided colour first, the computed one beside it."""
    if override is None:
        return card_mark(card)
    return format_html(
        "{} 经认定，按规则计算是{}", override_mark(override), card_mark(card)
    )  # fmt: skip


@register.simple_tag
def cell_mark(cell: Cell):
    """One letter and a shape for a board; a small word for what is not simply computed."""
    words = "拟" if cell.trial else ""
    words += "认定" if cell.override else ""
    words += "更正" if cell.card.version > 1 else ""
    return format_html(
        '<span class="card-mark card-{}"><span aria-hidden="true">{}</span> {}</span>{}',
        cell.colour or "unrated",
        SHAPES[cell.colour],
        SHORT[cell.colour],
        format_html(' <small class="muted">{}</small>', words) if words else "",
    )
