"""September (with August) closed by the real actions, on the 10th of October."""

from supervision.actions import periods, policies, reports
from supervision.models import Report, Submission
from tests.admin.conftest import World
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

HANDED_IN, CLOSED, PUBLISHED = (
    moment(text) for text in ("2023-10-05 10:00", "2023-10-10 16:00", "2023-10-12 10:00")
)
LATER = "2023-11-07 10:00"


def report_september(world: World, sign_in, **changes) -> Submission:
    world.period.covers_from = "2023-08"
    world.period.save()
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-03-01 09:00"))
    behind = {"rooms_cause": "到货晚。", "rooms_measures": "加班。", "rooms_doubt": "已核对。"}
    ran = {"service_ran": ["2023-08", "2023-09"]}
    sheet = full_sheet(world, **behind, **ran, **changes)
    sign_in(world.owner).post(fill_url(world.report), {**sheet, "submit": "1"})
    submission = Submission.objects.get(report=world.report)
    reports.accept(submission=submission, by=world.officer, at=HANDED_IN)
    return submission


def close_september(world: World, sign_in, settings, publish: bool = False, **changes) -> None:
    """The clock moves on to `LATER`."""
    report_september(world, sign_in, **changes)
    settings.DEMO_CLOCK = moment(LATER)
    periods.close_month(period=world.period, by=world.officer, at=CLOSED)
    if publish:
        periods.publish_month(
            period=world.period,
            signer="演示签发人",
            basis="演示会议",
            by=world.officer,
            at=PUBLISHED,
        )
    world.period.refresh_from_db()
    world.report.refresh_from_db()


def corrected(world: World, value: str, day: str, accept: bool = True) -> Submission:
    """The rooms' total corrected, and accepted on the day."""
    report = Report.objects.get(pk=world.report.pk)
    rooms = {**report.draft["targets"][str(world.rooms.pk)], "value": value, "mode": "total"}
    rooms |= {"doubt": "已核对。", "cause": "到货晚。", "measures": "加班。"}
    draft = {**report.draft, "targets": {**report.draft["targets"], str(world.rooms.pk): rooms}}
    at = moment(f"{day} 10:00")
    submission = reports.correct(
        report=report, draft=draft, reason="剔除重复统计", version=report.version,
        by=world.owner, at=at,
    )  # fmt: skip
    if accept:
        reports.accept(submission=submission, by=world.officer, at=at)
    return submission
