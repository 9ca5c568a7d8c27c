from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.actions.exports import record_export
from projects.clock import now
from projects.errors import Refused
from projects.models import Programme
from projects.values.files import whole_file, why
from supervision.static_site.origin import checked, own
from supervision.static_site.reading import Site
from supervision.yearend.archive import archive


class Command(BaseCommand):
    help = (
        "把一年归成一个zip：双击就能看的公开网页、各月推进情况表、操作留痕和核验报告。"
        "内部材料单独放在“内部”文件夹里，加 --public 则不带。"
    )

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="清单年份，如 2023")
        parser.add_argument("--output", required=True, help="写到哪个文件，如 2023年归档.zip")
        parser.add_argument("--public", action="store_true", help="只要公开部分，可以对外提供")
        parser.add_argument(
            "--pdf", action="store_true", help="公文另存一份 PDF/A，要装有 LibreOffice"
        )
        parser.add_argument(
            "--address",
            default="",
            help="归档里没有的页面指向哪个网站，如 https://www.example.gov.cn；"
            "主机名须在 ALLOWED_HOSTS 中",
        )

    def handle(self, *, year, output, public, pdf, address, **options):
        path = Path(output).absolute()
        if path.suffix.lower() != ".zip":
            raise CommandError(f"“{path.name}”的结尾应是 .zip。")
        try:
            programme = Programme.everything.of_year(year)
            if programme is None:
                raise Refused(f"没有{year}年的清单。")
            site = Site(checked(address or own()))
            made = archive(programme, site, internal=not public, at=now(), pdf=pdf)
            with whole_file(path) as file:
                count = made.write(file)
            record_export(what=made.file_name, by=None, at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"写不了文件“{path}”：{why(error)}。") from error
        moment = f"{timezone.localtime(made.at):%Y-%m-%d %H:%M}"
        self.stdout.write(
            f"已归档{year}年，共{count}个文件，内容以{moment}为准，写到 {output}。{made.verdict}"
        )
