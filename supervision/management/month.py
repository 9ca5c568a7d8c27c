"""What the commands about one month share."""

from django.core.management.base import BaseCommand, CommandError

from projects.clock import now
from projects.errors import Refused
from projects.models import Programme
from projects.values.months import in_words, is_month
from supervision.models import Card, Period


def find_period(text: str, year: int | None = None) -> Period:
    """The period of a month; `year` tells two programmes apart that both run in it."""
    if not is_month(text):
        raise CommandError(f"“{text}”不是月份，请写成 2023-09。")
    periods = Period.everything.filter(month=text).select_related("programme")
    if year:
        periods = periods.filter(programme=Programme.everything.of_year(year))
    found = list(periods)
    if not found:
        raise CommandError(f"{in_words(text)}还没有启动调度。")
    if len(found) > 1:
        years = "、".join(str(period.programme.year) for period in found)
        raise CommandError(f"{in_words(text)}有几个年度的调度（{years}），请用 --year 指明。")
    return found[0]


def card_lines(cards: list[Card]) -> list[str]:
    """One line a card, in the list's order."""
    return [
        f"{card.project.number:>3}  {card.label or '未评'}  {card.project.title}" for card in cards
    ]


class MonthCommand(BaseCommand):
    """A command on one month: parses it, acts, and turns a refusal into exit status 1."""

    def add_arguments(self, parser):
        parser.add_argument("month", help="月份，如 2023-09")
        parser.add_argument("--year", type=int, help="清单年份；只有几个年度同时在调度时才需要")

    def handle(self, *, month, year, **options):
        try:
            self.act(find_period(month, year), at=now(), **options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
