"""The OpenAPI document is held against the addresses it describes."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from supervision.public.tables import TABLES
from tests.public.months import make_card, make_month, quantity
from tests.serving.asking import ask


@pytest.fixture
def document(site, programme, lights, september):
    make_card(make_month(programme, "2023-08"), lights, quantity())
    answer = ask(site, "/2023/openapi.json")
    assert answer["Content-Type"] == "application/json"
    return json.loads(answer.body)


def test_the_document_names_every_data_address(document):
    assert set(document["paths"]) == {
        "/2023/status.csv",
        "/2023/status.xlsx",
        "/2023/status.json",
        "/2023/bulletins/{number}/bulletin.docx",
        "/2023/{number}/cards/{month}/facts.json",
        "/2023/{number}/cards/{month}/verdict.json",
        "/2023/{number}/cards/{month}/policy.json",
        "/2023/open/datapackage.json",
        "/2023/promises.ics",
        *(f"/2023/open/{name}.{ending}" for name in TABLES for ending in ("csv", "json")),
    }


def test_the_addresses_answer_as_the_document_says(django, document):
    """Generated requests, good and bad, through the WSGI callable; every answer is checked."""
    schema = schemathesis.openapi.from_wsgi("/2023/openapi.json", django)
    asked = [exercise(operation.ok()) for operation in schema.get_all_operations()]
    assert len(asked) == 9 + 2 * len(TABLES) and min(asked) > 0


def exercise(operation) -> int:
    count = 0

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def one(case):
        nonlocal count
        count += 1
        case.call_and_validate()

    one()
    return count
