"""Pages built anew, at 22 projects, at more than a page of them, and at 100,000.

Run as `python -m bench.pages COUNT`: fills a throw-away database with COUNT published projects
and prints each page's queries and milliseconds; `bench.serving` runs it and compares.
"""

import sys
import time
from collections import Counter

from bench.database import set_up, sqlite_url

PROJECT = "/2023/{middle}/"
PAGES = [
    "/",
    "/2023/?category=city",
    "/2023/?card=red",
    "/2023/?card=blue",
    "/2023/?unit=u1",
    "/2023/?page={last}",
    PROJECT,
    "/2023/{middle}/cards/2023-12/",
    "/2023/board/",
]
# Other targets and readings for each, so that no figure is worked out once for all.
VALUES = (
    "REPLACE(REPLACE({}, '\"149\"', '\"' || (149 + n * 37 % 4801) || '\"'),"
    " '\"90\"', '\"' || (n * 7 % 149) || '\"')"
)
ROUNDS = 15
TITLE = "'量测项目' || (1 + n)"
CATEGORY = "CASE n % 4 WHEN 0 THEN 'city' WHEN 1 THEN 'care' WHEN 2 THEN 'work' ELSE 'health' END"
COLOUR = "CASE WHEN n % 1000 = 999 THEN 'red' WHEN n % 5 = 4 THEN 'yellow' ELSE 'blue' END"


def fill(count: int) -> None:
    """One project told in full, published, and copied by the database itself."""
    from supervision.actions.showing import count_again
    from supervision.models import Report, ShownCard
    from tests.factories import make_programme, make_project, make_target, make_unit
    from tests.many import copies
    from tests.public.months import make_card, make_month, quantity

    programme, more = make_programme(), count - 1
    unit, *_ = [make_unit(f"量测单位{number}", slug=f"u{number}") for number in range(1, 21)]
    project = make_project(programme, unit=unit, number=1)
    target = make_target(project, name="改造提升教室照明", value="149")
    for month in range(1, 13):
        period = make_month(programme, f"2023-{month:02d}", counts={})
        Report.objects.create(period=period, project=project, unit=unit)
    card = make_card(period, project, quantity())
    assert copies(project, more, number="1 + n", title=TITLE, category=CATEGORY) == project.pk == 1
    own = {"project_id": "1 + n"}
    copies(project.assignments.get(), more, unit_id="(1 + n) % 20 + 1", **own)
    copies(target.task, more, **own)
    copies(target, more, task_id="1 + n", **own)
    copies(target.terms.get(), more, target_id="1 + n")
    varied = {column: VALUES.format(column) for column in ("facts", "verdict")}
    copies(card, more, **varied, colour=COLOUR, deviation="(n % 1999 - 1000) / 10000.0", **own)
    copies(ShownCard.everything.get(), more, card_id="1 + n", colour=COLOUR, **own)
    for report in Report.objects.all():
        copies(report, more, **own)
    count_again(period)


def measure(count: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    for page in PAGES:
        path = page.format(last=max(count // 50, 1), middle=max(count // 2, 1))
        queries = Counter()

        def counted(run, *given, queries=queries):
            queries["all"] += 1
            return run(*given)

        with connection.execute_wrapper(counted):
            assert client.get(path).status_code == 200, path
        print(page, queries["all"], milliseconds(client, path))


def milliseconds(client, path: str) -> float:
    """The processor's time for a page, database included: a shared machine's clock wavers."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        client.get(path)
        taken.append(time.process_time() - start)
    return min(taken) * 1000


if __name__ == "__main__":
    with sqlite_url() as url:
        set_up(url)
        from django.core.management import call_command
        from django.db import connection

        call_command("collectstatic", interactive=False, verbosity=0)
        fill(int(sys.argv[1]))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measure(int(sys.argv[1]))
