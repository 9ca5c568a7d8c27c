"""A stranger gathers everything public of a year and solves for the people that are not told."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Target, User
from projects.values.months import span
from supervision.actions.showing import tell_again
from supervision.documents import drawing
from supervision.models import Period, Reading, Release, Review, Submission
from supervision.published import beside, withheld
from supervision.published.disclosure import few
from tests.factories import (
    make_officer,
    make_project,
    make_quota,
    make_report,
    make_target,
    make_unit,
    moment,
)
from tests.public.constraints import (
    COUNTS,
    ENOUGH,
    FIRST,
    GOALS,
    MONTHS,
    NAMES,
    OTHER,
    SECOND,
    SERVED,
    SHARES,
    WHOLE,
    known_from,
)
from tests.public.months import count_cards, make_card, make_month, make_release, quantity, service
from tests.public.stranger import board, said, text_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pictures_as_drawn(monkeypatch):
    """A picture is read as what is drawn on it."""
    monkeypatch.setattr(drawing, "png", lambda svg: svg.encode())


@pytest.fixture
def hostile(programme):
    """Five months: parts, a quota over two projects, a share, people served and places."""
    sick = make_project(programme, number=5, sensitive=True, title="困难群众救助")
    poor = make_project(programme, number=6, title="社区帮扶")
    plans = {name: {"2023-01": "0", "2023-12": str(goal)} for name, goal in GOALS.items()}
    whole = make_target(sick, WHOLE, value="8000", measure="人")
    rows = {
        name: make_target(
            poor if name == OTHER else sick, name, value=str(goal), measure="人",
            part_of=None if name == OTHER else whole, plan=plans[name],
        )
        for name, goal in GOALS.items()
    }  # fmt: skip
    share = make_target(sick, "参保覆盖", kind="coverage", counted_in="人", plan={"2023-01": "0"})
    months = span("2023-01", "2023-12")
    visits = make_target(
        sick, "随访", kind="service", measure="人次", baseline=None, value=None, plan=months
    )
    quota = make_quota(programme, name="市级救助", measure="人", quota=Decimal(9000))
    quota.targets.set([rows[FIRST], rows[OTHER]])
    rows[FIRST].sites.create(name="演示第1村", place="演示镇", quantity=1007, done="2023-05")
    rows[FIRST].sites.create(name="演示第2村", place="演示镇", quantity=4, done="2023-06")
    unit, officer = make_unit(), make_officer()
    for at, month in enumerate(MONTHS):
        period = make_month(programme, month, published=f"2023-{int(month[5:]) + 1:02d}-12 10:00")
        part, of = SHARES[at]
        counted = {rows[name]: {"value": COUNTS[name][at]} for name in (FIRST, SECOND)}
        shared = {share: {"numerator": part, "denominator": of}, visits: {"served": SERVED[at]}}
        report = make_report(period, sick, unit)
        hand_in(report, 1, counted | shared, moment(f"{month}-28 09:00"), officer)
        tell(period, sick, poor, at)
    return programme


def hand_in(report, number: int, read: dict, at, by) -> None:
    """An accepted submission."""
    submission = Submission.objects.create(
        report=report, number=number, progress="", next_steps="", unit_name="演示", at=at, by=by
    )
    for target, figures in read.items():
        Reading.objects.create(submission=submission, target=target, **figures)
    Review.objects.create(submission=submission, verdict="accepted", by=by, at=at)


def tell(period, sick, poor, at: int, **kw) -> None:
    """The month's cards; each holds all readings so far."""
    months = MONTHS[: at + 1]

    def of(name, values, **more):
        plan = dict.fromkeys(span("2023-01", "2023-11"), "0") | {"2023-12": str(GOALS[name])}
        readings = dict(zip(months, map(str, values), strict=False))
        return quantity(
            name, measure="人", target=str(GOALS[name]), plan=plan, readings=readings, **more
        )

    shares = {m: str(Decimal(a * 100) / b) for m, (a, b) in zip(months, SHARES, strict=False)}
    covered = quantity("参保覆盖", measure="%", target="100", step="0.01", readings=shares)
    covered |= {"kind": "coverage", "plan": dict.fromkeys(span("2023-01", "2023-12"), "100")}
    covered["plan"] |= dict.fromkeys(span("2023-01", "2023-11"), "10")
    reading = COUNTS[FIRST][at] + COUNTS[OTHER][at]
    task = {"name": "市级救助", "measure": "人", "quota": "9000", "plan": "0", "reading": reading}
    tasks = {"city_tasks": [task | {"reading": str(reading)}]}
    first = of(FIRST, COUNTS[FIRST][: at + 1])
    second = of(SECOND, COUNTS[SECOND][: at + 1])
    ran = service("随访", ran=span("2023-01", months[-1]))
    make_card(period, sick, first, second, covered, ran, facts=tasks, **kw)
    make_card(period, poor, of(OTHER, COUNTS[OTHER][: at + 1]), facts=tasks, **kw)
    count_cards(period)
    if not Release.everything.filter(period=period).exists():
        make_release(period, poor, "", text="社区帮扶：累计完成{{ 累计 }}。")
    tell_again(period)


def addresses() -> list[str]:
    own = [f"/2023/{number}/" for number in (5, 6)]
    cards = [f"{path}cards/{month}/" for path in own for month in MONTHS]
    return [
        "/", "/2023/", "/?sort=behind", "/?sort=done", *own, *(f"{path}sheet/" for path in own),
        *cards, *(f"{path}{file}" for path in cards for file in ("facts.json", "verdict.json")),
        "/2023/board/", *(f"/2023/board/{month}/" for month in MONTHS),
        *(f"/2023/changes/{month}/" for month in MONTHS), "/2023/changes/",
        *(f"/2023/bulletins/{int(month[5:])}/" for month in MONTHS), "/2023/corrections/",
        *(f"/2023/status.{kind}?month={month}" for kind in ("csv", "json") for month in MONTHS),
        *(f"/2023/open/{table}.{kind}" for table in ("progress", "places", "plans", "stages")
          for kind in ("csv", "json")),
        "/2023/sites/", "/2023/places/", "/2023/places/演示镇/", "/2023/places/演示镇/演示第1村/",
        "/search/?q=救助", "/search/?q=演示第2村", "/feed/", "/2023/5/feed/",
        "/2023/6/feed/", "/2023/places/演示镇/演示第1村/feed/", "/2023/promises.ics",
        "/2023/units/",
        "/2023/poster/", "/2023/embed/", "/2023/data/", "/2023/satisfaction/", "/2023/map/",
        *others(),
    ]  # fmt: skip


def others() -> list[str]:
    """What is no page: pictures to share, workbooks, bulletins in Word."""
    return [
        *(f"/2023/{month}{form}.png" for month in MONTHS for form in ("", "-square")),
        *(f"/2023/{number}/{month}{form}.png" for number in (5, 6) for month in MONTHS
          for form in ("", "-square")),
        *(f"/2023/status.xlsx?month={month}" for month in MONTHS),
        *(f"/2023/bulletins/{int(month[5:])}/bulletin.docx" for month in MONTHS),
    ]  # fmt: skip


def gathered(client) -> dict[str, str]:
    pages = {}
    for path in addresses():
        answer = client.get(path)
        assert answer.status_code == 200, path
        pages[path] = text_in(path, b"".join(answer))
    return pages | articles()


def articles() -> dict[str, str]:
    """公众号 articles of the published bulletins, as everybody who follows the account has them."""
    office = Client()
    office.force_login(User.objects.filter(username="press").first() or make_officer("press"))
    pages = {}
    for period in Period.public.order_by("month"):
        path = reverse("admin:supervision_period_article_file", args=[period.pk])
        answer = office.get(path)
        assert answer.status_code == 200
        pages[f"/article/{period.month}"] = answer.content.decode()
    return pages


def groups() -> dict[str, tuple[dict, int]]:
    """Every group of one to nine people there is: a count, a month's step, those who are left."""
    found = {}
    series = {FIRST: COUNTS[FIRST], SECOND: COUNTS[SECOND], "served": SERVED}
    for name, values in series.items():
        for at, (month, value) in enumerate(zip(MONTHS, values, strict=True)):
            if few(value):
                found[f"{name} {month}"] = {(name, month): 1}
            if at and few(value - values[at - 1]):
                found[f"{name} step {month}"] = {(name, month): 1, (name, MONTHS[at - 1]): -1}
    for month, (part, of) in zip(MONTHS, SHARES, strict=True):
        if few(of - part):
            found[f"left {month}"] = {("covered", month): 1}
    return found


def narrowed(client, of=lambda path: True) -> list[str]:
    """The small groups of which fewer than nine sizes are left; numbers told that may not be."""
    pages = {path: text for path, text in gathered(client).items() if of(path)}
    known = known_from(pages)
    found = [name for name, terms in groups().items() if known.left(terms, ENOUGH) < ENOUGH]
    secret = r"(?<![\d.])(?:1011|1013|1066|1,0(?:11|13|66)|99\.5\d?)(?![\d.])"
    return found + [path for path, text in pages.items() if re.search(secret, text)]


def test_no_small_group_can_be_worked_out(client, hostile):
    assert len(groups()) >= 8
    assert narrowed(client) == []


def test_a_later_version_of_a_month_gives_nothing_away_either(client, hostile, monkeypatch):
    """July's first part was 1013; its second version says 1016 and the next months follow."""
    sick, poor = hostile.projects.order_by("number")
    july = sick.shown.get(period__month="2023-07").period
    monkeypatch.setitem(COUNTS, FIRST, [1007, 1011, 1016, 1061, 1066])
    report, first = july.reports.get(project=sick), sick.targets.get(name=FIRST)
    at = moment("2023-10-20 09:00")
    hand_in(report, 2, {first: {"value": 1016}}, at, make_officer("again"))
    tell(july, sick, poor, 2, version=2)
    assert not any("1016" in text for text in gathered(client).values())
    assert narrowed(client) == []


def every(counts, baseline=0):
    return frozenset(counts)


def above_nine(counts, baseline=0):
    return frozenset(each for each in counts if not few(each.value) and not few(each.rest))


def far_from_the_last(counts, baseline=0):
    """Steps alone, and not those who are left of a whole."""
    found, last = set(), 0
    for each in counts:
        if not few(each.value - last):
            found.add(each)
            last = each.value
    return frozenset(found)


FAULTS = {
    "everything is told": lambda patch: patch.setattr(beside, "told", every),
    "steps are told": lambda patch: patch.setattr(beside, "told", above_nine),
    "those left are told": lambda patch: patch.setattr(beside, "told", far_from_the_last),
    "a sum over projects is told": lambda patch: patch.setattr(
        withheld, "hide_quota", lambda *_: False
    ),
    "people served are told": lambda patch: patch.setattr(
        beside.Beside, "served_words", lambda self, name, count: f"{count:f}"
    ),
    "places are told": lambda patch: patch.setattr(Target, "counts_people", False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_seen(client, hostile, monkeypatch, fault):
    FAULTS[fault](monkeypatch)
    assert narrowed(client)


OUTPUTS = {"workbooks": ".xlsx", "status.json": "status.json", "the long table": "progress.csv"}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_each_kind_of_output_would_give_it_away_alone(client, hostile, monkeypatch, kind):
    """So that none is read blindly: what it tells where nothing is withheld is enough."""
    FAULTS["everything is told"](monkeypatch)
    assert narrowed(client, lambda path: OUTPUTS[kind] in path)


def test_each_kind_that_tells_the_whole_alone_is_read(client, hostile):
    """Pictures, bulletins and articles have a sum of the parts at most."""
    pages = gathered(client)
    assert {number for number, *_ in board(pages["/2023/board/"])} == {5, 6}
    for kind in (".png", "/bulletins/", ".docx", "/article/", "/6/feed/"):
        told = [
            found for path, text in pages.items() if kind in path for found in said(text, NAMES)
        ]
        assert {OTHER, WHOLE} & {name for name, *_ in told}, kind
