from supervision.actions.periods import close_month
from supervision.management.month import MonthCommand


class Command(MonthCommand):
    help = "定稿：存下某月的亮牌结果并编通报期号；重复执行不改变结果，也不会公开。"

    def act(self, period, *, at, **options):
        before = period.closed_at
        period = close_month(period=period, by=None, at=at)
        done = "此前已定稿" if before else "已定稿"
        counts = period.counts
        self.stdout.write(
            f"{period}{done}：蓝牌{counts['blue']}、黄牌{counts['yellow']}、红牌{counts['red']}、"
            f"无牌{counts['none']}、未评{counts['unrated']}；"
            f"通报第{period.bulletin_number}期，数据版本号{period.data_version}。尚未公开的用 "
            "publish_month 公开。"
        )
