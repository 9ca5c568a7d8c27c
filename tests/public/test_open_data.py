"""The page of open data."""

import json

import pytest
from django.urls import reverse

from supervision.sheets.columns import COLUMNS
from tests.public.months import make_month

pytestmark = pytest.mark.django_db


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_published_month_has_its_files_at_lasting_addresses(client, programme, september):
    make_month(programme, "2023-10", stage="closed")
    page = text_of(client, "/2023/data/")
    for ending in ("xlsx", "csv", "json"):
        assert f'href="/2023/status.{ending}?month=2023-09"' in page
    assert "2023-10" not in page


def test_the_fields_are_those_of_the_files(client, september):
    page = text_of(client, "/2023/data/")
    told = json.loads(client.get("/2023/status.json").content)["fields"]
    for field in told:
        assert f"<code>{field['key']}</code>" in page
        assert field["description"] in page
    for column in COLUMNS:
        assert column.internal != (f"<code>{column.key}</code>" in page)


def test_the_licence_is_a_setting_in_plain_words(client, programme, settings):
    assert "请注明来源" in text_of(client, "/2023/data/")
    settings.SITE_LICENCE = "按本地规定使用。"
    assert "按本地规定使用。" in text_of(client, "/2023/data/")


@pytest.mark.parametrize("name", ["openapi", "card-facts", "card-verdict", "status-json"])
def test_other_sites_programmes_may_read_it(client, september, name):
    args = [2023] if name in ("openapi", "status-json") else [2023, 12, "2023-09"]
    assert client.get(reverse(name, args=args))["Access-Control-Allow-Origin"] == "*"
