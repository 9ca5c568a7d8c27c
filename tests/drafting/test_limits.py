"""不超过 in a draft: named at once, mended by one click, never issued as growth."""

from dataclasses import replace

import pytest

from projects.drafting.list_sheets import TARGET
from projects.drafting.reading import read
from projects.values.numbers import CEILING
from tests.drafting.lists import AT, projects
from tests.drafting.test_checking import boxes, drafting, office, page, piece, said  # noqa: F401
from tests.drafting.test_issue import edit, propose, refusal
from tests.drafting.test_list_sheets import sent, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(drafting, officer):  # noqa: F811
    """The first target as a limit above what stands."""
    first, *rest = projects(drafting)[0].content.project.targets
    first = replace(first, baseline="375", value="537", comparison="at_most", due="2024-06-30")
    edit(drafting, officer, targets=(first, *rest))
    return drafting


def target(drafting):  # noqa: F811
    return projects(drafting)[0].content.project.targets[0]


def test_the_checking_page_names_it_and_one_click_makes_it_a_service(office, limited):  # noqa: F811
    shown = said(office.get(page(limited)))
    assert f"指标“托位”：{CEILING}" in shown
    assert shown.count("只要守住，改为常年服务") == 1
    row, before = projects(limited)[0], target(limited)
    office.post(piece(limited, row, "act/"), {"version": row.version, "held": 1})
    now = target(limited)
    assert (now.name, now.kind, now.value) == ("托位不超过537个", "service", "")
    assert (now.spans, now.due, now.task) == (before.spans, before.due, before.task)
    assert "只要守住" not in said(office.get(page(limited))) and CEILING not in said(
        office.get(page(limited))
    )


def test_no_other_target_is_made_one(office, limited):  # noqa: F811
    row = projects(limited)[0]
    for number in ("2", "9"):
        given = {"version": row.version, "held": number}
        answer = office.post(piece(limited, row, "act/"), given, follow=True)
        assert "不是只要守住的限额" in said(answer)
    assert projects(limited)[0].version == row.version


def test_the_open_boxes_offer_the_same_and_keep_what_was_typed(office, limited):  # noqa: F811
    row = projects(limited)[0]
    assert said(office.get(piece(limited, row))).count("只要守住，改为常年服务") == 1
    typed = boxes(office, limited, row) | {"t0-held": "on", "t0-name": "等候人数"}
    assert office.post(piece(limited, row), typed).status_code == 302
    assert (target(limited).name, target(limited).kind) == ("等候人数不超过537个", "service")
    assert not projects(limited)[0].content.taken


def test_it_is_not_put_forward(limited, officer):
    assert "指标“托位”：“不超过”从高于目标值的现状往下算" in refusal(
        lambda: propose(limited, officer)
    )


def test_a_sheet_may_bring_it_into_the_draft_where_it_is_named(client, officer, settings, drafting):  # noqa: F811
    settings.DEMO_CLOCK = AT
    client.force_login(officer)
    rows = sheet_of(drafting, "targets")
    rows[1][rows[0].index(TARGET["comparison"][0])] = "不超过"
    _, done = sent(client, drafting, "targets", rows)
    assert done.status_code == 302
    assert CEILING in said(client.get(page(drafting)))


@pytest.mark.parametrize(
    ("sentence", "doubted"),
    [
        ("群众投诉率不超过5%。", True),
        ("办理时限压缩至3个工作日以内。", True),
        ("万人失业率由4.8%降低到4.5%以内。", False),
        ("新建公园3处。", False),
    ],
)
def test_the_reader_asks_about_a_limit_without_a_higher_present(sentence, doubted):
    reading = read(f"2024年民生实事\n1. 提升服务。{sentence}\n2. 建场地。新建球场2个。")
    codes = [each.code for each in reading.checks if each.project == 0]
    assert ("limit" in codes) == doubted, reading.checks
