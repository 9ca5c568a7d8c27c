"""A name that only looks different makes no second row, whoever types it."""

import pytest
from django.urls import reverse

from projects.models import LeadUnit
from tests.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["教育(演示)", "教育 （演示）"])
def test_a_form_refuses_a_unit_that_is_there_already(client, name):
    make_unit("教育（演示）")
    client.force_login(make_officer())
    typed = {"name": name, "short_name": "教育", "slug": "edu2", "since": "2023-01-01"}
    response = client.post(reverse("admin:projects_leadunit_add"), typed)
    assert "请写成“教育（演示）”" in response.content.decode()
    assert LeadUnit.objects.count() == 1
