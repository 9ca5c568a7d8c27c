"""督办 as offices do it: limits that stand, other sources, cards that change, the ledger."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from projects.errors import Refused
from projects.models import Event
from supervision.actions import raising, slips
from supervision.models import Card, Slip, SlipFile
from supervision.yearend.summary import summary
from tests.admin import files
from tests.admin.closed import close_september, corrected
from tests.admin.slips import ANSWER, close, issue, url
from tests.factories import make_message, make_officer, moment
from tests.overriding import confirm, propose
from tests.slipping import answered, checker, cleared, signed

pytestmark = pytest.mark.django_db
PROPOSE, LEDGER = "/admin/supervision/slip/propose/", "/admin/supervision/slip/ledger/"


@pytest.fixture
def draft(world, settings):
    return close(world, settings)


@pytest.fixture
def slip(world, settings, draft):
    """To be answered by 17 October and mended by 9 November."""
    return issue(world, settings, draft)


def test_before_there_is_a_list_the_ledger_says_so(client):
    client.force_login(make_officer("first"))
    page = client.get(LEDGER)
    assert page.status_code == 200 and "还没有清单" in page.content.decode()
    assert client.get(f"{LEDGER}?programme=7").status_code == 404


EDIT = {"edit-due": "2023-10-20", "edit-mend_by": "2023-11-20"}


def rewritten(world, draft, demand: str, **more) -> dict:
    return EDIT | {"edit-demand": demand, "edit-addressee": str(draft.addressee_id), **more}


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        ("教室改造按序时推进，请继续。", "按序时推进"),
        ("教室改造已全部完成，请验收。", "已全部完成"),
        ("已完成七成，请加快。", "七成"),
        ("截至9月底累计完成54个，请加快。", "54个"),
    ],
)
def test_a_demand_that_its_card_does_not_bear_is_asked_about(sign_in, world, draft, demand, words):
    office = sign_in(world.officer)
    refused = office.post(url(draft, "edit"), rewritten(world, draft, demand))
    page = refused.content.decode()
    assert refused.status_code == 400 and f"“{words}”和系统里的不一致" in page
    assert f'value="{words}"' in page
    meant = rewritten(world, draft, demand) | {"edit-vouched": [words]}
    assert office.post(url(draft, "edit"), meant).status_code == 302
    assert f"手写的已核对：{words}" in Event.objects.first().body
    seen = sign_in(checker()).get(url(draft)).content.decode()
    assert "拟稿人勾选核对过的" in seen and f"“{words}”：" in seen


def test_a_demand_for_what_is_to_come_is_not(sign_in, world, draft):
    demand = f"{draft.demand}请在11月底前再完成25个，确保年底全部完成，投入3个班组。"
    office = sign_in(world.officer)
    assert office.post(url(draft, "edit"), rewritten(world, draft, demand)).status_code == 302


def test_a_proposed_slip_is_asked_about_too(sign_in, world, draft):
    given = {
        "programme": world.project.programme_id, "source": "instruction", "basis": "演示批示",
        "subject": "教室改造", "project": world.project.pk, "addressee": draft.addressee_id,
        "demand": "本月红牌，请加快。", "due": "2023-10-20", "mend_by": "2023-11-20",
    }  # fmt: skip
    office = sign_in(world.officer)
    colour = draft.steps.get(kind="raised").card.colour
    given["demand"] = f"本月{'黄' if colour == 'red' else '红'}牌，请加快。"
    words = given["demand"][2:4]
    page = office.post(PROPOSE, given)
    assert page.status_code == 400 and f'value="{words}"' in page.content.decode()
    assert office.post(PROPOSE, given | {"vouched": [words]}).status_code == 302


def test_no_answer_moves_the_office_s_days_and_lateness_stays(sign_in, world, settings, slip):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    late = ANSWER | {"answer-deadline": "2023-12-15"}
    assert sign_in(world.owner).post(url(slip, "answer"), late).status_code == 302
    shown = sign_in(world.officer).get(url(slip)).content.decode()
    for words in ("2023年10月17日", "2023年11月9日", "2023年12月15日", "答复逾期21天"):
        assert words in shown, words
    found = Slip.objects.with_limit().get()
    assert (str(found.answer_by), str(found.mended_by)) == ("2023-10-17", "2023-11-09")
    timing = found.timing(dt.date(2023, 11, 12))
    assert (timing.answers, timing.mending) == ([21], 3)
    cleared(found, "现场核验", by=world.officer, at=moment("2023-11-12 09:00"))
    later = Slip.objects.get().timing(dt.date(2024, 3, 1))
    assert later.words == "答复逾期21天，整改逾期3天"


def test_a_paper_printed_after_a_press_says_so_with_its_day(sign_in, world, slip):
    slips.press(
        slip=slip, reason="领导再次批示。", due=dt.date(2023, 10, 25), by=world.officer,
        at=moment("2023-10-20 09:00"),
    )  # fmt: skip
    page = sign_in(world.officer).get(url(slip, "print")).content.decode()
    assert "四、再督" in page
    assert "2023年10月20日再督：领导再次批示。请于2023年10月25日前书面答复。" in page


def test_the_list_says_once_how_late_a_slip_is(sign_in, world, settings, slip):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    page = sign_in(world.officer).get("/admin/supervision/slip/").content.decode()
    assert page.count("逾期21天") == 1


def test_more_time_moves_the_day_it_was_asked_for(world, slip):
    ask = {"slip": slip, "reason": "等设备", "by": world.owner}
    slips.ask_extension(**ask, until=dt.date(2023, 10, 20), at=moment("2023-10-16 09:00"))
    grant = {"slip": slip, "granted": True, "reason": "", "by": world.officer}
    slips.decide_extension(**grant, at=moment("2023-10-16 10:00"))
    assert str(Slip.objects.with_limit().get().answer_by) == "2023-10-20"
    answered(world, slip, "2023-11-30", "2023-10-19 09:00")
    slips.ask_extension(**ask, until=dt.date(2023, 11, 30), at=moment("2023-11-01 09:00"))
    slips.decide_extension(**grant, at=moment("2023-11-01 10:00"))
    found = Slip.objects.with_limit().get()
    assert (str(found.answer_by), str(found.mended_by)) == ("2023-10-20", "2023-11-30")
    assert found.timing(dt.date(2023, 11, 30)).words == ""


def test_an_answer_after_the_last_day_is_accepted_as_the_page_proposes(
    sign_in, world, settings, slip
):
    answered(world, slip, "2023-12-20", "2023-11-13 09:00")
    settings.DEMO_CLOCK = moment("2023-11-13 10:00")
    office = sign_in(world.officer)
    page = office.get(url(slip)).content.decode()
    assert 'name="approve-mend_by" value="2023-11-13"' in page
    later = office.post(url(slip, "approve"), {"approve-mend_by": "2023-12-20"})
    said = later.content.decode()
    assert "整改时限2023-11-09已过" in said and "请单位申请延期" not in said
    accepted = office.post(url(slip, "approve"), {"approve-mend_by": "2023-11-13"})
    assert accepted.status_code == 302 and Slip.objects.get().state == "mending"
    assert Slip.objects.get().timing(dt.date(2023, 11, 14)).mending == 5


def test_an_accepted_answer_waits_for_its_day_and_not_for_the_office(
    sign_in, world, settings, slip
):
    answered(world, slip, "2023-11-05", "2023-10-12 09:00")
    slips.approve_answer(
        slip=slip, mend_by=dt.date(2023, 11, 5), reason="", by=world.officer,
        at=moment("2023-10-13 09:00"),
    )  # fmt: skip
    office = sign_in(world.officer)
    settings.DEMO_CLOCK = moment("2023-10-20 09:00")
    assert "整改到期待查 1" not in office.get("/admin/").content.decode()
    settings.DEMO_CLOCK = moment("2023-11-05 09:00")
    assert "督〔2023〕1号" in office.get("/admin/supervision/slip/?stage=due").content.decode()


def test_the_matter_is_raised_again_on_the_same_slip(sign_in, world, slip):
    answered(world, slip, "2023-11-05", "2023-10-11 12:00")
    data = {"press-reason": "领导再次批示：月底前完成。", "press-due": "2023-10-16"}
    paper = {"press-files": files.upload("批示.pdf", files.PDF)}
    assert sign_in(world.officer).post(url(slip, "press"), data | paper).status_code == 302
    found = Slip.objects.with_limit().get()
    assert (found.state, str(found.answer_by)) == ("sent_back", "2023-10-16")
    assert SlipFile.objects.get().step.kind == "again"
    assert "再督" in sign_in(world.owner).get(url(slip)).content.decode()


def draft_of_september(world, sign_in, settings) -> Slip:
    """Fifty of eighty rooms: a yellow card and its draft."""
    close_september(world, sign_in, settings, rooms_value="50", rooms_mode="total")
    draft = Slip.objects.get(target=world.rooms)
    assert draft.state == "draft" and "实际50个" in draft.demand
    return draft


def in_force(world) -> Card:
    return Card.everything.filter(project=world.project).in_force().get()


@pytest.mark.parametrize("checked", [False, True])
def test_a_draft_whose_card_was_corrected_to_blue_is_signed_by_nobody(
    world, sign_in, settings, checked
):
    draft, by = draft_of_september(world, sign_in, settings), world.officer
    if checked:
        slips.check_draft(slip=draft, by=make_officer("second"), at=moment("2023-10-11 09:00"))
    corrected(world, "80", "2023-10-12")
    card, step = in_force(world), draft.steps.get(kind="corrected")
    assert card.colour == "blue" and step.card == card
    assert "2023年9月的牌现为蓝牌" in step.text
    shown = sign_in(by).get(url(draft)).content.decode()
    assert "2023年9月的牌现为蓝牌" in shown and "不再成立" in shown
    act = slips.issue if checked else slips.check_draft
    given = {"signer": "演示签发人"} if checked else {}
    with pytest.raises(Refused, match="不再成立"):
        act(slip=draft, **given, by=make_officer("third"), at=moment("2023-10-13 09:00"))
    draft.refresh_from_db()
    assert draft.number is None and draft.state == ("checked" if checked else "draft")


def test_a_draft_whose_card_stays_yellow_takes_its_new_figures_and_is_signed(
    world, sign_in, settings
):
    draft = draft_of_september(world, sign_in, settings)
    corrected(world, "55", "2023-10-12")
    card, step = in_force(world), draft.steps.get(kind="corrected")
    assert (card.colour, step.card) == ("yellow", card)
    assert "2023年9月的牌现为黄牌" in step.text and "实际55个" in step.text
    draft.refresh_from_db()
    assert "实际55个" in draft.demand and "实际50个" not in draft.demand
    shown = sign_in(world.officer).get(url(draft)).content.decode()
    assert "实际55个" in shown and "不再成立" not in shown
    issued = signed(draft, by=world.officer, at=moment("2023-10-13 09:00"))
    assert issued.number == 1 and "实际55个" in issued.demand


def test_a_signed_slip_is_told_that_its_card_was_corrected_and_stands_as_signed(
    world, sign_in, settings
):
    draft = draft_of_september(world, sign_in, settings)
    slip = signed(draft, by=world.officer, at=moment("2023-10-11 09:00"))
    corrected(world, "80", "2023-10-12")
    step = slip.steps.get(kind="corrected")
    assert "2023年9月的牌现为蓝牌" in step.text
    slip.refresh_from_db()
    assert (slip.state, slip.number) == ("issued", 1) and "实际50个" in slip.demand
    assert "更正" in sign_in(world.owner).get(url(slip)).content.decode()


def test_a_colour_decided_later_is_told_on_the_slip_and_may_bring_one(world, settings, slip):
    settings.DEMO_CLOCK = moment("2023-10-20 09:00")
    at, second = moment("2023-10-20 10:00"), make_officer("second")
    better = propose(world.project, by=world.officer, at=at, colour="blue", last="2023-09")
    confirm(better, at, by=second)
    assert "经认定为蓝牌" in slip.steps.get(kind="corrected").text
    Slip.objects.filter(pk=slip.pk).update(state="cleared", closed_at=at)
    other = world.stranger_report.project
    worse = propose(other, by=world.officer, at=at, colour="red", last="2023-09")
    confirm(worse, at, by=second)
    assert Slip.objects.get(project=other).state == "draft"


PROPOSAL = {
    "source": "instruction",
    "basis": "演示领导2023年10月9日批示",
    "subject": "校门口道路积水",
    "demand": "请查明原因，十日内排除。",
    "due": "2023-10-18",
    "mend_by": "2023-11-01",
}


def test_a_slip_comes_from_an_instruction_with_its_paper(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2023-10-10 09:00")
    office = sign_in(world.officer)
    data = PROPOSAL | {"programme": world.programme.pk, "addressee": world.unit.pk}
    paper = {"files": files.upload("批示.pdf", files.PDF)}
    assert office.post(PROPOSE, data | paper).status_code == 302
    slip = Slip.objects.get()
    assert (slip.project, slip.matter, slip.drafted_by) == (None, "校门口道路积水", world.officer)
    assert SlipFile.objects.get().name == "批示.pdf"
    again = office.post(PROPOSE, data)
    assert again.status_code == 400 and "一事一单" in again.content.decode()
    at = moment("2023-10-10 11:00")
    slip = signed(slip, by=make_officer("another"), at=at)
    owner = sign_in(world.owner)
    assert "校门口道路积水" in owner.get("/admin/").content.decode()
    shown = owner.get(url(slip, "print")).content.decode()
    for words in ("关于“校门口道路积水”", "领导批示：演示领导2023年10月9日批示", "1日前整改到位"):
        assert words in shown, words
    assert sign_in(world.stranger).get(url(slip)).status_code == 404
    word = office.get(url(slip, "word"))
    assert word.status_code == 200


def test_a_resident_s_message_becomes_a_slip(sign_in, world, settings):
    settings.DEMO_CLOCK = moment("2023-10-10 09:00")
    message = make_message(world.project)
    page = sign_in(world.officer).get(f"{PROPOSE}?message={message.pk}")
    assert page.context["form"]["demand"].value() == message.text
    data = PROPOSAL | {
        "programme": world.programme.pk, "addressee": world.unit.pk, "source": "residents",
        "project": world.project.pk,
    }  # fmt: skip
    sign_in(world.officer).post(f"{PROPOSE}?message={message.pk}", data)
    assert Slip.objects.get().message == message
    bad = sign_in(world.officer).post(PROPOSE, data | {"files": files.upload("图.svg", files.SVG)})
    assert bad.status_code == 400


def test_the_ledger_stands_as_page_sheet_word_and_all_papers_at_once(
    sign_in, world, settings, slip
):
    answered(world, slip, "2023-11-30", "2023-10-20 09:00")
    settings.DEMO_CLOCK = moment("2023-10-25 09:00")
    other = raising.propose_slip(
        programme=world.programme, source="city", basis="上级督办单1号", subject="农贸市场改造",
        demand="请按期完成。", addressee=world.unit, due=dt.date(2023, 11, 1),
        mend_by=dt.date(2023, 11, 20), by=world.officer, at=moment("2023-10-25 08:00"),
    )  # fmt: skip
    signed(other, by=world.officer, at=moment("2023-10-25 08:30"))
    office = sign_in(world.officer)
    shown = office.get(LEDGER).content.decode()
    assert "签发2件" in shown and "答复逾期3天" in shown and "有逾期1件" in shown
    sheet = office.get(f"{LEDGER}?as=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sheet.content)).active
    cells = [str(cell) for row in book.iter_rows(values_only=True) for cell in row if cell]
    for words in ("督〔2023〕1号", "上级督办", "2023-11-30", "答复逾期3天", "演示签发人"):
        assert words in cells, words
    word = office.get(f"{LEDGER}?as=docx&month=2023-10")
    body = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "2023年10月民生实事督办台账" in body and "农贸市场改造" in body
    papers = office.get(f"{LEDGER}?as=print&month=2023-10").content.decode()
    assert papers.count('class="official"') == 2
    assert sign_in(world.owner).get(LEDGER).status_code == 404


def test_the_year_counts_what_was_late(world, settings, slip):
    answered(world, slip, "2023-11-30", "2023-10-20 09:00")
    lines = summary(world.programme, moment("2023-10-25 09:00")).lines
    assert {line.project.number: line.late_slips for line in lines} == {1: 1, 2: 0}
