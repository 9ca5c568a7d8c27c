"""A month of 100,000 projects evaluated and stored, against evaluating alone; and a year's replay.

Run as `python -m bench.cards [projects]`. Prints cards a second of the processor, their ratio, and
the memory that the process grew by while storing.
"""

import json
import resource
import sys
import time
from decimal import Decimal

from bench.database import set_up, sqlite_url
from bench.wanted import end, held, processor

LEAST_STORED = 0.5  # of the rate of evaluating alone
PROJECTS = 100_000
CHUNK = 5_000


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(count: int):
    """A programme of `count` projects, each with one planned, reported and accepted target."""
    from projects.models import (
        LeadUnit,
        Plan,
        PlanPoint,
        Programme,
        Project,
        Target,
        TargetTerms,
        Task,
        User,
    )
    from supervision.actions import opening
    from supervision.models import Reading, Report, Review, Submission
    from tests.factories import moment

    programme = Programme.everything.create(
        year=2023, title="量测", authority="量测", document_number="量测", state="published"
    )
    unit = LeadUnit.objects.create(name="量测", short_name="量测", slug="u", since="2023-01-01")
    user = User.objects.create(username="bench", name="量测")
    period = opening.open_period(
        programme=programme, month="2023-09", by=None, at=moment("2023-09-20 09:00")
    )
    at = moment("2023-10-06 09:00")
    for start in range(1, count + 1, CHUNK):
        projects = Project.everything.bulk_create(
            Project(programme=programme, number=n, title=f"项目{n}", text="量测", category="city")
            for n in range(start, min(start + CHUNK, count + 1))
        )
        tasks = Task.objects.bulk_create(
            Task(project=project, number=1, text="量测") for project in projects
        )
        targets = Target.everything.bulk_create(
            Target(project=t.project, task=t, number=1, name="指标", kind="quantity", measure="个")
            for t in tasks
        )
        terms = TargetTerms.objects.bulk_create(
            TargetTerms(
                target=t, baseline=0, value=149, start="2023-01", due="2023-12-31",
                approved_by="量测", document="量测", effective="2023-01",
                recorded_at=period.opened_at,
            )
            for t in targets
        )  # fmt: skip
        plans = Plan.objects.bulk_create(
            Plan(
                target=t.target, terms=t, document="量测", effective="2023-01",
                recorded_at=period.opened_at,
            )
            for t in terms
        )  # fmt: skip
        PlanPoint.objects.bulk_create(
            PlanPoint(plan=plan, month=f"2023-{m:02d}", value=Decimal(149 * m // 12))
            for plan in plans
            for m in range(1, 13)
        )
        reports = Report.objects.bulk_create(
            Report(period=period, project=p, unit=unit, state="accepted") for p in projects
        )
        submissions = Submission.objects.bulk_create(
            Submission(
                report=r, number=1, progress="量测", next_steps="量测", unit_name="量测", at=at,
                by=user,
            )
            for r in reports
        )  # fmt: skip
        Review.objects.bulk_create(
            Review(submission=s, verdict="accepted", at=at, by=user) for s in submissions
        )
        Reading.objects.bulk_create(
            Reading(submission=s, target=t, value=Decimal(60 + t.pk % 60))
            for s, t in zip(submissions, targets, strict=True)
        )
    return period


def measure(count: int) -> bool:
    from supervision.actions.periods import close_month
    from supervision.models import Card
    from supervision.rules import PRESETS, Facts, evaluate
    from tests.factories import moment

    period = fill(count)
    before = peak()
    stored = processor(
        lambda: close_month(period=period, by=None, at=moment("2023-10-10 09:00")), 1
    )
    grown = peak() - before
    sample = [json.loads(text) for text in Card.everything.values_list("facts", flat=True)[:5000]]
    policy = PRESETS["三色"]
    each = processor(lambda: [evaluate(Facts.from_json(facts), policy) for facts in sample], 3)
    alone = each / len(sample) * count
    print(
        f"cards: {count} projects' month read, evaluated and stored: {count / stored:,.0f} cards/s"
    )
    print(f"cards: evaluating alone: {count / alone:,.0f} cards/s")
    good = held(alone / stored, "cards: stored/alone", least=LEAST_STORED)
    print(f"cards: memory grew by {grown:.0f} MB while storing ({before:.0f} MB before)")
    replay_year(sample[0], policy)
    return good


def replay_year(facts: dict, policy) -> None:
    from supervision.rules import Facts, evaluate

    start = time.perf_counter()
    for _ in range(22 * 12):
        evaluate(Facts.from_json(facts), policy)
    print(f"cards: a year of 22 projects replayed in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    with sqlite_url() as url:
        set_up(url)
        good = measure(int(sys.argv[1]) if len(sys.argv) > 1 else PROJECTS)
    end(good)
