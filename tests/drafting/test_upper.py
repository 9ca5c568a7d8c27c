"""上级清单: every item of the city's is taken on, explained or left open, and counted once."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.drafting.actions import drafts, issuing, upper
from projects.drafting.admin import starting
from projects.drafting.content import Proposed
from projects.drafting.models import Drafting, UpperAnswer, UpperItem
from projects.drafting.upper import matrix
from projects.errors import Refused
from projects.models import CityTask, Event
from tests.drafting.consulted import decided
from tests.drafting.lists import AT, a_reading, make_drafting, pieces, projects, whole_pieces
from tests.drafting.test_issue import GIVEN, UNITS
from tests.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafting(officer):
    for name in UNITS:
        make_unit(name)
    drafting = make_drafting(officer, origin=Drafting.Origin.OWN)
    keys = [row.key for row in projects(drafting)]
    drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)
    return drafting


@pytest.fixture
def items(drafting, officer):
    """The city asks for 150 places, two courts, and something without a figure."""
    (courts,) = whole_pieces(2024)
    first = projects(drafting)[0].content.project
    asked = replace(first.targets[0], value="150", baseline="0", name="新增托位")
    places = replace(courts, project=replace(first, targets=(asked,)))
    bare = replace(courts, project=replace(courts.project, number=9, title="普法", targets=()))
    read = Proposed(pieces=(places, courts, bare))
    upper.bring_in(
        drafting=drafting, document="演示政办〔2024〕2号", text="全文", read=read, by=officer, at=AT
    )
    return list(UpperItem.objects.all())


def answer(drafting, officer, *given):
    return upper.answer(drafting=drafting, answers=given, by=officer, at=AT)


def taken(drafting, item, **kw) -> upper.Answer:
    given = {"kind": "taken", "key": projects(drafting)[0].key, "target": "托位", "quota": "150"}
    return upper.Answer(item=item, **{**given, **kw})


def doubts(drafting) -> list[str]:
    return [line.doubt for line in matrix(drafting, pieces(drafting))]


def test_each_thing_the_city_asks_is_an_item(items):
    said = [(item.number, item.name, item.quota, item.measure) for item in items]
    assert said == [(1, "新增托位", "150", "个"), (1, "球场", "2", "个"), (9, "普法", "", "")]


@pytest.mark.parametrize(
    ("changes", "measure", "quota"),
    [
        ({"value": "150", "baseline": "0"}, "个", "150"),
        ({"value": "537", "baseline": "375"}, "个", "162"),
        ({"value": "5", "baseline": "8", "comparison": "at_most"}, "个", "3"),
        ({"value": "5", "baseline": "0", "comparison": "at_most"}, "", ""),
        ({"value": "", "baseline": ""}, "个", ""),
    ],
)
def test_a_quota_is_what_is_added_and_a_limit_is_none(drafting, officer, changes, measure, quota):
    first = projects(drafting)[0].content.project
    asked = replace(first, targets=(replace(first.targets[0], **changes),))
    read = Proposed(pieces=(replace(pieces(drafting)[1].content, project=asked),))
    upper.bring_in(drafting=drafting, document="演示", text="文", read=read, by=officer, at=AT)
    item = UpperItem.objects.get()
    assert (item.measure, item.quota) == (measure, quota)


def test_what_seems_the_same_is_proposed_and_nothing_is_decided(drafting, items):
    lines = matrix(drafting, pieces(drafting))
    assert lines[0].likely == (projects(drafting)[0].key, "托位")
    assert set(doubts(drafting)) == {"还没有定是否承接。"}


def test_items_are_taken_on_explained_or_left_open(drafting, officer, items):
    places, courts, bare = items
    before = Event.objects.count()
    answer(
        drafting, officer,
        taken(drafting, places),
        upper.Answer(item=courts, kind="none", reason="本区场地已够"),
        taken(drafting, bare, kind="open", quota=""),
    )  # fmt: skip
    assert Event.objects.count() == before + 1
    assert doubts(drafting) == ["", "", "本区任务数待定。"]
    assert answer(drafting, officer, taken(drafting, places)) == [], "nothing was different"
    answer(drafting, officer, taken(drafting, places, quota="170", document="演示分解表"))
    assert doubts(drafting)[0] == "本区定162个，低于上级任务170个。"
    assert UpperAnswer.objects.filter(item=places).count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "none", "reason": " "}, "要写明理由"),
        ({"target": "没有"}, "由哪个指标承接"),
        ({"target": "示范园"}, "不能由它承接"),
        ({"quota": "很多"}, "不是数字"),
        ({"quota": "0"}, "要大于零"),
    ],
)
def test_an_answer_that_explains_nothing_is_refused(drafting, officer, items, changes, why):
    with pytest.raises(Refused, match=why), transaction.atomic():
        answer(drafting, officer, taken(drafting, items[0], **changes))
    assert not UpperAnswer.objects.exists()


def test_a_target_taken_out_of_the_draft_is_asked_about(drafting, officer, items):
    answer(drafting, officer, taken(drafting, items[0]))
    row = projects(drafting)[0]
    content = row.content.with_targets(row.content.project.targets[1:])
    drafts.save(
        drafting=drafting, key=row.key, version=row.version, content=content, by=officer, at=AT
    )
    assert "已经不在清单里" in doubts(drafting)[0]


def test_the_quota_is_issued_with_the_list_and_counted_once(drafting, officer, items):
    answer(drafting, officer, taken(drafting, items[0]))
    decided(drafting, officer, at=AT)
    issuing.propose(drafting=drafting, **GIVEN, by=officer, at=AT)
    with pytest.raises(Refused, match="已经提请印发"), transaction.atomic():
        answer(drafting, officer, taken(drafting, items[0], quota="140"))
    issuing.grant(drafting=drafting, by=make_officer("second"), at=AT)
    task = CityTask.objects.get()
    assert (task.name, task.quota, task.document) == ("新增托位", 150, "演示政办〔2024〕2号")
    assert [target.name for target in task.targets.all()] == ["托位"]
    call_command("verify_ledger")


def test_the_page_reads_the_city_s_text_and_keeps_what_is_decided(
    drafting, officer, client, monkeypatch
):
    monkeypatch.setattr(starting, "read", lambda text: a_reading())
    client.force_login(officer)
    here = f"/admin/drafting/drafting/{drafting.pk}/upper/"
    assert client.post(here, {"bring": "1", "text": "文字"}).status_code == 400
    given = {"bring": "1", "text": "文字", "document": "演示政办〔2024〕2号"}
    page = client.post(here, given, follow=True)
    assert "已登记上级清单，3条" in page.content.decode()
    boxes = {
        box.html_name: box.value() or "" for row in page.context["answers"].rows for box in row
    }
    first = UpperItem.objects.first()
    assert boxes[f"i{first.pk}-target"], "the likely one is chosen already"
    answer = client.post(here, boxes | {"answer": "1", f"i{first.pk}-kind": "none"})
    assert answer.status_code == 400 and "要写明理由" in answer.content.decode()
    client.post(here, boxes | {"answer": "1", f"i{first.pk}-kind": "taken"})
    assert UpperAnswer.objects.get().target == "托位"
    issue = client.get(f"/admin/drafting/drafting/{drafting.pk}/issue/").content.decode()
    assert "市区对应" in issue
