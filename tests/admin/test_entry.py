"""Entering a month: what is kept, what is refused, and that a refusal loses nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from projects.models import Event
from supervision.models import Report, Submission
from supervision.reports.entry import Figures, sheet
from supervision.reports.entry.figures import read_coverage
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2023, 10, 7)


def post(sign_in, world, do="submit", person=None, **changes):
    client = sign_in(person or world.owner)
    return client.post(fill_url(world.report), {**full_sheet(world, **changes), do: "1"})


def page(response) -> str:
    return response.content.decode()


def test_a_month_is_handed_in(sign_in, world):
    response = post(sign_in, world)
    assert response.status_code == 302
    world.report.refresh_from_db()
    assert world.report.state == Report.State.SUBMITTED
    readings = {r.target.name: r for r in Submission.objects.get().readings.all()}
    assert readings["教室"].value == 80
    assert readings["覆盖"].value == 50
    assert [stage.month for stage in readings["工程"].stages.all()] == ["2023-06"]
    assert [run.month for run in readings["咨询"].ran.all()] == ["2023-09"]


def test_the_form_shows_last_month_plan_and_what_remains(sign_in, world):
    shown = page(sign_in(world.owner).get(fill_url(world.report)))
    for words in (
        "计划到2023年9月底",
        "80个",
        "目标 100个，还差",
        "本系统为非涉密系统，严禁上传涉密和内部敏感信息",
    ):
        assert words in shown


def test_a_draft_keeps_whatever_was_typed(sign_in, world):
    response = post(sign_in, world, do="save", rooms_value="约八十", next="")
    assert response.status_code == 302
    shown = page(sign_in(world.owner).get(fill_url(world.report)))
    assert 'value="约八十"' in shown
    assert "不是数字" in shown
    assert "请填写下步打算" not in shown  # what is still empty is not yet wrong
    assert not Submission.objects.exists()


BAD = [
    ("1e308", "不是数字"),
    ("NaN", "不是数字"),
    ("Infinity", "不是数字"),
    ("-5", "是负数"),
    ("是", "不是数字"),
    ("1_0", "不是数字"),
    ("٣", "不是数字"),
    ("①", "不是数字"),
    ("9" * 13, "太大"),
    ("1.23456", "小数位太多"),
    ("80.5", "不是1个的整倍数"),
    ("", "请填写完成数"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
def test_a_bad_number_is_refused_by_name_and_the_draft_kept(sign_in, world, typed, sentence):
    before = Event.objects.count()
    response = post(sign_in, world, rooms_value=typed)
    assert response.status_code == 400
    assert sentence in page(response)
    assert not Submission.objects.exists()
    assert Event.objects.count() == before
    world.report.refresh_from_db()
    assert world.report.draft["targets"][str(world.rooms.pk)]["value"] == typed
    assert world.report.state == Report.State.DRAFT


def test_full_width_digits_are_read(sign_in, world):
    assert post(sign_in, world, rooms_value="８０").status_code == 302
    assert Submission.objects.get().readings.get(target=world.rooms).value == 80


def test_a_reason_that_says_nothing_is_asked_about_where_it_is_behind(sign_in, world):
    vague = {"rooms_cause": "加强督促，加快推进", "rooms_measures": "周末施工"}
    office = sign_in(world.owner)
    sheet = {**full_sheet(world, rooms_value="30", **vague), "submit": "1"}
    page = office.post(fill_url(world.report), sheet).content.decode()
    assert "原因只写了“加强督促，加快推进”，看不出卡在哪里" in page
    assert not Submission.objects.filter(report=world.report).exists()
    on_plan = {**full_sheet(world, **vague), "submit": "1", "version": "1"}
    assert "只写了" not in office.post(fill_url(world.report), on_plan).content.decode()


def test_behind_the_plan_wants_a_cause_and_measures(sign_in, world):
    response = post(sign_in, world, rooms_value="40")
    assert response.status_code == 400
    assert "进度落后于计划，请填写原因" in page(response)
    answered = {"rooms_cause": "灯具到货晚", "rooms_measures": "周末施工", "version": "1"}
    answered |= {"rooms_objective": "1", "rooms_finish": "2023-11-30"}
    assert post(sign_in, world, rooms_value="40", **answered).status_code == 302
    reading = Submission.objects.get().readings.get(target=world.rooms)
    assert (reading.cause, reading.objective, str(reading.finish)) == (
        "灯具到货晚",
        True,
        "2023-11-30",
    )


def test_a_share_above_its_whole_is_refused(sign_in, world):
    response = post(sign_in, world, share_value="41")
    assert response.status_code == 400
    assert "超过了总数" in page(response)


@pytest.mark.parametrize(
    ("baseline", "goal", "value", "kept"),
    [("0", "100", "19998", "99.99"), ("50", "0", "1", "0.01"), ("50", "0", "0", "0")],
)
def test_a_share_is_rounded_against_the_way_it_goes(world, baseline, goal, value, kept):
    """1 of 20,000 left is not none left, as 19,998 of them are not all."""
    line = next(each for each in sheet(world.project, world.period, TODAY) if each.counted
                and each.target == world.share)  # fmt: skip
    line = replace(line, terms=replaced(line.terms, baseline=baseline, value=goal))
    found = Figures()
    assert read_coverage(line, {"value": value, "denominator": "20000"}, found) is None
    assert str(found.value.normalize()) == kept


def replaced(terms, **values):
    for name, text in values.items():
        setattr(terms, name, Decimal(text))
    return terms


def test_a_figure_a_thousand_times_too_large_is_refused(sign_in, world):
    """No page can print its percentage so that anybody reads it."""
    response = post(sign_in, world, rooms_value="100000", rooms_mode="total", rooms_doubt="是的")
    assert response.status_code == 400
    assert "累计数100000，比要完成的100个大了上千倍，请核对数和计量单位。" in page(response)
    assert not Submission.objects.exists()


def test_a_figure_nearly_so_large_is_asked_about_alone(sign_in, world):
    response = post(sign_in, world, rooms_value="99999", rooms_mode="total", rooms_doubt="是的")
    assert response.status_code == 302


def test_a_bad_date_is_refused(sign_in, world):
    response = post(sign_in, world, rooms_finish="年底")
    assert response.status_code == 400
    assert "不是日期" in page(response)


def test_a_promised_day_that_is_over_is_refused(sign_in, world):
    response = post(sign_in, world, rooms_finish="2020-01-01")
    assert response.status_code == 400
    assert "“2020-01-01”早于本次填报的月份" in page(response)
    assert not Submission.objects.exists()


def test_control_characters_are_taken_out_with_a_sentence(sign_in, world):
    response = post(sign_in, world, progress="完成\x00二十间\x0b教室", rooms_value="80\x00")
    assert response.status_code == 302
    assert Submission.objects.get().progress == "完成二十间教室"
    shown = page(sign_in(world.owner).get(f"/admin/supervision/report/{world.report.pk}/change/"))
    assert "完成二十间教室" in shown


def test_endless_text_is_bounded(sign_in, world):
    response = post(sign_in, world, progress="长" * 20_000)
    assert response.status_code == 400
    assert "最多2000字" in page(response)
    world.report.refresh_from_db()
    assert len(world.report.draft["progress"]) == 10_000


def test_fields_that_the_form_does_not_offer_change_nothing(sign_in, world):
    foreign = world.stranger_report.project.targets.get()
    extra = {
        "unit": world.stranger_report.unit_id,
        "state": "accepted",
        "colour": "blue",
        "project": world.stranger_report.project_id,
        "period": "999",
        f"{foreign.pk}-value": "100",
    }
    post(sign_in, world, do="save", **extra)
    world.report.refresh_from_db()
    assert (world.report.unit, world.report.state) == (world.unit, Report.State.DRAFT)
    assert str(foreign.pk) not in world.report.draft["targets"]
    world.stranger_report.refresh_from_db()
    assert world.stranger_report.draft == {}


@pytest.mark.parametrize(("at", "late"), [("2023-10-07 23:59", False), ("2023-10-08 00:00", True)])
def test_the_due_day_counts_to_its_last_minute(sign_in, world, settings, at, late):
    settings.DEMO_CLOCK = moment(at)
    shown = page(sign_in(world.owner).get("/admin/"))
    assert ("已逾期1天" in shown) == late
    assert post(sign_in, world).status_code == 302  # late, and still possible
    history = page(
        sign_in(world.officer).get(f"/admin/supervision/report/{world.report.pk}/change/")
    )
    assert ("迟报" in history) == late


def test_nothing_is_handed_in_once_the_month_is_closed(sign_in, world):
    world.period.closed_at = moment("2023-10-10 09:00")
    world.period.bulletin_number, world.period.data_version = 1, "abc"
    world.period.save()
    response = post(sign_in, world)
    assert response.status_code == 409
    assert "已经定稿" in page(response)
    assert "9月完成二十间教室的灯具更换" in page(response)
    assert sign_in(world.owner).get(fill_url(world.report)).status_code == 302


def test_a_report_waiting_for_review_is_not_typed_in(sign_in, world):
    post(sign_in, world)
    assert sign_in(world.owner).get(fill_url(world.report)).status_code == 302
    response = post(sign_in, world, version="1", rooms_value="99")
    assert response.status_code == 409
    assert Submission.objects.count() == 1


def test_a_draft_is_kept_by_itself_while_typing(sign_in, world):
    response = post(sign_in, world, do="autosave", progress="写到一半")
    assert response.json() == {"version": 1}
    world.report.refresh_from_db()
    assert world.report.draft["progress"] == "写到一半"
    assert post(sign_in, world, do="autosave", progress="旧窗口").status_code == 409


@pytest.mark.parametrize("size", [3 * 1024 * 1024, 120 * 1024 * 1024])
def test_a_request_too_big_is_refused_in_chinese(sign_in, world, size):
    data = {**full_sheet(world, progress="长" * (size // 3 if size < 10**7 else 1)), "save": "1"}
    headers = {"CONTENT_LENGTH": size} if size > 10**7 else {}
    response = sign_in(world.owner).post(fill_url(world.report), data, **headers)
    assert response.status_code == 400
    assert "发来的内容过大" in page(response)


def test_a_name_with_nul_signs_nobody_in(client, world):
    data = {"username": "ow\x00ner", "password": "x\x00"}
    assert client.post("/admin/login/", data).status_code == 200
