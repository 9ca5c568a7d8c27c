from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from projects.ledger.chain import last_event, record


class Command(BaseCommand):
    help = (
        "时钟走快以后办过的事，日期在将来；时钟校准后执行一次，操作留痕记下“时钟校正”，"
        "以后的事从现在接着办。已经记下的日期不改。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="已核对时钟，不再询问")

    def handle(self, *, yes, **options):
        """Record that the clock was wrong, so that acts are again held to the one before."""
        at, last = timezone.now(), last_event(public=False)
        if last.at <= at:
            raise CommandError("上一件事不在将来，不用校正，没有改动。")
        said = f"上一件事记在{timezone.localtime(last.at):%Y-%m-%d %H:%M}，现在是"
        said += f"{timezone.localtime(at):%Y-%m-%d %H:%M}。"
        if not yes and input(f"{said}现在的时间对吗？对的输入 yes：") != "yes":
            raise CommandError("没有确认，没有改动。")
        with transaction.atomic():
            record(action="时钟校正", by=None, at=at, note=said, public=False, in_any_order=True)
        self.stdout.write(f"{said}已记入操作留痕，可以继续办理。")
