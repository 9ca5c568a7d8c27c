"""公开稿 written as the office writes them: on the page of a closed month."""

from supervision.actions import periods, policies
from supervision.models import Period, Release
from tests.factories import moment

CLOSED = moment("2023-10-10 09:00")


def close(world) -> Period:
    policies.ensure_default(month="2023-01", by=None, at=CLOSED)
    return periods.close_month(period=world.period, by=world.officer, at=CLOSED)


def month_page(period: Period) -> str:
    return f"/admin/supervision/release/month/{period.pk}/"


def release_page(release: Release) -> str:
    return f"/admin/supervision/release/{release.pk}/change/"


def words(project, text: str, *vouched: str, version: int = 0) -> dict:
    own = {"text": text, "version": str(version), "vouched": vouched}
    return {f"p{project.pk}-{name}": value for name, value in own.items()}


def write(client, period: Period, project, text: str, *vouched: str, version: int = 0):
    """The answer to a sentence typed and saved."""
    typed = words(project, text, *vouched, version=version)
    return client.post(month_page(period), {**typed, "save": "1"})
