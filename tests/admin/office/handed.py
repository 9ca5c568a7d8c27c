"""A month handed in by its clerk, as far as these tests need one."""

from tests.admin.typed import fill_url, full_sheet


def hand_in(client, world, **typed):
    """The world's report as submitted, on plan but for what is typed."""
    world.report.refresh_from_db()
    version = {"version": str(world.report.version)}
    client.post(fill_url(world.report), {**full_sheet(world), **version, **typed, "submit": "1"})
    return world.report.submissions.order_by("number").last()
