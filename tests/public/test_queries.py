"""Every public page asks the database at most fifteen times, however many projects there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse

from projects.models import Project
from supervision.actions.showing import count_again
from supervision.models import Feedback, Period, Photo, ShownCard
from tests.many import copies
from tests.serving.test_parameters import names

pytestmark = pytest.mark.django_db

MOST, PROJECTS = 15, 2200
YEAR, NUMBER, CARD = [2023], [2023, 21], [2023, 21, "2023-09"]
# An address that is not listed here fails the suite: the arguments of its page, and every query
# string that has it ask for something else. Project 21 was promised anew, has places, and is late.
ADDRESSES: dict[str, tuple[list, list[str]]] = {
    "home": ([], ["category=city", "card=blue", "card=red&page=9", "unit=housing", "q=改造"]),
    "year": (YEAR, ["sort=behind", "sort=done", "category=city&card=blue&unit=housing", "page=2"]),
    "project": (NUMBER, ["view=large"]),
    "card": (CARD, []),
    "card-facts": (CARD, []),
    "card-verdict": (CARD, []),
    "card-policy": (CARD, []),
    "project-picture": ([2023, 21, "2023-09"], []),
    "project-picture-square": ([2023, 21, "2023-08"], []),
    "year-picture": ([2023, "2023-09"], []),
    "year-picture-square": ([2023, "2023-09"], []),
    "replay": ([], []),
    "explanation": (YEAR, []),
    "corrections": (YEAR, ["page=2"]),
    "about": ([], []),
    "sites": (YEAR, ["q=学", "page=2"]),
    "places": (YEAR, ["q=演示"]),
    "map": (YEAR, []),
    "town": ([2023, "疃里镇（演示）"], []),
    "place": ([2023, "疃里镇（演示）", "演示20村"], []),
    "place-seen": ([2023, "疃里镇（演示）", "演示20村"], []),
    "place-sheet": ([2023, "疃里镇（演示）", "演示20村"], []),
    "project-sheet": (NUMBER, []),
    "photo": ([0], []),
    "board": (YEAR, ["page=2"]),
    "board-month": ([2023, "2023-08"], []),
    "changes": (YEAR, ["page=2"]),
    "changes-month": ([2023, "2023-09"], []),
    "bulletins": (YEAR, []),
    "bulletin": ([2023, 7], ["page=2"]),
    "bulletin-word": ([2023, 7], []),
    "units": (YEAR, []),
    "unit": ([2023, "city-service"], []),
    "satisfaction": (YEAR, []),
    "poster": (YEAR, []),
    "embed": (YEAR, []),
    "data": (YEAR, []),
    "promised-dates": (YEAR, []),
    "openapi": (YEAR, []),
    "status-csv": (YEAR, ["month=2023-08"]),
    "status-xlsx": (YEAR, []),
    "status-json": (YEAR, []),
    "datapackage": (YEAR, []),
    "table-csv": ([2023, "progress"], ["headers=zh"]),
    "table-json": ([2023, "places"], []),
    "search": ([], ["q=教室", "q=的", "q=学校", "q=教室照明", "q=疃里镇", "q=演示20村"]),
    "feed": ([], []),
    "project-feed": (NUMBER, []),
    "place-feed": ([2023, "疃里镇（演示）", "演示20村"], []),
    "sitemap": ([], []),
    "robots": ([], []),
    "favicon": ([], []),
    "healthz": ([], []),
    "feedback": (NUMBER, []),
    "feedback-follow": ([], ["code=0000"]),
    "feedback-receipt": ([""], []),
}


# Of how a list comes to be: tests/drafting/test_public_queries counts them.
ELSEWHERE = {
    "making", "calls", "proposals", "propose",
    "propose-as-deputy", "proposal-follow", "proposal", "making-receipt",
    "making-consultation", "making-project", "making-opinion",
}  # fmt: skip


def test_every_public_address_is_counted():
    assert names(get_resolver().url_patterns) == {*ADDRESSES} | ELSEWHERE


def test_every_page_asks_at_most_fifteen_times_at_22_and_at_2200_projects(
    client, demonstration, db
):
    demonstration.again()
    paths = listed()
    few = {path: asked(client, path) for path in [*paths, *told_in_full()]}
    assert {path: count for path, count in few.items() if count > MOST} == {}
    fill_up()
    many = {path: asked(client, path) for path in paths}
    assert {path: count for path, count in many.items() if count > MOST} == {}
    # A list that has not all projects on its page asks who is ahead and who behind.
    grown = {resolve(path.partition("?")[0]).url_name for path in paths if many[path] > few[path]}
    assert grown <= {"home", "year", "embed"}


def asked(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


def listed() -> list[str]:
    given = {name: args for name, (args, _) in ADDRESSES.items()}
    given["photo"] = [Photo.public.first().pk]
    given["feedback-receipt"] = [Feedback.everything.first().code]
    paths = []
    for name, (_, queries) in ADDRESSES.items():
        path = reverse(name, args=given[name])
        paths += [path, *(f"{path}?{query}" for query in queries)]
    return paths


def told_in_full() -> list[str]:
    """Every project, month and corrected card of the demonstration."""
    numbers = Project.public.values_list("number", flat=True)
    months = Period.public.values_list("month", "bulletin_number")
    corrected = ShownCard.public.filter(card__version__gt=1)
    cards = corrected.values_list("project__number", "period__month")
    return [
        *(reverse("project", args=[2023, number]) for number in numbers),
        *(reverse("changes-month", args=[2023, month]) for month, _ in months),
        *(reverse("bulletin", args=[2023, number]) for _, number in months),
        *(reverse("card", args=[2023, *card]) for card in cards),
    ]


def fill_up() -> None:
    """Projects like number 12, with its target, terms, places and the cards of two months."""
    project = Project.public.get(number=12)
    count = PROJECTS - Project.public.count()
    new = {"project_id": f"{copies(project, count, number='100 + n')} + n"}
    for part in project.assignments.filter(until=None):
        copies(part, count, **new)
    task = project.tasks.first()
    tasks = copies(task, count, **new)
    for target in task.targets.all():
        own = {"target_id": f"{copies(target, count, task_id=f'{tasks} + n', **new)} + n"}
        for part in [*target.terms.all(), *target.spans.all(), *target.sites.all()]:
            copies(part, count, **own)
    for shown in ShownCard.public.filter(project=project).order_by("-period__month")[:2]:
        cards = copies(shown.card, count, **new)
        copies(shown, count, card_id=f"{cards} + n", **new)
        count_again(shown.period)
