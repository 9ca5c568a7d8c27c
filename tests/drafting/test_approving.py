"""审定: the decision on a version; what is issued is that version to the letter."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.drafting.actions import approving, drafts, issuing
from projects.drafting.models import Approval
from projects.drafting.voting import Count, result
from projects.ledger import verification
from tests.drafting.consulted import LATER, decided, sent_out
from tests.drafting.lists import AT, projects
from tests.drafting.test_issue import (  # noqa: F401
    GIVEN,
    drafting,
    edit,
    propose,
    refusal,
    second,
)
from tests.factories import moment

pytestmark = pytest.mark.django_db
IN_FEBRUARY = {"issued_on": dt.date(2024, 2, 2)}


def counts(drafting, *ballots):  # noqa: F811
    keys = [row.key for row in projects(drafting)]
    return tuple(Count(key, *each) for key, each in zip(keys, ballots, strict=True))


def vote(drafting, officer, *ballots, places=1, total=100):  # noqa: F811
    kw = {"kind": "vote", "body": "演示区人大", "meeting": "第三次会议", "places": places}
    return decided(drafting, officer, ballots=total, counts=counts(drafting, *ballots), **kw)


def test_the_approved_version_is_issued_to_the_letter(drafting, officer, second):  # noqa: F811
    decided(drafting, officer)
    asked = propose(drafting, officer, approved_by="别的机关", meeting="别的会")
    assert (asked.approved_by, asked.meeting) == ("演示党工委", "2024年第3次党工委会议")
    programme = issuing.grant(drafting=drafting, by=second, at=LATER)
    assert programme.sections.get().text == "".join(
        row.content.text for row in drafting.approvals.get().draft.passages()
    )
    assert list(verification.rows()) == []


def test_what_was_edited_since_is_refused_by_its_name(drafting, officer):  # noqa: F811
    decided(drafting, officer)
    row = next(row for row in drafting.passages.current() if not row.is_project)
    drafts.save(
        drafting=drafting, key=row.key, version=row.version, by=officer, at=AT,
        content=replace(row.content, text=row.content.text + "附言"),
    )  # fmt: skip
    wrong = refusal(lambda: propose(drafting, officer))
    assert "与审定的第1稿不一致：“关于印发2024年民生实事项目的通知" in wrong


def test_a_list_that_was_sent_out_is_not_issued_undecided(drafting, officer):  # noqa: F811
    sent_out(officer, leaders=True, drafting=drafting)
    early = lambda: decided(drafting, officer, at=moment("2024-01-31 23:00"))  # noqa: E731
    assert "到1月31日才截止" in refusal(early)
    asked = lambda: issuing.propose(drafting=drafting, **GIVEN, by=officer, at=AT)  # noqa: E731
    assert "还没有登记审定" in refusal(asked)


def test_of_a_vote_those_chosen_are_what_is_issued(drafting, officer, second):  # noqa: F811
    vote(drafting, officer, (90, 5, 5), (60, 40, 0))
    assert "票决未选上" in refusal(lambda: propose(drafting, officer))
    row = projects(drafting)[1]
    drafts.remove(drafting=drafting, key=row.key, version=row.version, by=officer, at=LATER)
    propose(drafting, officer)
    programme = issuing.grant(drafting=drafting, by=second, at=LATER)
    assert [each.title for each in programme.projects.all()] == ["增加托位"]


def test_a_tie_is_named_and_holds_until_a_row_with_its_reason(drafting, officer):  # noqa: F811
    approval = vote(drafting, officer, (70, 30, 0), (70, 20, 10))
    one, other = (row.key for row in projects(drafting))
    assert approval.result.tied == (one, other)
    assert "票数相同" in refusal(lambda: propose(drafting, officer))

    def decide(keys, reason="再次投票"):
        return approving.decide_tie(
            approval=approval, keys=keys, reason=reason, by=officer, at=LATER
        )

    assert "还有1个名额" in refusal(lambda: decide([one, other]))
    assert "理由" in refusal(lambda: decide([one], " "))
    assert "只能从" in refusal(lambda: decide([999]))
    decide([other])
    assert Approval.objects.get().result.chosen == (other,)
    assert "没有票数相同" in refusal(lambda: decide([one]))
    assert list(verification.rows()) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counts": ()}, "没有填票数"),
        ({"places": 3}, "只有2项"),
        ({"places": 0}, "应选项数"),
        ({"ballots": 50}, "多于收回的50票"),
        ({"kind": "party"}, "不填票数"),
        ({"kind": "x"}, "审定方式"),
        ({"held_on": dt.date(2024, 3, 1)}, "晚于今天"),
        ({"held_on": dt.date(2023, 3, 1)}, "早于开始"),
        ({"meeting": " "}, "机关和会议"),
    ],
)
def test_ballots_that_cannot_be_are_refused(drafting, officer, changes, sentence):  # noqa: F811
    given = {
        "kind": "vote", "body": "演示区人大", "meeting": "第三次会议", "places": 1, "ballots": 100,
        "counts": counts(drafting, (60, 40, 0), (50, 50, 0)), **changes,
    }  # fmt: skip
    assert sentence in refusal(lambda: decided(drafting, officer, **given))
    assert not Approval.objects.exists()


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=12),
    st.integers(1, 12),
    st.integers(1, 20),
)
def test_no_more_are_chosen_than_there_are_places_and_none_without_a_majority(yes, places, ballots):
    counts = [Count(at, votes, 0, 0) for at, votes in enumerate(yes)]
    found = result(counts, places, ballots)
    votes = dict(enumerate(yes))
    assert len(found.chosen) + found.open <= places
    assert all(2 * votes[key] > ballots for key in (*found.chosen, *found.tied))
    assert bool(found.tied) == (found.open > 0)
    standing = sum(2 * each > ballots for each in yes)
    assert len(found.chosen) + found.open == min(places, standing)
    left = [v for k, v in votes.items() if k not in (*found.chosen, *found.tied)]
    worst = min((votes[key] for key in found.chosen), default=None)
    assert worst is None or all(v <= worst or 2 * v <= ballots for v in left)
    chosen = result(counts, places, ballots, found.tied[: found.open])
    assert not chosen.tied and len(chosen.chosen) == min(places, standing)


def test_the_issue_s_page_shows_the_decision_and_asks_for_it_no_more(
    client, drafting, officer, settings  # noqa: F811
):  # fmt: skip
    settings.DEMO_CLOCK = LATER
    client.force_login(officer)
    here = f"/admin/drafting/drafting/{drafting.pk}/issue/"
    assert "还没有登记审定" in client.get(here).content.decode()
    decided(drafting, officer)
    page = client.get(here).content.decode()
    assert "现在的清单与它一字不差" in page and 'name="approved_by"' not in page
    given = {"propose": "1", "document_number": "演示管发〔2024〕3号", "issued_on": "2024-02-01",
             "signer": "演示签发人"}  # fmt: skip
    assert client.post(here, given).status_code == 302
    assert drafting.drafts.last().issue.meeting == "2024年第3次党工委会议"
