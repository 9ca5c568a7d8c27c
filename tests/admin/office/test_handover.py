"""移交经办 on one screen: what a unit has in hand, and handing it on."""

import pytest

from projects.models import Assignment, UnitMember
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def url(unit) -> str:
    return f"/admin/office/handover/?unit={unit.pk}"


def test_the_screen_says_what_a_unit_has_in_hand(office, world):
    shown = office.get(url(world.unit)).content.decode()
    for words in ("牵头", "教室照明", "2023年9月调度", "演示owner", "演示colleague"):
        assert words in shown
    assert "哪个单位移交" in office.get("/admin/office/handover/").content.decode()
    assert office.get("/admin/office/handover/?unit=999999").status_code == 404
    assert office.get("/admin/office/handover/?unit=x").status_code == 200


def test_a_whole_unit_is_handed_over(office, sign_in, world):
    successor = make_unit("教体演示")
    data = {"unit-successor": successor.pk, "unit-since": "2023-10-03", "unit-ends": "on"}
    response = office.post(url(world.unit), {**data, "all": "1"}, follow=True)
    assert "已移交：分工1项、填报1份、督办单0件、人员2人" in response.content.decode()
    world.report.refresh_from_db()
    assert world.report.unit == successor
    fill = f"/admin/supervision/report/{world.report.pk}/fill/"
    assert sign_in(world.owner).get(fill).status_code == 200


def test_a_post_is_handed_over(office, world):
    data = {
        "post-giver": world.owner.pk,
        "post-taker": world.stranger.pk,
        "post-since": "2023-10-03",
    }
    assert office.post(url(world.unit), {**data, "one": "1"}).status_code == 302
    assert UnitMember.objects.filter(person=world.stranger, unit=world.unit).exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"unit-since": "2023-10-03", "all": "1"}, "必填"),
        ({"unit-since": "昨天", "all": "1"}, "不是日期，请写成 2023-12-20"),
        ({"unit-since": "2023-10-06", "unit-successor": "other", "all": "1"}, "到当天再办"),
        ({"unit-since": "2023-10-03", "unit-successor": "own", "all": "1"}, "选择一个有效的选项"),
        ({"post-since": "2023-10-03", "one": "1"}, "必填"),
        ({"post-since": "2023-10-03", "post-giver": "root", "one": "1"}, "选择一个有效的选项"),
    ],
)
def test_an_impossible_handover_is_refused(office, world, data, sentence):
    keys = {
        "other": world.stranger_report.unit_id,
        "own": world.unit.pk,
        "root": world.root.pk,
    }
    before = Assignment.objects.count()
    response = office.post(url(world.unit), {k: keys.get(v, v) for k, v in data.items()})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert Assignment.objects.count() == before
