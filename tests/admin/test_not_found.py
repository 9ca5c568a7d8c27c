"""What a signed-in person reads where there is nothing for them."""

import pytest

from tests.admin.plain import english

pytestmark = pytest.mark.django_db

MISSING = [
    "/admin/nothing/",
    "/admin/supervision/report/99999/fill/",
    "/admin/supervision/report/99999/sign/",
    "/admin/supervision/report/99999/change/",
    "/admin/supervision/slip/99999/word/",
    "/admin/supervision/trialreply/report/99999/",
    "/admin/supervision/report/workbook/99999/",
    "/admin/office/onepage/",
    "/admin/projects/user/",
]


@pytest.mark.parametrize("address", MISSING)
def test_it_is_said_in_chinese_with_the_way_back_to_the_desk(sign_in, world, address):
    answer = sign_in(world.owner).get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "也可能不属于您的单位" in page and "回到工作台" in page
    assert english(page) == set()


def test_another_units_report_answers_as_one_that_is_not_there(sign_in, world):
    client = sign_in(world.owner)
    strange = client.get(f"/admin/supervision/report/{world.stranger_report.pk}/fill/")
    nothing = client.get("/admin/supervision/report/99999/fill/")
    assert strange.status_code == nothing.status_code == 404
    assert "民政演示" not in strange.content.decode()
    assert "也可能不属于您的单位" in strange.content.decode()
