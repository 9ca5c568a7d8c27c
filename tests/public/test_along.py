"""Short lists read along with a project are whole instances, in their order."""

import pytest
from django.db.models import OuterRef

from projects.models import GuideLine, Project
from supervision.models import Feedback
from supervision.public.along import Along
from tests.factories import make_message, make_officer, make_project, moment

pytestmark = pytest.mark.django_db


def answered(project, at: str) -> Feedback:
    times = {"answered_at": moment(at), "closed_at": moment(at)}
    people = dict.fromkeys(("answered_by", "closed_by"), make_officer(f"officer-{at[8:10]}"))
    words = {"summary": "“路灯”\n不亮", "answer": "已修好。"}
    return make_message(project, state="answered", reason="solved", **times, **people, **words)


def test_they_come_with_their_times_their_truths_and_their_texts_to_the_letter(
    programme, django_assert_num_queries
):
    project, other = make_project(programme), make_project(programme)
    first, last = answered(project, "2023-10-11 10:00"), answered(project, "2023-10-20 23:30")
    GuideLine.objects.create(project=project, kind="who", text="残疾人家庭", confirmed_at=None)
    own = OuterRef("pk")
    answers = Feedback.public.filter(project=own).order_by("-answered_at")
    found = Project.everything.order_by("pk").annotate(
        answers=Along(answers, "summary", "answered_at"),
        lines=Along(GuideLine.objects.filter(project=own), "kind", "text", "confirmed_at"),
    )
    with django_assert_num_queries(1):
        mine, others = found.filter(pk__in=[project.pk, other.pk])
    assert [each.answered_at for each in mine.answers] == [last.answered_at, first.answered_at]
    assert mine.answers[0].summary == "“路灯”\n不亮"
    [line] = mine.lines
    assert (line.get_kind_display(), line.text, line.shown) == ("谁可以办", "残疾人家庭", "")
    assert others.answers == others.lines == []
