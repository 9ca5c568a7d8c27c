from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.errors import Refused
from projects.files.verification import unowned
from projects.forgetting import refuse_a_leap


class Command(BaseCommand):
    help = (
        "清理没有归属的文件：上传中断留下的、撤回后没有删净的，超过一天就删去并列出。每天执行一次。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--clock-is-right", action="store_true", help="时钟已经核对过")

    def handle(self, *, clock_is_right, **options):
        try:
            refuse_a_leap("sweep_files", timezone.now(), clock_is_right=clock_is_right)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        gone = 0
        for storage, name in unowned():
            storage.delete(name)
            self.stdout.write(f"  {name}")
            gone += 1
        self.stdout.write(f"已删去没有归属的文件{gone}个。")
