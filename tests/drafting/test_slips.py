"""What looks like a slip is asked about at its place; a list's wrong year is told once."""

from dataclasses import replace

import pytest

from projects.drafting.actions import drafts
from projects.drafting.models import Drafting
from projects.drafting.whole_list import unlikely
from projects.values.lacking import lacking
from projects.values.promises import ProjectText, TargetText, TaskText, WholeList
from tests.drafting.lists import AT, make_drafting, projects, whole_pieces

TEXT = "1. 提高覆盖率。覆盖率由80%提高到95%。投诉降到30件。"
SPANS = {"grows": ((9, 21),), "falls": ((22, 28),)}


def target(said: str = "falls", **kw) -> TargetText:
    usual = {
        "name": "覆盖率", "kind": "coverage", "measure": "%", "baseline": "80", "value": "95",
        "start": "2024-01", "due": "2024-12-31", "spans": SPANS[said],
    }  # fmt: skip
    return TargetText(**{**usual, **kw})


def project(*targets: TargetText) -> ProjectText:
    return ProjectText(
        number=1, title="提高覆盖率", text=TEXT, category="健康", lead="演示局", targets=targets,
        tasks=(TaskText(1, "", "投诉降到30件。"),),
    )  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "150"}, "是覆盖率，写着150%，超过100%"),
        ({"value": "90", "baseline": "180"}, "写着180%，超过100%"),
        ({"value": "75", "said": "grows"}, "原文说“提高”，目标值75却小于基数80"),
        ({"value": "75", "comparison": "at_least"}, "要求不少于，目标值75却小于基数80"),
        ({"due": "2025-06-30"}, "的完成时限是2025-06-30，不在2024年之内"),
        ({"kind": "service", "value": "", "baseline": "", "due": "2025-06-30"}, "不在2024年"),
        ({}, ""),
        ({"value": "100"}, ""),
        ({"value": "75"}, ""),
        ({"kind": "quantity", "measure": "件", "value": "150"}, ""),
        ({"value": "", "due": "年底"}, ""),
    ],
)
def test_what_is_hardly_meant_is_asked_about(changes, said):
    found = "".join(unlikely(project(target(**changes)), 2024))
    assert said in found and bool(found) == bool(said)


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "80"}, "的目标值不能与基数80相同"),
        ({"due": "2023-06-30"}, "起算月份和完成时限要在2024年前后"),
        ({"due": "2034-06-30"}, "起算月份和完成时限要在2024年前后"),
    ],
)
def test_what_cannot_be_is_told_as_lacking(changes, said):
    one, other = target(**changes), target(name="另一个")
    whole = WholeList(2024, "名称", "机关", "文号1", projects=(project(one, other),))
    assert [each.at for each in lacking(whole) if said in each.text] == [0]


@pytest.mark.once
def test_a_year_that_no_target_is_of_is_told_once():
    own = project(target(), target(name="另一个"))
    whole = WholeList(2027, "名称", "机关", "文号1", projects=(own, replace(own, number=2)))
    said = [each for each in lacking(whole) if "年前后" in each.text]
    assert [each.at for each in said] == [None]
    assert "清单登记为2027年，4个指标却都不在这一年前后（如“覆盖率”自2024-01至" in said[0].text


@pytest.mark.django_db
def test_the_checking_page_and_the_issue_s_ask_both(client, officer):
    client.force_login(officer)
    drafting = make_drafting(officer, pieces=whole_pieces(2024), title="2023年民生实事")
    (row,) = projects(drafting)
    (own,) = row.content.project.targets
    wrong = replace(own, kind="coverage", measure="%", value="150")
    drafts.save(drafting=drafting, key=row.key, version=1, by=officer, at=AT,
                content=replace(row.content.with_targets((wrong,)), taken=False))  # fmt: skip
    for page in ("change", "issue"):
        shown = client.get(f"/admin/drafting/drafting/{drafting.pk}/{page}/").content.decode()
        assert "指标“球场”是覆盖率，写着150%，超过100%，请核对。" in shown
        assert "清单的名称写着2023年，登记为2024年，请核对年份。" in shown
    assert (
        "收下没有疑问的"
        not in client.get(f"/admin/drafting/drafting/{drafting.pk}/change/").content.decode()
    )


@pytest.mark.django_db
def test_a_text_of_another_year_is_entered_as_the_year_that_was_typed(client, officer):
    client.force_login(officer)
    text = "2023年民生实事清单\n1. 建书房。新建书房2处。\n2. 建公园。新建公园3处。"
    start = "/admin/drafting/drafting/start/"
    page = client.post(start, {"origin": "own", "text": text, "year": "2025"}, follow=True)
    shown = page.content.decode()
    assert Drafting.objects.get().year == 2025
    assert shown.count("请核对年份") == 1 and "写着2023年，登记为2025年" in shown
