"""What is known changes between handing in and accepting: what was not asked then is asked."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from projects.errors import Refused
from projects.models import Site
from supervision.actions import opening, reports
from supervision.actions.reviews import accept_many
from supervision.actions.submissions import NotReady
from supervision.models import Reading
from supervision.reports.asked_anew import asked_anew
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2023-11-06 10:00")


@pytest.fixture
def two(month, draft):
    """September waits with 115; October is handed in with 100 in all, before it is accepted."""
    first = reports.submit(
        report=month.report, draft=draft("115"), version=0, by=month.owner,
        at=moment("2023-10-06 10:00"),
    )  # fmt: skip
    period = opening.open_period(
        programme=month.project.programme, month="2023-10", by=month.officer,
        at=moment("2023-10-20 09:00"),
    )  # fmt: skip
    second = reports.submit(
        report=period.reports.get(), draft=draft("100"), version=0, by=month.owner,
        at=moment("2023-11-03 10:00"),
    )  # fmt: skip
    return SimpleNamespace(first=first, second=second, **vars(month))


def test_a_figure_that_fell_meanwhile_is_asked_about_at_acceptance(two):
    assert Reading.objects.get(submission=two.second).asked == ""
    assert asked_anew(two.second, NOW) == []
    reports.accept(submission=two.first, by=two.officer, at=NOW)
    [asked] = asked_anew(two.second, NOW)
    assert asked == "改造提升教室照明：累计数100口比上次的115口倒退了。"
    with pytest.raises(Refused, match="报送以后又有疑点"):
        reports.accept(submission=two.second, by=two.officer, at=NOW)
    review = reports.accept(
        submission=two.second, by=two.officer, at=NOW, reason="已与单位核实，9月多报15口。"
    )
    assert review.reason == "已与单位核实，9月多报15口。"


def test_several_accepted_at_once_leave_it_out_by_name(two):
    judged = accept_many(submissions=[two.first, two.second], by=two.officer, at=NOW)
    assert judged.done == [two.first]
    [(left, why)] = judged.refused
    assert left == two.second and "倒退" in why


def test_what_was_answered_when_handed_in_is_not_asked_again(month, draft):
    Site.objects.create(target=month.target, name="演示小学", quantity=Decimal(9), done="2023-08")
    with pytest.raises(NotReady):
        reports.submit(report=month.report, draft=draft("5"), version=0, by=month.owner, at=NOW)
    given = draft("5", doubt="清单里有4间是去年的")
    handed_in = reports.submit(report=month.report, draft=given, version=0, by=month.owner, at=NOW)
    assert asked_anew(handed_in, NOW) == []
    Site.objects.update(quantity=Decimal(8))
    assert "点位清单" in asked_anew(handed_in, NOW)[0]


def test_the_review_page_shows_it_with_what_is_to_be_enclosed(two, client):
    reports.accept(submission=two.first, by=two.officer, at=NOW)
    client.force_login(two.officer)
    page = f"/admin/supervision/submission/{two.second.pk}/change/"
    assert "倒退了" in client.get(page).content.decode()
    refused = client.post(page, {"accept": "1"})
    assert refused.status_code == 400 and "又有疑点" in refused.content.decode()
    assert client.post(page, {"accept": "1", "reason": "已核实。"}).status_code == 302


@pytest.mark.parametrize("words", ["名单附后", "详见附件一", "另附清单"])
def test_a_promised_enclosure_without_a_file_is_a_doubt(month, draft, words):
    typed = draft("90", progress=f"已改造90口，{words}。")
    with pytest.raises(NotReady) as error:
        reports.submit(report=month.report, draft=typed, version=0, by=month.owner, at=NOW)
    assert "没有上传文件" in error.value.entry.errors["doubt"]
    month.report.evidence.create(
        name="清单.pdf", sha256="0", size=1, file="x.pdf", added_at=NOW, added_by=month.owner
    )
    handed_in = reports.submit(report=month.report, draft=typed, version=0, by=month.owner, at=NOW)
    assert handed_in.asked == ""
