"""首次使用: an empty portal says what to do, and no link there leads nowhere."""

import re

import pytest

from projects.drafting.actions import drafts, issuing
from projects.models import Plan, Programme
from tests.drafting.lists import AT, make_drafting, projects
from tests.drafting.test_issue import GIVEN, UNITS
from tests.factories import make_clerk, make_officer, make_period, make_unit, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client, settings):
    settings.DEMO_CLOCK = moment("2024-01-15 09:00")
    person = make_user("root", is_superuser=True)
    client.force_login(person)
    return client


def desk(client) -> str:
    return client.get("/admin/").content.decode()


def states(client) -> list[bool]:
    return [step.done for step in client.get("/admin/").context["first_steps"]]


def test_every_link_of_an_empty_desk_leads_somewhere(root):
    page = desk(root)
    assert "首次使用" in page and "启动新一月调度" not in page
    links = {link for link in re.findall(r'href="(/admin/[^"#]*)"', page) if "logout" not in link}
    assert len(links) > 30
    wrong = {link: root.get(link).status_code for link in links}
    assert {link: code for link, code in wrong.items() if code not in (200, 302)} == {}


def test_a_page_that_needs_a_list_says_so_before_there_is_one(root):
    page = root.get("/admin/office/city/").content.decode()
    assert "要有了年度清单才有内容" in page and "/admin/drafting/drafting/start/" in page


def test_the_steps_are_ticked_off_as_they_are_done(root, settings):
    settings.SITE_FOOTER = {"主办单位": "演示办公室"}
    assert states(root) == [True, *[False] * 8]
    officer, second = make_officer(), make_officer("second")
    make_user("keeper", role="系统管理员")
    drafting = make_drafting(officer)
    assert states(root)[:3] == [True, True, False]
    drafts.take_all(
        drafting=drafting, keys=[row.key for row in projects(drafting)], by=officer, at=AT
    )
    units = [make_unit(name) for name in UNITS]
    assert states(root)[:5] == [True, True, True, True, False]
    issuing.propose(drafting=drafting, **GIVEN, by=officer, at=AT)
    issuing.grant(drafting=drafting, by=second, at=AT)
    assert states(root) == [*[True] * 5, False, True, False, False]
    assert "还没有经办人的牵头单位2个" in desk(root)
    for unit in units:
        make_clerk(unit)
    assert states(root)[5]
    assert not Plan.objects.exists() and "还有4个指标没有计划" in desk(root)
    make_period(Programme.everything.get(), "2024-01")
    assert "首次使用" not in desk(root)


def test_who_may_not_do_a_step_reads_it_without_a_link(client):
    client.force_login(make_officer())
    page = desk(client)
    assert "导入人员" not in page and "开始编制" in page
    client.force_login(make_clerk(make_unit()))
    assert "首次使用" not in desk(client)
