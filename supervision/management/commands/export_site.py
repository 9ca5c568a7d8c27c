from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.templatetags.static import static

from projects.clock import now
from projects.errors import Refused
from projects.ledger.chain import published
from projects.values.files import why
from supervision.static_site.crawl import read_all
from supervision.static_site.folder import mark, put, replaced
from supervision.static_site.moment import one_moment
from supervision.static_site.origin import checked, own
from supervision.static_site.reading import Site


class Command(BaseCommand):
    help = (
        "把公众页面导出成静态文件夹，供已有的政府网站直接放上去；"
        "内容与本站逐字节相同。要么整个换新，要么不动。"
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="写到哪个文件夹：空的，或以前的导出")
        parser.add_argument(
            "--address",
            default="",
            help="页面里写到完整网址时用哪个，如 https://www.example.gov.cn；"
            "主机名须在 ALLOWED_HOSTS 中",
        )

    def handle(self, *, folder, address, **options):
        try:
            check_collected()
            origin = checked(address or own())
            counts = export(Path(folder).absolute(), origin)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"写不了“{folder}”：{why(error)}。原有内容没有动。") from error
        self.stdout.write(
            f"已导出{counts['text/html']}个网页和{counts.total() - counts['text/html']}个文件到"
            f" {folder}，网址按 {origin} 写。"
        )


def check_collected() -> None:
    try:
        static("public/tokens.css")
    except ValueError as error:
        raise Refused("样式等静态文件还没有收集，请先执行 manage.py collectstatic。") from error


def export(target: Path, origin: str) -> Counter:
    """Write all pages; gives how many of each kind. Refused leaves the folder as it was."""
    counts = Counter()
    with replaced(target) as folder, one_moment():
        version = published()
        for address, answer in read_all(Site(origin)):
            put(folder, address.file(answer.content_type), answer.body)
            counts[answer.content_type.partition(";")[0]] += 1
        mark(folder, address=origin, version=version, at=now().isoformat(), files=counts.total())
    return counts
