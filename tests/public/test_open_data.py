"""The page of open data."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from supervision.status_sheet.columns import COLUMNS
from tests.public.months import make_month
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


def test_every_published_month_has_its_files_at_lasting_addresses(client, programme, september):
    make_month(programme, "2023-10", stage="closed")
    page = text_of(client, "/2023/data/")
    for ending in ("xlsx", "csv", "json"):
        assert f'href="/2023/status.{ending}?month=2023-09"' in page
    assert "month=2023-10" not in page


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


def test_the_openapi_document_tells_months_columns_and_how_files_are_laid_out(client, september):
    told = json.loads(client.get("/2023/openapi.json").content)
    row = told["components"]["schemas"]["StatusRow"]
    for field in json.loads(client.get("/2023/status.json").content)["fields"]:
        assert row["properties"][field["key"]]["description"] == field["description"]
    csv = told["paths"]["/2023/status.csv"]["get"]
    month, version = csv["parameters"]
    assert month["schema"]["examples"] == ["2023-09"] and version["name"] == "version"
    assert "第4行是表头" in csv["description"]
    assert "第5行是表头" in told["paths"]["/2023/status.xlsx"]["get"]["description"]
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/2023/status.xlsx").content))
    assert book.get_sheet_by_index(0).to_python(skip_empty_area=False)[4][0] == "序号"
    lines = client.get("/2023/status.csv").content.decode("utf-8-sig").splitlines()
    assert [line[0] for line in lines[:3]] == ["#", "#", "#"] and lines[3].startswith("序号,")


def test_the_page_tells_how_files_are_read_and_how_a_version_is_fetched_again(client, september):
    page = text_of(client, "/2023/data/")
    assert "前三行" in page and "第4行是表头" in page
    assert f"?month=2023-09&amp;version={september.data_version}" in page


def test_before_any_month_no_file_is_promised(client, programme):
    page = text_of(client, "/2023/data/")
    assert "还没有公布过月份" in page
    assert "contentUrl" not in page and "version=" not in page
