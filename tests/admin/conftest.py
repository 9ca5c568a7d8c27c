"""A small month: two units, their people, the office, one report with every kind of target."""

from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import override_settings

from projects.models import LeadUnit, Programme, Project, Target, User
from supervision.models import Period, Report
from tests.conftest import has_database
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
    district: User
    root: User


CLOCK = moment("2023-10-05 10:00")


@pytest.fixture(scope="module")
def shared_world(request, django_db_setup, django_db_blocker):
    """The small month, made once for a module all of whose tests want it: they roll back to it."""
    module = [item for item in request.session.items if item.path == request.path]
    if not all("world" in item.fixturenames for item in module if has_database(item)):
        yield None
        return
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO_CLOCK=CLOCK):
            made = make_world()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db, settings):
    settings.DEMO_CLOCK = CLOCK
    return deepcopy(shared_world) or make_world()


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
        district=make_user("district", role="区领导"),
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
