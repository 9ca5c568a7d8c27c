from django.core.management import call_command
from django.core.management.base import BaseCommand

from projects.clock import now
from supervision.jobs.queue import sweep


class Command(BaseCommand):
    help = "清理后台任务的结果文件（留 JOB_FILES_DAYS 天）和一年以前的任务。每天执行一次。"

    def handle(self, **options):
        files, old = sweep(now())
        self.stdout.write(f"已清理结果文件{files}个、一年以前的任务{old}项。")
        call_command("prune_db_task_results", verbosity=0)
