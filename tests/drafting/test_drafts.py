"""A draft list: begun from a reading, edited and cleared, every revision kept."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from projects.drafting.actions import drafts
from projects.drafting.models import Drafting, Passage
from projects.errors import Refused, Stale
from projects.models import Event
from tests.drafting.lists import AT, HEAD, JOBS, PLACES, TAIL, make_drafting, pieces, projects
from tests.factories import make_programme, named_in_an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafting(officer):
    return make_drafting(officer)


def act(officer, drafting, row, **kw):
    return {
        "drafting": drafting, "key": row.key, "version": row.version, "by": officer, "at": AT, **kw
    }  # fmt: skip


def test_the_pieces_one_after_the_other_are_the_text_to_the_letter(drafting):
    assert "".join(row.content.text for row in pieces(drafting)) == (
        HEAD + PLACES + "\n" + JOBS + TAIL
    )
    assert [row.is_project for row in pieces(drafting)] == [False, True, False, True, False]


def test_what_was_read_is_proposed_and_nothing_is_taken(drafting):
    places, jobs = (row.content for row in projects(drafting))
    assert not places.taken
    assert places.project.lead == "演示教育局"
    assert places.project.partners == ("演示卫健局",)
    assert places.project.supports == ("演示财政局",)
    assert "几个牵头单位（演示教育局、演示卫健局）" in places.doubts[1]
    first, second = places.project.targets
    assert (first.baseline, first.value, first.comparison) == ("375", "537", "at_least")
    assert (first.start, first.due, second.due) == ("2024-01", "2024-12-31", "2024-09-30")
    assert [each.part_of for each in jobs.project.targets] == ["", "公益岗位", "公益岗位"]
    assert places.project.remarks == ((PLACES.index("示范园"), "示范园", "疑为错字。"),)
    assert [(each.why, PLACES[each.start : each.end]) for each in places.asides] == [
        ("年龄", "65岁")
    ]


def test_a_year_has_one_list_on_its_way_and_none_beside_an_issued_one(officer, drafting):
    with pytest.raises(Refused, match="2024年清单已经在编制"):
        make_drafting(officer)
    drafts.drop(drafting=drafting, reason="重来", by=officer, at=AT)
    assert make_drafting(officer).pk != drafting.pk
    make_programme(2023)
    with pytest.raises(Refused, match="2023年清单已经印发"):
        make_drafting(officer, year=2023)


def test_an_edit_adds_a_revision_and_one_event(officer, drafting):
    row = projects(drafting)[0]
    before = Event.objects.count()
    content = replace(row.content, project=replace(row.content.project, category="教育"))
    saved = drafts.save(**act(officer, drafting, row, content=content))
    assert (saved.key, saved.version) == (row.key, 2)
    assert Event.objects.count() == before + 1
    assert projects(drafting)[0].content.project.category == "教育"
    assert drafting.passages.filter(key=row.key).count() == 2
    assert drafts.save(**act(officer, drafting, saved, content=content)) == saved


def test_two_who_edit_one_piece_never_overwrite_each_other(officer, drafting):
    row = projects(drafting)[0]
    drafts.save(**act(officer, drafting, row, content=replace(row.content, taken=True)))
    with pytest.raises(Stale, match="被演示officer改过"):
        drafts.save(**act(officer, drafting, row, content=replace(row.content, city=False)))


def test_edited_text_keeps_its_figures_tasks_and_doubts_in_place(drafting):
    content = projects(drafting)[0].content
    edited = content.with_text(
        content.text.replace("增加托位。", "年内增加普惠托位。").replace("建成1所", "建成2所")
    )
    first, second = edited.project.targets
    said = [edited.text[slice(*each)] for each in (*first.spans, *second.spans)]
    assert said == ["新增托位162个", "托位总数达到537个", "建成2所示范园"]
    assert edited.project.tasks[1].text == "建成2所示范园。"
    assert edited.text[edited.asides[0].start : edited.asides[0].end] == "65岁"
    assert edited.project.remarks[0][1] == "示范园"


def test_pieces_are_moved_removed_and_put_back(officer, drafting):
    first, second = projects(drafting)
    drafts.move(**act(officer, drafting, second, up=True))
    assert [row.key for row in projects(drafting)] == [second.key, first.key]
    with pytest.raises(Refused, match="已经在最后"):
        drafts.move(**act(officer, drafting, projects(drafting)[1], up=False))
    drafts.remove(**act(officer, drafting, projects(drafting)[0]))
    assert [row.key for row in projects(drafting)] == [first.key]
    drafts.restore(drafting=drafting, key=second.key, by=officer, at=AT)
    assert [row.key for row in projects(drafting)] == [second.key, first.key]
    with pytest.raises(Refused, match="没有删去"):
        drafts.restore(drafting=drafting, key=second.key, by=officer, at=AT)


def test_new_pieces_fit_between_any_two_for_ever(officer, drafting):
    blank = drafts.empty_project(drafting)
    assert blank.project.number == 3
    after = projects(drafting)[0].key
    for _ in range(25):
        row = drafts.add(drafting=drafting, after=after, content=blank, by=officer, at=AT)
        keys = [each.key for each in pieces(drafting)]
        assert keys.index(row.key) == keys.index(after) + 1


def test_a_piece_read_anew_becomes_several(officer, drafting):
    row, *others = projects(drafting)
    two = [replace(row.content, text="甲"), replace(row.content, text="乙")]
    drafts.read_again(**act(officer, drafting, row, pieces=two))
    assert [each.content.text for each in projects(drafting)][:2] == ["甲", "乙"]
    assert projects(drafting)[2].key == others[0].key


def test_all_that_are_named_are_taken_at_once(officer, drafting):
    keys = [row.key for row in pieces(drafting)]
    assert drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT) == 2
    assert all(row.content.taken for row in projects(drafting))
    with pytest.raises(Refused, match="没有要收下的"):
        drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)


def test_a_dropped_draft_is_left_as_it_is(officer, drafting):
    with pytest.raises(Refused, match="写明原因"):
        drafts.drop(drafting=drafting, reason=" ", by=officer, at=AT)
    drafts.drop(drafting=drafting, reason="重来", by=officer, at=AT)
    row = projects(drafting)[0]
    with pytest.raises(Refused, match="已作废"):
        drafts.save(**act(officer, drafting, row, content=replace(row.content, taken=True)))


def test_the_head_is_written_with_what_it_was_before(officer, drafting):
    given = {"title": "新名称", "authority": "演示区政府", "document_number": "", "issued_on": None}
    drafts.describe(drafting=drafting, **given, by=officer, at=AT)
    drafting.refresh_from_db()
    assert drafting.title == "新名称"
    assert "发布机关：演示管委会→演示区政府" in Event.objects.order_by("-number")[0].body
    count = Event.objects.count()
    drafts.describe(drafting=drafting, **given, by=officer, at=AT)
    assert Event.objects.count() == count


def test_revisions_are_only_added_and_the_ledger_knows_them(officer, drafting, capsys):
    row = projects(drafting)[0]
    named_in_an_event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.filter(pk=row.pk).update(body="{}")
    call_command("verify_ledger")
    Drafting.objects.update(title="改过")
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert "清单编制" in capsys.readouterr().out
