"""Addresses that nobody's link leads to: every list, export, import and form answers in words."""

import pytest
from django.contrib import admin
from django.test import Client

pytestmark = pytest.mark.django_db
ODD = ["?anything=x", "?o=zz&p=abc", "?e=1", "?q=%00", "?pk__in=x", "?id__exact=abc"]
NO_KEYS = ("abc", "9" * 30)  # the second is more than SQLite's whole numbers
SENT = [
    ("export/", {"export_items": ["1", "abc"], "format": "0"}),
    ("export/?anything=x", {"format": "zz"}),
    ("export/", {"format": "0", "resource": "99"}),
    ("import/", {}),
    ("process_import/", {"kept": "of another model", "file": "x", "confirm": "1"}),
]


def fields(model) -> list[str]:
    return [each.name for each in model._meta.get_fields() if getattr(each, "concrete", False)]


def every_field(model, value: str) -> str:
    """A form draws each of its fields, so one address tries them all."""
    return "&".join(f"{name}={value}" for name in fields(model))


@pytest.mark.parametrize("who", ["officer", "root"])
def test_no_odd_address_is_a_fault(world, who):
    client, faults = Client(raise_request_exception=False), []
    client.force_login(getattr(world, who))
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        asked = [base + page + odd for page in ("", "export/") for odd in ODD]
        asked += [f"{base}add/?{every_field(model, value)}" for value in NO_KEYS]
        asked += [f"{base}?{name}={value}" for name in fields(model) for value in NO_KEYS]
        typed = [("add/", dict.fromkeys(fields(model), value)) for value in NO_KEYS]
        answers = [(each, client.get(each)) for each in asked]
        answers += [(each, client.post(base + each, data)) for each, data in [*SENT, *typed]]
        faults += [f"{base} {each}" for each, answer in answers if answer.status_code >= 500]
    assert faults == []


def test_an_export_of_a_list_that_is_none_says_so(world):
    client = Client()
    client.force_login(world.officer)
    answer = client.get("/admin/projects/project/export/?anything=x", follow=True)
    assert answer.status_code == 200
    assert "筛选条件看不懂" in answer.content.decode()
