"""docs/fields.md says of each field what is so."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import BooleanField

from tests import fields
from tests.admin.addresses import ADMIN, DISTRICT, OFFICE, OWNER, admitted
from tests.admin.conftest import CLOCK, make_world
from tests.admin.one_of_each import one_of_each
from tests.admin.test_reach import PAGES

PAGE = Path(__file__).resolve().parent.parent / "docs/fields.md"


@pytest.mark.once
@pytest.mark.django_db
def test_the_page_says_what_models_and_forms_say(client, settings):
    settings.DEMO_CLOCK = CLOCK
    world = make_world()
    keys, found = one_of_each(world), {}
    for who in (OWNER, OFFICE, ADMIN, DISTRICT):
        client.force_login(getattr(world, who))
        for address, people in PAGES.items():
            if admitted(who, people):
                answer = client.get(address.format(**keys))
                if answer.headers["Content-Type"].startswith("text/html"):
                    given = fields.boxes(answer.content.decode())
                    found.setdefault(address.partition("?")[0], {})[who] = given
    made = fields.text(found)
    if os.environ.get("FIELDS") == "write":
        PAGE.write_text(made)
    assert PAGE.read_text() == made, "FIELDS=write .venv/bin/pytest tests/test_fields.py"


def test_every_field_that_is_graded_exists():
    for table in (fields.PERSONAL, fields.SECRET):
        for label, names in table.items():
            assert names and set(names.split()) <= {
                field.name for field in apps.get_model(label)._meta.local_fields
            }, label


def test_what_sounds_personal_or_secret_is_graded():
    """A new telephone or token is graded, or this fails."""
    telling = ("phone", "email", "password", "secret", "token", "ip_address", "user_agent")
    ungraded = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if any(word in field.name for word in telling)
        and not (field.remote_field or isinstance(field, BooleanField))
        and not fields.grade(model._meta.label_lower, field.name)
    ]
    assert ungraded == ["projects.leadunit.phone"]  # a unit's own, for the public to ring


def test_boxes_are_those_of_forms_that_are_posted():
    page = (
        '<form method="get"><input name="q"></form><form method="post">'
        '<input type="hidden" name="h"><textarea name="t-12"></textarea><select name="s"></select>'
        '<input type="submit" name="go"><input name="off" disabled></form><input name="out">'
    )
    assert fields.boxes(page) == ["s", "t-N"]
