"""A public month and the places beside it know the same; what was told is changed with a reason."""

import pytest

from projects.actions.places import mark_built
from projects.models import Event, Site, SiteChange
from supervision.models import CorrectedCard, Correction, Submission
from tests.factories import make_clerk, make_officer, make_report, make_target, moment
from tests.public.months import SIGNED, make_card, make_month, quantity
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
PLACE = "/2023/places/疃里镇（演示）/演示第1小学/"
TOLD = "2023年9月完成"
PAGES = ["/2023/12/", "/2023/sites/", PLACE, "/search/?q=演示第1小学", f"{PLACE}feed/"]


@pytest.fixture
def school(lights):
    """A school of 30 rooms, planned for August and not marked as built yet."""
    target = make_target(lights, "改造提升教室照明", value="149", measure="口")
    return Site.objects.create(
        target=target, name="演示第1小学", place="疃里镇（演示）", quantity=30, planned="2023-08"
    )


def mark(school, at: str, month: str = "2023-09") -> None:
    officer = make_officer(f"marker-{at}")
    built = {school.pk: school.quantity}
    mark_built(project=school.project, month=month, built=built, by=officer, at=moment(at))


def telling(client) -> list[str]:
    return [page for page in PAGES if TOLD in text_of(client, page)]


def test_a_place_marked_before_the_month_was_closed_is_told_with_it(client, september, school):
    mark(school, "2023-10-08 10:00")
    assert telling(client) == PAGES
    assert "合计已完成30口" in text_of(client, "/2023/12/")


def test_a_place_dated_back_into_a_public_month_waits_for_the_next(
    client, programme, lights, september, school
):
    mark(school, "2023-10-15 10:00")
    assert telling(client) == []
    assert "合计已完成" not in text_of(client, "/2023/12/").replace("合计已完成0口", "")
    assert '"built": 0' in client.get("/2023/open/places.json").content.decode()
    october = make_month(programme, "2023-10", published="2023-11-12 10:00")
    make_card(october, lights, quantity(value="120"), computed_at=october.closed_at)
    assert telling(client) == PAGES


def test_a_part_dated_back_waits_too(client, september, school):
    school.progress.create(month="2023-09", built=12, at=moment("2023-10-15 10:00"))
    assert "已完成12口" not in text_of(client, "/2023/12/")


def test_a_published_correction_of_the_figure_brings_its_places_along(
    client, lights, september, school
):
    mark(school, "2023-10-15 10:00")
    report = make_report(september, lights, lights.assignments.get().unit)
    at, officer = moment("2023-10-16 10:00"), make_officer("corrector")
    submission = Submission.objects.create(
        report=report, number=2, progress="", next_steps="", correction="漏报",
        unit_name="教育（演示）", at=at, by=officer,
    )  # fmt: skip
    correction = Correction.objects.create(
        submission=submission, accepted_at=at, accepted_by=officer, published_at=at,
        published_by=officer, public_note="更正为120口。", **SIGNED,
    )  # fmt: skip
    card = make_card(september, lights, quantity(value="120"), version=2, computed_at=at)
    CorrectedCard.objects.create(correction=correction, card=card)
    assert telling(client) == PAGES


@pytest.fixture
def told(school):
    mark(school, "2023-10-08 10:00")
    school.refresh_from_db()
    return school


def typed(site: Site, **changes) -> dict:
    own = {"name": site.name, "place": site.place, "quantity": "30", "planned": site.planned}
    return {**own, "done": site.done, "public": "on", **changes}


def edit(site: Site) -> str:
    return f"/admin/projects/site/{site.pk}/change/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"planned": "2023-11"}, "计划月份"),
        ({"done": ""}, "建成月份"),
        ({"quantity": "31"}, "数量"),
    ],
)
def test_what_anyone_reads_of_a_place_is_changed_with_a_reason(
    admin_of, september, told, changes, words
):
    answer = admin_of.post(edit(told), typed(told, **changes))
    assert f"{words}公众已经能看到，改动要写原因。" in answer.content.decode()
    before = told.planned, told.done, told.quantity
    told.refresh_from_db()
    assert (told.planned, told.done, told.quantity) == before
    assert not SiteChange.objects.exists()


@pytest.fixture
def admin_of(client):
    client.force_login(make_officer("keeper"))
    return client


def test_the_change_stands_in_the_corrections_and_the_feed(admin_of, september, told):
    reason = "演示：登记错了学校"
    assert admin_of.post(edit(told), typed(told, done="", reason=reason)).status_code == 302
    event = Event.objects.order_by("number").last()
    assert "projects.sitechange" in event.body
    page = text_of(admin_of, "/2023/corrections/")
    for words in ("更正点位", "演示第1小学：建成月份", "2023年9月", "尚未完成", reason):
        assert words in page
    assert "建成月份：2023年9月→尚未完成" in text_of(admin_of, "/2023/12/feed/")
    assert TOLD not in text_of(admin_of, "/2023/12/")


def test_a_moved_month_tells_the_one_first_promised(admin_of, september, school):
    assert school.planned == "2023-08"
    answer = admin_of.post(edit(school), typed(school, planned="2023-11", reason="演示：等设备"))
    assert answer.status_code == 302
    page = text_of(admin_of, PLACE)
    assert "现定2023年11月" in page and "最初承诺2023年8月" in page
    assert "最初承诺2023年8月" in text_of(admin_of, "/2023/places/疃里镇（演示）/演示第1小学/")
    later = typed(school, planned="2023-12", reason="演示：还在等")
    assert admin_of.post(edit(school), later).status_code == 302
    assert "最初承诺2023年8月" in text_of(admin_of, PLACE)


def test_a_month_that_no_public_month_told_is_no_correction(admin_of, september, school):
    mark(school, "2023-10-20 10:00", "2023-10")
    school.refresh_from_db()
    change = typed(school, done="2023-09", reason="演示：点错了月")
    assert admin_of.post(edit(school), change).status_code == 302
    assert "更正点位" not in text_of(admin_of, "/2023/corrections/")


def test_a_unit_leaves_a_month_that_it_has_said_to_the_office(client, lights, september, told):
    client.force_login(make_clerk(lights.assignments.get().unit))
    assert client.post(edit(told), typed(told, done="", reason="演示")).status_code == 302
    told.refresh_from_db()
    assert told.done == "2023-09" and not SiteChange.objects.exists()
    assert "更正原因" not in client.get(edit(told)).content.decode()
