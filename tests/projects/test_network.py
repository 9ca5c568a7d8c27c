"""Whose address counts: what our proxies vouch for, and nothing a stranger writes."""

import pytest
from django.test import RequestFactory

from projects.models import SignIn
from projects.values.network import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "<script>", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_an_address_counts_as_far_as_our_proxies_vouch(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == address


def test_the_access_log_and_the_lock_see_the_person_behind_the_proxy(client, db, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(6):
        answer = client.post(
            "/admin/login/",
            {"username": "nobody", "password": "wrong"},
            HTTP_X_FORWARDED_FOR="9.9.9.9" if number < 5 else "8.8.8.8",
        )
    assert answer.status_code == 200  # another person is not locked out
    assert set(SignIn.objects.values_list("address", flat=True)) == {"9.9.9.9", "8.8.8.8"}
