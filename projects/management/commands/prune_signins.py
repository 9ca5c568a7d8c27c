from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from projects.accounts.guesses import forget
from projects.actions.accounts import prune_sign_ins
from projects.clock import now
from projects.errors import Refused
from projects.forgetting import refuse_a_leap


class Command(BaseCommand):
    help = (
        "清理登录日志：删去超过保存天数（设置 SIGN_INS_KEPT_DAYS，默认400天）的记录，至少留180天。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, help="保存多少天，不填按设置")
        parser.add_argument("--clock-is-right", action="store_true", help="时钟已经核对过")

    def handle(self, *, days, clock_is_right, **options):
        kept = settings.SIGN_INS_KEPT_DAYS if days is None else days
        try:
            refuse_a_leap("prune_signins", now(), clock_is_right=clock_is_right)
            gone = prune_sign_ins(days=kept, by=None, at=now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        forget()
        self.stdout.write(f"已删去{kept}天以前的登录日志{gone}条，已记入操作留痕。")
