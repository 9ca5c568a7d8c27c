"""One list of what a person has to do: cards, parts and drafting stand in it, each told once."""

import datetime as dt
import re

import pytest

from projects.actions import guide
from projects.drafting.actions import issuing, opinions
from projects.drafting.actions.opinions import Word
from projects.drafting.models import Issue, Step
from projects.drafting.stages import Stage
from projects.models import Assignment
from supervision.actions import policies
from supervision.models import Card
from tests.admin.slips import close
from tests.admin.typed import fill_url, full_sheet
from tests.drafting.consulted import decided, own_list, sent_out
from tests.drafting.lists import projects
from tests.drafting.proposing import make_begun, make_call, make_proposal
from tests.factories import make_officer, make_project, make_report, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-05 10:00")


def home(client) -> str:
    return client.get("/admin/").content.decode()


def items(client) -> dict[str, str]:
    """The links of 待办 with what stands beside each; none of them stands elsewhere on the page."""
    before, _, rest = home(client).partition('id="todo"')
    section, _, after = rest.partition("</section>")
    found = re.findall(r'<article class="todo[^"]*">(.*?)</article>', section, re.S)
    told = {re.search(r'href="([^"]+)"', each)[1]: each for each in found}
    assert len(told) == len(found), "one source each"
    assert f"{len(found)}项" in section
    assert not [link for link in told if f'href="{link}"' in before + after]
    return told


def waits(client) -> list[tuple[str, str]]:
    page = home(client)
    assert page.count('id="waiting"') == 1 and "清单编制</h2>" not in page
    section = page.split('id="waiting"')[1].split("</section>")[0]
    return re.findall(r'<li><a href="([^"]+)">(\d{4}年清单[^<]+)</a>', section)


@pytest.fixture
def judged(world):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    return f"/admin/supervision/trialreply/report/{world.report.pk}/"


def test_a_trial_card_is_an_item_until_it_is_answered(sign_in, world, judged, settings):
    owner = sign_in(world.owner)
    told = items(owner)
    assert set(told) == {judged, fill_url(world.report)}
    assert "10月9日24时" in told[judged] and "红牌" in told[judged]
    assert owner.post(judged, {"text": "汛期停工。"}).status_code == 302
    assert set(items(owner)) == {fill_url(world.report)} and "已申辩" in home(owner)


def test_a_trial_card_whose_days_are_over_may_still_be_answered(sign_in, world, judged, settings):
    settings.DEMO_CLOCK = moment("2023-10-10 09:00")
    owner = sign_in(world.owner)
    assert judged not in items(owner) and "仍可申辩" in home(owner)


def test_a_closed_card_is_an_item_for_its_five_days(sign_in, world, settings):
    close(world, settings)
    card = Card.everything.get(project=world.project)
    page = f"/admin/supervision/appeal/card/{card.pk}/"
    settings.DEMO_CLOCK = moment("2023-10-17 23:00")
    owner = sign_in(world.owner)
    assert "10月17日24时" in items(owner)[page]
    settings.DEMO_CLOCK = moment("2023-10-18 00:00")
    assert page not in items(owner)


def test_a_supporting_part_is_an_item_until_it_is_added_or_too_late(sign_in, world):
    unit = world.stranger_report.unit
    since = dt.date(2023, 1, 1)
    Assignment.objects.create(project=world.project, unit=unit, role="support", since=since)
    page = f"/admin/supervision/supportpart/report/{world.report.pk}/"
    supporter = sign_in(world.stranger)
    assert "10月7日24时" in items(supporter)[page]
    assert supporter.post(page, {"text": "已协调。"}).status_code == 302
    assert page not in items(supporter)
    rest = home(supporter).split("已办的和可以看的")[1]
    assert page in rest and "已补充" in rest
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert page not in items(supporter) and "牵头单位已报待审" in home(supporter)


def test_a_written_guide_is_an_item_until_the_unit_confirms_it(sign_in, world):
    first, *_ = guide.open_guide(project=world.project, by=world.officer, at=AT)
    owner = sign_in(world.owner)
    page = f"/admin/projects/guideline/{first.pk}/change/"
    assert page not in items(owner)
    guide.write_line(line=first, text="本区住户", by=world.officer, at=AT)
    assert "办事指南1条写好了" in items(owner)[page]
    assert page not in home(sign_in(world.stranger))
    guide.confirm_line(line=first, by=world.owner, at=AT)
    assert page not in items(owner)


def test_what_drafting_asks_of_a_unit_is_an_item_until_it_has_answered(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2024-01-10 09:00")
    owner, drafting = sign_in(world.owner), make_begun(world.officer)
    call = make_call(drafting, world.officer, "units")
    asked = sent_out(world.officer, world.unit, drafting=drafting)
    answer = f"/admin/drafting/drafting/answer/{asked.pk}/"
    propose = f"/admin/drafting/drafting/call/{call.pk}/{world.unit.pk}/"
    told = items(owner)
    assert "1月31日24时" in told[propose] and "1月31日24时" in told[answer]
    assert owner.post(propose, {"none": "1"}).status_code == 302
    given = {"consultation": asked, "unit": world.unit, "by": world.owner}
    opinions.give(words=[], nothing=True, at=moment("2024-01-10 10:00"), **given)
    left = items(owner)
    assert propose not in left and answer not in left
    assert "已答复“无建议”" in home(owner) and "已反馈" in home(owner)


def test_opinions_wait_for_the_office_and_no_unit(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2024-02-01 09:00")
    officer, drafting = world.officer, own_list(world.officer)
    assert waits(sign_in(officer)) == []
    consultation = sent_out(officer, world.unit, drafting=drafting)
    word = Word("请加一处。", projects(drafting)[0].key)
    given = {"consultation": consultation, "unit": world.unit, "by": world.owner}
    opinions.give(words=[word], at=moment("2024-01-10 10:00"), **given)
    base = f"/admin/drafting/drafting/{drafting.pk}"
    assert waits(sign_in(officer)) == [(f"{base}/opinions/", "2024年清单：1条意见还没有处理")]
    assert base not in home(sign_in(world.owner))


def test_a_list_put_forward_waits_for_the_other_person(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2024-02-01 09:00")
    at, by, drafting = moment("2024-01-12 09:00"), world.officer, own_list(world.officer)
    draft = issuing.freeze(drafting=drafting, note="", by=by, at=at)
    Issue.objects.create(
        draft=draft, title="演示", authority="演示", document_number="演示1号",
        issued_on=at.date(), signer="演示签发人", approved_by="演示党工委",
        proposed_at=at, proposed_by=by,
    )  # fmt: skip
    link = f"/admin/drafting/drafting/{drafting.pk}/issue/"
    told = [(link, f"2024年清单：{by}提请印发，等您复核")]
    assert waits(sign_in(make_officer("second"))) == told
    assert waits(sign_in(by)) == []


def test_proposals_wait_for_their_outcome(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2024-02-01 09:00")
    drafting = make_begun(world.officer)
    make_proposal(drafting, world.officer)
    link = f"/admin/drafting/drafting/{drafting.pk}/proposals/?state=none"
    assert waits(sign_in(world.officer)) == [(link, "2024年清单：1条建议还没有去向")]


def test_a_decision_waits_to_be_entered_once_the_list_is_there(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2024-02-01 09:00")
    by, at, drafting = world.officer, moment("2024-01-20 09:00"), own_list(world.officer)
    stage = {"stage": Stage.DECIDE, "since": at.date(), "recorded_at": at, "recorded_by": by}
    Step.objects.create(drafting=drafting, **stage)
    link = f"/admin/drafting/drafting/{drafting.pk}/approval/"
    assert waits(sign_in(by)) == [(link, "2024年清单：会议审定或票决的结果还没有登记")]
    decided(drafting, by)
    assert waits(sign_in(by)) == []


def test_the_database_is_asked_no_more_for_more_items(
    sign_in, world, judged, django_assert_max_num_queries
):
    owner, since = sign_in(world.owner), dt.date(2023, 1, 1)

    def support(project) -> None:
        Assignment.objects.create(project=project, unit=world.unit, role="support", since=since)

    def asked() -> int:
        with django_assert_max_num_queries(90) as found:
            home(owner)
        return len(found)

    support(world.stranger_report.project)
    home(owner)
    few = asked()
    for number in range(11, 16):
        project = make_project(world.programme, number=number)
        make_report(world.period, project, world.stranger_report.unit)
        support(project)
    assert asked() == few and len(items(owner)) == 8
