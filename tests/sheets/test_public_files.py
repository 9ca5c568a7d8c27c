import csv
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Event, LedgerHead
from supervision.models import Period
from tests.sheets.month import september

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "xlsx", "json")


def get(client, ending="json", **query):
    return client.get(reverse(f"status-{ending}", args=[2023]), query)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_published_month_is_open_to_anyone_from_anywhere(client, ending):
    september()
    response = get(client, ending)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert f'filename="status-2023-09.{ending}"' in response["Content-Disposition"]
    assert "filename*=UTF-8''2023%E5%B9%B4" in response["Content-Disposition"]
    assert response["Content-Disposition"].isascii()


def test_a_workbook_is_of_its_data_s_day_whenever_it_is_written(client):
    september()
    head = Event.objects.get(number=LedgerHead.objects.get().published)
    with zipfile.ZipFile(io.BytesIO(get(client, "xlsx").content)) as book:
        told = book.read("docProps/core.xml").decode()
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    days = re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", told)
    assert set(days) == {f"{timezone.localdate(head.at)}T00:00:00Z"}


def test_the_latest_published_month_comes_unless_another_is_asked_for(client):
    september()
    assert json.loads(get(client).content)["about"]["month"] == "2023-09"
    assert json.loads(get(client, month="2023-09").content)["about"]["month"] == "2023-09"


@pytest.mark.parametrize(
    "month", ["2023-9", "2023-13", "九月", "1e5", "２０２３-09", "'; --", "\x00"]
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bad_month_is_told_in_a_chinese_sentence(client, ending, month):
    september()
    response = get(client, ending, month=month)
    assert response.status_code == 400
    assert "不是月份" in response.content.decode()


@pytest.mark.parametrize("month", ["2023-08", "2023-10", "2031-01"])
def test_an_unknown_month_is_not_there(client, month):
    september()
    assert get(client, month=month).status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_closed_but_unpublished_month_is_not_there(client, ending):
    period = september(published=False)
    assert get(client, ending).status_code == 404
    assert get(client, ending, month=period.month).status_code == 404


def test_a_draft_programme_is_not_there(client):
    period = september()
    period.programme.state = "draft"
    period.programme.save()
    assert get(client).status_code == 404


def test_files_are_only_read(client):
    september()
    assert client.post(reverse("status-csv", args=[2023])).status_code == 405


def test_the_csv_opens_with_what_it_is_and_then_the_header(client):
    september(demonstration=True)
    text = get(client, "csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[0][:2] for line in lines[:3]] == ["# "] * 3
    assert "演示数据" in lines[0][0] and lines[3][0] == "序号"


def test_publishing_another_month_changes_the_default_only(client):
    period = september()
    Period.everything.create(
        programme=period.programme,
        month="2023-10",
        covers_from="2023-10",
        data_until="2023-10-31",
        due="2023-11-06",
        opened_at=period.opened_at,
    )
    assert json.loads(get(client).content)["about"]["month"] == "2023-09"
