import datetime as dt

import pytest

from projects.models import Assignment, NoticeSpan, Task
from tests.factories import make_project, make_target, make_unit
from tests.public.months import (
    count_cards,
    make_card,
    make_month,
    make_release,
    quantity,
    service,
    stages,
)
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


def test_the_first_sentence_says_promise_progress_and_gap(client, september):
    page = text_of(client, "/2023/12/")
    assert "承诺149口，截至9月底已完成90口，比计划少30口；要求12月底前完成。" in page


def test_the_promise_stands_to_the_letter_with_tasks_and_figures_marked(client, programme):
    tasks = ["年内新增托位162个，总数达到537个。", "完成1个创建目标。"]
    text = f"1. 托育。①{tasks[0]}②{tasks[1]}"
    project = make_project(programme, number=1, text=text)
    for number, (marker, part) in enumerate(zip("①②", tasks, strict=True), 1):
        Task.objects.create(project=project, number=number, marker=marker, text=part)
    target = make_target(project, "托位", baseline="375", value="537")
    start = text.index("新增托位162个")
    NoticeSpan.objects.create(target=target, start=start, end=start + 8, excerpt="新增托位162个")
    page = text_of(client, "/2023/1/")
    assert "<p>1. 托育。</p>" in page
    assert "<p>①年内<mark>新增托位162个</mark>，总数达到537个。</p>" in page
    assert "<p>②完成1个创建目标。</p>" in page


def test_a_growing_total_shows_what_is_new_and_the_whole(client, programme, september):
    places = quantity("托位", "489", baseline="375", target="537", measure="个",
                      plan={"2023-01": "375", "2023-09": "495", "2023-12": "537"})  # fmt: skip
    project = make_project(programme, number=1)
    make_target(project, "托位", baseline="375", value="537")
    make_card(september, project, places)
    page = text_of(client, "/2023/1/")
    assert "<span>新增</span> <b>114</b><span>／162个</span>" in page
    assert "总数489／537个" in page
    assert "年初基数</dt><dd>375个" in page


@pytest.mark.parametrize(
    ("value", "drawn", "said"),
    [("489", "h70.3", "完成70.3%"), ("600", "h100", "完成138.8%"), ("300", "h0", "完成0%")],
)
def test_a_bar_ends_at_its_ends_whatever_the_figure_does(
    client, programme, september, value, drawn, said
):
    places = quantity("托位", value, baseline="375", target="537", measure="个",
                      plan={"2023-01": "375", "2023-09": "495", "2023-12": "537"})  # fmt: skip
    make_card(september, make_project(programme, number=1), places)
    page = text_of(client, "/2023/1/")
    assert f'class="bar-done" d="M0 7{drawn}"' in page and said in page
    for other in ("/", "/2023/board/", "/2023/1/cards/2023-09/", "/2023/changes/2023-09/"):
        text_of(client, other)


def one_target(client, period, number: int, target: dict) -> str:
    project = make_project(period.programme, number=number)
    make_card(period, project, target)
    return text_of(client, f"/2023/{number}/")


def test_stages_that_are_done_are_not_called_a_promise_of_stages(client, september):
    done = stages()
    for row in done["milestones"]:
        row["done"] = "2023-09"
    assert "共3个节点，已全部完成。" in one_target(client, september, 30, done)


def test_a_share_is_promised_as_cover(client, september):
    cover = quantity("污水治理", "45", kind="coverage", measure="%", target="100", step="0.01",
                     plan={"2023-01": "0", "2023-09": "80", "2023-12": "100"})  # fmt: skip
    page = one_target(client, september, 31, cover)
    assert "承诺覆盖100%，截至9月底已覆盖45%，比计划低35个百分点" in page


def test_a_fall_that_is_short_is_told_as_a_fall(client, september):
    fewer = quantity("未达标点位", "365", baseline="400", target="200", measure="处",
                     plan={"2023-01": "400", "2023-09": "272", "2023-12": "200"})  # fmt: skip
    page = one_target(client, september, 32, fewer)
    assert "承诺减少200处，截至9月底已减少35处，比计划少减93处" in page
    assert "现有365处，要降到200处" in page


def test_a_whole_not_yet_planned_is_promised_not_done(client, programme):
    project = make_project(programme, number=14)
    whole = make_target(project, "公益性岗位", value="549")
    make_target(project, "城镇岗位", value="209", part_of=whole)
    make_target(project, "乡村岗位", value="340", part_of=whole)
    assert "承诺549个；进展还没有公布。" in text_of(client, "/2023/14/")


def test_what_is_quicker_than_planned_is_not_called_on_plan(client, programme, september):
    project = make_project(programme, number=15)
    make_card(september, project, quantity("培训", "138"), quantity("跟踪服务", "", plan=None))
    page = text_of(client, "/2023/15/")
    assert "培训：承诺149口，截至9月底已完成138口，比计划多18口；" in page
    assert "另1项计划待定。" in page
    assert "已有计划的各项指标都达到或超过了计划。" in page


def test_others_that_stand_alike_are_told_together(client, programme, september):
    project = make_project(programme, number=20)
    done = [quantity("乙", "149"), quantity("丙", "149")]
    make_card(september, project, quantity("甲", "100"), *done)
    assert "另2项都已完成。" in text_of(client, "/2023/20/")


def test_the_promise_comes_before_the_card_and_says_whose_it_is(client, lights, september):
    page = text_of(client, "/2023/12/")
    assert "牵头单位：教育（演示）" in page
    assert page.index("承诺原文") < page.index("为什么是黄牌") < page.index("做到哪一步")


def test_one_late_part_is_named_among_those_on_time(client, programme, september):
    project = make_project(programme, number=20)
    make_card(september, project, quantity("道路", "149"), quantity("供热管道", "100"), service())
    page = text_of(client, "/2023/20/")
    assert "供热管道：承诺149口，截至9月底已完成100口，比计划少20口；要求12月底前完成。" in page
    assert "另2项：1项已完成，1项与计划相符。" in page


def test_parts_add_up_to_their_whole(client, programme, september):
    project = make_project(programme, number=14)
    whole = make_target(project, "公益性岗位", value="298", measure="口")
    make_target(project, "城镇岗位", value="149", part_of=whole)
    make_target(project, "乡村岗位", value="149", part_of=whole)
    make_card(september, project, quantity("城镇岗位", "120"), quantity("乡村岗位", "130"))
    page = text_of(client, "/2023/14/")
    assert "<b>250</b><span>／298口</span>" in page
    assert page.index("公益性岗位</h3>") < page.index("城镇岗位</h3>")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("130", "125"), "比计划多15口"),
        (("130", "110"), "乡村岗位比计划少10口"),
        (("120", "120"), "与计划持平"),
        (("130", "120"), "比计划多10口"),
    ],
)
def test_a_whole_is_compared_with_the_sum_of_its_parts_plans(client, programme, values, said):
    project = make_project(programme, number=14)
    whole = make_target(project, "公益岗位", value="298")
    names = ("城镇岗位", "乡村岗位")
    for name in names:
        make_target(project, name, value="149", part_of=whole)
    cards = [quantity(name, value) for name, value in zip(names, values, strict=True)]
    make_card(make_month(programme), project, *cards)
    page = client.get("/2023/14/").content.decode()
    assert f"口，{said}；" in page.split("</h1>")[1]


def test_the_chart_is_described_and_its_numbers_stand_in_a_table(client, september):
    page = text_of(client, "/2023/12/")
    assert "截至9月底计划120口，实际90口。</desc>" in page
    assert '<th scope="row">2023年9月</th><td>120</td><td>90</td>' in page
    assert '<th scope="row">2023年10月</th><td>120</td><td>—</td>' in page
    assert "style=" not in page


def test_stages_say_when_they_were_planned_and_done(client, programme, september):
    project = make_project(programme, number=21)
    make_card(september, project, stages())
    page = text_of(client, "/2023/21/")
    assert "已完成 · 4月（计划3月）" in page
    assert "未完成 · 计划8月" in page
    assert "未到时间 · 计划12月" in page
    assert "“主体完工”未按计划完成" in page


@pytest.mark.parametrize(
    ("done", "said"),
    [("2023-08", "已完成 · 8月（10月补报）"), ("2023-10", "已完成 · 10月（计划8月）")],
)
def test_a_stage_dated_back_into_a_month_told_without_it_says_so(
    client, programme, september, done, said
):
    project = make_project(programme, number=21)
    make_card(september, project, stages())
    late = stages()
    late["milestones"][1]["done"] = done
    make_card(make_month(programme, "2023-10", published="2023-11-12 10:00"), project, late)
    page = text_of(client, "/2023/21/")
    assert said in page and page.count("补报") == ("补报" in said)


def test_services_show_the_months_they_ran(client, programme, september):
    project = make_project(programme, number=2)
    make_card(september, project, service(ran=["2023-01", "2023-02", "2023-03"]))
    page = text_of(client, "/2023/2/")
    assert '<li class="ran"><span>3月</span> 开展</li>' in page
    assert '<li class="missed"><span>9月</span> 未开展</li>' in page
    assert '<li class="waiting"><span>10月</span> 待开展</li>' in page


MISSING = {"due": "2023-10-07", "submitted": None, "accepted": None}


def test_a_month_that_was_not_reported_is_unknown_and_said_first(client, programme, september):
    project = make_project(programme, number=2)
    screening = service(ran=[f"2023-{n:02d}" for n in range(1, 9)], unreported=["2023-09"])
    facts = {"report": MISSING, "missing_months": 1}
    make_card(september, project, screening, facts=facts)
    page = text_of(client, "/2023/2/")
    assert '<p class="lead">9月进展未报；' in page
    assert '<li class="unknown"><span>9月</span> 未报</li>' in page
    assert "截至9月底已开展8个月，1个月未报" in page
    assert "未开展" not in page and "没有新的进展" not in page
    assert "这个月的进展没有报送。" in text_of(client, "/2023/2/cards/2023-09/")
    assert "<strong>本月未报</strong> · 已开展<b>8</b>／12个月" in text_of(client, "/2023/")
    assert "本月未报" in text_of(client, "/2023/bulletins/9/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("units/", "<small>未报</small>"),
        ("poster/", "<small>未报，"),
        ("embed/", 'title="演示项目2，本月未报"'),
        ("", 'title="演示项目2，本月未报"'),
    ],
)
def test_wherever_a_card_stands_an_unreported_month_is_said(
    client, programme, september, address, said
):
    project = make_project(programme, number=2, unit=make_unit("演示局"))
    facts = {"report": MISSING, "missing_months": 3}
    make_card(september, project, quantity(), facts=facts)
    count_cards(september)
    assert text_of(client, f"/2023/{address}").count(said) == 1


def test_missing_reports_alone_make_a_card_that_says_so(client, programme, september):
    project = make_project(programme, number=3)
    facts = {"report": MISSING, "missing_months": 3}
    make_card(september, project, quantity(value="149"), quantity("另一项", "120"), facts=facts)
    page = text_of(client, "/2023/3/cards/2023-09/")
    assert "这个月的进展没有报送。没有报送就亮牌，与快慢无关。" in page
    make_card(september, make_project(programme, number=4), quantity(), facts=facts)
    page = text_of(client, "/2023/4/")
    because = page.split('id="because"')[1]
    assert because.index("连续3个月未报") < because.index("比计划少30口")


def test_a_target_without_a_plan_says_so(client, programme, september):
    page = text_of(client, "/2023/13/")
    assert "分月计划还没有核定" in page
    assert "未评" in page
    assert "承诺149口；分月计划还没有核定，暂时不能说快慢。" in page


def test_before_publication_there_are_promises_and_nothing_else(client, programme, lights):
    make_target(lights, "照明", value="149", measure="口")
    period = make_month(programme, stage="closed")
    make_card(period, lights, quantity())
    make_release(period, lights, "内部还没有公开的一句话")
    page = text_of(client, "/2023/12/")
    assert "承诺149口；进展还没有公布。" in page
    assert "还没有公布过进展" in page
    assert "内部" not in page
    assert "90" not in page


def test_months_carry_card_sentence_and_link_the_latest_first(client, programme, lights):
    august, september = make_month(programme, "2023-08"), make_month(programme)
    for period, value in ((august, "78"), (september, "90")):
        make_card(period, lights, quantity(readings={period.month: value}))
    make_release(september, lights, "教室照明：改为周末和夜间施工。")
    make_release(august, lights, "没有签发的一句话", signed=False)
    page = text_of(client, "/2023/12/")
    assert page.index('datetime="2023-09"') < page.index('datetime="2023-08"')
    assert "教室照明：改为周末和夜间施工。" in page
    assert "没有签发" not in page
    assert 'href="/2023/12/cards/2023-08/"' in page


def test_a_corrected_month_shows_the_last_version_and_says_corrected(client, lights, september):
    make_card(september, lights, quantity(value="118"), version=2)
    page = text_of(client, "/2023/12/")
    assert "已完成118口" in page
    assert "更正" in page
    assert "蓝牌" in text_of(client, "/?card=blue")


def test_units_are_those_of_the_month(client, programme, lights, september):
    helper, later = make_unit("财政（演示）"), make_unit("改名后的单位（演示）")
    Assignment.objects.create(
        project=lights, unit=helper, role="support", since=dt.date(2023, 1, 1)
    )
    Assignment.objects.create(
        project=lights, unit=later, role="support", since=dt.date(2023, 10, 1)
    )
    page = text_of(client, "/2023/12/")
    assert "财政（演示）" in page
    assert "改名后的单位" not in page
    assert 'href="tel:05370000002"' in page


def test_no_lead_unit_is_said_plainly(client, programme):
    make_project(programme, number=5)
    assert "<b>待明确</b>" in text_of(client, "/2023/5/")


def test_done_ahead_of_plan_has_its_own_words(client, programme, september):
    make_card(september, make_project(programme, number=6), quantity(value="149"))
    count_cards(september)
    assert "<b>蓝牌</b> 提前完成" in text_of(client, "/2023/6/")


def test_internal_words_stay_inside(client, programme, lights, september):
    lights.leader = "某某副主任"
    lights.save()
    page = text_of(client, "/2023/12/") + text_of(client, "/2023/12/cards/2023-09/")
    for word in ("某某", "黄牌提醒", "约谈", "通报批评", "预测"):
        assert word not in page


def test_every_page_says_it_is_a_demonstration(client, september):
    for path in ("/", "/2023/", "/2023/12/", "/2023/12/cards/2023-09/", "/2023/explanation/"):
        assert "演示数据" in text_of(client, path)
