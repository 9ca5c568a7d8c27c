import datetime as dt
from decimal import Decimal

import pytest

from projects.models import ProjectChange, TargetTerms
from supervision.models import CorrectedCard, Correction, Submission
from tests.factories import make_officer, make_project, make_report, make_target, make_unit, moment
from tests.public.months import SIGNED, make_card, make_month, quantity, service, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def august(programme, lights):
    period = make_month(programme, "2023-08", published="2023-09-12 10:00")
    make_card(period, lights, quantity(readings={"2023-08": "78"}))
    return period


def grown(**readings):
    return quantity(readings={f"2023-{month[1:]}": value for month, value in readings.items()})


def test_what_moved_is_told_from_one_month_to_the_next(client, programme, lights, august):
    september = make_month(programme)
    make_card(september, lights, grown(m08="78", m09="90"))
    station = make_project(programme, number=21)
    make_card(august, station, stages())
    done = stages()
    done["milestones"][1]["done"] = "2023-09"
    make_card(september, station, done)
    make_card(september, make_project(programme, number=2), service())
    page = text_of(client, "/2023/changes/2023-09/")
    assert "改造提升教室照明78→90口（+12）" in page
    assert "转运站完成“主体完工”" in page
    assert "产前筛查开展9个月" in page, "no card the month before: told from the year's start"


def test_what_did_not_move_is_named(client, programme, lights, august):
    make_card(make_month(programme), lights, grown(m08="78"))
    page = text_of(client, "/2023/changes/2023-09/")
    still = page.split('id="still"')[1].split("</section>")[0]
    assert lights.title in still
    assert "改造提升教室照明8月以来没有新进展" in still


def test_each_target_is_looked_at_and_only_what_is_behind(client, programme, lights, august):
    """A service that ran as usual hides no stuck stage; what is not due yet is left out."""
    september = make_month(programme)
    make_card(september, lights, grown(m08="78", m09="90"))
    station, later = (make_project(programme, number=number) for number in (21, 22))
    waiting = quantity("以后", "", plan={f"2023-{n:02d}": "0" for n in range(1, 12)}
                       | {"2023-12": "149"})  # fmt: skip
    for month in (august, september):
        make_card(month, station, stages(), service())
        make_card(month, later, waiting)
    page = text_of(client, "/2023/changes/2023-09/")
    still = page.split('id="still"')[1].split("</section>")[0]
    assert "转运站4月以来没有新进展" in still and "照常开展" in page
    assert lights.title not in still and later.title not in still
    assert "转运站4月以来没有新进展" in text_of(client, "/2023/21/")


def test_a_month_that_was_not_reported_is_not_told_as_standing_still(
    client, programme, lights, august
):
    facts = {"report": {"due": "2023-10-07", "submitted": None, "accepted": None}}
    make_card(make_month(programme), lights, grown(m08="78"), facts=facts | {"missing_months": 1})
    page = text_of(client, "/2023/changes/2023-09/")
    assert "这个月未报。" in page and "没有新进展" not in page.split('id="moved"')[1]


def test_new_and_cleared_cards_are_told(client, programme, lights, august):
    other = make_project(programme, number=9, title="阅读空间")
    make_card(august, other, quantity(readings={"2023-08": "10"}))
    september = make_month(programme)
    make_card(september, lights, grown(m08="78", m09="90"))
    make_card(september, other, quantity(value="120"))
    page = text_of(client, "/2023/changes/2023-09/")
    assert "销牌1件" in page
    assert "（红牌→蓝牌）" in page
    assert "没有项目换等级" not in page


def test_the_latest_month_stands_at_the_short_address(client, programme, lights, august):
    make_card(make_month(programme), lights, grown(m08="78", m09="90"))
    page = text_of(client, "/2023/changes/")
    assert "2023年9月变了什么" in page
    assert "http://testserver/2023/changes/2023-09/" in page


def test_the_first_month_is_told_from_the_year_s_start(client, programme, lights, august):
    page = text_of(client, "/2023/changes/2023-08/")
    assert "与年初相比" in page
    assert "改造提升教室照明0→78口（+78）" in page


def test_before_any_publication_the_page_says_so(client, programme):
    assert "进展还没有公布" in text_of(client, "/2023/changes/")
    assert client.get("/2023/changes/2023-09/").status_code == 404


def changed_promise(programme, at):
    project = make_project(programme, number=21, title="转运站")
    target = make_target(project, "处理能力", value="100")
    return TargetTerms.objects.create(
        target=target, version=2, baseline=Decimal(0), value=Decimal(80), start="2023-01",
        due=dt.date(2024, 1, 31), approved_by="演示党工委", meeting="第10次会议",
        document="纪要10号", effective="2023-10", reason="设备调试跨年", recorded_at=moment(at),
    )  # fmt: skip


def test_a_changed_promise_stands_beside_its_original(client, programme, lights, august):
    make_card(make_month(programme), lights, quantity())
    changed_promise(programme, "2023-10-01 10:00")
    page = text_of(client, "/2023/changes/2023-09/")
    assert "<del>100个</del> 改为 <ins>80个</ins>" in page
    assert "<del>2023年12月31日</del> 改为 <ins>2024年1月31日</ins>" in page
    assert "设备调试跨年" in page and "纪要10号" in page


def test_what_was_changed_since_stands_apart_and_not_on_the_lasting_page(
    client, programme, lights, august
):
    make_card(make_month(programme), lights, quantity())
    changed_promise(programme, "2023-10-18 10:00")
    assert "本期公布以后" in text_of(client, "/2023/changes/")
    lasting = text_of(client, "/2023/changes/2023-09/")
    assert "设备调试跨年" not in lasting
    assert "到本期公布时，没有改动承诺" in lasting


def test_a_suspended_project_is_told_with_its_basis(client, programme, lights, august):
    make_card(make_month(programme), lights, quantity())
    ProjectChange.objects.create(
        project=lights, state="suspended", approved_by="演示党工委", meeting="第9次会议",
        document="纪要9号", effective="2023-10", reason="资金调整",
        recorded_at=moment("2023-10-01 10:00"),
    )  # fmt: skip
    page = text_of(client, "/2023/changes/2023-09/")
    assert "暂缓" in page and "资金调整" in page


def test_a_correction_is_told_where_it_came_and_compared_with(client, programme, lights, august):
    officer, at = make_officer(), moment("2023-09-20 10:00")
    report = make_report(august, lights, make_unit())
    submission = Submission.objects.create(
        report=report, number=2, progress="", next_steps="", unit_name="教育", at=at, by=officer
    )
    correction = Correction.objects.create(
        submission=submission, accepted_at=at, accepted_by=officer, published_at=at,
        published_by=officer, public_note="更正为70口。", **SIGNED,
    )  # fmt: skip
    corrected = make_card(
        august, lights, quantity(readings={"2023-08": "70"}), version=2, computed_at=at
    )
    CorrectedCard.objects.create(correction=correction, card=corrected)
    make_card(make_month(programme), lights, grown(m08="70", m09="90"))
    page = text_of(client, "/2023/changes/2023-09/")
    assert "更正为70口。" in page and "本期公布以后的更正" not in page
    lasting = text_of(client, "/2023/changes/2023-08/")
    assert "照明0→78口" in lasting
    assert "本期公布以后的更正" in lasting and "更正为70口。" in lasting
    assert lasting.index("照明0→78口") < lasting.index("更正为70口。")
    assert "70→90口（+20）" in page
    assert "0→78口" in text_of(client, "/2023/changes/2023-08/"), "as it stood when it appeared"


def test_a_small_step_of_a_sensitive_count_keeps_its_size(client, programme):
    project = make_project(programme, number=5, sensitive=True)
    august = make_month(programme, "2023-08", published="2023-09-12 10:00")
    make_card(august, project, quantity(readings={"2023-08": "40"}, measure="人"))
    make_card(make_month(programme), project, grown(m08="40", m09="43") | {"measure": "人"})
    page = text_of(client, "/2023/changes/2023-09/")
    assert "人数按规定不公布" in page
    assert "+3" not in page and "43" not in page


@pytest.mark.parametrize("display", ["words", "bar"])
def test_it_obeys_what_the_public_may_see_of_cards(client, programme, lights, august, display):
    make_card(make_month(programme), lights, grown(m08="78", m09="90"))
    programme.card_display = display
    programme.save()
    page = text_of(client, "/2023/changes/2023-09/")
    assert "黄牌" not in page and "78→90口" in page
    assert ("进度偏慢" in page) == (display == "words")


def test_queries_do_not_grow_with_projects(client, programme, django_assert_max_num_queries):
    unit = make_unit()
    august = make_month(programme, "2023-08", published="2023-09-12 10:00")
    september = make_month(programme)
    for _ in range(60):
        project = make_project(programme, unit=unit)
        make_card(august, project, quantity(readings={"2023-08": "78"}))
        make_card(september, project, quantity())
    with django_assert_max_num_queries(15):
        client.get("/2023/changes/2023-09/")


def test_services_that_ran_as_usual_are_named_together(client, programme, lights, august):
    september = make_month(programme)
    project = make_project(programme, number=5)
    for period in (august, september):
        make_card(period, project, service("手术救助"), service("康复训练"))
    assert "手术救助、康复训练照常开展" in text_of(client, "/2023/changes/2023-09/")
