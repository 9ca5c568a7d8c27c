"""原文更正: the issuer's own correction stands beside the text, which stays as it was issued."""

import datetime as dt
import re

import feedparser
import pytest
from django.core.management import call_command

from projects.drafting.actions.corrections import Corrected, decide_correction, propose_correction
from projects.drafting.models import TextCorrection
from projects.models import Event
from tests.drafting.test_issue import refusal
from tests.factories import make_officer, make_programme, make_project, moment, named_in_an_event

pytestmark = pytest.mark.django_db
AT = moment("2023-06-12 09:00")
TEXT = "1. 修路。改造建设路（黄河路一长江路）2公里，改造支路2公里。"
HERE = "/admin/drafting/textcorrection/"


@pytest.fixture(autouse=True)
def in_june(settings):
    settings.DEMO_CLOCK = AT


@pytest.fixture
def project():
    programme = make_programme(issued_on=dt.date(2023, 2, 1))
    project = make_project(programme, number=1, title="修路", text=TEXT)
    named_in_an_event()
    return project


def given(**kw) -> Corrected:
    usual = {
        "excerpt": "黄河路一长江路", "corrected": "黄河路—长江路", "authority": "演示管委会",
        "document": "演示〔2023〕5号更正", "issued_on": dt.date(2023, 6, 1),
    }  # fmt: skip
    return Corrected(**{**usual, **kw})


def proposed(project, officer, **kw) -> TextCorrection:
    return propose_correction(project=project, given=given(**kw), by=officer, at=AT)


def told(client, path) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", client.get(path).content.decode()))


def test_two_people_put_it_beside_the_text_that_stays(client, project, officer):
    row = proposed(project, officer)
    assert "黄河路—长江路" not in told(client, "/2023/1/")
    own = {"correction": row, "confirmed": True, "reason": "", "at": AT}
    assert "登记人不能确认" in refusal(lambda: decide_correction(**own, by=officer))
    decide_correction(**own, by=make_officer("second"))
    assert Event.objects.first().action == "原文更正确认"
    page = told(client, "/2023/1/")
    assert "（黄河路一长江路）" in page
    said = "演示管委会2023年6月1日以演示〔2023〕5号更正更正为“黄河路—长江路”。"
    assert said in page and said in told(client, "/2023/corrections/")
    assert "到现在没有更正过" not in told(client, "/2023/corrections/")
    assert "已经办过" in refusal(lambda: decide_correction(**own, by=make_officer("third")))
    call_command("verify_ledger")


def news(client, path: str) -> dict:
    feed = feedparser.parse(client.get(path).content)
    return {entry.title: entry for entry in feed.entries}


def test_feeds_and_open_data_tell_it_once_it_is_public(client, project, officer):
    row = proposed(project, officer)
    make_project(project.programme, number=2)
    assert client.get("/2023/open/corrections.json").json() == []
    feeds = ("/feed/", "/2023/1/feed/")
    assert not any(news(client, path) for path in feeds)
    decide_correction(correction=row, confirmed=True, reason="", by=make_officer("second"), at=AT)
    for path in feeds:
        entry = news(client, path)["更正原文：第1项修路"]
        assert entry.summary == (
            "原文“黄河路一长江路”，演示管委会2023年6月1日以演示〔2023〕5号更正更正为“黄河路—长江路”。"
        )
        assert dt.datetime.fromisoformat(entry.updated) == AT
        page, anchor = entry.link.removeprefix("http://testserver").split("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()
    assert not news(client, "/2023/2/feed/")
    [told_in_file] = client.get("/2023/open/corrections.json").json()
    assert told_in_file == {
        "year": 2023, "month": None, "project": 1, "title": "修路", "published": "2023-06-12",
        "note": "演示管委会2023年6月1日更正了清单的原文。",
        "basis": "演示管委会，演示〔2023〕5号更正", "kind": "原文", "target": None,
        "before": "黄河路一长江路", "after": "黄河路—长江路",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"excerpt": "没有的字"}, "原文里没有“没有的字”"),
        ({"excerpt": "2公里"}, "原文里有2处“2公里”"),
        ({"corrected": "黄河路一长江路"}, "更正以后的文字"),
        ({"document": " "}, "要有发布机关的文件"),
        ({"issued_on": dt.date(2023, 6, 13)}, "不能晚于今天"),
        ({"issued_on": dt.date(2023, 1, 1)}, "不能早于清单的印发日期"),
    ],
)
def test_nothing_is_corrected_without_a_place_and_a_document(project, officer, changes, why):
    assert why in refusal(lambda: proposed(project, officer, **changes))


def test_it_is_entered_once_and_not_of_a_draft_or_an_archive(project, officer):
    proposed(project, officer)
    assert "已经登记" in refusal(lambda: proposed(project, officer))
    for state, why in (("draft", "还没有印发"), ("archived", "已归档")):
        type(project.programme).everything.update(state=state)
        project.refresh_from_db()
        assert why in refusal(lambda: proposed(project, officer))


def test_the_pages_of_both(client, project, officer):
    client.force_login(officer)
    values = {**given().__dict__, "about": project.pk, "issued_on": "2023-06-01"}
    answer = client.post(f"{HERE}propose/", values | {"excerpt": "没有的字"})
    assert answer.status_code == 400 and "原文里没有" in answer.content.decode()
    assert client.post(f"{HERE}propose/", values).status_code == 302
    row = TextCorrection.objects.get()
    page = f"{HERE}{row.pk}/change/"
    assert "登记人不能确认" in told(client, page) and "黄河路—长江路" in told(client, HERE)
    client.force_login(make_officer("second"))
    assert "原文更正等您确认" in told(client, "/admin/") and page in (
        client.get("/admin/").content.decode()
    )
    assert client.post(page, {"refuse": "1", "reason": ""}).status_code == 400
    assert client.post(page, {"confirm": "1", "reason": ""}).status_code == 302
    assert "更正为“黄河路—长江路”" in told(client, "/2023/1/")
    assert "原文更正等您确认" not in told(client, "/admin/")
