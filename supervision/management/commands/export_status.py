from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.errors import Refused
from projects.values.files import whole_file, why
from projects.values.months import in_words
from supervision.status_sheet.files import KINDS
from supervision.status_sheet.find import closed_period, wanted
from supervision.status_sheet.status import status_sheet


class Command(BaseCommand):
    help = "导出一个已定稿月份的推进情况表（xlsx、csv 或 json，按文件名结尾决定）。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="清单年份，如 2023")
        parser.add_argument("--output", required=True, help="写到哪个文件，如 9月.xlsx")
        parser.add_argument("--month", default="", help="月份，如 2023-09；不写则用最近定稿的月份")
        parser.add_argument("--public", action="store_true", help="公开版：不含内部各列")
        parser.add_argument("--category", default="", help="只要这一类，如 托育教育")
        parser.add_argument("--unit", default="", help="只要这个牵头单位（当月名称）")
        parser.add_argument("--card", default="", help="只要这种亮牌，如 黄牌")

    def handle(self, *, year, output, month, public, category, unit, card, **options):
        path = Path(output)
        kind = KINDS.get(path.suffix.removeprefix(".").lower())
        if kind is None:
            raise CommandError(f"“{path.name}”的结尾应是 {'、'.join(KINDS)} 之一。")
        try:
            period = closed_period(year, month)
            if public and not period.published_at:
                raise Refused(f"{in_words(period.month)}还没有公开发布，不能导出公开版。")
            sheet = status_sheet(period, public=public, wanted=wanted(category, unit, card))
            if not sheet.rows:
                raise Refused("没有符合条件的项目，没有写文件。")
            content = kind.make(sheet)
            with whole_file(path) as file:
                file.write(content)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"写不了文件“{path}”：{why(error)}。") from error
        self.stdout.write(f"已导出{sheet.title}：{len(sheet.rows)}行，写到 {path}。")
