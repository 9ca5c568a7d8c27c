from types import SimpleNamespace

import pytest

from supervision.actions.periods import publish_month
from supervision.models import (
    BulletinText,
    Card,
    CorrectedCard,
    Correction,
    Period,
    ShownCard,
    Submission,
)
from supervision.published.bulletin import bulletin
from supervision.published.bulletin_values import reported
from tests.factories import make_officer, make_project, make_report, make_unit, moment
from tests.overriding import overridden
from tests.public.months import (
    SIGNED,
    make_card,
    make_month,
    make_release,
    quantity,
    service,
    stages,
)
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def correct(programme, lights):
    """Publish another reading of a month's card at a moment."""

    def correct(period: Period, value: str, at: str) -> Correction:
        officer = make_officer(f"corrector-{value}")
        report = make_report(period, lights, lights.assignments.get().unit)
        submission = Submission.objects.create(
            report=report, number=2, progress="", next_steps="", correction="重复计算",
            unit_name="教育（演示）", at=moment(at), by=officer,
        )  # fmt: skip
        correction = Correction.objects.create(
            submission=submission, accepted_at=moment(at), accepted_by=officer,
            published_at=moment(at), published_by=officer, public_note=f"更正为{value}口。",
            **SIGNED,
        )  # fmt: skip
        card = make_card(period, lights, quantity(value=value), version=2, computed_at=moment(at))
        CorrectedCard.objects.create(correction=correction, card=card)
        return correction

    return correct


def test_published_months_are_listed_the_latest_first(client, programme, september):
    make_month(programme, "2023-08")
    make_month(programme, "2023-10", stage="closed")
    page = text_of(client, "/2023/bulletins/")
    assert page.index("第9期 · 2023年9月") < page.index("第8期 · 2023年8月")
    assert "第10期" not in page


def test_before_any_publication_there_is_none(client, programme):
    assert "还没有公布过通报" in text_of(client, "/2023/bulletins/")


def test_an_unpublished_month_has_no_bulletin(client, programme):
    make_month(programme, stage="closed")
    assert client.get("/2023/bulletins/9/").status_code == 404


def test_it_says_how_the_month_stands_and_who_signed(client, september):
    page = text_of(client, "/2023/bulletins/9/")
    assert "截至2023年9月30日，纳入调度的2件民生实事中，进度偏慢1件，未评1件。" in page
    assert SIGNED["signer"] in page and SIGNED["basis"] in page


def test_those_ahead_are_praised_and_those_behind_told_with_their_sentence(
    client, programme, lights, september
):
    make_card(september, make_project(programme, number=6, title="无障碍"), quantity(value="149"))
    late = make_project(programme, number=22, title="文化中心")
    make_card(september, late, stages())
    make_release(september, lights, "改为周末和夜间施工。")
    page = text_of(client, "/2023/bulletins/9/")
    ahead, rest = page.split('id="behind"')
    assert "无障碍" in ahead and "提前完成" in ahead
    behind = rest.split('id="all"')[0]
    assert behind.index("文化中心") < behind.index("改善教学基础设施条件"), "the worst first"
    assert "改为周末和夜间施工。" in behind


def test_of_those_equally_ahead_the_first_number_stands_first(client, programme):
    period = make_month(programme)
    for number in (9, 8, 7):
        own = make_project(programme, number=number, title=f"实事{number}")
        make_card(period, own, quantity(value="149"))
    page = text_of(client, "/2023/bulletins/9/").split('id="all"')[0]
    assert page.index("实事7") < page.index("实事8") < page.index("实事9")


def test_who_is_praised_is_told_by_what_is_ahead(client, programme):
    period = make_month(programme)
    law = make_project(programme, number=17, title="普法")
    make_card(period, law, service("法律十进"), quantity("普法演出", "140"))
    page = text_of(client, "/2023/bulletins/9/")
    entry = page[page.index('class="entries"') :].split("</li>")[0]
    assert "普法演出" in entry and "比计划多20口" in entry and "法律十进" not in entry


def test_every_project_stands_in_the_table(client, september):
    table = text_of(client, "/2023/bulletins/9/").split('id="all"')[1]
    assert "已完成<b>90</b>／149口" in table
    assert "60.4%" in table and "80.5%" in table
    assert "演示项目13" in table


def test_it_compares_with_the_month_before(client, programme, lights, september):
    make_card(make_month(programme, "2023-08"), lights, quantity(readings={"2023-08": "90"}))
    page = text_of(client, "/2023/bulletins/9/")
    assert "与上月相比，新落后1件" in page
    assert "（蓝牌→黄牌）" in page


def test_it_keeps_the_numbers_as_issued_and_names_later_corrections(client, september, correct):
    before = bulletin(Period.public.get())
    correct(september, "118", "2023-10-20 10:00")
    page = text_of(client, "/2023/bulletins/9/")
    assert "已完成<b>90</b>／149口" in page
    assert "本期公布以后的更正" in page and "更正为118口。" in page
    assert before.data_version in page
    assert ShownCard.public.get(project__number=12).card.version == 2


def test_it_names_no_correction_of_another_month(client, programme, lights, september, correct):
    august = make_month(programme, "2023-08")
    make_card(august, lights, quantity(readings={"2023-08": "90"}))
    correct(august, "88", "2023-10-20 10:00")
    assert "更正为88口。" not in text_of(client, "/2023/bulletins/9/")
    assert "更正为88口。" in text_of(client, "/2023/bulletins/8/")


def test_an_override_confirmed_after_the_issue_changes_nothing_in_it(client, lights, september):
    overridden(lights, by=make_officer("first"), at=moment("2023-10-20 10:00"))
    assert "进度偏慢1件" in text_of(client, "/2023/bulletins/9/")


def test_it_names_the_colours_of_its_own_month_decided_since(client, programme, lights, september):
    august = make_month(programme, "2023-08")
    make_card(august, lights, quantity(readings={"2023-08": "90"}))
    given = {"first": "2023-08", "last": "2023-08", "reason": "八月里的客观原因"}
    overridden(lights, by=make_officer("first"), at=moment("2023-10-20 10:00"), **given)
    assert "八月里的客观原因" in text_of(client, "/2023/bulletins/8/")
    assert "八月里的客观原因" not in text_of(client, "/2023/bulletins/9/")


def test_it_carries_the_ledger_s_link_that_published_it(client, programme, lights):
    period = make_month(programme, stage="closed")
    make_card(period, lights, quantity())
    publish_month(period=period, by=None, at=moment("2023-10-12 10:00"), **SIGNED)
    made = bulletin(Period.public.select_related("programme").get())
    assert made.head.action == "公开发布"
    page = text_of(client, "/2023/bulletins/9/")
    assert made.head.hash in page
    assert f"第{made.head.number}号" in page


def test_the_data_version_is_the_one_stored_while_nothing_was_corrected(programme, lights):
    period = make_month(programme, stage="closed")
    make_card(period, lights, quantity())
    publish_month(period=period, by=None, at=moment("2023-10-12 10:00"), **SIGNED)
    period = Period.public.select_related("programme").get()
    assert bulletin(period).data_version == period.data_version


@pytest.mark.parametrize(("display", "gone"), [("words", "黄牌"), ("bar", "进度偏慢")])
def test_it_obeys_what_the_public_may_see_of_cards(client, programme, september, display, gone):
    programme.card_display = display
    programme.save()
    page = text_of(client, "/2023/bulletins/9/")
    assert gone not in page
    assert "已完成<b>90</b>／149口" in page


def test_small_counts_stay_withheld(client, programme):
    period = make_month(programme)
    project = make_project(programme, unit=make_unit(), number=5, sensitive=True)
    make_card(period, project, quantity(value="7", measure="人"))
    page = text_of(client, "/2023/bulletins/9/")
    assert "<b>不足10人</b>" in page and "不公布" in page
    assert "<b>7</b>" not in page


def test_queries_do_not_grow_with_projects(client, programme, django_assert_max_num_queries):
    period = make_month(programme)
    unit = make_unit()
    for _ in range(60):
        make_card(period, make_project(programme, unit=unit), quantity())
    assert Card.everything.count() == 60
    with django_assert_max_num_queries(15):
        page = text_of(client, "/2023/bulletins/9/")
    assert "第1页，共2页" in page and "演示项目60" not in page.split('id="all"')[1]
    assert len(bulletin(period).lines) == 60


def test_a_text_that_names_many_projects_asks_no_more(
    client, programme, django_assert_max_num_queries
):
    period, unit = make_month(programme), make_unit()
    for number in range(1, 61):
        make_card(period, make_project(programme, unit=unit, number=number), quantity())
    named = "，".join(f"{{{{ 项目{number}.累计 }}}}" for number in range(1, 61))
    BulletinText.objects.create(
        period=period, overall=f"{named}；{{{{ 下月节点.个数 }}}}个。", saved_at=period.published_at
    )
    with django_assert_max_num_queries(15):
        page = text_of(client, "/2023/bulletins/9/?page=2")
    assert "，".join(["90口"] * 60) + "；0个。" in page


def test_who_did_not_report_stands_in_the_order_of_numbers():
    rows = [
        SimpleNamespace(unit="住建", missing=[("2023-10", "19. 物业"), ("2023-10", "3. 心理")]),
        SimpleNamespace(unit="教育", missing=[("2023-10", "10. 辅导室")]),
    ]
    named = [words.split("项")[0] for words in reported(rows, "missing")]
    assert named == ["第3", "第10", "第19"]
