"""Guides, places and photos inside: a unit keeps its own, the office decides what is public."""

import pytest

from projects.actions.guide import open_guide
from projects.models import Event, GuideLine, Site
from supervision.models import Evidence, Photo
from tests.admin import files
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-05 09:00")
SITES = "/admin/projects/site/"


def site_data(world, **changes) -> dict:
    data = {"target": world.rooms.pk, "name": "演示第1小学", "place": "疃里镇（演示）"}
    return {**data, "quantity": "20", "planned": "2023-08", "done": "", **changes}


def edit(site: Site) -> str:
    return f"{SITES}{site.pk}/change/"


def test_a_unit_adds_a_place_that_the_office_makes_public(sign_in, world):
    owner, officer = sign_in(world.owner), sign_in(world.officer)
    assert owner.post(f"{SITES}add/", site_data(world, public="on")).status_code == 302
    site = Site.objects.get()
    assert not site.public
    assert officer.post(edit(site), site_data(world, public="on")).status_code == 302
    site.refresh_from_db()
    assert site.public
    events = [(event.action, event.project) for event in Event.objects.order_by("number")]
    assert events == [("登记建设点位", world.project), ("修改建设点位", world.project)]


def test_once_public_a_unit_only_says_when_it_was_done(sign_in, world):
    site = Site.objects.create(target=world.rooms, name="演示第1小学", quantity=20)
    renamed = site_data(world, name="改了名", quantity="1", done="2023-09")
    assert sign_in(world.owner).post(edit(site), renamed).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.quantity, site.done, site.public) == (
        "演示第1小学",
        20,
        "2023-09",
        True,
    )


def test_a_point_is_read_however_many_digits_the_map_gave(sign_in, world):
    data = site_data(world, latitude="35.408251234°", longitude="１１６．３５２１")
    assert sign_in(world.owner).post(f"{SITES}add/", data).status_code == 302
    site = Site.objects.get()
    assert (str(site.latitude), str(site.longitude)) == ("35.40825", "116.35210")
    assert 'value="35.40825"' in sign_in(world.officer).get(edit(site)).content.decode()


@pytest.mark.parametrize(
    ("point", "words"),
    [({"latitude": "35.4"}, "经度和纬度要一起填"), ({"longitude": "116.3"}, "经度和纬度要一起填"),
     ({"latitude": "116.3", "longitude": "35.4"}, "可能写反了"),
     ({"latitude": "35.4", "longitude": "东经"}, "不是经纬度")],
)  # fmt: skip
def test_half_a_point_or_one_elsewhere_is_refused_in_words(sign_in, world, point, words):
    answer = sign_in(world.owner).post(f"{SITES}add/", site_data(world, **point))
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    "typed", ["2023年9月", "202309", "2023.09", "２０２３-０９", " 2023-9 ", "2023/09"]
)
def test_a_month_is_read_however_it_is_written(sign_in, world, typed):
    data = site_data(world, done=typed, planned=typed)
    assert sign_in(world.owner).post(f"{SITES}add/", data).status_code == 302
    site = Site.objects.get()
    assert (site.planned, site.done) == ("2023-09", "2023-09")


def test_what_is_no_month_is_not_called_too_late(sign_in, world):
    answer = sign_in(world.owner).post(f"{SITES}add/", site_data(world, done="九月底"))
    said = answer.content.decode()
    assert "“九月底”不是月份" in said and "不能晚于本月" not in said


@pytest.mark.parametrize(
    "changes",
    [{"quantity": "0"}, {"quantity": "-1"}, {"quantity": "NaN"}, {"done": "9月"},
     {"done": "2023-13"}, {"done": "2023-11"}, {"name": ""}, {"name": "字" * 61}],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(sign_in, world, changes):
    answer = sign_in(world.owner).post(f"{SITES}add/", site_data(world, **changes))
    assert answer.status_code == 200
    assert not Site.objects.exists() and not Event.objects.exists()


def test_another_unit_s_places_are_not_there(sign_in, world):
    site = Site.objects.create(target=world.rooms, name="演示第1小学", public=False)
    stranger = sign_in(world.stranger)
    assert stranger.get(edit(site)).status_code == 404
    assert stranger.post(edit(site), site_data(world, name="别人的")).status_code == 404
    assert "演示第1小学" not in stranger.get(f"{SITES}?q=小学").content.decode()
    assert stranger.post(f"{SITES}add/", site_data(world)).status_code == 200  # no such target
    assert Site.objects.count() == 1
    site.refresh_from_db()
    assert site.name == "演示第1小学"


def test_a_reading_that_disagrees_with_the_places_is_asked_about(sign_in, world):
    Site.objects.create(target=world.rooms, name="演示第1小学", quantity=1, done="2023-08")
    answer = sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "save": "1"})
    page = sign_in(world.owner).get(answer.url).content.decode()
    assert "点位清单中已建成的合计1个" in page


@pytest.fixture
def guide(world):
    return {line.kind: line for line in open_guide(project=world.project, by=None, at=AT)}


def guide_page(lines) -> str:
    return f"/admin/projects/guideline/{lines['who'].pk}/change/"


def typed(lines, **changes) -> dict:
    return {f"line-{line.pk}": changes.get(kind, line.text) for kind, line in lines.items()}


def test_the_unit_confirms_its_own_lines(sign_in, world, guide):
    owner = sign_in(world.owner)
    data = typed(guide, who="65岁以上老年人", how="到村委会登记")
    assert owner.post(guide_page(guide), {**data, "confirm": guide["who"].pk}).status_code == 302
    who, how = (GuideLine.objects.get(pk=guide[kind].pk) for kind in ("who", "how"))
    assert (who.confirmed_by, who.shown) == (world.owner, "65岁以上老年人")
    assert (how.text, how.shown) == ("到村委会登记", "")
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["办事指南启用", "办事指南填写", "办事指南填写", "办事指南确认"]
    owner.post(guide_page(guide), {"confirm": "all"})
    assert GuideLine.objects.filter(confirmed_at__isnull=False).count() == 2


def test_the_office_writes_but_does_not_speak_for_the_unit(sign_in, world, guide):
    data = {**typed(guide, who="老年人"), "confirm": guide["who"].pk}
    sign_in(world.officer).post(guide_page(guide), data)
    line = GuideLine.objects.get(pk=guide["who"].pk)
    assert (line.text, line.confirmed_at) == ("老年人", None)


def test_a_stranger_finds_no_guide(sign_in, world, guide):
    stranger = sign_in(world.stranger)
    assert stranger.get(guide_page(guide)).status_code == 404
    assert stranger.post(guide_page(guide), typed(guide, who="改了")).status_code == 404
    opening = f"/admin/projects/guideline/{world.project.pk}/open/"
    assert stranger.post(opening).status_code == 404
    assert sign_in(world.owner).get(opening).status_code == 404
    assert not GuideLine.objects.exclude(text="").exists()


def test_a_line_too_long_is_refused_whole(sign_in, world, guide):
    data = typed(guide, who="字" * 301, how="登记")
    answer = sign_in(world.owner).post(guide_page(guide), {**data, "save": "1"})
    assert answer.status_code == 400
    assert "最多300字" in answer.content.decode()


@pytest.fixture
def site(world):
    return Site.objects.create(target=world.rooms, name="演示第1小学")


@pytest.fixture
def evidence(sign_in, world):
    data = {**full_sheet(world), "save": "1"}
    upload = files.upload("现场.jpg", files.photo())
    sign_in(world.owner).post(fill_url(world.report), {**data, "evidence": upload})
    return Evidence.objects.get()


PROPOSE = "/admin/supervision/photo/propose/"


def proposal(evidence, site, **changes) -> dict:
    data = {"evidence": evidence.pk, "site": site.pk, "moment": "after", "caption": "新换的灯"}
    return {**data, "consent": "on", **changes}


def test_a_photo_goes_public_by_two_hands(sign_in, world, site, evidence, client):
    owner, officer = sign_in(world.owner), sign_in(world.officer)
    answer = owner.post(PROPOSE, proposal(evidence, site))
    photo = Photo.everything.get()
    assert owner.post(answer.url, {"release": "1"}).status_code == 400
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 404
    assert officer.post(answer.url, {"release": "1"}).status_code == 302
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 200
    assert officer.post(answer.url, {"withdraw": "1", "why": ""}).status_code == 400
    assert officer.post(answer.url, {"withdraw": "1", "why": "拍到车牌"}).status_code == 302
    assert client.get(f"/photos/{photo.pk}.jpg").status_code == 404
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert actions[-3:] == ["照片申请公开", "照片公开", "照片撤下"]


@pytest.mark.parametrize("changes", [{"consent": ""}, {"caption": ""}, {"moment": "x"}])
def test_without_the_clerk_s_word_nothing_is_proposed(sign_in, world, site, evidence, changes):
    answer = sign_in(world.owner).post(PROPOSE, proposal(evidence, site, **changes))
    assert answer.status_code == 400
    assert not Photo.everything.exists()


def test_another_unit_proposes_nothing_of_it(sign_in, world, site, evidence):
    assert sign_in(world.stranger).post(PROPOSE, proposal(evidence, site)).status_code == 400
    sign_in(world.owner).post(PROPOSE, proposal(evidence, site))
    address = f"/admin/supervision/photo/{Photo.everything.get().pk}/change/"
    assert sign_in(world.stranger).get(address).status_code == 404


def test_a_project_turned_sensitive_takes_no_photo(sign_in, world, site, evidence):
    sign_in(world.owner).post(PROPOSE, proposal(evidence, site))
    world.project.sensitive = True
    world.project.save()
    photo = Photo.everything.get()
    address = f"/admin/supervision/photo/{photo.pk}/change/"
    assert sign_in(world.officer).post(address, {"release": "1"}).status_code == 400
    assert sign_in(world.owner).post(PROPOSE, proposal(evidence, site)).status_code == 400
