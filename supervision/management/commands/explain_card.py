from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.clock import now, today
from projects.errors import Refused
from projects.models import Programme, Project
from projects.values.days import BadDay, read_day
from supervision.cards.explanation import Explanation, explain
from supervision.cards.history import card_as_of
from supervision.management.month import find_period
from supervision.rules.findings import TITLES


def lines(found: Explanation) -> list[str]:
    """The explanation as the office reads it, plainest first."""
    card, verdict = found.card, found.verdict
    step = "更正" if card.version > 1 else "定稿"
    stored = f"第{card.version}版，{timezone.localtime(card.computed_at):%Y-%m-%d %H:%M}{step}"
    text = [
        f"{card.project}  {card.period.month}  {card.label or '未评'}",
        found.sentence + "。",
        f"依据截至{card.as_of}；{stored if card.pk else '拟亮牌，未定稿'}；规则{card.policy}",
    ]
    if card.override:
        text.append(f"经认定为{card.override.get_colour_display()}：{card.override.basis}")
    if found.submission:
        text.append(
            f"依据第{found.submission.number}次报送，"
            f"{timezone.localtime(found.submission.review.at):%Y-%m-%d %H:%M}审核通过"
        )
    for target in found.targets:
        text.append(f"· {target.verdict['name']}" + (f"（{target.plan}）" if target.plan else ""))
        if target.formula:
            text += [f"    实际 {target.formula.actual}", f"    计划 {target.formula.planned}"]
            text.append(f"    {target.formula.gap}")
    text += [
        f"规则“{TITLES[finding['rule']]}”：{finding['text']}" for finding in verdict["findings"]
    ]
    text += [f"怎样转好：{step['text']}" for step in verdict["to_clear"]]
    text.append(f"校验码 {card.digest}")
    return text


class Command(BaseCommand):
    help = "说明一张牌为什么是这个颜色；--known 看某一天当时所知。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="清单年份，如 2023")
        parser.add_argument("number", type=int, help="项目序号，如 12")
        parser.add_argument("month", help="月份，如 2023-09")
        parser.add_argument("--known", help="当时所知的日期，如 2023-10-06；不写就是现在")

    def handle(self, *, year, number, month, known, **options):
        programme = Programme.everything.of_year(year)
        project = Project.everything.filter(programme=programme, number=number).first()
        if project is None:
            raise CommandError(f"{year}年清单里没有第{number}号项目。")
        period = find_period(month, year)
        try:
            day = read_day(known) if known else today()
        except BadDay as wrong:
            raise CommandError(str(wrong)) from None
        try:
            found = explain(card_as_of(project, period, day, now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join(lines(found)))
