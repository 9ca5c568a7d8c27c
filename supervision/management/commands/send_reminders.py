from django.core.management.base import BaseCommand, CommandError

from projects.clock import now
from supervision.actions.pushing import tell
from supervision.actions.sending import send_all
from supervision.desk.reminders import for_groups, lines_for


class Command(BaseCommand):
    help = "发送待办提醒：截止前、当天和逾期后；每人每天一封，重复执行不会重复发送。"

    def handle(self, **options):
        at = now()
        sent = send_all(lines=lines_for(at), at=at)
        self.stdout.write(
            f"发出{sent.now}封，此前已发{sent.before}封，没有邮箱{len(sent.without_address)}人，"
            f"发送失败{len(sent.failed)}封。"
        )
        for person in sent.without_address:
            self.stdout.write(f"没有登记邮箱：{person}")
        for person in sent.failed:
            self.stdout.write(f"没有发出：{person}")
        told = tell(for_groups(at), at)
        if told.words:
            self.stdout.write(f"{told.words}。")
        if sent.failed and sent.unset:
            raise CommandError("没有设置 EMAIL_URL，提醒没有发出；设置邮件服务器后再次执行。")
        if sent.failed or told.failed:
            raise CommandError("有提醒没有发出，请检查邮件设置后再次执行。")
