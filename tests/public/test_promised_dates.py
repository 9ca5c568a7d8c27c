"""The promised days as a calendar file: lasting events, moved when the promise is."""

import datetime as dt
import re

import pytest

from projects.actions.changes import change_project
from projects.actions.plans import add_plan
from supervision.models import Reading, Review, Submission
from tests.factories import make_officer, make_project, make_report, make_target, moment
from tests.public.months import make_card, make_month, quantity
from tests.public.reading import text_of
from tests.public.test_changes import approval, halved, lamps  # noqa: F401
from tests.public.test_essentials import reported

pytestmark = pytest.mark.django_db
PATH = "/2023/promises.ics"
STAGES = [("用地手续", "20", "2023-03"), ("主体完工", "80", "2023-10")]


def events(client, path: str = PATH) -> dict[str, dict[str, str]]:
    """By the last part of the summary; reads the file as strictly as RFC 5545 writes it."""
    body = client.get(path).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        line.decode()  # no character is cut in two
    text = body.decode().replace("\r\n ", "")
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        pairs = [line.split(":", 1) for line in block.strip().split("\r\n")]
        one = {name.partition(";")[0]: value for name, value in pairs}
        assert len(one) == len(pairs)
        found[one["SUMMARY"].split("：", 1)[1].removesuffix("（演示数据）")] = one
    return found


def test_every_target_and_stage_has_its_day(client, lights, lamps):  # noqa: F811
    make_target(lights, "转运站", kind="milestones", plan=STAGES, due="2023-11-30")
    make_target(lights, "产前筛查", kind="service", plan=["2023-01"])
    make_target(lights, "内部指标", public=False)
    found = events(client)
    assert {name: each["DTSTART"] for name, each in found.items()} == {
        "转运站：用地手续": "20230331",
        "转运站：主体完工": "20231031",
        "转运站完成": "20231130",
        "改造提升教室照明完成": "20231231",
    }
    lamp = found["改造提升教室照明完成"]
    assert lamp["DTEND"] == "20240101" and lamp["SEQUENCE"] == "0"
    assert lamp["STATUS"] == "CONFIRMED" and lamp["URL"] == "http://testserver/2023/12/"
    assert "目标值149口" in lamp["DESCRIPTION"] and "原定" not in lamp["DESCRIPTION"]
    assert lamp["DTSTAMP"] == "20230130T160000Z"
    assert len({each["UID"] for each in found.values()}) == 4


def test_a_moved_day_is_the_same_event_of_a_later_sequence(client, lamps):  # noqa: F811
    before = events(client)["改造提升教室照明完成"]
    halved(lamps)
    after = events(client)["改造提升教室照明完成"]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert (before["DTSTART"], after["DTSTART"]) == ("20231231", "20240131")
    assert after["DTSTAMP"] == "20231018T020000Z" > before["DTSTAMP"]
    assert "原定2023年12月31日，已经调整。原因：设备调试需跨年度。" in after["DESCRIPTION"]


def test_a_moved_stage_moves_and_one_left_out_is_cancelled(client, lights):
    station = make_target(lights, "转运站", kind="milestones", plan=STAGES)
    before = events(client)
    add_plan(
        target=station,
        points=[("主体完工", 80, "2023-11"), ("验收", 20, "2023-12")],
        document="演示纪要",
        effective="2023-10",
        reason="雨季停工",
        answer="演示",
        by=make_officer(),
        at=moment("2023-10-18 10:00"),
    )
    after = events(client)
    body, land = "转运站：主体完工", "转运站：用地手续"
    assert after[body]["UID"] == before[body]["UID"]
    assert (after[body]["DTSTART"], after[body]["SEQUENCE"]) == ("20231130", "1")
    assert "原定2023年10月，已经调整。原因：雨季停工。" in after[body]["DESCRIPTION"]
    assert (after[land]["STATUS"], after[land]["SEQUENCE"]) == ("CANCELLED", "1")
    assert after["转运站：验收"]["DTSTART"] == "20231231"


def test_a_suspended_project_s_days_are_cancelled(client, lights, lamps):  # noqa: F811
    change_project(
        project=lights, state="suspended", approval=approval(), by=make_officer(),
        at=moment("2023-10-18 10:00"),
    )  # fmt: skip
    lamp = events(client)["改造提升教室照明完成"]
    assert (lamp["STATUS"], lamp["SEQUENCE"]) == ("CANCELLED", "1")
    assert "项目已暂缓" in lamp["DESCRIPTION"]


def test_the_uid_does_not_hang_on_the_asking_host(client, lamps, settings):  # noqa: F811
    before = events(client)["改造提升教室照明完成"]
    settings.ALLOWED_HOSTS = ["other.example"]
    body = client.get(PATH, headers={"host": "other.example"}).content.decode()
    assert f"UID:{before['UID']}\r\n" in body and "URL:http://other.example/2023/12/" in body


def test_signs_that_mean_something_to_calendars_are_escaped(client, programme):
    project = make_project(programme, number=3, title="甲,乙;丙\\丁")
    make_target(project, "很长的名字" * 12, due=str(dt.date(2023, 6, 30)))
    body = client.get(PATH).content.decode().replace("\r\n ", "")
    assert "甲\\,乙\\;丙\\\\丁" in body
    assert "很长的名字" * 12 in body


def test_pages_lead_to_it_and_any_site_may_read_it(client, september):
    answer = client.get(PATH)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert f'href="{PATH}"' in text_of(client, "/2023/data/")


UNIT = "责任单位承诺完成“改造提升教室照明”"


def test_the_day_that_a_unit_gave_is_an_event_of_its_own(
    client,
    lights,
    lamps,  # noqa: F811
    september,
    settings,
):
    settings.DEMO_CLOCK = moment("2023-11-20 10:00")
    promise = events(client)["改造提升教室照明完成"]
    reported(lights, september, lamps, None, finish=dt.date(2023, 12, 20))
    found = events(client)
    assert found["改造提升教室照明完成"] == promise
    own = found[UNIT]
    assert (own["DTSTART"], own["STATUS"], own["SEQUENCE"]) == ("20231220", "CONFIRMED", "0")
    assert "责任单位承诺12月20日完成。" in own["DESCRIPTION"] and own["UID"] != promise["UID"]


@pytest.mark.parametrize(
    ("finish", "day", "status"),
    [(dt.date(2023, 12, 25), "20231225", "CONFIRMED"), (None, "20231020", "CANCELLED")],
)
def test_a_unit_s_day_moves_with_its_report_and_is_cancelled_where_taken_back(
    client,
    programme,
    lights,
    lamps,  # noqa: F811
    september,
    finish,
    day,
    status,
):
    reported(lights, september, lamps, None, finish=dt.date(2023, 10, 20))
    before = events(client)[UNIT]
    october = make_month(programme, "2023-10", published="2023-11-12 10:00")
    make_card(october, lights, quantity(), facts={"as_of": "2023-11-08"})
    report_again(lights, october, lamps, finish)
    after = events(client)[UNIT]
    assert after["UID"] == before["UID"] and int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert (after["DTSTART"], after["STATUS"]) == (day, status)
    assert after["DTSTAMP"] > before["DTSTAMP"]


def report_again(project, period, target, finish) -> None:
    unit = project.assignments.get().unit
    report, by = make_report(period, project, unit), make_officer("again")
    at = moment("2023-11-07 10:00")
    sent = Submission.objects.create(
        report=report, number=1, progress="", next_steps="", unit_name="教育", at=at, by=by
    )
    Reading.objects.create(submission=sent, target=target, finish=finish)
    Review.objects.create(submission=sent, verdict="accepted", by=by, at=at)


def test_before_any_month_no_unit_s_day_is_told(client, lights, lamps):  # noqa: F811
    assert list(events(client)) == ["改造提升教室照明完成"]
