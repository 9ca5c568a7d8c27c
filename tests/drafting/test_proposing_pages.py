"""The pages of call, proposals and candidates: who is let in, what they show and do."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from projects.drafting.actions import calls, proposals
from projects.drafting.models import Call, NothingProposed, Outcome, Placement, Proposal, Step
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_call, make_proposal, merged, picked
from tests.factories import make_clerk, make_unit, moment

PAGES = ("course", "calls", "proposals", "proposals/enter", "proposals/words", "proposals/carry",
         "proposals/import", "candidates")  # fmt: skip


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.DEMO_CLOCK = moment("2024-01-10 10:00")
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drafting(officer):
    return make_begun(officer)


@pytest.fixture
def unit(db):
    return make_unit("演示住建局")


def at(drafting, page: str) -> str:
    return f"/admin/drafting/drafting/{drafting.pk}/{page}/"


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def clerk_client(client, unit):
    client.force_login(make_clerk(unit))
    return client


def test_the_office_sees_every_page_and_a_unit_none(office, drafting, officer, unit):
    candidate = merged(drafting, officer, make_proposal(drafting, officer))
    one = drafting.proposals.get()
    pages = [*PAGES, f"proposals/{one.pk}", f"candidates/{candidate.pk}"]
    for page in pages:
        assert office.get(at(drafting, page)).status_code == 200, page
    office.force_login(make_clerk(unit))
    for page in pages:
        assert office.get(at(drafting, page)).status_code == 404, page


def test_the_process_is_begun_planned_and_moved_by_hand(office, officer):
    from tests.drafting.lists import make_drafting

    drafting = make_drafting(officer)
    page = at(drafting, "course")
    assert "还没有启动" in office.get(page).content.decode()
    answer = office.post(page, {"begin": "1", "call": "2024-01-15"}, follow=True)
    assert "编制工作已启动" in answer.content.decode()
    office.post(page, {"plan": "1", "call": "2024-01-16", "sort": "2024-02-01"})
    assert drafting.planned_days.count() == 3
    answer = office.post(page, {"move": "1", "to": "sort"})
    assert answer.status_code == 400
    assert "没有发出征集" in answer.content.decode()
    office.post(page, {"move": "1", "to": "call"})
    assert Step.objects.now(drafting) == "call"
    answer = office.post(page, {"move": "1", "to": "start"})
    assert "写明理由" in answer.content.decode()


def test_a_call_is_sent_extended_and_read_in_word(office, drafting, unit):
    page = at(drafting, "calls")
    given = {"send": "1", "audience": "units", "opens": "2024-01-10", "closes": "2024-01-20",
             "asked": "最想办的事", "notice": "请提建议。\n一件事一条。"}  # fmt: skip
    text = office.post(page, given, follow=True).content.decode()
    assert "还没有答复的1个单位" in text and "演示住建局" in text
    call = Call.objects.get()
    more = {"extend": "1", "call": call.pk, "closes": "2024-01-25", "reason": "报得少"}
    assert "延长到2024年1月25日" in office.post(page, more, follow=True).content.decode()
    less = {"close": "1", "call": call.pk, "closes": "2024-01-15", "reason": "报齐了"}
    assert "提前到2024年1月15日截止" in office.post(page, less, follow=True).content.decode()
    answer = office.post(page, less)
    assert answer.status_code == 400 and "要早于现在的截止日期" in answer.content.decode()
    wrong = {"extend": "1", "call": 99999, "closes": "2024-01-25", "reason": "报得少"}
    assert office.post(page, wrong).status_code == 404
    notice = office.get(f"{page}{call.pk}/notice.docx")
    assert notice.status_code == 200 and notice.content[:2] == b"PK"


def test_a_unit_finds_the_call_on_its_desk_and_answers_it(clerk_client, drafting, officer, unit):
    call = make_call(drafting, officer, "units")
    home = clerk_client.get("/admin/").content.decode()
    assert "建议征集（演示住建局）" in home and "1月31日24时" in home
    page = f"/admin/drafting/drafting/call/{call.pk}/{unit.pk}/"
    assert clerk_client.get(page).status_code == 200
    answer = clerk_client.post(page, {"propose": "1", "title": "充电桩"})
    assert answer.status_code == 400 and not Proposal.objects.exists()
    clerk_client.post(page, {"propose": "1", "title": "充电桩", "content": "建10处。"})
    row = Proposal.objects.get()
    assert (row.source, row.unit, row.taken_in_at is not None) == ("unit", unit, True)
    assert "已提1条" in clerk_client.get("/admin/").content.decode()
    assert "已经提过建议" in clerk_client.post(page, {"none": "1"}).content.decode()


def test_none_is_an_answer_with_one_button(clerk_client, drafting, officer, unit):
    call = make_call(drafting, officer, "units")
    page = f"/admin/drafting/drafting/call/{call.pk}/{unit.pk}/"
    clerk_client.post(page, {"none": "1"})
    assert NothingProposed.objects.get().unit == unit
    assert "已答复“无建议”" in clerk_client.get("/admin/").content.decode()


def test_other_units_calls_and_proposals_are_not_there(clerk_client, drafting, officer, unit):
    call, other = make_call(drafting, officer, "units"), make_unit()
    residents = make_call(drafting, officer, "residents")
    proposals.propose(
        call=call, unit=other, answers={"title": "别人的", "content": "别人的事"}, by=officer, at=AT
    )
    base = "/admin/drafting/drafting/call"
    for ending in ("", "import/", "form.xlsx"):
        assert clerk_client.get(f"{base}/{call.pk}/{other.pk}/{ending}").status_code == 404
        assert clerk_client.get(f"{base}/{residents.pk}/{unit.pk}/{ending}").status_code == 404
        assert clerk_client.get(f"{base}/99999/{unit.pk}/{ending}").status_code == 404
    own = clerk_client.get(f"{base}/{call.pk}/{unit.pk}/").content.decode()
    assert "别人的" not in own


def sheet(*rows) -> io.BytesIO:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    out.seek(0)
    out.name = "征集表.xlsx"
    return out


def test_the_form_as_a_sheet_goes_out_and_comes_back_by_confirmation(
    clerk_client, drafting, officer, unit, nothing_kept
):
    call = make_call(drafting, officer, "units")
    page = f"/admin/drafting/drafting/call/{call.pk}/{unit.pk}/"
    out = load_workbook(io.BytesIO(clerk_client.get(f"{page}form.xlsx").content)).active
    headers = [cell.value for cell in out[1]]
    assert headers == ["项目名称", "背景或理由", "内容", "实施主体", "投资和资金来源", "可行性"]
    rows = sheet(headers, ["充电桩", "", "建10处。", "", "", ""], ["口袋公园", "", "", "", "", ""])
    answer = clerk_client.post(f"{page}import/", {"import_file": rows})
    assert "第3行“内容”：请写明内容。" in answer.content.decode()
    rows = sheet(headers, ["充电桩", "没地方充", "建10处。", "", "", ""])
    answer = clerk_client.post(f"{page}import/", {"import_file": rows})
    assert not Proposal.objects.exists()
    token = answer.context["upload"].token
    clerk_client.post(f"{page}import/", {"token": token})
    assert Proposal.objects.get().way == "sheet"
    rows = sheet(headers, ["充电桩", "", "建10处。", "", "", ""])
    assert "已经提过" in clerk_client.post(f"{page}import/", {"import_file": rows}).content.decode()


def test_the_offices_sheet_names_sources(office, drafting, unit, nothing_kept):
    headers = ["项目名称", "内容", "来源", "单位", "出处"]
    rows = sheet(headers, ["充电桩", "建10处。", "12345热线", "", "工单7"],
                 ["公园", "建1处。", "单位", "没有的局", ""])  # fmt: skip
    page = at(drafting, "proposals/import")
    text = office.post(page, {"import_file": rows}).content.decode()
    assert "没有登记“没有的局”" in text
    rows = sheet(headers, ["充电桩", "建10处。", "12345热线", "", "工单7"],
                 ["公园", "建1处。", "单位", "演示住建局", ""])  # fmt: skip
    answer = office.post(page, {"import_file": rows})
    office.post(page, {"token": answer.context["upload"].token})
    assert sorted(Proposal.objects.values_list("source", "said_from")) == [
        ("hotline", "工单7"), ("unit", "")
    ]  # fmt: skip


def test_proposals_are_merged_and_decided_by_ticking(office, drafting, officer):
    one = make_proposal(drafting, officer, "小区新能源充电桩增设")
    other = make_proposal(drafting, officer, "增设新能源充电桩")
    third = make_proposal(drafting, officer, "修机场")
    page = at(drafting, "proposals")
    text = office.get(page + "?state=alike").content.decode()
    assert "小区新能源" in text and "修机场" not in text
    given = {f"seen-{row.pk}": "0" for row in (one, other, third)}
    named = given | {"merge": "1", "title": "增设充电桩"}
    answer = office.post(page, named | {"pick": [one.pk, other.pk]}, follow=True)
    assert "已归并到“1. 增设充电桩”" in answer.content.decode()
    answer = office.post(page, named | {"pick": [one.pk]})
    assert answer.status_code == 409 and "这一次没有保存" in answer.content.decode()
    decided = given | {"decide": "1", "pick": [third.pk], "d-kind": "not", "d-reason": "超出权限。"}
    office.post(page, decided)
    assert Outcome.objects.standing(drafting)[third.pk].reason == "超出权限。"
    assert office.post(page, {"merge": "1", "pick": ["999999", "x"]}).status_code == 404
    summary = office.get(f"{page}summary.xlsx")
    cells = load_workbook(io.BytesIO(summary.content)).active
    found = {cell for row in cells.iter_rows(values_only=True) for cell in row}
    assert {"不采纳", "并入", "超出权限。"} <= found


def test_words_are_made_public_by_a_tick(office, drafting, officer):
    row = make_proposal(drafting, officer)
    page = at(drafting, "proposals/words")
    assert "增设充电桩10处。" in office.get(page).content.decode()
    key = f"w{row.pk}"
    given = {"row": row.pk, f"{key}-category": "城乡建设", f"{key}-title": "增设充电桩",
             f"{key}-text": "三个小区。", f"{key}-public": "on"}  # fmt: skip
    assert "已整理1条" in office.post(page, given, follow=True).content.decode()
    assert row.wordings.get().public


def test_a_candidate_is_placed_and_taken_out_by_buttons(office, drafting, officer):
    candidate = merged(drafting, officer, make_proposal(drafting, officer))
    page = at(drafting, "candidates")
    assert "群众1条" in office.get(page).content.decode()
    office.post(page, {"place": "1", "candidate": candidate.pk, "key": ""})
    assert candidate.pk in Placement.objects.standing(drafting)
    office.post(page, {"out": "1", "candidate": candidate.pk})
    assert candidate.pk not in Placement.objects.standing(drafting)
    assert office.post(page, {"place": "1", "candidate": 99999}).status_code == 404
    one = f"{page}{candidate.pk}/"
    given = {"version": "1", "title": "充电桩", "text": "建充电桩10处。"}
    office.post(one, given)
    assert office.post(one, given).status_code == 409


def test_paper_is_entered_with_its_source_and_contact(office, drafting, unit):
    page = at(drafting, "proposals/enter")
    given = {"title": "充电桩", "content": "建10处。", "source": "resident", "way": "phone",
             "name": "甲", "phone": "0537-1"}  # fmt: skip
    office.post(page, given)
    row = Proposal.objects.get()
    assert (row.way, row.contact.name) == ("phone", "甲")
    assert "不是单位的不选" in office.post(page, given | {"unit": unit.pk}).content.decode()
    shown = office.get(at(drafting, f"proposals/{row.pk}")).content.decode()
    assert "甲" in shown


def test_odd_signs_and_long_texts_are_taken_or_told(office, drafting):
    page = at(drafting, "proposals/enter")
    odd = {"title": "a\x00'\"<b>‮", "content": "x" * 1_000_000, "source": "zzz", "way": "\x00"}
    answer = office.post(page, odd)
    assert answer.status_code == 400 and not Proposal.objects.exists()
    text = answer.content.decode()
    assert "内容最多2000字" in text
    office.post(
        page, {"title": "a\x00'\"<b>", "content": "1\x00", "source": "resident", "way": "paper"}
    )
    assert Proposal.objects.get().title == "a'\"<b>"


def test_the_desk_tells_the_office_what_has_no_outcome(office, drafting, officer):
    make_proposal(drafting, officer)
    assert "1条建议还没有去向" in office.get("/admin/").content.decode()


def test_pages_ask_no_more_questions_for_more_proposals(
    office, drafting, officer, django_assert_max_num_queries
):
    for number in range(12):
        merged(drafting, officer, make_proposal(drafting, officer, f"第{number}件事"))
    for page in ("proposals", "candidates", "proposals/words"):
        office.get(at(drafting, page))
        with django_assert_max_num_queries(40):
            office.get(at(drafting, page))


def test_nothing_is_done_to_a_dropped_list(office, drafting, officer):
    from projects.drafting.actions import drafts

    row = make_proposal(drafting, officer)
    call = make_call(drafting, officer, "units")
    drafts.drop(drafting=drafting, reason="重来", by=officer, at=AT)
    page = at(drafting, "proposals")
    given = {"merge": "1", "title": "充电桩", "pick": [row.pk], f"seen-{row.pk}": "0"}
    answer = office.post(page, given)
    assert answer.status_code == 400 and "不能再改" in answer.content.decode()
    assert not calls.Call.objects.open_on(dt.date(2024, 1, 10)).filter(pk=call.pk).exists()
    assert picked(row)[0].outcome == 0
