import fcntl
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from projects.clock import now
from supervision.jobs.queue import take_up


class Command(BaseCommand):
    help = (
        "在后台办理归档、催报邮件和群消息，只运行一个；"
        "由 make run 或 portal-worker.service 和网站一起启动。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="办完现有的就结束")

    def handle(self, *, batch, **options):
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "worker.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as held:
                raise CommandError("后台服务已经在运行，不能再开一个。") from held
            if left := take_up(now()):
                self.stdout.write(f"接着办理{left}项。")
            call_command("db_worker", startup_delay=False, interval=2, batch=batch, reload=False)
