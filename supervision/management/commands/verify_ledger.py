from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from projects.files.verification import files
from projects.ledger import heads, verification
from projects.ledger.storing import storing
from projects.models import LedgerHead
from supervision.cards.verification import cards
from supervision.published.verification import shown
from supervision.roles import differing as roles


class Command(BaseCommand):
    help = "核验操作留痕：防改保护、链条、每一行数据，每一个文件，并按当时的规则重算每一张牌。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--against", nargs="+", type=Path, default=[], metavar="文件",
            help="再与系统以外存的链头核对：stamp_ledger 的文件、通报、status.json、以前的核验结果",
        )  # fmt: skip

    def handle(self, *, against, **options):
        checks = {
            "防改保护": verification.guards(),
            "留痕链条": verification.chain(),
            "留痕所指的数据": verification.rows(),
            "经系统写入": verification.unrecorded_rows(),
            "存储形式": storing(),
            "公众所见": shown(),
            "角色权限": roles(),
            "亮牌重算": cards(),
            "保存的文件": files(),
        }
        checks |= {f"与{path.name}核对": heads.against(path) for path in against}
        found = False
        for name, check in checks.items():
            problems = said(check)
            first = next(problems, None)
            self.stdout.write(f"{name}：{first or '无误'}")
            found = found or first is not None
            for problem in problems:
                self.stdout.write(f"  {problem}")
        if found:
            raise CommandError("核验未通过。")
        head = LedgerHead.objects.get(pk=1)
        self.stdout.write(f"核验通过，链头第{head.number}号 {head.hash}")


def said(check: Iterator[str]) -> Iterator[str]:
    """A check's problems; a table that is gone is one of them."""
    try:
        yield from check
    except DatabaseError as error:
        yield f"数据库里缺了表或列，查不下去（{error}）。"
