"""No public page of a list's making asks the database more than fifteen times, or more for more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.drafting.actions import candidates, issuing, opinions, proposals, stages
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.calling import deputies_key
from projects.drafting.models import Opinion, Proposal
from tests.drafting.consulted import LATER, decided, sent_out
from tests.drafting.lists import AT, projects
from tests.drafting.proposing import make_call, make_proposal, merged
from tests.drafting.test_issue import GIVEN, drafting, second  # noqa: F401
from tests.factories import make_unit

pytestmark = pytest.mark.django_db
MOST = 15
HERE = "/2024/making/"


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.DEMO_CLOCK = AT


def fill(drafting, officer, count: int, start: int = 0) -> None:  # noqa: F811
    """So many proposals, candidates and opinions, each decided and in public words."""
    sent = drafting.consultations.get()
    key = projects(drafting)[0].key
    for number in range(start, start + count):
        row = make_proposal(drafting, officer, f"第{number}件")
        made = merged(drafting, officer, row, title=f"第{number}件")
        said = [proposals.Words(row, f"类别{number}", f"第{number}件", "内容。", True)]
        proposals.word(drafting=drafting, words=said, by=officer, at=AT)
        word = Word(f"第{number}条。", key)
        code = "".join("abcdefghij"[int(sign)] for sign in f"{number:016}")
        opinion = opinions.leave(consultation=sent, code=code, word=word, at=AT)
        judged = [Judged(opinion, "not", "已有安排。", f"第{number}条")]
        opinions.rule(drafting=drafting, judged=judged, by=officer, at=AT)
        if number == 0:
            candidates.place(candidate=made, key=key, by=officer, at=AT)


def asked(client, paths) -> dict[str, int]:
    found = {}
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        found[path] = len(queries)
    assert {path: count for path, count in found.items() if count > MOST} == {}
    return found


def test_before_the_issue(client, drafting, officer):  # noqa: F811
    stages.begin(drafting=drafting, days={}, by=officer, at=AT)
    residents, deputies = make_call(drafting, officer), make_call(drafting, officer, "deputies")
    answers = {"title": "增设座椅", "content": "在车站设座椅。"}
    mine = proposals.leave(call=residents, code="b" * 16, answers=answers, name="", phone="", at=AT)
    sent_out(officer, make_unit("演示单位"), drafting=drafting, public=True, leaders=True)
    fill(drafting, officer, 2)
    heard = Opinion.objects.first().code
    paths = [
        HERE, f"{HERE}call/", f"{HERE}proposals/", f"{HERE}propose/",
        f"{HERE}propose/{deputies_key(deputies)}/", f"{HERE}follow/?code=x",
        f"{HERE}proposal/{mine.code}/", f"{HERE}consultations/1/",
        f"{HERE}consultations/1/opinion/", f"/making/opinions/{heard}/", "/feed/", "/sitemap.xml",
    ]  # fmt: skip
    few = asked(client, paths)
    fill(drafting, officer, 60, start=2)
    assert Proposal.objects.count() == 63
    many = asked(client, [*paths, f"{HERE}proposals/?page=2", f"{HERE}consultations/1/?page=2"])
    assert {path: (few[path], many[path]) for path in few if many[path] > few[path]} == {}


def test_after_it(client, drafting, officer, second):  # noqa: F811
    sent_out(officer, make_unit("演示单位"), drafting=drafting, public=True, reason="演示")
    fill(drafting, officer, 2)
    few_before = Opinion.objects.count()
    fill(drafting, officer, 20, start=2)
    decided(drafting, officer)
    issuing.propose(drafting=drafting, **GIVEN, by=officer, at=LATER)
    issuing.grant(drafting=drafting, by=second, at=LATER)
    counts = asked(client, [HERE, f"{HERE}1/", f"{HERE}2/", f"{HERE}consultations/1/", "/feed/"])
    assert few_before < Opinion.objects.count() and max(counts.values()) <= MOST
