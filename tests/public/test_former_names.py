"""A target's name spelled anew: months over keep their words, and figures go on where they were."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import LeadUnit, Target
from supervision.published.adjusted import adjusted
from supervision.yearend.summary import summary
from tests.factories import make_officer, make_programme, make_project, make_target, moment
from tests.finished import make_finished_year
from tests.public.months import count_cards, make_card, make_month, quantity
from tests.public.reading import text_of
from tests.public.test_changes import halved, lamps  # noqa: F401
from tests.walk.page import Person

pytestmark = pytest.mark.django_db
OLD, NEW = "改造提升教室照明", "改造提升教室灯光"


@pytest.fixture
def office(settings):
    settings.DEMO_CLOCK = moment("2023-11-06 09:00")
    return Person(make_officer())


def respell(office, target, name: str = NEW) -> Target:
    address = f"/admin/projects/target/{target.pk}/change/"
    assert office.send(office.open(address), {"指标名称": name}, "保存").status == 200
    return Target.everything.get(pk=target.pk)


def october(programme, lights, value: str) -> None:
    period = make_month(programme, "2023-10", published="2023-11-10 10:00")
    known = {"2023-08": "90", "2023-09": "90", "2023-10": value}
    make_card(period, lights, quantity(NEW, readings=known), computed_at=period.closed_at)
    count_cards(period)


def test_what_a_month_changed_is_counted_from_the_month_before(
    office, client, programme, lights, lamps, september  # noqa: F811
):  # fmt: skip
    respell(office, lamps)
    october(programme, lights, "115")
    for page in ("/2023/changes/2023-10/", "/2023/12/"):
        told = text_of(client, page)
        assert f"{NEW}90→115口（+25）" in told and "0→115" not in told.replace("90→115", "")


def test_what_did_not_move_is_told_since_when(
    office, client, programme, lights, lamps, september  # noqa: F811
):  # fmt: skip
    respell(office, lamps)
    october(programme, lights, "90")
    assert f"{NEW}8月以来没有新进展" in text_of(client, "/2023/changes/2023-10/")


def test_a_changed_promise_stays_beside_the_first(
    office, client, lights, lamps, september  # noqa: F811
):  # fmt: skip
    halved(lamps)
    before = text_of(client, "/2023/12/"), adjusted(lights.programme)[0].about
    respell(office, lamps)
    page, about = text_of(client, "/2023/12/"), adjusted(lights.programme)[0].about
    assert "原承诺" in page
    assert (page.replace(NEW, OLD), about) == before


def test_a_whole_keeps_its_parts_and_its_name(office, client, programme):
    project = make_project(programme, number=14, title="新增就业岗位")
    whole = make_target(project, "新增就业", value="300")
    parts = [make_target(project, name, value="149", part_of=whole) for name in ("城镇", "乡村")]
    period = make_month(programme)
    make_card(period, project, *(quantity(part.name) for part in parts))
    count_cards(period)
    before = text_of(client, "/2023/14/"), text_of(client, "/2023/")
    respell(office, whole, "新增就业岗位数")
    respell(office, parts[1], "乡镇")
    assert (text_of(client, "/2023/14/"), text_of(client, "/2023/")) == before


def test_few_people_stay_untold_under_the_former_name(office, client, programme):
    project = make_project(programme, number=5, sensitive=True, title="康复救助")
    target = make_target(project, "救助床位", value="149", measure="张", people=True)
    period = make_month(programme)
    make_card(period, project, quantity("救助床位", "7", measure="张"))
    count_cards(period)
    files = ["/2023/5/", "/2023/5/cards/2023-09/facts.json"]
    assert all("不足10" in client.get(each).content.decode() for each in files)
    respell(office, target, "救助床位数")
    for each in files:
        said = client.get(each).content.decode()
        assert "不足10" in said and '"value": "7"' not in said and "7张" not in said


def test_open_data_tell_the_name_that_held(
    office, client, programme, lights, lamps, september, settings  # noqa: F811
):  # fmt: skip
    settings.DEMO_CLOCK = moment("2023-10-17 09:00")
    lamps.sites.create(name="演示第1小学", place="演示镇", planned="2023-09")
    respell(office, lamps)
    halved(lamps)
    plans = client.get("/2023/open/plans.json").json()
    assert {(row["plan"], row["target"]) for row in plans} == {(1, OLD), (2, NEW)}
    [place] = client.get("/2023/open/places.json").json()
    assert place["target"] == OLD, "as the last public month knew it"
    october(programme, lights, "115")
    [place] = client.get("/2023/open/places.json").json()
    assert place["target"] == NEW


def test_the_year_s_end_tells_it_as_its_last_month_did(settings, db):
    year = make_finished_year()
    office = Person(year.officer)
    settings.DEMO_CLOCK = moment("2024-01-20 10:00")
    target = year.late.targets.get()
    lines = [each.targets for each in summary(year.programme, moment("2024-01-20 10:00")).lines]
    respell(office, target, f"{target.name}数")
    after = [each.targets for each in summary(year.programme, moment("2024-01-20 10:00")).lines]
    assert after == lines


def test_no_other_target_takes_a_name_that_one_had(office, lights, lamps):  # noqa: F811
    other = make_target(lights, "改造宿舍照明")
    lamps = respell(office, lamps)
    other.name = OLD
    with pytest.raises(ValidationError, match="曾用过这个名称"):
        other.full_clean()
    assert respell(office, lamps, OLD).name == OLD
    assert lamps.called_at(moment("2023-11-05 09:00")) == OLD


def test_a_draft_s_names_leave_no_trace(office):
    target = make_target(make_project(make_programme(2024, state="draft")), OLD)
    assert respell(office, target).former_names == []


def test_a_unit_of_a_public_list_is_not_spelled_anew(office, lights):
    unit = LeadUnit.objects.get()
    page = office.open(f"/admin/projects/leadunit/{unit.pk}/change/")
    office.send(page, {"办公电话": "0537-1", "name": "教育局"}, "保存")
    unit.refresh_from_db()
    assert (unit.name, unit.phone) == ("教育（演示）", "0537-1")
