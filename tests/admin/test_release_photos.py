"""Photos of a 公开稿: proposed with a word on who is in them, reviewed and signed with the text."""

import io
import re

import pytest
from PIL import Image

from projects import uploads
from projects.models import Event, LedgerHead
from supervision.actions import periods
from supervision.models import Evidence, Photo, Release, Report
from tests.admin import files
from tests.admin.released import close, release_page, write
from tests.admin.typed import fill_url
from tests.factories import make_officer, moment

pytestmark = pytest.mark.django_db

PROPOSE = "/admin/supervision/photo/propose/"


def photo_page(photo: Photo) -> str:
    return f"/admin/supervision/photo/{photo.pk}/change/"


def attach(client, world, name: str = "现场.jpg") -> Evidence:
    upload = files.upload(name, files.photo(exif=True))
    version = Report.objects.get(pk=world.report.pk).version
    data = {"version": str(version), "save": "1", "evidence": upload}
    assert client.post(fill_url(world.report), data).status_code == 302
    return Evidence.objects.latest("pk")


def proposal(row: Evidence, **changes) -> dict:
    return {"evidence": row.pk, "caption": "新换的灯", "consent": "on"} | changes


@pytest.fixture
def owner(sign_in, world):
    return sign_in(world.owner)


@pytest.fixture
def officer(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def second(sign_in, world):
    return sign_in(make_officer("second"))


@pytest.fixture
def evidence(owner, world) -> Evidence:
    return attach(owner, world)


@pytest.fixture
def photo(owner, evidence) -> Photo:
    assert owner.post(PROPOSE, proposal(evidence)).status_code == 302
    return Photo.everything.get()


@pytest.fixture
def release(request, officer, world) -> Release:
    """Written once the month is closed: what the unit attached was attached before."""
    for name in {"evidence", "photo"} & {*request.fixturenames}:
        request.getfixturevalue(name)
    period = close(world)
    assert write(officer, period, world.project, "教室照明正在改造。").status_code == 302
    return Release.everything.get()


@pytest.fixture
def signed(officer, second, photo, release) -> Photo:
    assert officer.post(release_page(release), {"put": photo.pk}).status_code == 302
    assert second.post(release_page(release), {"review": "1"}).status_code == 302
    assert officer.post(release_page(release), {"sign": "1"}).status_code == 302
    photo.refresh_from_db()
    return photo


def publish(world) -> None:
    at = moment("2023-10-10 09:30")
    periods.publish_month(
        period=close(world), signer="演示签发人", basis="演示纪要", by=world.officer, at=at
    )


def seen(client, photo: Photo) -> bool:
    page = client.get("/2023/1/").content.decode()
    served = client.get(f"/photos/{photo.pk}.jpg").status_code == 200
    assert served == (f"/photos/{photo.pk}.jpg" in page)
    return served


def test_a_photo_is_public_once_its_release_is_signed_and_its_month_published(
    client, world, signed
):
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert actions[-4:] == ["公开稿起草", "公开稿放入照片", "公开稿复核", "公开稿签发"]
    assert not seen(client, signed)
    publish(world)
    assert seen(client, signed)
    page = client.get("/2023/1/").content.decode()
    assert f'width="{signed.width}" height="{signed.height}" alt="新换的灯" loading="lazy"' in page
    assert "9月现场照片（1张）" in page
    assert b"GPS" not in client.get(f"/photos/{signed.pk}.jpg").content


def test_a_photo_left_out_of_the_signed_release_stays_inside(
    client, world, officer, second, release, photo
):
    second.post(release_page(release), {"review": "1"})
    officer.post(release_page(release), {"sign": "1"})
    publish(world)
    assert not seen(client, photo)
    late = officer.post(release_page(release), {"put": photo.pk})
    assert late.status_code == 400
    assert "已经签发" in late.content.decode()


def test_a_changed_photo_is_reviewed_anew_and_not_by_who_changed_it(
    officer, second, release, photo
):
    second.post(release_page(release), {"review": "1"})
    assert second.post(release_page(release), {"put": photo.pk}).status_code == 302
    assert officer.post(release_page(release), {"sign": "1"}).status_code == 400
    assert second.post(release_page(release), {"review": "1"}).status_code == 400
    officer.post(release_page(release), {"review": "1"})
    assert officer.post(release_page(release), {"take": photo.pk}).status_code == 302
    assert officer.post(release_page(release), {"sign": "1"}).status_code == 400
    photo.refresh_from_db()
    assert (photo.release, photo.step) == (None, "待审核")


@pytest.mark.parametrize("who", ["owner", "officer"])
def test_a_face_found_later_is_taken_down_at_once_by_unit_or_office(
    client, sign_in, world, signed, who
):
    publish(world)
    before, copy = LedgerHead.objects.get().published, signed.file
    hands = sign_in(getattr(world, who))
    assert hands.post(photo_page(signed), {"withdraw": "1", "why": " "}).status_code == 400
    assert seen(client, signed)
    assert hands.post(photo_page(signed), {"withdraw": "1", "why": "拍到人脸"}).status_code == 302
    assert not seen(client, signed)
    event = Event.objects.latest("number")
    assert (event.action, "拍到人脸" in event.body) == ("照片撤下", True)
    assert LedgerHead.objects.get().published == event.number > before  # kept copies are dropped
    assert signed.release.photos.get().step == "已撤下"
    assert copy.name


def test_evidence_taken_back_takes_its_photo_along(owner, photo, evidence):
    assert owner.post(f"/admin/supervision/evidence/{evidence.pk}/withdraw/").status_code == 302
    photo.refresh_from_db()
    assert (photo.step, photo.why_withdrawn) == ("未予公开", "佐证材料已撤回")


@pytest.mark.parametrize("changes", [{"consent": ""}, {"caption": " "}, {"evidence": "x"}])
def test_nothing_is_proposed_without_tick_and_description(owner, evidence, changes):
    assert owner.post(PROPOSE, proposal(evidence, **changes)).status_code == 400
    assert not Photo.everything.exists()


def test_a_sensitive_project_takes_none_whenever_it_became_so(
    client, world, owner, officer, second, release, photo
):
    officer.post(release_page(release), {"put": photo.pk})
    second.post(release_page(release), {"review": "1"})
    world.project.sensitive = True
    world.project.save()
    refused = officer.post(release_page(release), {"sign": "1"})
    assert refused.status_code == 400
    assert "不公开照片" in refused.content.decode()
    release.refresh_from_db()
    assert release.signed_at is None
    assert owner.post(PROPOSE, proposal(photo.evidence)).status_code == 400
    assert officer.post(release_page(release), {"take": photo.pk}).status_code == 302


def test_a_photo_goes_with_its_own_month_alone(officer, sign_in, world, release, photo):
    write(officer, world.period, world.stranger_report.project, "文字")
    other = Release.everything.exclude(pk=release.pk).get()
    for key in (photo.pk, 999999, "x", ""):
        assert officer.post(release_page(other), {"put": key}).status_code == 400
    assert sign_in(world.stranger).get(photo_page(photo)).status_code == 404


def test_a_release_takes_four_photos_at_most(request, owner, officer, world):
    for number in range(5):
        owner.post(PROPOSE, proposal(attach(owner, world, f"{number}.jpg")))
    release = request.getfixturevalue("release")
    answers = [
        officer.post(release_page(release), {"put": photo.pk}).status_code
        for photo in Photo.everything.order_by("pk")
    ]
    assert answers == [302, 302, 302, 302, 400]


def test_the_office_reaches_the_month_s_photos_from_the_release(officer, release, evidence):
    page = officer.get(release_page(release)).content.decode()
    assert f"{PROPOSE}?evidence={evidence.pk}" in page
    form = officer.get(f"{PROPOSE}?evidence={evidence.pk}").content.decode()
    assert f"/admin/supervision/evidence/{evidence.pk}/picture/" in form
    assert f'value="{evidence.pk}" selected' in form


def test_the_unit_proposes_from_the_pages_of_its_month(owner, sign_in, world, evidence):
    link = f"{PROPOSE}?evidence={evidence.pk}"
    assert link in owner.get(fill_url(world.report)).content.decode()
    report = f"/admin/supervision/report/{world.report.pk}/change/"
    assert link in owner.get(report).content.decode()


def test_the_picture_is_drawn_anew_for_those_who_may_see_it(sign_in, world, evidence):
    address = f"/admin/supervision/evidence/{evidence.pk}/picture/"
    for who, status in (("owner", 200), ("officer", 200), ("stranger", 404)):
        answer = sign_in(getattr(world, who)).get(address)
        assert answer.status_code == status
    assert sign_in(world.officer).get(address)["Content-Type"] == "image/jpeg"


def test_what_the_public_gets_is_bounded_in_pixels_and_bytes():
    noise = Image.effect_noise((1500, 1000), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    content, width, height = uploads.for_public(out.getvalue())
    assert (width, height) == (720, 480)
    assert len(content) <= 100 * 1024


def waits(client) -> list[str]:
    """What the office's desk says waits before it becomes public."""
    page = client.get("/admin/").content.decode()
    return re.findall(r">((?:公开稿|公开照片)待\w+ \d+)</a>", page)


def test_the_office_learns_on_its_desk_what_waits_before_it_becomes_public(
    officer, second, release, photo
):
    assert waits(officer) == ["公开稿待复核 1", "公开照片待审核 1"]
    officer.post(release_page(release), {"put": photo.pk})
    assert waits(officer) == ["公开稿待复核 1"]
    second.post(release_page(release), {"review": "1"})
    assert waits(officer) == ["公开稿待签发 1"]
    officer.post(release_page(release), {"sign": "1"})
    assert waits(officer) == []


def test_the_lists_behind_the_desk_hold_what_waits_and_nothing_else(officer, release, photo):
    def count(model: str, stage: str) -> int:
        page = officer.get(f"/admin/supervision/{model}/?stage={stage}")
        return page.context["cl"].result_count

    assert (count("release", "review"), count("release", "sign")) == (1, 0)
    assert count("photo", "waiting") == 1
    officer.post(photo_page(photo), {"withdraw": "1", "why": "拍到门牌"})
    assert count("photo", "waiting") == 0
    assert waits(officer) == ["公开稿待复核 1"]


def test_a_signed_release_is_neither_reviewed_nor_signed_again(officer, second, release, signed):
    before = Release.everything.values().get()
    for person, step in ((second, "review"), (officer, "sign"), (second, "sign")):
        answer = person.post(release_page(release), {step: "1"})
        assert answer.status_code == 400
        assert "已经签发，不能再改" in answer.content.decode()
    assert Release.everything.values().get() == before


def test_a_month_made_public_takes_no_more_words(officer, second, world, release):
    publish(world)
    for step in ("review", "sign"):
        answer = second.post(release_page(release), {step: "1"})
        assert "已经公开，不能再加公开稿" in answer.content.decode()
    page = officer.get(release_page(release)).content.decode()
    assert "公开时没有签发，公众只看到数字" in page and "修改文字" not in page
    assert write(officer, world.period, world.project, "补一句").status_code == 400
    assert waits(officer) == []


def test_the_office_is_led_to_the_first_month_not_public_yet(officer, world):
    start = "/admin/supervision/release/month/"
    assert officer.get(start).url == "/admin/supervision/release/"  # none is closed
    period = close(world)
    assert officer.get(start).url == f"{start}{period.pk}/"
