from django.core.management.base import BaseCommand, CommandError

from projects.actions.programmes import load_programme
from projects.clock import now
from projects.errors import Refused


class Command(BaseCommand):
    help = "载入一年的官方清单（fixtures/programme_年份.json），只有印发的内容，不含演示数据。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年份，如 2023")

    def handle(self, *, year, **options):
        try:
            programme = load_programme(year=year, by=None, at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        count = programme.projects.count()
        self.stdout.write(f"已载入{programme}：{count}个项目。牵头单位和计划待办公室录入。")
