"""A month's workbook goes out, is filled in, is looked at, and lies as drafts."""

import datetime as dt

import pytest

from projects.models import Assignment, Event, LedgerHead, UnitMember
from supervision.actions.reports import save_draft
from supervision.models import Report, Submission
from tests.admin.typed import fill_url, full_sheet
from tests.admin.workbook import book as b
from tests.factories import make_project, make_report, make_target, moment

pytestmark = pytest.mark.django_db


def test_the_to_do_list_and_the_form_lead_to_the_page(owner, world):
    address = b.page_url(world.period)
    assert address in b.said(owner.get("/admin/"))
    assert address in b.said(owner.get(fill_url(world.report)))


def test_the_workbook_holds_own_projects_with_last_figures_and_plan(owner, world):
    book = b.download(owner, world)
    assert book.sheetnames == ["填写说明", "填报", "文字进展"]
    assert (b.cell(book, "教室", "计划累计").value, b.cell(book, "教室", "全年目标").value) == (
        80,
        100,
    )
    assert b.cell(book, "教室", "上期累计").value == 0
    everything = str([[cell.value for cell in line] for sheet in book for line in sheet.rows])
    assert "教室照明" in everything and "适老化改造" not in everything


def test_only_what_the_unit_fills_is_open_and_choices_drop_down(owner, world):
    sheet = b.download(owner, world)["填报"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.column_dimensions["A"].hidden
    room = b.row(sheet, "教室")
    open_ = {
        sheet.cell(b.HEADER, cell.column).value
        for cell in sheet[room]
        if not cell.protection.locked
    }
    reasons = {"原因", "客观原因", "措施", "承诺完成时间", "疑点说明"}
    assert open_ == {"填法", "完成数"} | reasons
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert '"本月新增,累计"' in lists and '"已开展,未开展"' in lists
    assert any("2023年9月" in listed and "2023年10月" not in listed for listed in lists)


def test_taking_it_out_is_recorded_and_makes_no_public_page_older(owner, world):
    before = LedgerHead.objects.values_list("published", flat=True).first()
    b.download(owner, world)
    assert Event.objects.latest("pk").action == "导出"
    assert LedgerHead.objects.values_list("published", flat=True).first() == before


def test_an_untouched_workbook_changes_nothing(owner, world):
    preview = b.upload(owner, world, b.download(owner, world))
    assert preview.status_code == 200 and "完全相同" in b.said(preview)
    assert draft_is_untouched(world)


def draft_is_untouched(world) -> bool:
    world.report.refresh_from_db()
    return (world.report.draft, world.report.version, world.report.state) == ({}, 0, "missing")


def test_a_filled_one_is_previewed_row_by_row_and_then_lies_as_a_draft(owner, world):
    preview = b.upload(owner, world, b.filled(b.download(owner, world)))
    shown = b.said(preview)
    assert preview.status_code == 200
    for words in ("教室：完成数", "<strong>80</strong>", "招标完成月份", "2023-06", "“填报”J"):
        assert words in shown
    assert draft_is_untouched(world)
    assert b.confirm(owner, world, preview).status_code == 302
    assert b.figures(world, world.rooms)["value"] == "80"
    assert b.figures(world, world.service)["ran"] == ["2023-09"]
    assert b.draft(world)["next"] == "10月改造剩余教室。"
    assert (world.report.state, world.report.changed_by) == ("draft", world.owner)
    assert not Submission.objects.exists()
    assert Event.objects.latest("pk").action == "表格填报"


def test_the_draft_from_a_workbook_can_be_handed_in_as_it_is(owner, world):
    preview = b.upload(owner, world, b.filled(b.download(owner, world)))
    b.confirm(owner, world, preview)
    by_hand = {**b.draft(world)}
    owner.post(fill_url(world.report), {**full_sheet(world, version="1"), "submit": "1"})
    assert Submission.objects.get().readings.count() == 4
    assert b.draft(world)["targets"] == by_hand["targets"]


def test_what_is_still_missing_is_told_but_does_not_stop_a_draft(owner, world):
    book = b.download(owner, world)
    b.fill(book, "教室", 填法="本月新增", 完成数=70)
    preview = b.upload(owner, world, book)
    assert "报送前还要补" in b.said(preview) and "进度落后于计划，请填写原因" in b.said(preview)
    b.confirm(owner, world, preview)
    assert b.figures(world, world.rooms)["value"] == "70"


def test_a_second_round_brings_the_draft_out_and_empties_what_was_cleared(owner, world):
    preview = b.upload(owner, world, b.filled(b.download(owner, world)))
    b.confirm(owner, world, preview)
    book = b.download(owner, world)
    assert b.cell(book, "教室", "完成数").value == 80
    assert b.cell(book, "节点：招标", "完成月份").value == "2023年6月"
    b.fill(book, "教室照明", 下步打算="清空")
    preview = b.upload(owner, world, book)
    assert preview.context["upload"].outcome.changed == 1 and "（空）" in b.said(preview)
    b.confirm(owner, world, preview)
    assert b.draft(world)["next"] == ""


def test_an_empty_cell_erases_nothing_and_that_is_said(owner, world):
    b.confirm(owner, world, b.upload(owner, world, b.filled(b.download(owner, world))))
    book = b.download(owner, world)
    b.fill(book, "教室照明", 下步打算=None)
    b.fill(book, "教室", 原因="停电")
    preview = b.upload(owner, world, book)
    assert preview.context["upload"].outcome.changed == 1
    assert "空着，平台上的“10月改造剩余教室。”没有动；要清空请写“清空”" in b.said(preview)
    b.confirm(owner, world, preview)
    assert b.draft(world)["next"] == "10月改造剩余教室。"


def test_what_was_wrong_in_the_draft_before_stops_no_workbook(owner, world):
    owner.post(fill_url(world.report), {**full_sheet(world, progress="长" * 6000), "save": "1"})
    book = b.download(owner, world)
    b.fill(book, "教室", 原因="停电")
    preview = b.upload(owner, world, book)
    assert preview.status_code == 200 and "最多2000字" in b.said(preview)
    b.confirm(owner, world, preview)
    assert b.figures(world, world.rooms)["cause"] == "停电"


def test_a_row_that_is_not_in_the_file_stays_as_it_was(owner, world):
    b.confirm(owner, world, b.upload(owner, world, b.filled(b.download(owner, world))))
    book = b.download(owner, world)
    sheet = book["填报"]
    sheet.delete_rows(b.row(sheet, "教室"))
    b.fill(book, "咨询", 累计服务数=12)
    b.confirm(owner, world, b.upload(owner, world, book))
    assert b.figures(world, world.rooms)["value"] == "80"
    assert b.figures(world, world.service)["served"] == "12"


def test_text_like_a_formula_goes_out_and_comes_back_as_text(owner, world):
    text = '=HYPERLINK("http://x")\n　　第二段'
    typed = {**full_sheet(world), "progress": text, "save": "1"}
    owner.post(fill_url(world.report), typed)
    book = b.download(owner, world)
    assert b.cell(book, "教室照明", "本月进展").data_type == "s"
    b.fill(book, "教室", 完成数=81)
    b.confirm(owner, world, b.upload(owner, world, book))
    assert b.draft(world)["progress"] == text


# --- two people ---


def test_what_a_colleague_changed_meanwhile_stands_until_the_clerk_decides(owner, world, sign_in):
    book = b.filled(b.download(owner, world))
    typed = {**full_sheet(world, progress="同事写的进展"), "save": "1"}
    sign_in(world.colleague).post(fill_url(world.report), typed)
    preview = b.upload(owner, world, book)
    shown = b.said(preview)
    assert "平台上的草稿改过" in shown and "演示colleague" in shown and "同事写的进展" in shown
    assert 'value="kept" checked' in shown
    b.confirm(owner, world, preview)
    assert b.draft(world)["progress"] == "同事写的进展"
    b.confirm(owner, world, b.upload(owner, world, book), **{f"use-{world.report.pk}": "table"})
    assert b.draft(world)["progress"] == "9月完成二十间教室的灯具更换。"


def test_one_s_own_later_typing_is_told_too(owner, world):
    book = b.filled(b.download(owner, world))
    owner.post(fill_url(world.report), {**full_sheet(world, progress="网上写的"), "save": "1"})
    shown = b.said(b.upload(owner, world, book))
    assert "您本人" in shown and 'value="table" checked' in shown


def test_a_change_between_preview_and_confirmation_is_never_overwritten(owner, world, sign_in):
    preview = b.upload(owner, world, b.filled(b.download(owner, world)))
    typed = {**full_sheet(world, progress="同事刚写的"), "save": "1"}
    sign_in(world.colleague).post(fill_url(world.report), typed)
    again = b.confirm(owner, world, preview)
    assert again.status_code == 409
    assert "演示colleague刚刚改过" in b.said(again) and "同事刚写的" in b.said(again)
    assert b.draft(world)["progress"] == "同事刚写的"
    b.confirm(owner, world, again, **{f"use-{world.report.pk}": "table"})
    assert b.draft(world)["progress"] == "9月完成二十间教室的灯具更换。"


def test_handing_in_between_preview_and_confirmation_wins(owner, world, sign_in):
    preview = b.upload(owner, world, b.filled(b.download(owner, world)))
    sign_in(world.colleague).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    again = b.confirm(owner, world, preview)
    assert again.status_code == 409
    assert "刚刚改过" in b.said(again) and "的状态是“已报待审”" in b.said(again)


# --- several projects ---


@pytest.fixture
def second(world):
    project = make_project(world.programme, unit=world.unit, title="校园绿道", number=3)
    make_target(project, "绿道", measure="公里", step="0.1", plan={"2023-12": "100"})
    return make_report(world.period, project, world.unit)


def test_rows_of_a_report_already_handed_in_are_left_alone_and_the_others_go_on(
    owner, world, second
):
    book = b.filled(b.download(owner, world))
    owner.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    handed_in = b.draft(world)
    b.fill(book, "绿道", 填法="累计", 完成数="１２.５公里")
    preview = b.upload(owner, world, book)
    assert "的状态是“已报待审”，表里它的各行没有读" in b.said(preview)
    b.confirm(owner, world, preview)
    second.refresh_from_db()
    (values,) = second.draft["targets"].values()
    assert (values["mode"], values["value"]) == ("total", "１２.５")
    assert b.draft(world) == handed_in


def test_all_or_nothing_when_one_of_several_changed_meanwhile(owner, world, second):
    book = b.filled(b.download(owner, world))
    b.fill(book, "绿道", 填法="累计", 完成数=3)
    preview = b.upload(owner, world, book)
    save_draft(
        report=second, draft={"progress": "x", "targets": {}}, version=0, by=world.colleague,
        at=moment("2023-10-05 10:00"),
    )  # fmt: skip
    again = b.confirm(owner, world, preview)
    assert again.status_code == 409 and "校园绿道" in b.said(again)
    assert draft_is_untouched(world)


def test_a_person_with_posts_in_two_units_gets_both_in_one_workbook(owner, world):
    other = world.stranger_report.unit
    UnitMember.objects.create(
        person=world.owner, unit=other, post="clerk", since=dt.date(2023, 1, 1)
    )
    book = b.download(owner, world)
    b.fill(b.filled(book), "户数", 填法="累计", 完成数=3)
    b.confirm(owner, world, b.upload(owner, world, book))
    assert set(Report.objects.values_list("state", flat=True)) == {"draft"}


def test_a_project_handed_to_another_unit_meanwhile_is_refused_by_row(owner, world, second):
    book = b.filled(b.download(owner, world))
    Assignment.objects.filter(project=second.project).update(unit=world.stranger_report.unit)
    preview = b.upload(owner, world, book)
    assert preview.status_code == 400 and "不是您单位本月要填报的" in b.said(preview)


# --- where nothing is to be filled in ---


def test_a_closed_month_takes_no_workbook(owner, world):
    book = b.filled(b.download(owner, world))
    preview = b.upload(owner, world, book)
    world.period.closed_at = moment("2023-10-09 10:00")
    world.period.bulletin_number, world.period.data_version = 1, "x"
    world.period.save()
    assert "已经定稿" in b.said(owner.get(b.page_url(world.period)))
    for response in (b.upload(owner, world, book), b.confirm(owner, world, preview)):
        assert response.status_code == 409 and "已经定稿" in b.said(response)
    assert owner.post(b.page_url(world.period) + "download/").status_code == 409
    assert draft_is_untouched(world)


def test_a_month_all_handed_in_has_nothing_to_download(owner, world):
    owner.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert "都已报送" in b.said(owner.get(b.page_url(world.period)))
    assert owner.post(b.page_url(world.period) + "download/").status_code == 409
