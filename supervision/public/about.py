"""/about/: how cards are made, in plain words, with an example worked out by the rules."""

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import clock
from projects.ledger.chain import last_event
from projects.models import Programme
from projects.values.months import month_of
from supervision.cards import bridge
from supervision.models import CardPolicy, Period
from supervision.published.wording import Grade, Grading
from supervision.rules import PRESETS, Policy
from supervision.rules.findings import Described, described

PROMISED, PLANNED, MONTH = 100, 60, "09"
UNKNOWN = PRESETS["三色"]


@dataclass(frozen=True)
class Line:
    """One outcome of the example: done by September, points behind the plan, its card."""

    done: int
    behind: int
    grade: Grade


@dataclass(frozen=True)
class AboutPage:
    grading: Grading
    version: str
    adopted: bool
    rules: list[Described]
    example: list[Line]
    promised: int = PROMISED
    planned: int = PLANNED


@require_safe
def about(request):
    programme = Programme.public.latest_year()
    context = {
        "programme": programme,
        "page": about_page(programme),
        "head": last_event(public=True),
    }
    return render(request, "public/about.html", context)


def about_page(programme: Programme | None) -> AboutPage:
    row = in_force(programme)
    policy = bridge.policy_of(row) if row else UNKNOWN
    display = programme.card_display if programme else Programme.CardDisplay.FULL
    grading = Grading.of(policy.text, display)
    return AboutPage(
        grading=grading,
        version=str(row) if row else "",
        adopted=row is not None,
        rules=described(policy, grading.title) if grading.judges else [],
        example=example(policy, grading) if grading.judges else [],
    )


def in_force(programme: Programme | None) -> CardPolicy | None:
    """The rules that judged the last public month; before any, those of the present month."""
    last = Period.public.last_of(programme)
    return CardPolicy.objects.adopted_for(last.month if last else month_of(clock.today()))


def example(policy: Policy, grading: Grading) -> list[Line]:
    """On plan, and on both sides of every threshold of `behind_plan`."""
    gaps = {0}
    for band in policy.behind_plan:
        edge = int(band.start)
        exact = band.included and band.start == edge
        gaps |= {edge - 1, edge} if exact else {edge, edge + 1}
    return [line(policy, grading, gap) for gap in sorted(gaps) if 0 <= gap < PLANNED]


def line(policy: Policy, grading: Grading, gap: int) -> Line:
    verdict = bridge.under(facts(PLANNED - gap), policy)
    return Line(PLANNED - gap, gap, grading.grade(verdict["colour"] or ""))


def facts(done: int) -> dict:
    """A promise of 100 places of which 60 are planned by September."""
    plan = {"2023-03": "20", "2023-06": "40", f"2023-{MONTH}": str(PLANNED), "2023-12": "100"}
    return {
        "project": {"year": 2023, "number": 1, "title": "例子"},
        "month": f"2023-{MONTH}",
        "as_of": "2023-10-08",
        "report": None,
        "missing_months": 0,
        "previous_cards": [],
        "targets": [
            {
                "name": "例子",
                "kind": "quantity",
                "measure": "处",
                "step": "1",
                "baseline": "0",
                "target": str(PROMISED),
                "weight": "1",
                "start": "2023-01",
                "due": "2023-12-31",
                "plan": plan,
                "readings": {f"2023-{MONTH}": {"value": str(done), "accepted": "2023-10-06"}},
            }
        ],
        "city_tasks": [],
    }
