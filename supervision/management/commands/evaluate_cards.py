from collections import Counter

from supervision.actions.periods import trial_cards
from supervision.management.month import MonthCommand, card_lines


class Command(MonthCommand):
    help = "按已通过的数据计算某月的拟亮牌，只显示，不写入；定稿用 close_month。"

    def act(self, period, *, at, **options):
        cards = trial_cards(period, at)
        for line in card_lines(cards):
            self.stdout.write(line)
        counts = Counter(card.label or "未评" for card in cards)
        total = "，".join(f"{label} {count}" for label, count in counts.most_common())
        self.stdout.write(f"{period}拟亮牌{len(cards)}个：{total}。未写入。")
