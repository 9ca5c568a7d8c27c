"""印发前的检查: the page tells all that the act refuses, and no nonsense is put forward."""

import re

import pytest

from projects.drafting.actions import drafts, issuing, stages
from projects.drafting.content import Content
from projects.drafting.models import Issue
from tests.drafting.consulted import sent_out
from tests.drafting.lists import AT, make_drafting, whole_pieces
from tests.drafting.proposing import make_call
from tests.drafting.test_issue import edit
from tests.drafting.test_issue_pages import GIVEN, at, drafting, office, registered  # noqa: F401
from tests.factories import make_programme

pytestmark = pytest.mark.django_db


def told(answer) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"issued_on": "2099-01-01"}, "印发日期不能晚于今天"),
        ({"issued_on": "1948-01-01"}, "离2024年太远"),
        ({"issued_on": "2020-01-12"}, "印发日期2020年1月12日离2024年太远"),
        ({"document_number": "x"}, "“x”不像文号"),
    ],
)
def test_nonsense_is_refused_at_its_field(office, drafting, given, sentence):  # noqa: F811
    registered(office, drafting)
    answer = office.post(at(drafting), GIVEN | given)
    assert answer.status_code == 400 and sentence in told(answer)
    assert not Issue.objects.exists()


@pytest.mark.parametrize("body", ["无", "没有"])
def test_who_approved_what_is_entered_from_its_document_has_a_name(office, officer, body):  # noqa: F811
    entered = make_drafting(officer)
    answer = office.post(at(entered), GIVEN | {"approved_by": body})
    assert answer.status_code == 400 and f"“{body}”不是审定机关" in told(answer)


def test_a_list_of_one_s_own_lacks_a_decision_and_is_not_asked_who_decided(office, drafting):  # noqa: F811
    page = office.get(at(drafting))
    assert "审定：还没有登记审定。" in told(page)
    assert at(drafting, "approval/") in page.content.decode()
    assert "approved_by" not in page.context["form"].fields
    answer = office.post(at(drafting), GIVEN)
    assert answer.status_code == 400 and "审定：还没有登记审定。" in told(answer)


def test_a_number_belongs_to_one_list(office, drafting):  # noqa: F811
    registered(office, drafting)
    make_programme(2023, document_number="演示管发〔2024〕3号")
    answer = office.post(at(drafting), GIVEN)
    assert answer.status_code == 400
    assert "文号“演示管发〔2024〕3号”已经用于2023年" in told(answer)


def test_the_page_tells_every_block_of_a_begun_process(office, officer):  # noqa: F811
    drafting = make_drafting(officer, pieces=whole_pieces(2024), origin="own")  # noqa: F811
    stages.begin(drafting=drafting, days={}, by=officer, at=AT)
    make_call(drafting, officer)
    page = told(office.get(at(drafting)))
    answer = told(office.post(at(drafting), GIVEN))
    found = issuing.unready(drafting, AT.date())
    assert {lack.page for lack in found} >= {"drafting_approval", "drafting_course"}
    for lack in issuing.unready(drafting, AT.date().replace(year=2026)):
        assert str(lack) in page and str(lack) in answer
    assert "都已齐备" not in page


def test_gaps_in_the_numbers_and_lines_left_over_are_told(office, officer, drafting):  # noqa: F811
    assert "请核对 " not in told(office.get(at(drafting)))
    edit(drafting, officer, 1, number=5)
    left = Content(text="二、建书房\n牵头单位：演示教育局\n演示管委会")
    drafts.add(drafting=drafting, after=None, content=left, by=officer, at=AT)
    page = told(office.get(at(drafting)))
    assert "序号不是从1起连续的：1、5。" in page
    assert "不属于任何一个项目：“二、建书房”、“牵头单位：演示教育局”。" in page


def test_an_open_consultation_stands_in_the_way(officer):
    sent = sent_out(officer, public=True)
    said = [str(lack) for lack in issuing.unready(sent.drafting, AT.date())]
    assert any("还没有截止" in each for each in said)
