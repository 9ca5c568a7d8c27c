"""What last year left is offered as proposals: its words and its place, never who wrote it."""

import pytest

from config.last_year import messages, promises_not_kept
from projects.drafting.sources import offered
from supervision.actions.feedback import close
from tests.factories import (
    make_message,
    make_officer,
    make_programme,
    make_project,
    make_unit,
    moment,
)

pytestmark = pytest.mark.django_db


def test_messages_come_without_their_senders_and_without_those_that_were_none():
    programme = make_programme()
    lights = make_project(programme, unit=make_unit(), number=12)
    kept = make_message(lights, text="想要书房。\n还要座位。", name="老张", phone="0537-1")
    abuse = make_message(lights, text="骂人的话。")
    close(feedback=abuse, reason="abusive", by=make_officer(), at=moment("2023-10-06 09:00"))
    found = list(messages(programme.year + 1))
    assert [(each.source, each.key, each.title) for each in found] == [
        ("message", f"feedback {kept.pk}", "想要书房。")
    ]
    assert f"第{lights.number}项" in found[0].said
    assert not any(word in str(found) for word in ("老张", "0537"))
    assert list(messages(programme.year)) == []


def test_promises_not_kept_say_what_was_promised_and_done(year):
    found = list(promises_not_kept(2024))
    assert found and {each.source for each in found} == {"undone"}
    assert len({each.key for each in found}) == len(found)
    assert all("上年承诺" in each.content and "2023年" in each.said for each in found)
    assert list(promises_not_kept(2031)) == []


def test_drafting_is_handed_both(year):
    assert {each.source for each in offered(2024)} >= {"undone"}
