"""From a text that nobody tuned to, to the public list: nothing but the checking in between."""

import datetime as dt

import pytest
from django.core.management import call_command

from projects.actions.issue import unknown_units
from projects.drafting.actions import drafts, issuing
from projects.drafting.admin.piece_acts import with_limit_kept
from projects.drafting.models import Drafting
from projects.drafting.proposing import proposed
from projects.drafting.reading import read
from projects.drafting.whole_list import whole_of
from tests.drafting.scoring import NOTICES, load
from tests.factories import make_officer, make_unit, moment

pytestmark = pytest.mark.django_db
TEXTS = sorted(path.stem for path in (NOTICES / "tenth").glob("*.txt"))


def keep_limits(drafting, officer, at):
    """What the checking page's button does to each limit without a higher present."""
    for row in [row for row in drafting.passages.current() if row.is_project]:
        content = row.content
        for number, target in enumerate(content.project.targets, 1):
            content = with_limit_kept(content, number) if target.ceiling else content
        if content is not row.content:
            given = {"drafting": drafting, "key": row.key, "version": row.version, "at": at}
            drafts.save(content=content, by=officer, **given)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_becomes_a_list_to_the_letter(client, name):
    text, reference = load(NOTICES / "tenth" / f"{name}.txt")
    reading = read(text)
    given, officer = proposed(reading, 2025), make_officer()
    at = moment(f"{given.year}-02-20 09:00")
    drafting = drafts.start(
        year=given.year, title=given.title, authority="演示机关", document_number="",
        issued_on=None, origin=Drafting.Origin.ADOPTED, pieces=given.pieces, by=officer, at=at,
    )  # fmt: skip
    keep_limits(drafting, officer, at)
    rows = [row for row in drafting.passages.current() if row.is_project]
    drafts.take_all(drafting=drafting, keys=[row.key for row in rows], by=officer, at=at)
    whole = whole_of(drafting, list(drafting.passages.current()))
    for unit in unknown_units(whole):
        make_unit(unit)
    issuing.propose(
        drafting=drafting, document_number="演示1号", issued_on=dt.date(given.year, 2, 1),
        signer="演示签发人", approved_by="演示会议", by=officer, at=at,
    )  # fmt: skip
    programme = issuing.grant(drafting=drafting, by=make_officer("second"), at=at)
    assert programme.sections.get().text == reading.text
    assert programme.projects.count() == len(reference.projects)
    for project, read_one in zip(programme.projects.all(), reading.projects, strict=True):
        assert project.text == read_one.text
        for span in [span for target in project.targets.all() for span in target.spans.all()]:
            assert project.text[span.start : span.end] == span.excerpt
    assert client.get(f"/{given.year}/").status_code == 200
    call_command("verify_ledger")
