from django.core.management.base import BaseCommand, CommandError

from projects.actions.two_step import reset
from projects.clock import now
from projects.errors import Refused
from projects.models import User


class Command(BaseCommand):
    help = "重设一个账号的两步验证：手机和恢复码都没有了、又没有别的管理员时使用。记入操作留痕。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="账号")

    def handle(self, username, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"没有账号{username}。")
        try:
            reset(person=person, by=None, at=now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已重设{username}的两步验证，并在所有设备上退出。")
