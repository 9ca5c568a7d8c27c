"""What makes kept copies of public pages out of date: every act but those no page can show."""

import pytest
from django.urls import reverse

from projects.ledger.chain import record
from projects.models import LedgerHead
from supervision.actions import periods
from tests.factories import make_programme, make_user, moment
from tests.public.months import SIGNED, make_month

AT = moment("2023-10-12 10:00")


def published() -> int:
    return LedgerHead.objects.get(pk=1).published


@pytest.mark.django_db
def test_an_act_moves_the_published_version_to_its_own_number():
    event = record(action="演示", by=None, at=AT)
    assert published() == event.number


@pytest.mark.django_db
def test_an_act_that_no_page_can_show_leaves_it():
    before = record(action="演示", by=None, at=AT)
    record(action="报送", by=None, at=AT, public=False)
    assert published() == before.number


@pytest.mark.django_db
def test_publishing_a_month_moves_it():
    period = make_month(make_programme(), stage="closed")
    before = published()
    periods.publish_month(period=period, by=None, at=AT, **SIGNED)
    assert published() > before


@pytest.mark.django_db
def test_an_edit_in_the_admin_moves_it(client):
    programme = make_programme(state="draft")
    client.force_login(make_user("root", is_superuser=True))
    before = published()
    address = reverse("admin:projects_programme_change", args=[programme.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in values.items() if value not in (None, False)}
    sections = {"sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}
    answer = client.post(address, {**given, **sections, "card_display": "bar"})
    assert answer.status_code == 302
    assert published() > before
