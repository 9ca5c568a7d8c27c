import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.drafting.reading import read_file
from projects.drafting.reading.as_json import as_dict
from projects.drafting.reading.in_words import in_words
from projects.sandbox.process import Unreadable


class Command(BaseCommand):
    help = "读一份清单（txt、docx、xlsx、pdf）：项目、单位、指标和疑问，不用数据库，什么也不保存。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="清单文件")
        parser.add_argument("--json", action="store_true", help="按JSON输出，供程序使用")

    def handle(self, *, file, **options):
        try:
            reading = read_file(file)
        except OSError as error:
            raise CommandError(f"打不开“{file}”：{error.strerror}。") from error
        except Unreadable as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(reading), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(in_words(reading))
        if not reading.projects:
            raise CommandError("没有读出项目。")
