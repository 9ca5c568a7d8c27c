"""A unit promises a day for a stage that is not done: kept, refused, shown, recorded."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from projects.models.guard import guard, lift
from supervision.models import StageFinish, Submission
from tests.admin.test_review import review_url
from tests.admin.typed import fill_url, full_sheet
from tests.admin.workbook import book as b

pytestmark = pytest.mark.django_db


def field(world, name: str) -> str:
    stage = world.works.milestones.get(name=name)
    return f"{world.works.pk}-finish-{stage.pk}"


def hand_in(sign_in, world, **days):
    typed = full_sheet(world) | {field(world, name): day for name, day in days.items()}
    return sign_in(world.owner).post(fill_url(world.report), {**typed, "submit": "1"})


def test_a_day_is_kept_with_its_stage_and_read_by_the_office(sign_in, world):
    assert hand_in(sign_in, world, 验收="2023-12-20").status_code == 302
    kept = StageFinish.objects.get()
    assert (kept.reading.target, kept.milestone.name) == (world.works, "验收")
    assert kept.day.isoformat() == "2023-12-20" and kept.reading.finish is None
    shown = sign_in(world.officer).get(review_url(kept.reading.submission))
    assert "验收2023年12月20日" in shown.content.decode()


def test_a_day_changed_behind_the_ledger_is_refused_and_found(sign_in, world):
    hand_in(sign_in, world, 验收="2023-12-20")
    with pytest.raises(DatabaseError), transaction.atomic():
        StageFinish.objects.update(day="2023-12-31")
    lift("supervision_stagefinish")
    StageFinish.objects.update(day="2023-12-31")
    guard("supervision_stagefinish")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=said, stderr=said)
    assert "节点承诺完成时间" in said.getvalue()


@pytest.mark.parametrize(
    ("name", "day", "words"),
    [
        ("验收", "年底", "节点“验收”“年底”不是日期"),
        ("验收", "2023-08-31", "节点“验收”“2023-08-31”早于本次填报的月份"),
        ("招标", "2023-12-20", "节点“招标”已经填了完成月份，请清空它的承诺完成时间。"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_box(sign_in, world, name, day, words):
    shown = hand_in(sign_in, world, **{name: day}).content.decode()
    assert f"工程：{words}" in shown
    assert f'box-wrong" id="box-{field(world, name)}"' in shown and f'value="{day}"' in shown
    assert not Submission.objects.exists()


def test_the_workbook_brings_it_in_and_takes_it_out_again(sign_in, world):
    owner = sign_in(world.owner)
    book = b.download(owner, world)
    b.fill(book, "节点：验收", 承诺完成时间="2023年12月20日")
    b.confirm(owner, world, b.upload(owner, world, book))
    stage = world.works.milestones.get(name="验收")
    assert b.figures(world, world.works)[f"finish-{stage.pk}"] == "2023-12-20"
    book = b.download(owner, world)
    assert b.cell(book, "节点：验收", "承诺完成时间").value == "2023-12-20"
    b.fill(book, "节点：验收", 承诺完成时间="2023-08-31")
    [said] = b.problems(owner, world, book)
    assert "早于本次填报的月份" in said
