"""数据版本号 as an address: a quoted file can be fetched again, whatever was corrected since."""

import json

import pytest

from supervision.models import Period
from tests.public.test_corrections import hand_in, publish, text_of
from tests.public.test_overrides import decide, proposed
from tests.sheets.month import september

pytestmark = pytest.mark.django_db
FILE = "/2023/status.json"


@pytest.fixture
def period(db) -> Period:
    return september()


def fetched(client, **asked) -> dict:
    answer = client.get(FILE, {"month": "2023-09", **asked})
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_every_state_that_was_ever_public_keeps_its_address(client, period):
    first = fetched(client)
    decide(proposed(period))
    second = fetched(client)
    publish(hand_in("110", "2023-10-21"))
    third = fetched(client)
    versions = [each["about"]["data_version"] for each in (first, second, third)]
    assert len(set(versions)) == 3
    for version, before in zip(versions, (first, second, third), strict=True):
        again = fetched(client, version=version)
        assert again["rows"] == before["rows"]
        assert again["about"] == before["about"] | {"ledger": again["about"]["ledger"]}
    told = [
        [(row["total_done"], row["card"]) for row in each["rows"]]
        for each in (first, second, third)
    ]
    assert told == [
        [(90, "黄牌 进度偏慢")],
        [(90, "蓝牌 按序时推进（经认定）")],
        [(110, "蓝牌 按序时推进（经认定）")],
    ]


def test_a_correction_that_waits_has_no_address_yet(client, period):
    hand_in("110", "2023-10-21")
    correction = Period.everything.get(month="2023-09")
    assert client.get(FILE, {"month": "2023-09", "version": "0" * 12}).status_code == 404
    assert fetched(client)["about"]["data_version"] == correction.data_version


def test_the_file_s_name_tells_its_version(client, period):
    asked = {"month": "2023-09", "version": period.data_version}
    answer = client.get("/2023/status.csv", asked)
    assert f"status-2023-09-{period.data_version}.csv" in answer["Content-Disposition"]


def test_a_wrong_version_is_told_in_a_sentence(client, period):
    answer = client.get(FILE, {"version": "x"})
    assert answer.status_code == 400 and "不是数据版本号" in answer.content.decode()


def test_a_bulletin_leads_to_the_file_as_it_was_issued(client, period):
    version = fetched(client)["about"]["data_version"]
    publish(hand_in("110", "2023-10-21"))
    page = text_of(client, f"/2023/bulletins/{period.bulletin_number}/")
    assert f"?month=2023-09&amp;version={version}" in page
