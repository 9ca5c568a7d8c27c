"""登记建成的点位: many places on one page, ticked or partly done, saved at once."""

from decimal import Decimal

import pytest

from projects.ledger.verification import rows as told_otherwise
from projects.models import Event, Site, SiteProgress
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites(world):
    """Two schools of one room each, and one of 29."""
    rows = [("演示甲校", 1), ("演示乙校", 1), ("演示丙校", 29)]
    return [Site.objects.create(target=world.rooms, name=n, quantity=q) for n, q in rows]


def page_of(world) -> str:
    return f"/admin/projects/site/built/{world.project.pk}/"


def test_several_are_ticked_and_one_is_partly_done_in_one_save(sign_in, world, sites):
    first, second, large = sites
    owner = sign_in(world.owner)
    shown = owner.get(page_of(world)).content.decode()
    assert "演示甲校" in shown and f'name="part-{first.pk}"' not in shown
    data = {
        "month": "2023年9月",
        f"whole-{first.pk}": "on",
        f"whole-{second.pk}": "on",
        f"part-{large.pk}": "１５个",
    }
    answer = owner.post(page_of(world), data)
    assert (answer.status_code, answer.url) == (302, fill_url(world.report))
    assert [*Site.objects.order_by("pk").values_list("done", flat=True)] == ["2023-09"] * 2 + [""]
    part = SiteProgress.objects.get()
    assert (part.site, part.month, part.built, part.by) == (large, "2023-09", 15, world.owner)
    event = Event.objects.first()
    assert event.action == "点位建成登记" and "2023年9月，建成2处，部分建成1处" in event.body
    assert not [said for said in told_otherwise() if said.startswith("点位进度")]


def test_all_of_a_large_one_makes_it_built(sign_in, world, sites):
    data = {"month": "2023-09", f"part-{sites[2].pk}": "29"}
    sign_in(world.owner).post(page_of(world), data)
    sites[2].refresh_from_db()
    assert sites[2].done == "2023-09" and not SiteProgress.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"part": "30"}, "一共29个，不能建成30"),
        ({"part": "1.5"}, "不是1个的整倍数"),
        ({"part": "约十五"}, "“约十五”不是数字"),
        ({"part": "-1"}, "是负数"),
        ({"part": "5", "month": "2023-11"}, "2023年11月还没有到"),
        ({"part": "5", "month": "九月"}, "不是月份"),
        ({"part": ""}, "没有要登记的点位"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(sign_in, world, sites, changes, why):
    data = {"month": changes.get("month", "2023-09"), f"part-{sites[2].pk}": changes["part"]}
    answer = sign_in(world.owner).post(page_of(world), {**data, f"whole-{sites[0].pk}": ""})
    assert answer.status_code == 400 and why in answer.content.decode()
    assert not SiteProgress.objects.exists() and not Site.objects.exclude(done="").exists()


def test_another_unit_s_list_is_not_there(sign_in, world, sites):
    data = {"month": "2023-09", f"whole-{sites[0].pk}": "on"}
    stranger = sign_in(world.stranger)
    assert stranger.get(page_of(world)).status_code == 404
    assert stranger.post(page_of(world), data).status_code == 404
    assert not Site.objects.exclude(done="").exists()


def test_a_place_of_another_project_is_not_marked(sign_in, world, sites):
    foreign = make_target(world.stranger_report.project, "户")
    other = Site.objects.create(target=foreign, name="演示户", quantity=1)
    data = {"month": "2023-09", f"whole-{other.pk}": "on", f"whole-{sites[0].pk}": "on"}
    sign_in(world.owner).post(page_of(world), data)
    other.refresh_from_db()
    assert other.done == ""


def test_the_form_says_what_the_places_add_up_to_and_leads_to_them(sign_in, world, sites):
    owner = sign_in(world.owner)
    data = {"month": "2023-09", f"whole-{sites[0].pk}": "on", f"part-{sites[2].pk}": "15"}
    owner.post(page_of(world), data)
    owner.post(fill_url(world.report), {**full_sheet(world, rooms_value="17"), "save": "1"})
    shown = owner.get(fill_url(world.report)).content.decode()
    assert "共3处，建成1处，已建成合计16个" in shown
    assert "合计16个，与填报的17个对不上" in shown
    assert shown.count(page_of(world)) == 2, "beside the box and beside the question"
    owner.post(page_of(world), {"month": "2023-09", f"whole-{sites[1].pk}": "on"})
    shown = owner.get(fill_url(world.report)).content.decode()
    assert "合计17个" in shown and "对不上" not in shown


def test_an_earlier_month_does_not_know_what_stood_later(world, sites):
    large = sites[2]
    for month, built in (("2023-08", 4), ("2023-09", 15)):
        large.progress.create(month=month, built=built, at=world.period.opened_at)
    found = {m: Site.objects.as_built(m).get(pk=large.pk) for m in ("2023-07", "2023-08")}
    assert [site.built for site in found.values()] == [Decimal(0), Decimal(4)]
