import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.clock import now
from projects.errors import Refused
from projects.forgetting import refuse_a_leap
from projects.pages import quota
from projects.pages.forgetting import forget_contacts
from supervision.actions.feedback import erase_contacts


class Command(BaseCommand):
    help = "清除群众留言和建议里到期的个人信息：来源地址散列，办结以后的称呼和电话。每天执行一次。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--address-days", type=int, default=settings.FEEDBACK_KEEP_ADDRESS_DAYS,
            help="来源散列保留几天",
        )  # fmt: skip
        parser.add_argument(
            "--contact-days", type=int, default=settings.FEEDBACK_KEEP_CONTACT_DAYS,
            help="办结后称呼和电话保留几天",
        )  # fmt: skip
        parser.add_argument("--clock-is-right", action="store_true", help="时钟已经核对过")

    def handle(self, *, address_days, contact_days, clock_is_right, **options):
        try:
            refuse_a_leap("prune_feedback", timezone.now(), clock_is_right=clock_is_right)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        forgotten = quota.forget(timezone.now() - dt.timedelta(days=address_days))
        at, before = now(), now() - dt.timedelta(days=contact_days)
        erased = erase_contacts(before=before, by=None, at=at)
        erased += forget_contacts(before=before, at=at)
        self.stdout.write(f"已清除来源散列{forgotten}条，称呼和电话{erased}条。")
