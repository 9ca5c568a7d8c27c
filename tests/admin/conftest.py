"""A small month: two units, their people, the office, one report with every kind of target."""

from dataclasses import dataclass

import pytest

from projects.models import LeadUnit, Programme, Project, Target, User
from supervision.models import Period, Report
from tests.factories import (
    make_clerk,
    make_officer,
    make_period,
    make_programme,
    make_project,
    make_report,
    make_target,
    make_unit,
    make_user,
    moment,
)


@dataclass
class World:
    programme: Programme
    unit: LeadUnit
    project: Project
    rooms: Target
    share: Target
    works: Target
    service: Target
    period: Period
    report: Report
    owner: User
    colleague: User
    stranger: User
    stranger_report: Report
    officer: User
    administrator: User
    root: User


@pytest.fixture
def world(db, settings):
    settings.DEMO_CLOCK = moment("2023-10-05 10:00")
    return make_world()


def make_world() -> World:
    programme = make_programme()
    unit, other = make_unit("教育演示", slug="jy"), make_unit("民政演示", slug="mz")
    project = make_project(programme, unit=unit, title="教室照明", number=1)
    foreign = make_project(programme, unit=other, title="适老化改造", number=2)
    rooms = make_target(project, "教室", plan={"2023-06": "60", "2023-09": "80", "2023-12": "100"})
    share = make_target(project, "覆盖", kind="coverage", plan={"2023-08": "50", "2023-12": "100"})
    stages = [("招标", "40", "2023-06"), ("验收", "60", "2023-11")]
    works = make_target(project, "工程", kind="milestones", plan=stages)
    months = ["2023-08", "2023-09"]
    service = make_target(project, "咨询", kind="service", plan=months)
    make_target(foreign, "户数", plan={"2023-12": "100"})
    period = make_period(programme)
    return World(
        programme=programme,
        unit=unit,
        project=project,
        rooms=rooms,
        share=share,
        works=works,
        service=service,
        period=period,
        report=make_report(period, project, unit),
        owner=make_clerk(unit, "owner"),
        colleague=make_clerk(unit, "colleague", post="leader"),
        stranger=make_clerk(other, "stranger"),
        stranger_report=make_report(period, foreign, other),
        officer=make_officer(),
        administrator=make_user("administrator", role="系统管理员"),
        root=make_user("root", is_superuser=True),
    )


@pytest.fixture
def sign_in(client):
    """A client of the person's own."""

    def signed_in(person):
        own = type(client)()
        own.force_login(person)
        return own

    return signed_in
