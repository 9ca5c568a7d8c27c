from django.core.management.base import BaseCommand

from projects.files.verification import unowned


class Command(BaseCommand):
    help = (
        "清理没有归属的文件：上传中断留下的、撤回后没有删净的，超过一天就删去并列出。每天执行一次。"
    )

    def handle(self, **options):
        gone = 0
        for storage, name in unowned():
            storage.delete(name)
            self.stdout.write(f"  {name}")
            gone += 1
        self.stdout.write(f"已删去没有归属的文件{gone}个。")
