"""核对: pages on which a list is pasted, checked, changed and taken."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.drafting.actions import drafts
from projects.drafting.admin import starting
from projects.drafting.models import Drafting, Passage
from projects.models import Event
from tests.drafting.lists import AT, PLACES, a_reading, make_drafting, pieces, projects
from tests.factories import make_clerk, make_unit

pytestmark = pytest.mark.django_db
START = "/admin/drafting/drafting/start/"


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def drafting(officer):
    return make_drafting(officer)


def page(drafting) -> str:
    return f"/admin/drafting/drafting/{drafting.pk}/change/"


def piece(drafting, row, more: str = "") -> str:
    return f"/admin/drafting/drafting/{drafting.pk}/pieces/{row.key}/{more}"


def boxes(office, drafting, row) -> dict:
    """Every box of an open piece as a browser would send it back."""
    form = office.get(piece(drafting, row)).context["form"]
    forms = [form.own, *form.tasks, *form.targets]
    values = {
        box.html_name: box.value()
        for each in forms
        for box in each
        if box.value() not in (None, False)
    }
    counts = {"t-count": len(form.targets), "k-count": len(form.tasks), "version": row.version}
    return values | counts


def said(answer) -> str:
    return answer.content.decode()


def test_a_pasted_text_is_read_and_leads_to_the_checking_page(office, monkeypatch):
    monkeypatch.setattr(starting, "read", lambda text: a_reading())
    answer = office.post(START, {"origin": "adopted", "text": "粘贴的文字"}, follow=True)
    drafting = Drafting.objects.get()
    assert answer.redirect_chain == [(page(drafting), 302)]
    assert "读到2个项目" in said(answer)
    assert (drafting.title, drafting.document_number) == (
        "2024年民生实事项目", "演示管发〔2024〕3号"
    )  # fmt: skip
    assert "<sup>1</sup>" in said(answer)
    assert "65岁<small>（年龄）" in said(answer)
    assert "疑为错字。" in said(answer)


def test_a_file_is_read_as_well_as_a_pasted_text_and_not_both(office, monkeypatch):
    monkeypatch.setattr(starting, "read_file", lambda data, name: a_reading())
    file = SimpleUploadedFile("清单.txt", "一".encode())
    both = office.post(START, {"origin": "adopted", "text": "文字", "file": file})
    assert both.status_code == 400
    assert "只能选一样" in said(both)
    file.seek(0)
    assert office.post(START, {"origin": "adopted", "file": file}).status_code == 302


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"origin": "adopted"}, "请粘贴清单的文字"),
        ({"origin": "own"}, "没有读到年份"),
        ({"origin": "adopted", "text": "没有年份的文字"}, "没有读到年份"),
        ({"origin": "own", "year": "1999"}, "2000"),
    ],
)
def test_what_is_missing_is_said(office, given, why):
    answer = office.post(START, given)
    assert answer.status_code == 400
    assert why in said(answer)
    assert not Drafting.objects.exists()


def test_an_own_list_may_begin_empty(office):
    office.post(START, {"origin": "own", "year": "2025", "authority": "演示管委会"})
    drafting = Drafting.objects.get()
    office.post(f"/admin/drafting/drafting/{drafting.pk}/add/")
    (row,) = projects(drafting)
    assert row.content.project.number == 1


def test_a_project_is_taken_as_proposed_by_one_button(office, drafting):
    row = projects(drafting)[0]
    answer = office.post(
        piece(drafting, row, "act/"), {"version": row.version, "do": "take"}, follow=True
    )
    assert projects(drafting)[0].content.taken
    assert answer.redirect_chain[-1][0] == f"{page(drafting)}#p{row.key}"
    again = office.post(
        piece(drafting, row, "act/"), {"version": row.version, "do": "take"}, follow=True
    )
    assert "改过，没有保存" in said(again)


def test_a_figure_is_told_to_be_none_and_back(office, drafting):
    row = projects(drafting)[1]
    office.post(piece(drafting, row, "act/"), {"version": 1, "aside": 1})
    content = projects(drafting)[1].content
    assert content.project.targets == (), "the parts go with their whole"
    assert content.asides[0].why == "核对时认定不是指标"
    office.post(piece(drafting, row, "act/"), {"version": 2, "target": 1})
    content = projects(drafting)[1].content
    assert [each.name for each in content.project.targets] == ["公益岗位549个"]
    assert content.asides == ()


def test_an_untouched_form_changes_nothing_but_that_it_is_taken(office, drafting):
    for row in projects(drafting):
        answer = office.post(piece(drafting, row), boxes(office, drafting, row) | {"take": "1"})
        assert answer.status_code == 302, said(answer)
    for row in projects(drafting):
        first = Passage.objects.get(drafting=drafting, key=row.key, version=1).content
        assert row.content.taken
        assert row.content.project == first.project
        assert row.content.asides == first.asides


def test_no_target_of_many_is_lost(office, officer, drafting):
    row = projects(drafting)[0]
    target = row.content.project.targets[0]
    many = tuple(replace(target, name=f"托位{number}") for number in range(60))
    content = replace(row.content, project=replace(row.content.project, targets=many))
    drafts.save(drafting=drafting, key=row.key, version=1, content=content, by=officer, at=AT)
    row = projects(drafting)[0]
    given = boxes(office, drafting, row) | {"p-funds": "1万元", "keep": "1"}
    assert office.post(piece(drafting, row), given).status_code == 302
    project = projects(drafting)[0].content.project
    assert (project.funds, project.targets) == ("1万元", many)


def test_taking_one_leads_to_the_next_that_waits(office, drafting):
    first, second = projects(drafting)
    answer = office.post(piece(drafting, first), boxes(office, drafting, first) | {"take": "1"})
    assert answer.url == f"{page(drafting)}#p{second.key}"
    answer = office.post(
        piece(drafting, second), boxes(office, drafting, second) | {"take": "1"}, follow=True
    )
    assert "项目都核对过了" in said(answer)


def test_figures_units_and_places_are_changed_in_boxes(office, drafting):
    row = projects(drafting)[0]
    given = boxes(office, drafting, row) | {
        "t0-value": "540", "t0-places": "托位总数达到537个", "p-lead": "演示卫健局",
        "p-supports": "演示教育局，演示财政局",
        "p-partners": "演示卫健局、演示民政局", "t1-aside": "on", "k1-unit": "演示住建局",
        "t2-name": "服务老人", "t2-places": "服务65岁以下", "t2-value": "9", "t2-measure": "人",
        "keep": "1",
    }  # fmt: skip
    answer = office.post(piece(drafting, row), given)
    assert answer.status_code == 302, said(answer)
    content = projects(drafting)[0].content
    first, new = content.project.targets
    assert (first.value, new.name, new.due) == ("540", "服务老人", "2024-12-31")
    assert [PLACES[slice(*each)] for each in (*first.spans, *new.spans)] == [
        "托位总数达到537个", "服务65岁以下"
    ]  # fmt: skip
    assert content.project.supports == ("演示教育局", "演示财政局")
    assert content.project.partners == ("演示卫健局", "演示民政局")
    assert content.project.tasks[1].unit == "演示住建局"
    assert not content.taken


def test_a_place_that_is_not_in_the_text_is_refused_at_its_box(office, drafting):
    row = projects(drafting)[0]
    given = boxes(office, drafting, row) | {"t0-places": "新增托位一百个", "take": "1"}
    answer = office.post(piece(drafting, row), given)
    assert answer.status_code == 400
    assert "公布原文里没有“新增托位一百个”" in said(answer)
    assert projects(drafting)[0].version == 1


def test_line_breaks_of_a_browser_change_no_text(office, drafting):
    row = pieces(drafting)[0]
    text = row.content.text.replace("\n", "\r\n")
    office.post(piece(drafting, row), {"version": 1, "p-text": text})
    assert pieces(drafting)[0].version == 1


def test_changed_text_carries_its_targets_along(office, drafting):
    row = projects(drafting)[0]
    text = PLACES.replace("①新增", "①年内新增").replace("537个", "540个")
    given = boxes(office, drafting, row) | {"p-text": text, "keep": "1"}
    assert office.post(piece(drafting, row), given).status_code == 302
    content = projects(drafting)[0].content
    said = [content.text[slice(*each)] for each in content.project.targets[0].spans]
    assert said == ["新增托位162个", "托位总数达到540个"]
    assert content.project.tasks[0].text.startswith("年内新增")
    history = office.get(piece(drafting, row, "history/")).content.decode()
    assert "<ins>年内</ins>" in history
    assert "<del>537</del><ins>540</ins>" in history


def test_all_without_a_doubt_are_taken_by_one_button(office, drafting):
    answer = office.post(f"/admin/drafting/drafting/{drafting.pk}/take/", follow=True)
    assert "收下了1项" in said(answer)
    assert [row.content.taken for row in projects(drafting)] == [False, True]


def test_the_rest_of_the_text_is_edited_removed_and_put_back(office, drafting):
    row = pieces(drafting)[-1]
    office.post(piece(drafting, row, "act/"), {"version": 1, "do": "remove"})
    assert len(pieces(drafting)) == 4
    assert "恢复" in said(office.get(page(drafting)))
    office.post(piece(drafting, row, "act/"), {"version": 2, "do": "restore"})
    assert len(pieces(drafting)) == 5


def test_a_draft_is_given_up_with_a_reason_and_is_no_longer_edited(office, drafting):
    here = f"/admin/drafting/drafting/{drafting.pk}/drop/"
    assert office.post(here, {"reason": ""}).status_code == 400
    assert office.post(here, {"reason": "重来"}).status_code == 302
    assert office.get(piece(drafting, projects(drafting)[0])).status_code == 404
    assert "收下" not in said(office.get(page(drafting))).partition("<main")[2]


def test_hostile_input_is_answered_and_changes_nothing(office, drafting):
    row, events = projects(drafting)[0], Event.objects.count()
    bad = {"t-count": "99999", "k-count": "-1", "version": "9" * 30, "p-title": "a\0b"}
    assert office.post(piece(drafting, row), bad).status_code == 400
    for given in ({}, {"do": "nothing"}, {"aside": "77", "version": 1}, {"aside": "x"}):
        office.post(piece(drafting, row, "act/"), given)
    assert Event.objects.count() == events


def test_nobody_but_the_office_finds_any_of_it(client, drafting):
    client.force_login(make_clerk(make_unit()))
    row = projects(drafting)[0]
    for address in (START, page(drafting), piece(drafting, row), "/admin/drafting/drafting/"):
        assert client.get(address).status_code == 404
    assert client.post(piece(drafting, row, "act/"), {"do": "take"}).status_code == 404


def test_the_page_asks_few_questions_however_long_the_list(
    office, officer, drafting, django_assert_max_num_queries
):
    with django_assert_max_num_queries(13):
        office.get(page(drafting))
