from django.core.management.base import BaseCommand, CommandError

from projects.clock import now
from supervision.actions.sending import send_all
from supervision.desk.reminders import lines_for


class Command(BaseCommand):
    help = "发送待办提醒：截止前、当天和逾期后；每人每天一封，重复执行不会重复发送。"

    def handle(self, **options):
        at = now()
        sent = send_all(lines=lines_for(at), at=at)
        self.stdout.write(
            f"发出{sent.now}封，此前已发{sent.before}封，没有邮箱{sent.without_address}人，"
            f"发送失败{sent.failed}封。"
        )
        if sent.failed:
            raise CommandError("有提醒没有发出，请检查邮件设置后再次执行。")
