"""督办单 in the admin: the office's steps, the unit's answer, and nobody else's business."""

import io
import zipfile

import pytest

from projects.models import Assignment, Event
from supervision.models import Slip, SlipFile, SlipStep
from tests.admin import files
from tests.admin.plain import INLINE, english
from tests.admin.slips import ANSWER, close, issue, url
from tests.factories import make_clerk, make_officer, make_unit, moment

pytestmark = pytest.mark.django_db

OFFICE_ACTS = (
    "edit", "check", "uncheck", "issue", "drop", "return", "approve", "extension", "clear",
    "confirm", "press",
)  # fmt: skip
ACTS = (*OFFICE_ACTS, "answer", "extend")


@pytest.fixture
def draft(world, settings):
    return close(world, settings)


@pytest.fixture
def slip(world, settings, draft):
    return issue(world, settings, draft)


def state(slip) -> str:
    return Slip.objects.get(pk=slip.pk).state


def answer(client, slip, **changes):
    return client.post(url(slip, "answer"), {**ANSWER, **changes})


EDIT = {"edit-demand": "请整改。", "edit-due": "2023-10-18", "edit-mend_by": "2023-11-20"}


def test_a_draft_goes_through_three_hands_and_gets_its_number(sign_in, world, settings, draft):
    settings.DEMO_CLOCK = moment("2023-10-11 10:00")
    client, second = sign_in(world.officer), sign_in(make_officer("second"))
    shown = client.get(url(draft)).content.decode()
    assert "待编号" in shown and "核稿" in shown and "牌针对项目，不针对个人" in shown
    helper = make_unit("财政演示", slug="cz")
    Assignment.objects.create(
        project=draft.project, unit=helper, role="support", since=draft.addressee.since
    )
    data = EDIT | {"edit-addressee": helper.pk}
    assert client.post(url(draft, "edit"), data).status_code == 302
    own = client.post(url(draft, "check"))
    assert own.status_code == 400 and "拟稿人不能核自己的稿" in own.content.decode()
    early = client.post(url(draft, "issue"), {"issue-signer": "演示签发人"})
    assert early.status_code == 400 and "现为“待核稿”" in early.content.decode()
    assert second.post(url(draft, "check")).status_code == 302
    paper = files.upload("签发单.pdf", files.PDF)
    signing = {"issue-signer": "演示签发人", "issue-files": paper}
    response = client.post(url(draft, "issue"), signing, follow=True)
    assert "督〔2023〕1号" in response.content.decode()
    issued = Slip.objects.get()
    assert (issued.state, issued.number, issued.addressee) == ("issued", 1, helper)
    assert (issued.signer, issued.checked_by.username) == ("演示签发人", "second")
    assert SlipFile.objects.get().step.kind == "issued"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"edit-demand": ""}, "这一项必填"),
        ({"edit-due": "2023-10-01"}, "不能早于签发当天"),
        ({"edit-mend_by": "2023-10-12"}, "整改时限不能早于答复时限"),
        ({"edit-due": "十月底"}, "不是日期，请写成 2023-12-20"),
        ({"edit-addressee": "999999"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(sign_in, world, draft, changes, sentence):
    data = EDIT | {"edit-addressee": draft.addressee_id}
    response = sign_in(world.officer).post(url(draft, "edit"), data | changes)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not SlipStep.objects.filter(kind="drafted").exists()


def test_a_draft_is_dropped_with_a_reason(sign_in, world, draft):
    client = sign_in(world.officer)
    assert client.post(url(draft, "drop"), {"drop-reason": " "}).status_code == 400
    assert client.post(url(draft, "drop"), {"drop-reason": "并入上月督办"}).status_code == 302
    assert state(draft) == "dropped"


def test_the_unit_finds_it_among_what_it_has_to_do(sign_in, world, settings, slip):
    shown = sign_in(world.owner).get("/admin/").content.decode()
    assert "督办单待答复" in shown and "督〔2023〕1号" in shown and "还有6天" in shown
    settings.DEMO_CLOCK = moment("2023-10-19 09:00")
    assert "答复已逾期2天" in sign_in(world.colleague).get("/admin/").content.decode()
    assert "督办单待答复" not in sign_in(world.stranger).get("/admin/").content.decode()


def test_from_answer_to_clearance(sign_in, world, slip):
    clerk, officer = sign_in(world.owner), sign_in(world.officer)
    proof = {
        "answer-files": [files.upload("记录.pdf", files.PDF), files.upload("a.jpg", files.photo())]
    }
    assert answer(clerk, slip, **proof).status_code == 302
    assert [file.name for file in SlipFile.objects.all()] == ["记录.pdf", "a.jpg"]
    shown = officer.get(url(slip)).content.decode()
    for words in ("采购流标。", "汛期停工。", "增加班组。", "2023年11月30日", "记录.pdf"):
        assert words in shown
    back = {"return-reason": "分步写明", "return-due": "2023-10-20"}
    assert officer.post(url(slip, "return"), back).status_code == 302
    page = clerk.get(url(slip)).content.decode()
    assert "分步写明" in page and "增加班组。</textarea>" in page  # the former answer, to improve
    assert answer(clerk, slip, **{"answer-measures": "每周十间。"}).status_code == 302
    later = {"approve-mend_by": "2023-12-01"}
    assert "请单位申请延期" in officer.post(url(slip, "approve"), later).content.decode()
    good = {"approve-mend_by": "2023-11-09", "approve-reason": "继续整改"}
    assert officer.post(url(slip, "approve"), good).status_code == 302
    assert officer.post(url(slip, "clear"), {"clear-reason": "现场核验"}).status_code == 302
    own = officer.post(url(slip, "confirm"), {"confirm-confirmed": "1"})
    assert own.status_code == 400 and "提请人不能自己销号" in own.content.decode()
    second = sign_in(make_officer("second"))
    assert second.post(url(slip, "confirm"), {"confirm-confirmed": "1"}).status_code == 302
    assert state(slip) == "cleared"
    kinds = list(slip.steps.values_list("kind", flat=True))
    assert kinds == [
        "raised", "drafted", "checked", "issued", "answered", "sent_back", "answered", "approved",
        "to_clear", "cleared",
    ]  # fmt: skip


def test_an_extension_is_asked_and_decided(sign_in, world, slip):
    clerk, officer = sign_in(world.owner), sign_in(world.officer)
    asked = {"extend-until": "2023-10-31", "extend-reason": "等设备"}
    assert clerk.post(url(slip, "extend"), asked).status_code == 302
    assert "申请延期" in officer.get("/admin/supervision/slip/?stage=asked").content.decode()
    assert "延期申请还没有答复" in officer.get(url(slip)).content.decode()
    refuse = {"extension-granted": "0", "extension-reason": ""}
    response = officer.post(url(slip, "extension"), refuse)
    assert response.status_code == 400 and "要写明理由" in response.content.decode()
    assert officer.post(url(slip, "extension"), {"extension-granted": "1"}).status_code == 302
    assert str(Slip.objects.with_limit().get().limit) == "2023-10-31"


def test_too_late_to_ask_is_said(sign_in, world, settings, slip):
    settings.DEMO_CLOCK = moment("2023-10-18 00:00")
    asked = {"extend-until": "2023-10-31", "extend-reason": "等设备"}
    response = sign_in(world.owner).post(url(slip, "extend"), asked)
    assert response.status_code == 400
    assert "延期要在到期前申请" in response.content.decode()


@pytest.mark.parametrize("missing", ["cause", "measures", "deadline", "responsible"])
def test_an_answer_is_whole_or_not_at_all(sign_in, world, slip, missing):
    response = answer(sign_in(world.owner), slip, **{f"answer-{missing}": ""})
    assert response.status_code == 400
    assert "汛期停工。" in response.content.decode()  # what was typed stays
    assert state(slip) == "issued"


def test_a_file_that_may_not_be_kept_stops_the_answer(sign_in, world, slip):
    bad = {"answer-files": [files.upload("a.pdf", files.PDF), files.upload("图.svg", files.SVG)]}
    response = answer(sign_in(world.owner), slip, **bad)
    assert response.status_code == 400
    assert "只收 JPEG、PNG" in response.content.decode()
    assert state(slip) == "issued" and not SlipFile.objects.exists()


def test_two_at_once_the_second_is_told(sign_in, world, slip):
    clerk = sign_in(world.owner)
    answer(clerk, slip)
    response = answer(sign_in(world.colleague), slip)
    assert response.status_code == 400
    assert "督办单现为“已答复待核”" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "seen"),
    [("owner", True), ("colleague", True), ("officer", True), ("root", True), ("stranger", False),
     ("administrator", False)],
)  # fmt: skip
def test_only_the_office_and_the_addressed_unit_see_it(sign_in, world, slip, who, seen):
    answer(sign_in(world.owner), slip, **{"answer-files": files.upload("a.pdf", files.PDF)})
    client = sign_in(getattr(world, who))
    file = f"/admin/supervision/slip/file/{SlipFile.objects.get().pk}/"
    wanted = 200 if seen else 404
    for address in (url(slip), url(slip, "word"), url(slip, "print"), file):
        assert client.get(address).status_code == wanted, address


@pytest.mark.parametrize("act", ACTS)
def test_each_side_does_only_its_own(sign_in, world, client, slip, act):
    office = act in OFFICE_ACTS
    assert client.get(url(slip, act)).url.startswith("/admin/login/")
    for who in ("stranger", "administrator", "owner" if office else "officer"):
        assert sign_in(getattr(world, who)).post(url(slip, act), ANSWER).status_code == 404, who
    mine = sign_in(world.officer if office else world.owner)
    assert mine.get(url(slip, act)).url == url(slip)
    assert mine.post(url(slip, act), {}).status_code == 400
    assert state(slip) == "issued"


def test_a_unit_sees_no_draft(sign_in, world, draft):
    client = sign_in(world.owner)
    assert client.get(url(draft)).status_code == 404
    assert "教室照明" not in client.get("/admin/supervision/slip/").content.decode()


def test_a_supporting_unit_answers_what_is_addressed_to_it(sign_in, world, slip):
    helper = make_unit("财政演示", slug="cz")
    Slip.objects.update(addressee=helper)
    assert answer(sign_in(make_clerk(helper, "helper")), slip).status_code == 302
    assert sign_in(world.owner).get(url(slip)).status_code == 404


def test_the_successor_of_a_unit_takes_its_slips_over(sign_in, world, slip):
    former = make_unit("旧单位演示", slug="old")
    former.until = moment("2023-10-10 00:00").date()
    former.save()
    Slip.objects.update(addressee=former)
    assert sign_in(world.owner).get(url(slip)).status_code == 200
    assert sign_in(world.stranger).get(url(slip)).status_code == 404


@pytest.mark.parametrize("stage", ["draft", "issued", "overdue", "asked", "answered", "cleared"])
def test_the_list_is_narrowed_by_stage(sign_in, world, slip, stage):
    shown = sign_in(world.officer).get(f"/admin/supervision/slip/?stage={stage}")
    assert ("督〔2023〕1号" in shown.content.decode()) == (stage == "issued")


def test_the_list_asks_no_more_for_more_slips(sign_in, world, slip, django_assert_max_num_queries):
    client = sign_in(world.officer)
    for number in range(2, 30):
        slip.pk, slip.number, slip.target = None, number, None
        slip.state, slip.closed_at = "cleared", slip.issued_at
        slip.save()
    with django_assert_max_num_queries(14):
        shown = client.get("/admin/supervision/slip/").content.decode()
    assert "督〔2023〕29号" in shown


def test_nobody_edits_or_deletes_it(sign_in, world, slip):
    client = sign_in(world.root)
    assert client.get("/admin/supervision/slip/add/").status_code == 404
    assert client.post(url(slip, "delete"), {"post": "yes"}).status_code == 404
    client.post(url(slip), {"demand": "改"})
    assert Slip.objects.get().demand == "请加快教室改造。"


def test_the_word_file_says_what_a_slip_must_and_is_recorded(sign_in, world, slip):
    response = sign_in(world.officer).get(url(slip, "word"))
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert 'filename="slip-2023-1.docx"' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        body = package.read("word/document.xml").decode()
        fonts = package.read("word/fontTable.xml").decode()
    for words in (
        "督〔2023〕1号", "教育演示：", "请加快教室改造。", "2023年10月17日前", "2023年10月11日",
        "数据截至2023年9月30日", f"数据版本号{world.period.data_version}", "签发人：演示签发人",
    ):  # fmt: skip
        assert words in body, words
    assert 'w:eastAsia="方正小标宋简体"' in body and "w:altName" in fonts
    assert 'w:top="2098"' in body and 'w:left="1587"' in body  # 37 and 28 mm
    assert "演示数据" not in body
    assert "督〔2023〕1号" in Event.objects.get(action="导出").body


def test_a_demonstration_and_a_draft_say_so_on_paper(sign_in, world, draft):
    draft.programme.demonstration = True
    draft.programme.save()
    shown = sign_in(world.officer).get(url(draft, "print")).content.decode()
    assert "演示数据，不是正式公文" in shown and "签发稿，未签发" in shown
    assert world.period.data_version in shown


def test_a_later_card_stands_apart_from_what_was_signed(sign_in, world, slip):
    card = slip.steps.get(kind="raised").card
    later = moment("2023-10-20 10:00")
    SlipStep.objects.create(slip=slip, kind="raised", card=card, text="2023-09 又亮", at=later)
    shown = sign_in(world.owner).get(url(slip, "print")).content.decode()
    assert "四、再督（签发后又亮牌）" in shown and "2023年9月 又亮" in shown


def test_its_pages_speak_no_english_and_hold_no_inline_script(sign_in, world, slip):
    answer(sign_in(world.owner), slip)
    card = slip.steps.get(kind="raised").card.pk
    shared = (url(slip), url(slip, "print"), f"/admin/supervision/appeal/card/{card}/")
    for who in (world.owner, world.officer):
        for address in shared:
            page = sign_in(who).get(address).content.decode()
            assert english(page) == set(), address
            assert not INLINE.search(page), address
