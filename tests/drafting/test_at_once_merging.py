"""Two officers merge the same proposal at once: one does, the other is told who was first."""

import threading

import pytest
from django.db import connection

from projects.drafting.actions import candidates
from projects.drafting.models import Candidate, Outcome
from projects.errors import Stale
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_proposal, picked
from tests.factories import make_officer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="one writer at a time waits for nobody's row"
    ),
]


def test_one_of_two_merges_and_the_other_is_told():
    officers = [make_officer("one"), make_officer("two")]
    drafting = make_begun(officers[0])
    row = make_proposal(drafting, officers[0])
    shown, ready, told = picked(row), threading.Barrier(2), []

    def press(officer):
        ready.wait()
        try:
            candidates.merge(drafting=drafting, picked=shown, by=officer, at=AT)
        except Stale as stale:
            told.append(str(stale))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1 and "在您打开以后由" in told[0]
    assert Candidate.objects.count() == Outcome.objects.count() == 1
