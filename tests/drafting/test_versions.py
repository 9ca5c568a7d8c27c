"""稿: a version is frozen for good, and any two are told apart piece by piece."""

from dataclasses import replace

import pytest

from projects.drafting.actions import drafts, issuing
from projects.drafting.models import Draft
from projects.errors import Refused
from tests.drafting.lists import AT, make_drafting, pieces, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafting(officer):
    return make_drafting(officer)


def edited(drafting, officer) -> None:
    """The first project's figure and lead changed, the second taken out, a third put in."""
    act = {"drafting": drafting, "by": officer, "at": AT}
    first, second = projects(drafting)
    content = first.content.with_text(first.content.text.replace("537", "540"))
    target = replace(content.project.targets[0], value="540")
    project = replace(
        content.project, lead="演示卫健局", targets=(target, *content.project.targets[1:])
    )
    drafts.save(**act, key=first.key, version=1, content=replace(content, project=project))
    drafts.remove(**act, key=second.key, version=1)
    drafts.add(**act, after=None, content=drafts.empty_project(drafting))


def test_a_version_stays_as_it_was_whatever_is_edited_after(drafting, officer):
    before = "".join(row.content.text for row in pieces(drafting))
    draft = issuing.freeze(drafting=drafting, note="送领导", by=officer, at=AT)
    edited(drafting, officer)
    again = Draft.objects.get(pk=draft.pk)
    assert "".join(row.content.text for row in again.passages()) == before
    assert (again.number, again.note) == (1, "送领导")


def test_two_versions_are_told_apart_on_a_page(drafting, officer, client):
    client.force_login(officer)
    here = f"/admin/drafting/drafting/{drafting.pk}/drafts/"
    assert "还没有存过稿" in client.get(here).content.decode()
    client.post(here, {"note": "送领导"})
    assert "没有差别" in client.get(here).content.decode()
    edited(drafting, officer)
    page = client.get(here).content.decode()
    assert "牵头单位：演示教育局→演示卫健局" in page
    assert "指标“托位”：375—537个，2024-12-31→375—540个，2024-12-31" in page
    assert "开发公益岗位549个　删去" in page and "新增" in page
    assert "<del>537</del><ins>540</ins>" in page
    client.post(here, {"note": "送党工委"})
    assert "没有差别" in client.get(f"{here}?from=2&to=now").content.decode()
    assert "3处" in client.get(f"{here}?from=1&to=2").content.decode()
    for bad in ("?from=9", "?to=x", "?from=%00"):
        assert client.get(here + bad).status_code == 404


def test_nothing_is_frozen_of_nothing_or_of_what_is_over(drafting, officer):
    for row in pieces(drafting):
        drafts.remove(drafting=drafting, key=row.key, version=1, by=officer, at=AT)
    with pytest.raises(Refused, match="还没有文字"):
        issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    drafts.drop(drafting=drafting, reason="不要了", by=officer, at=AT)
    with pytest.raises(Refused, match="已作废"):
        issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
