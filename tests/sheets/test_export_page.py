import pytest
from django.urls import reverse

from tests.factories import make_clerk, make_officer, make_unit, make_user
from tests.sheets.month import september

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get(reverse("admin:supervision_status_export"), query)


def asked(period, /, **kw):
    usual = {"period": period.pk, "card": "*", "edition": "internal", "format": "xlsx"}
    return usual | kw


def test_the_officer_chooses_month_filters_and_format(client):
    period = september()
    client.force_login(make_officer("another"))
    text = page(client).content.decode()
    for words in (
        "2023年9月（已公开）",
        "托育教育",
        "教育（演示）",
        "黄牌",
        "Excel工作簿",
        "公开版",
    ):
        assert words in text
    response = page(client, **asked(period))
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "wrong",
    [{"period": 9**9}, {"format": "pdf"}, {"card": "green"}, {"edition": "x"}, {"unit": "没有"}],
)
def test_what_the_form_does_not_offer_is_refused(client, wrong):
    period = september()
    client.force_login(make_officer("another"))
    assert page(client, **asked(period, **wrong)).status_code == 400


def test_a_choice_that_finds_nothing_says_so(client):
    period = september()
    client.force_login(make_officer("another"))
    response = page(client, **asked(period, card="red"))
    assert response.status_code == 400 and "没有符合条件的项目" in response.content.decode()


def test_the_public_edition_waits_for_publication(client):
    period = september(published=False)
    client.force_login(make_officer("another"))
    response = page(client, **asked(period, edition="public"))
    assert response.status_code == 400 and "还没有公开发布" in response.content.decode()


def test_without_a_closed_month_the_page_says_what_to_do(client):
    client.force_login(make_officer())
    assert "还没有定稿的月份" in page(client).content.decode()


def test_it_is_not_there_for_a_colleague_or_a_stranger(client):
    period = september()
    stranger, colleague = make_user("stranger"), make_clerk(make_unit(), "colleague")
    for person in (stranger, colleague):
        client.force_login(person)
        assert page(client).status_code == 404
        assert page(client, **asked(period)).status_code == 404
    client.logout()
    assert page(client, **asked(period)).status_code == 302
