"""Places: found by name, as the published month knows them; guides only as confirmed."""

import csv
from urllib.parse import quote

import pytest

from projects.actions.guide import confirm_line, open_guide, write_line
from projects.errors import Refused
from projects.models import Site, Target
from supervision.actions.photos import propose_photo, release_photo, withdraw_photo
from supervision.models import Evidence, Photo
from tests.admin import files
from tests.factories import (
    make_clerk,
    make_officer,
    make_project,
    make_report,
    make_target,
    make_unit,
    moment,
)
from tests.public.months import make_month
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
AT = moment("2023-10-20 10:00")


def make_site(project, name: str, **kw) -> Site:
    kw.setdefault("target", project.targets.first() or make_target(project))
    return Site.objects.create(name=name, **{"place": "疃里镇（演示）", **kw})


@pytest.fixture
def photo(september, lights):
    """A photo of an open place, proposed by its clerk."""
    return make_photo(september, lights, make_site(lights, "演示第1小学", done="2023-09"))


def make_photo(period, project, site, moment_="after") -> Photo:
    unit = project.assignments.get().unit
    clerk = make_clerk(unit)
    report = period.reports.filter(project=project).first() or make_report(period, project, unit)
    content = files.photo()
    evidence = Evidence(report=report, photo=True, added_at=AT, added_by=clerk)
    evidence.keep("现场.jpg", content)
    evidence.save()
    return propose_photo(
        evidence=evidence, site=site, moment=moment_, caption="新换的灯", consent=True,
        by=clerk, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("q", ["小学", "没有的地方"])
def test_what_has_no_place_of_its_own_is_one_link_away(client, lights, september, q):
    make_site(lights, "演示第1小学")
    assert f'href="/search/?q={quote(q)}"' in text_of(client, f"/2023/sites/?q={quote(q)}")


def test_without_any_place_nothing_is_counted(client, lights):
    page = text_of(client, "/2023/sites/")
    assert "地点还没有公布" in page and "共" not in page.split("<main")[1].split("</main>")[0]


def test_a_place_is_found_by_name_town_or_project_without_script(client, lights, september):
    make_site(lights, "演示第1小学")
    make_site(lights, "演示第2小学", place="马集镇（演示）")
    page = text_of(client, "/2023/sites/?q=疃里")
    assert "演示第1小学" in page and "演示第2小学" not in page
    assert "演示第2小学" in text_of(client, "/2023/sites/?q=第2小")
    assert "演示第1小学" in text_of(client, "/2023/sites/?q=教学基础")
    nothing = text_of(client, "/2023/sites/?q=没有的村")
    assert "没有找到" in nothing and "看项目清单" in nothing
    assert 'method="post"' not in page and "<script" not in page


def test_places_are_grouped_and_counted(client, lights, september):
    make_site(lights, "演示第1小学", done="2023-08")
    make_site(lights, "演示第2小学", place="马集镇（演示）", done="2023-10")
    page = text_of(client, "/2023/sites/")
    assert "共<b>2</b>处，已完成<b>1</b>处" in page
    assert page.count('class="at"') == 2


def test_a_month_not_yet_published_is_not_known(client, lights, september):
    make_site(lights, "演示第1小学", planned="2023-08", done="2023-10")
    for path in ("/2023/sites/", "/2023/12/"):
        page = text_of(client, path)
        assert "2023年10月完成" not in page
        assert "计划2023年8月，尚未完成" in page


def test_a_place_partly_done_says_how_much_and_the_sum_counts_it(client, lights, september):
    make_site(lights, "演示第1小学", quantity=90, done="2023-08")
    school = make_site(lights, "演示第2小学", quantity=29, planned="2023-08")
    for month, built in (("2023-09", 15), ("2023-10", 25)):
        school.progress.create(month=month, built=built, at=moment("2023-10-08 10:00"))
    measure = school.target.measure
    for path in ("/2023/sites/", "/2023/12/"):
        assert f"计划2023年8月，已完成15{measure}" in text_of(client, path)
    assert f"2处，合计已完成105{measure}" in text_of(client, "/2023/12/")
    table = client.get("/2023/open/places.csv").content.decode("utf-8-sig")
    rows = csv.DictReader(table.splitlines())
    assert {row["place"]: row["built"] for row in rows} == {
        "演示第1小学": "90", "演示第2小学": "15",
    }  # fmt: skip


def test_where_places_and_figure_disagree_one_sentence_says_which_counts(client, lights, september):
    """Ninety rooms are reported: ninety built say nothing of it, 105 do."""
    target = make_target(lights, "改造提升教室照明", value="149", measure="口")
    make_site(lights, "演示第1小学", target=target, quantity=90, done="2023-08")
    assert "会有出入" not in text_of(client, "/2023/12/")
    other = make_site(lights, "演示第2小学", target=target, quantity=15, done="2023-09")
    page = text_of(client, "/2023/12/")
    assert "各处合计已完成105口，完成数是90口" in page
    assert "快慢和亮牌按完成数算，它来自审核通过的月度报送" in page
    other.target.project.sensitive = other.target.people = True
    other.target.save()
    other.target.project.save()
    assert "会有出入" not in text_of(client, "/2023/12/")


def test_of_sensitive_counts_of_people_no_part_is_told(client, lights, september):
    lights.sensitive = True
    lights.save()
    school = make_site(lights, "演示第2小学", quantity=29, planned="2023-08")
    school.target.people = True
    school.target.save()
    school.progress.create(month="2023-09", built=15, at=AT)
    page = text_of(client, "/2023/12/")
    assert "已完成15" not in page and "合计已完成" not in page


def test_before_any_published_month_places_are_only_planned(client, lights):
    make_site(lights, "演示第1小学", planned="2023-08", done="2023-08")
    assert "计划2023年8月" in text_of(client, "/2023/sites/")
    assert "2023年8月完成" not in text_of(client, "/2023/12/")


def test_what_is_not_public_is_on_no_page(client, programme, lights, september):
    make_site(lights, "内部点位", public=False)
    hidden = make_project(programme, number=3)
    make_site(hidden, "内部指标的点位", target=make_target(hidden, public=False))
    for path in ("/2023/sites/", "/2023/12/", "/2023/3/", "/2023/sites/?q=内部"):
        assert "内部点位" not in text_of(client, path)
        assert "内部指标的点位" not in text_of(client, path)
    programme.state = "draft"
    programme.save()
    assert client.get("/2023/sites/").status_code == 404


def test_small_counts_of_sensitive_projects_are_withheld(client, programme, september):
    project = make_project(programme, number=10, sensitive=True, title="心理辅导室")
    for number in range(12):
        done = "2023-08" if number < 4 else ""
        make_site(project, f"演示第{number}学校", planned="2023-08", done=done)
    assert "已完成<b>4</b>处" in text_of(client, "/2023/10/"), "rooms are not patients"
    Target.everything.update(people=True)
    for path in ("/2023/10/", "/2023/sites/"):
        page = text_of(client, path)
        assert "涉及个人，情况不公布" in page
        assert "2023年8月" not in page
        assert "已完成" not in page


def test_the_list_is_paged_at_fifty_in_few_queries(
    client, lights, september, django_assert_max_num_queries
):
    for number in range(120):
        make_site(lights, f"演示{number:03d}村", done="2023-08")
    with django_assert_max_num_queries(15):
        page = text_of(client, "/2023/sites/?page=2")
    assert page.count('class="place open"') == 50
    assert "第2页，共3页" in page
    with django_assert_max_num_queries(15):
        client.get("/2023/12/")


def test_the_guide_says_only_what_the_unit_has_confirmed(client, lights, september):
    clerk = make_clerk(lights.assignments.get().unit)
    act = {"by": clerk, "at": AT}
    assert "与我有关" not in text_of(client, "/2023/12/")
    lines = {line.kind: line for line in open_guide(project=lights, by=None, at=AT)}
    page = text_of(client, "/2023/12/")
    assert (
        "谁可以办、享受什么、怎么办、在哪里办、咨询电话、办到什么时候，牵头单位还没有确认" in page
    )
    assert '请先打牵头单位的办公电话<a href="tel:05370000002">' in page
    write_line(line=lines["who"], text="65岁以上老年人", **act)
    assert "65岁以上" not in text_of(client, "/2023/12/")
    confirm_line(line=lines["who"], **act)
    page = text_of(client, "/2023/12/")
    assert "65岁以上" in page and "谁可以办、" not in page
    write_line(line=lines["who"], text="60岁以上老年人", **act)
    assert "岁以上" not in text_of(client, "/2023/12/")
    confirm_line(line=write_line(line=lines["phone"], text="0537-000 0002（演示）", **act), **act)
    assert 'href="tel:05370000002"' in text_of(client, "/2023/12/")
    with pytest.raises(Refused, match="还没有填写"):
        confirm_line(line=lines["how"], **act)
    with pytest.raises(Refused, match="可以拨打的号码"):
        write_line(line=lines["phone"], text="见公告", **act)


def test_a_photo_is_public_only_while_it_is_released(client, photo):
    officer, address = make_officer(), f"/photos/{photo.pk}.jpg"
    assert client.get(address).status_code == 404
    assert "<img" not in text_of(client, "/2023/12/")
    photo = release_photo(photo=photo, by=officer, at=AT)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"Exif" not in answer.content
    assert 'alt="新换的灯"' in text_of(client, "/2023/12/")
    withdraw_photo(photo=photo, why="拍到车牌", by=officer, at=AT)
    assert client.get(address).status_code == 404
    assert "<img" not in text_of(client, "/2023/12/")


def test_a_photo_waits_for_its_month_or_a_public_place(client, programme, lights, september):
    october = make_month(programme, "2023-10", stage="open")
    site = make_site(lights, "内部点位", public=False)
    photo = release_photo(photo=make_photo(october, lights, site), by=make_officer(), at=AT)
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 404
    Site.objects.update(public=True)
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 200
    lights.sensitive = True
    lights.save()
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 404
    lights.sensitive = False
    lights.save()
    programme.state = "draft"
    programme.save()
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 404


def test_sensitive_projects_take_no_photo(september, programme):
    other = make_project(programme, number=5, unit=make_unit(), sensitive=True)
    with pytest.raises(Refused, match="不公开照片"):
        make_photo(september, other, make_site(other, "演示点"))
    assert not Photo.everything.exists()


def test_a_new_photo_takes_the_place_of_the_old(client, september, lights):
    site, officer = make_site(lights, "演示第1小学"), make_officer()
    photos = [
        release_photo(photo=make_photo(september, lights, site), by=officer, at=AT)
        for _ in range(2)
    ]
    addresses = [client.get(f"/photos/{photo.pk}.jpg").status_code for photo in photos]
    assert addresses == [404, 200]


@pytest.mark.parametrize("address", ["/photos/0.jpg", "/photos/9999999.jpg", "/photos/1.png"])
def test_a_photo_that_is_not_there_is_404(client, september, address):
    assert client.get(address).status_code == 404
