"""更正: the public sees a corrected month once it is published, with what it said before."""

import feedparser
import pytest
from django.http import QueryDict

from supervision.actions import opening, periods, reports
from supervision.actions.corrections import publish_correction
from supervision.actions.overrides import decide_override, propose_override
from supervision.models import Correction, Period, Report
from supervision.public import corrections
from supervision.public.list_query import ListQuery
from supervision.published.adjusted import Adjusted, Adjustments
from tests.factories import make_officer, moment
from tests.public.reading import text_of
from tests.sheets import month
from tests.sheets.month import NARRATIVE, lamps, officer, september

pytestmark = pytest.mark.django_db
LIST, CARD, PROJECT = "/2023/corrections/", "/2023/1/cards/2023-09/", "/2023/1/"
NOTE = "9月漏报20口，由90口更正为110口。"


def hand_in(value: str, day: str) -> Correction:
    """A corrected September, accepted on the day."""
    report = Report.objects.get(period__month="2023-09")
    [target] = report.project.targets.all()
    typed = {"mode": "total", "value": value, "cause": "到货晚。", "measures": "加班。"}
    submission = reports.correct(
        report=report,
        draft={**NARRATIVE, "targets": {str(target.pk): {**typed, "doubt": "已核对。"}}},
        reason="内部写的更正原因",
        version=report.version,
        by=report.changed_by,
        at=moment(f"{day} 10:00"),
    )
    reports.accept(submission=submission, by=officer(), at=moment(f"{day} 11:00"))
    return submission.corrected


def publish(correction: Correction, note: str = NOTE, day: str = "2023-10-25") -> None:
    publish_correction(
        correction=correction,
        signer="更正签发人",
        basis="演示更正单〔2023〕1号",
        public_note=note,
        by=officer(),
        at=moment(f"{day} 10:00"),
    )


@pytest.fixture
def period(db) -> Period:
    return september(demonstration=True)


def test_with_none_published_the_list_says_so(client, period):
    assert "到现在没有更正过" in text_of(client, LIST)


def test_an_unpublished_correction_is_nowhere(client, period):
    before = {url: text_of(client, url) for url in (LIST, CARD, PROJECT, "/", "/2023/status.json")}
    hand_in("110", "2023-10-21")
    for url, page in before.items():
        assert text_of(client, url) == page
        assert "110" not in text_of(client, url).replace("1101", "")


def test_once_published_the_list_gives_before_and_after_note_and_basis(client, period):
    publish(hand_in("110", "2023-10-21"))
    page = text_of(client, LIST)
    for part in (
        "2023年10月25日", "教学设施", "2023年9月", "黄牌", "蓝牌", "已完成90口", "已完成110口",
        NOTE, "更正签发人", "演示更正单〔2023〕1号",
    ):  # fmt: skip
        assert part in page
    assert page.index("已完成90口") < page.index("已完成110口")
    assert "内部写的更正原因" not in page


def test_the_card_page_says_corrected_with_the_former_result_beside(client, period):
    publish(hand_in("110", "2023-10-21"))
    page = text_of(client, CARD)
    assert "为什么是蓝牌" in page and "更正：第2版" in page
    assert "更正前" in page and "已完成90口" in page and NOTE in page
    assert f'href="{LIST}#correction-{Correction.objects.get().pk}"' in page
    assert "截止10月7日" not in page  # the correction is not a late report


def test_lists_counts_filters_and_the_project_follow(client, period):
    publish(hand_in("110", "2023-10-21"))
    assert "改善教学设施" in text_of(client, "/?card=blue")
    assert "改善教学设施" not in text_of(client, "/?card=yellow")
    project = text_of(client, PROJECT)
    assert 'class="corrected"' in project and f'href="{LIST}"' in project


def test_a_card_decided_later_leaves_what_the_correction_changed_as_it_was(client, period):
    publish(hand_in("92", "2023-10-21"))
    before = text_of(client, LIST)
    override = propose_override(
        project=period.programme.projects.get(), colour="blue", first="2023-09", last="2023-11",
        reason="汛期停工", basis_kind="minutes", basis="演示会议纪要", by=officer(),
        at=moment("2023-10-26 09:00"),
    )  # fmt: skip
    decide_override(
        override=override, confirmed=True, reason="", by=make_officer("two"),
        at=moment("2023-10-26 10:00"),
    )  # fmt: skip
    assert "经认定" in text_of(client, CARD)
    assert text_of(client, LIST).split('id="list"')[1] == before.split('id="list"')[1]


def test_two_corrections_of_a_month_are_both_told(client, period):
    publish(hand_in("110", "2023-10-21"), "第一次。")
    publish(hand_in("115", "2023-10-23"), "第二次。", "2023-10-26")
    page = text_of(client, CARD)
    assert page.index("第一次。") < page.index("第二次。")
    listed = text_of(client, LIST)
    assert listed.index("第二次。") < listed.index("第一次。")
    assert "更正：第3版" in page


def test_what_was_corrected_before_publication_is_no_correction_to_the_public(client):
    period = september(published=False)
    hand_in("110", "2023-10-11")
    month.publish(period)
    assert "为什么是蓝牌" in text_of(client, CARD)
    assert "更正：" not in text_of(client, CARD)
    assert "到现在没有更正过" in text_of(client, LIST)


@pytest.mark.parametrize(("display", "shown", "hidden"), [
    ("words", ["已完成90口", "进度偏慢"], ["黄牌", "蓝牌"]),
    ("bar", ["已完成90口", "已完成110口"], ["黄牌", "蓝牌", "进度偏慢"]),
])  # fmt: skip
def test_the_list_obeys_what_the_public_may_see_of_cards(client, period, display, shown, hidden):
    publish(hand_in("110", "2023-10-21"))
    period.programme.card_display = display
    period.programme.save()
    page = text_of(client, LIST)
    assert all(part in page for part in shown)
    assert not any(part in page for part in hidden)


def test_small_counts_stay_withheld_in_what_was_corrected(client):
    project = lamps(sensitive=True)
    project.targets.update(people=True)
    period = month.open_september(project.programme)
    month.report_all(period, {project: {"教室照明": {"value": "90"}}})
    month.publish(month.close(period))
    publish(hand_in("7", "2023-10-21"), "更正。")
    page = text_of(client, LIST)
    assert "已完成不足10口" in page and "已完成7口" not in page


def test_words_alone_corrected_are_listed_without_months(client, period):
    publish(hand_in("90", "2023-10-21"))
    assert "只更正了文字" in text_of(client, LIST)


@pytest.mark.parametrize("path", ["/2022/corrections/", "/2023/corrections/9/", "/corrections/"])
def test_what_is_not_there_is_404(client, period, path):
    assert client.get(path).status_code == 404


def test_a_draft_programme_keeps_its_corrections(client, period):
    publish(hand_in("110", "2023-10-21"))
    period.programme.state = "draft"
    period.programme.save()
    assert client.get(LIST).status_code == 404


def test_every_page_leads_to_the_list(client, period):
    for url in ("/", PROJECT, CARD, "/about/"):
        assert f'href="{LIST}"' in text_of(client, url)


def test_queries_do_not_grow_with_corrections(client, period, django_assert_max_num_queries):
    publish(hand_in("110", "2023-10-21"))
    with django_assert_max_num_queries(16):
        client.get(LIST)
    for number, day in enumerate(("22", "23", "24")):
        publish(hand_in(str(111 + number), f"2023-10-{day}"), "又一次。", "2023-10-26")
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_the_feed_tells_the_correction_and_the_month_anew(client, period):
    period.programme.demonstration = True
    period.programme.save()
    publish(hand_in("110", "2023-10-21"))
    corrected, month_entry = feedparser.parse(client.get("/feed/").content).entries
    assert corrected.title == "更正：第1项改善教学设施（2023年9月）（演示数据）"
    assert month_entry.updated == "2023-10-25T02:00:00+00:00" > month_entry.published
    assert "这里是更正以后的件数" in month_entry.summary


def test_a_colour_decided_after_publication_is_told_with_both_sides(client, period):
    override = propose_override(
        project=period.programme.projects.get(), colour="blue", first="2023-09",
        last="2023-09", reason="汛期停工", basis_kind="minutes", basis="演示纪要〔2023〕5号",
        by=officer(), at=moment("2023-10-26 09:00"),
    )  # fmt: skip
    decide_override(
        override=override, confirmed=True, reason="", by=make_officer("second"),
        at=moment("2023-10-27 09:00"),
    )  # fmt: skip
    page = text_of(client, LIST)
    for words in (
        "2023年10月27日</time>经认定",
        "汛期停工",
        "演示纪要〔2023〕5号",
        "更正前",
        "更正后",
    ):
        assert words in page
    assert "到现在没有更正过" not in page


def test_a_later_month_whose_own_figures_stay_says_so(client, period):
    """October's card rests on September's reading too; what it says of itself does not change."""
    october = opening.open_period(
        programme=period.programme, month="2023-10", by=officer(), at=moment("2023-11-01 09:00")
    )
    report = Report.objects.get(period=october)
    [target] = report.project.targets.all()
    typed = {"mode": "total", "value": "125", "cause": "到货晚。", "measures": "加班。"}
    submission = reports.submit(
        report=report,
        draft={
            "progress": "装好了大半。",
            "next": "收尾。",
            "targets": {str(target.pk): {**typed, "doubt": "已核对。"}},
        },
        version=report.version,
        by=Report.objects.get(period__month="2023-09").changed_by,
        at=moment("2023-11-03 10:00"),
    )
    reports.accept(submission=submission, by=officer(), at=moment("2023-11-03 11:00"))
    periods.close_month(period=october, by=officer(), at=moment("2023-11-07 10:00"))
    periods.publish_month(
        period=october, signer="演示", basis="演示", by=officer(), at=moment("2023-11-08 10:00")
    )
    publish(hand_in("110", "2023-11-09"), day="2023-11-10")
    entry = text_of(client, LIST).split('class="correction"')[1]
    before, after = entry.split("cards/2023-10/")
    assert "更正前" in before and "这个月的数和牌没有变" not in before
    assert "这个月的数和牌没有变" in after and "更正前" not in after


def test_changed_promises_stand_the_last_first(period, monkeypatch):
    made = [
        Adjusted(None, day, [], "", "2023-12", "", moment(f"{day} 10:00"), None, day)
        for day in ("2023-11-07", "2023-10-18", "2023-11-20")
    ]
    monkeypatch.setattr(corrections, "adjustments", lambda programme: Adjustments(made, []))
    page = corrections.corrections_page(period.programme, ListQuery.of(QueryDict()))
    assert [each.about for each in page.promises] == ["2023-11-20", "2023-11-07", "2023-10-18"]
