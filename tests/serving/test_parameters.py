"""The one list of public pages and their parameters covers every address there is."""

import dataclasses

from django.urls import get_resolver

from projects.pages.addresses import LIST, PARAMETERS
from supervision.public.lists import ListQuery

# Never kept: each a decision. Forms with a cookie of their own or a tap; health is asked of now.
NEVER = {
    "healthz", "feedback", "feedback-follow", "feedback-receipt", "place-seen", "propose",
    "propose-as-deputy",
    "making-receipt", "making-opinion",
    "proposal-follow", "proposal",
}  # fmt: skip


def names(patterns) -> set[str]:
    """The public addresses by name: not those of the admin, signing in among them."""
    found = set()
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace is None and str(pattern.pattern) != "admin/":
                found |= names(pattern.url_patterns)
        else:
            found.add(pattern.name)
    return found


def test_every_public_address_is_listed_or_never_kept():
    assert names(get_resolver().url_patterns) <= {*PARAMETERS} | NEVER


def test_nothing_is_listed_that_has_no_address():
    assert {*PARAMETERS} <= names(get_resolver().url_patterns)


def test_the_lists_query_is_made_of_the_listed_parameters():
    assert {field.name for field in dataclasses.fields(ListQuery)} == {*LIST}
