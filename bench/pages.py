"""Pages built anew, at 22 projects, at one full page of them, and at 100,000.

Run as `python -m bench.pages COUNT`: fills a throw-away database with COUNT published projects
and prints each page's queries and milliseconds; `bench.serving` runs it and compares.
"""

import sys
import time
from collections import Counter

from bench.database import set_up, sqlite_url

PAGES = [
    "/",
    "/2023/?category=city",
    "/2023/?card=red",
    "/2023/?card=blue",
    "/2023/?unit=u1",
    "/2023/?page={last}",
    "/2023/{middle}/",
]
ROUNDS = 15
CATEGORY = "CASE n % 4 WHEN 0 THEN 'city' WHEN 1 THEN 'care' WHEN 2 THEN 'work' ELSE 'health' END"


def fill(count: int) -> None:
    """One project told in full, published, and copied by the database itself."""
    from projects.models import Assignment, Project, Target, TargetTerms, Task
    from supervision.actions.showing import count_again
    from supervision.models import Card, Report, ShownCard
    from tests.factories import make_programme, make_project, make_target, make_unit
    from tests.public.months import make_card, make_month, quantity

    programme = make_programme()
    unit, *_ = [make_unit(f"量测单位{number}", slug=f"u{number}") for number in range(1, 21)]
    project = make_project(programme, unit=unit, number=1)
    make_target(project, name="改造提升教室照明", value="149")
    for month in range(1, 13):
        period = make_month(programme, f"2023-{month:02d}", counts={})
        Report.objects.create(period=period, project=project, unit=unit)
    make_card(period, project, quantity())
    own = {"project_id": "n"}
    colour = "CASE WHEN n % 1000 = 0 THEN 'red' WHEN n % 5 = 0 THEN 'yellow' ELSE 'blue' END"
    copy(Project, count, number="n", title="'量测项目' || n", category=CATEGORY)
    copy(Assignment, count, unit_id="n % 20 + 1", **own)
    copy(Task, count, **own)
    copy(Target, count, task_id="n", **own)
    copy(TargetTerms, count, target_id="n")
    copy(Card, count, colour=colour, deviation="(n % 1999 - 1000) / 10000.0", **own)
    copy(ShownCard, count, card_id="n", colour=colour, **own)
    for report in Report.objects.order_by("pk")[:12]:
        copy(Report, count, template=report.pk, id=f"12 + {report.pk - 1} * {count} + n", **own)
    count_again(period)


def copy(model, count: int, template: int = 1, **changes: str) -> None:
    """Rows 2 to `count` after the template row; `changes` are SQL over the number `n`."""
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    values = [changes.get(column, "n" if column == "id" else column) for column in columns]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers"
            f" WHERE n < {count}) INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {', '.join(values)} FROM numbers, {table} WHERE id = {template}"
        )


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
