"""Two officers merge the same proposal at once: one does, the other is told who was first."""

from functools import partial

from projects.drafting.actions import candidates
from projects.drafting.models import Candidate, Outcome
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_proposal, picked
from tests.drafting.racing import ON_POSTGRES, at_once
from tests.factories import make_officer

pytestmark = ON_POSTGRES


def test_one_of_two_merges_and_the_other_is_told():
    officers = [make_officer("one"), make_officer("two")]
    drafting = make_begun(officers[0])
    shown = picked(make_proposal(drafting, officers[0]))
    merge = partial(candidates.merge, drafting=drafting, picked=shown, title="充电桩", at=AT)
    _, told = at_once(*(partial(merge, by=officer) for officer in officers))
    assert len(told) == 1 and "在您打开以后由" in told[0]
    assert Candidate.objects.count() == Outcome.objects.count() == 1
