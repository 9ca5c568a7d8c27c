"""Published months for the pages to show: facts by hand, verdicts by the rules."""

import datetime as dt
from collections import Counter

from projects.ledger.chain import canonical
from projects.models import Project
from projects.values.months import last_day, shift, span
from supervision.cards.bridge import judged_columns
from supervision.models import Card, CardPolicy, Period, Release, ShownCard
from supervision.rules import PRESETS, Facts, digest
from tests.factories import make_officer, moment

SIGNED = {"signer": "演示签发人", "basis": "演示会议纪要"}


def adopted(name: str = "三色") -> CardPolicy:
    found = CardPolicy.objects.filter(name=name).first()
    return found or CardPolicy.objects.create(
        name=name,
        version=1,
        body=canonical(PRESETS[name].to_json()),
        valid_from="2023-01",
        adopted_at=moment("2023-01-31 09:00"),
        adopted_by=make_officer(f"adopter-{name}"),
    )


def held(points: dict[str, str], start: str = "2023-01", last: str = "2023-12") -> dict[str, str]:
    """Every month's value from a few: each holds until the next."""
    value, months = "0", {}
    for month in span(start, last):
        value = months[month] = points.get(month, value)
    return months


def quantity(name: str = "改造提升教室照明", value: str = "90", **kw) -> dict:
    """docs/rules.md's example: 149 rooms, 120 planned by September."""
    readings = kw.pop("readings", {"2023-09": value} if value else {})
    return {
        "name": name,
        "kind": "quantity",
        "measure": "口",
        "step": "1",
        "baseline": "0",
        "target": "149",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "plan": held({"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"}),
        "readings": {
            month: {"value": each, "accepted": f"{month}-28"} for month, each in readings.items()
        },
        **kw,
    }


def stages(name: str = "转运站", **kw) -> dict:
    rows = [
        ("用地手续", "20", "2023-03", "2023-04"),
        ("主体完工", "50", "2023-08", None),
        ("试运行", "30", "2023-12", None),
    ]
    keys = ("name", "weight", "planned", "done")
    return {
        "name": name,
        "kind": "milestones",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "milestones": [dict(zip(keys, row, strict=True)) for row in rows],
        **kw,
    }


def service(name: str = "产前筛查", **kw) -> dict:
    return {
        "name": name,
        "kind": "service",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "planned_months": span("2023-01", "2023-12"),
        "ran": span("2023-01", "2023-09"),
        **kw,
    }


def facts_of(project: Project, month: str, targets: list[dict], **kw) -> dict:
    return {
        "project": {
            "year": project.programme.year,
            "number": project.number,
            "title": project.title,
        },
        "month": month,
        "as_of": f"{shift(month, 1)}-08",
        "report": {
            "due": f"{shift(month, 1)}-07",
            "submitted": f"{shift(month, 1)}-06",
            "accepted": f"{shift(month, 1)}-08",
        },
        "missing_months": 0,
        "previous_cards": [],
        "targets": targets,
        "city_tasks": [],
        **kw,
    }


def make_card(period: Period, project: Project, *targets: dict, policy: str = "三色", **kw) -> Card:
    """A stored card, judged by the real rules; `facts` replaces parts of the facts.

    In a published month it is what the public sees, whatever its version.
    """
    facts = facts_of(project, period.month, list(targets), **kw.pop("facts", {}))
    rules = PRESETS[policy]
    closed = period.closed_at or moment("2023-10-10 10:00")
    kw = {"unit_name": "教育（演示）", "computed_at": closed, **kw}
    card = Card.everything.create(
        period=period,
        project=project,
        **judged_columns(Facts.from_json(facts), rules),
        facts=canonical(facts),
        digest=digest(facts, rules.to_json()),
        policy=adopted(policy),
        as_of=dt.date.fromisoformat(facts["as_of"]),
        **kw,
    )
    if period.published_at:
        seen = {"card": card, "colour": card.colour}
        ShownCard.everything.update_or_create(period=period, project=project, defaults=seen)
    return card


def make_month(
    programme,
    month: str = "2023-09",
    *,
    stage: str = "published",
    published: str = "2023-10-12 10:00",
    **kw,
) -> Period:
    """A month as open, closed or published; its counts come with `count_cards`."""
    made = Period.everything.create(
        programme=programme,
        month=month,
        covers_from=kw.pop("covers_from", month),
        data_until=last_day(month),
        due=last_day(month) + dt.timedelta(days=7),
        opened_at=moment(f"{month}-01 09:00"),
        **kw,
    )
    if stage != "open":
        made.closed_at = moment(published) - dt.timedelta(days=2)
        made.data_version = f"v{month}"
        made.bulletin_number = int(month[5:])
    if stage == "published":
        made.published_at = moment(published)
        made.signer, made.basis = SIGNED["signer"], SIGNED["basis"]
    made.save()
    return made


def count_cards(period: Period) -> Period:
    """Store the counts as closing the month does."""
    counts = Counter(card.colour or "unrated" for card in period.cards.all())
    colours = ("blue", "yellow", "red", "none", "unrated")
    period.counts = {colour: counts[colour] for colour in colours}
    period.save()
    return period


def make_release(
    period: Period, project: Project, said: str, signed: bool = True, text: str = ""
) -> Release:
    """`text` is what it was filled from, where that holds placeholders."""
    officers = [make_officer(f"{name}-{period.pk}-{project.pk}") for name in ("draft", "review")]
    stamps = {}
    if signed:
        at = moment("2023-10-11 09:00")
        stamps = {"reviewed_by": officers[1], "reviewed_at": at, "signed_by": officers[1]}
        stamps["signed_at"] = at
    return Release.everything.create(
        period=period,
        project=project,
        text=text or said,
        said=said if signed else "",
        drafted_by=officers[0],
        drafted_at=moment("2023-10-10 11:00"),
        **stamps,
    )
