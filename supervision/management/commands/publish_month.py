from supervision.actions.periods import publish_month
from supervision.management.month import MonthCommand


class Command(MonthCommand):
    help = "公开发布：把已定稿的一个月公开，公开的正是定稿时的数据。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--signer", required=True, help="签发人")
        parser.add_argument("--basis", required=True, help="公开依据，如会议或文号")

    def act(self, period, *, at, signer, basis, **options):
        period = publish_month(period=period, signer=signer, basis=basis, by=None, at=at)
        self.stdout.write(
            f"{period}已公开：签发人{period.signer}，依据{period.basis}，"
            f"数据版本号{period.data_version}。"
        )
