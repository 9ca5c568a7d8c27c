"""年度总结: every promise with what became of it, the same in page, workbook and Word text."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from python_calamine import CalamineWorkbook

from projects.models import TargetTerms
from supervision.models import Card, Period, Slip
from supervision.published.unit_days import standings
from supervision.yearend.paper import as_word
from supervision.yearend.sheet import workbook
from supervision.yearend.summary import summary
from tests.factories import make_message, make_project, make_report, make_target, moment
from tests.finished import accepted
from tests.public.test_broken_promises import send

pytestmark = pytest.mark.django_db
AT = moment("2024-01-20 10:00")
NEW_YEAR, SPRING = dt.date(2024, 2, 29), dt.date(2024, 3, 31)


def lines(year):
    return {line.project.number: line for line in summary(year.programme, AT).lines}


def sheet(year, name) -> list[dict]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(summary(year.programme, AT))))
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    headers = next(row for row in rows if row[0] == "序号")
    body = rows[rows.index(headers) + 1 :]
    return [dict(zip(headers, row, strict=True)) for row in body]


def words(year) -> str:
    document = Document(io.BytesIO(as_word(summary(year.programme, AT))))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_kept_promise_names_the_month_it_was_kept_and_a_late_one_what_is_missing(year):
    kept, late = lines(year)[1], lines(year)[2]
    assert kept.kept and kept.targets[0].kept == "2023-11"
    assert (str(kept.targets[0].achieved), kept.targets[0].in_words) == ("149", "实际完成149盏")
    assert not late.kept and late.targets[0].kept == "" and str(late.targets[0].achieved) == "80"
    assert kept.months["2023-12"] == "蓝牌" and late.months["2023-12"] == "红牌"


def test_the_original_promise_stands_beside_the_changed_one(year):
    target = year.late.targets.get()
    first = target.terms.get()
    TargetTerms.objects.create(
        target=target, version=2, baseline=0, value=160, start="2023-01", due=first.due,
        approved_by="演示管委会", document="演示纪要9号", effective="2024-01", reason="扩大范围",
        recorded_at=AT,
    )  # fmt: skip
    [told] = lines(year)[2].targets
    assert (told.promised, told.changed) == ("149盏", "160盏，2023年12月31日前")
    assert told.basis == "演示管委会，演示纪要9号"


def promised(year, month: str, day: dt.date | None) -> None:
    """What the late project's unit promised in a month's report."""
    unit = year.late.assignments.get().unit
    period = year.programme.periods.get(month=month)
    report = make_report(period, year.late, unit)
    send(report, year.late.targets.get(), day, moment(f"{period.due} 10:00"))


@pytest.mark.parametrize(
    ("given", "told"),
    [({"2023-11": NEW_YEAR, "2023-12": SPRING}, "2024-03-31"), ({"2023-11": NEW_YEAR}, "")],
)
def test_the_unit_s_day_is_the_one_of_its_page(year, given, told):
    """Not that of a report of a month before the card's."""
    for month, day in given.items():
        promised(year, month, day)
    assert lines(year)[2].targets[0].finish == told
    own = standings(list(loaded(year)), year.programme)[year.late.pk].finish
    assert [day.isoformat() for day in own.values()] == list(filter(None, [told]))


def test_a_day_that_the_promise_was_moved_away_from_is_no_word_any_more(year):
    promised(year, "2023-12", SPRING)
    terms = year.late.targets.get().terms.get()
    terms.pk, terms.version, terms.due = None, 2, dt.date(2024, 6, 30)
    terms.recorded_at, terms.effective = AT, "2024-01"
    terms.save()
    assert lines(year)[2].targets[0].finish == ""
    assert sheet(year, "指标")[1]["承诺完成时间"] == ""


def loaded(year):
    december = Card.everything.filter(period__month="2023-12", project=year.late)
    for card in december.select_related("period", "policy", "project"):
        card.decided = None
        yield card


def test_before_december_is_closed_it_says_how_far_it_goes(year):
    assert summary(year.programme, AT).whole and summary(year.programme, AT).until == ""
    Period.everything.filter(month="2023-12").update(published_at=None, signer="", basis="")
    Period.everything.filter(month="2023-12").update(
        closed_at=None, data_version="", bulletin_number=None
    )
    assert summary(year.programme, AT).title == "2023年民生实事年度总结（截至11月底）"
    assert "12月尚未定稿" in words(year)
    assert "12月" not in sheet(year, "项目")[0]


def test_a_year_without_any_closed_month_is_told_too(year):
    fresh = type(year.programme).everything.create(year=2024, title="演示", authority="演示",
                                                   document_number="1")  # fmt: skip
    make_target(make_project(fresh, number=1))
    told = summary(fresh, AT)
    assert told.until == "尚无定稿月份" and told.lines[0].targets[0].achieved == "待定"
    assert workbook(told) and as_word(told)


def test_acceptance_slips_messages_and_discipline_are_counted(year):
    accepted(year, year.kept)
    accepted(year, year.late, passed=False)
    unit = year.late.assignments.get().unit
    slip = {
        "programme": year.programme, "project": year.late, "addressee": unit, "demand": "。",
        "due": AT.date(), "drafted_at": AT, "issued_at": AT, "issued_by": year.officer,
    }  # fmt: skip
    Slip.objects.create(number=1, state="cleared", closed_at=AT, **slip)
    Slip.objects.create(number=2, state="issued", **slip)
    make_message(year.late)
    make_report(year.programme.periods.first(), year.late, unit)
    late = lines(year)[2]
    assert late.outcome == "未通过验收" and late.slips == (2, 1) and late.messages == (1, 0)
    assert (late.discipline.asked, len(late.discipline.missing)) == (1, 1)
    told = summary(year.programme, AT)
    assert told.outcomes == {"通过验收": 1, "未通过验收": 1}
    assert told.cards == {"蓝牌": 1, "红牌": 1}


def test_workbook_and_text_say_the_same_as_the_summary(year):
    accepted(year, year.late, passed=False)
    first, second = sheet(year, "项目")
    assert (first["项目名称"], first["11月"], first["12月"]) == ("教室照明", "蓝牌", "蓝牌")
    assert (second["验收"], second["验收文号"], second["12月"]) == (
        "未通过验收", "演示验〔2024〕1号", "红牌",
    )  # fmt: skip
    kept, late = sheet(year, "指标")
    assert (kept["承诺目标"], kept["实际完成"], kept["完成率(%)"]) == ("149盏", 149, 100)
    assert (late["实际完成"], late["完成月份"]) == (80, "")
    text = words(year)
    assert "列入清单的民生实事共2件，继续办理的2件，指标2项。到年底，1件全部完成" in text
    assert "改造数量：承诺149盏，实际完成149盏，2023年11月完成" in text
    assert "2024年1月15日经演示验收组验收，未通过验收（演示验〔2024〕1号）" in text
    assert "第2项“路灯改造”：改造数量承诺149盏，实际完成80盏。" in text
    assert "预测" not in text


def test_demonstration_data_say_so_and_only_they(year):
    assert "演示数据" not in summary(year.programme, AT).file_name + words(year)
    year.programme.demonstration = True
    year.programme.save()
    assert summary(year.programme, AT).file_name.endswith("（演示数据）")
    assert "演示数据，不是正式公文" in words(year)


def test_a_project_taken_off_is_listed_and_not_asked_for(year):
    year.late.state = "removed"
    year.late.save()
    told = summary(year.programme, AT)
    assert told.lines[1].outcome == "调出" and told.outcomes == {"未验收": 1}
    assert "第2项“路灯改造”" not in words(year)


def test_queries_do_not_grow_with_the_projects(year, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        summary(year.programme, AT)
    for number in range(3, 9):
        make_target(make_project(year.programme, number=number))
    with django_assert_num_queries(len(few)):
        summary(year.programme, AT)
