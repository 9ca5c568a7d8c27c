"""公开发布: what the office is shown before it signs is what the public reads afterwards."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from projects.errors import Refused
from projects.models import Event, Programme, TargetTerms
from supervision.actions import periods, releases
from supervision.desk.preview import BASIS, SIGNER, preview, rehearsed
from supervision.models import Period, ShownCard
from tests.admin.closed import close_september, corrected
from tests.factories import make_officer, moment
from tests.overriding import confirm, propose

pytestmark = pytest.mark.django_db

AT = "2023-11-07 10:00"
SIGNED = {"signer": "演示签发人", "basis": "演示纪要〔2023〕10号"}
PAGES = [
    "/2023/",
    "/2023/1/",
    "/2023/1/cards/2023-09/",
    "/2023/2/",
    "/2023/board/",
    "/2023/changes/2023-09/",
    "/2023/bulletins/",
    "/2023/bulletins/1/",
    "/2023/units/",
    "/2023/units/jy/",
    "/2023/sites/",
    "/2023/poster/",
    "/2023/changes/",
    "/2023/1/cards/2023-09/facts.json",
    "/2023/1/cards/2023-09/verdict.json",
    "/2023/status.csv?month=2023-09",
    "/2023/status.json?month=2023-09",
]


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def closed(world, sign_in, settings) -> Period:
    """September closed; an override, sentences, a promised day, a correction, a changed promise."""
    close_september(
        world, sign_in, settings, rooms_value="50", rooms_finish="2023-12-20", rooms_mode="total"
    )
    second = make_officer("second")
    override = propose(
        world.stranger_report.project, by=world.officer, at=moment("2023-10-11 09:00"),
        colour="yellow", reason="入户施工因汛期停工", basis="演示纪要9号",
    )  # fmt: skip
    confirm(override, moment("2023-10-11 10:00"), by=second)
    for project, text, signed in (
        (world.project, "已改造{{ 指标1.累计 }}，剩余在年底前完成。", True),
        (world.stranger_report.project, "还没有写好的话。", False),
    ):
        release = releases.draft_release(
            period=world.period, project=project, text=text, by=world.officer,
            at=moment("2023-10-11 09:00"),
        )  # fmt: skip
        if signed:
            at = moment("2023-10-11 11:00")
            releases.review_release(release=release, by=second, at=at)
            releases.sign_release(release=release, by=world.officer, at=at)
    corrected(world, "55", "2023-10-12")
    first = TargetTerms.objects.get(target=world.works)
    TargetTerms.objects.create(
        target=world.works, version=2, baseline=first.baseline, value=first.value,
        start=first.start, due="2024-01-31", approved_by="演示管委会", document="演示调整1号",
        meeting="演示会议", reason="用地手续延迟", effective="2023-10",
        recorded_at=moment("2023-10-13 09:00"),
    )  # fmt: skip
    return Period.everything.get(pk=world.period.pk)


def urls(period) -> tuple[str, str]:
    start = f"/admin/supervision/period/{period.pk}"
    return f"{start}/publish/", f"{start}/preview/"


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def outside(page: str) -> str:
    """A previewed page with its links turned back, and without what only a preview says."""
    page = re.sub(r'\s*<p class="demo" role="note"><strong>预览.*?</p>', "", page)
    link = re.compile(r'"(/admin/supervision/period/\d+/preview/[^"]*)"')
    return link.sub(lambda found: f'"{html.escape(public(found[1]))}"', page)


def public(address: str) -> str:
    return parse_qs(urlsplit(html.unescape(address)).query)["page"][0]


def without_ledger(page: str) -> str:
    """Nothing is recorded by a preview, so it cannot know the event's number and hash."""
    page = re.sub(r"<div><dt>操作留痕</dt>.*?</div>", "", re.sub(r"\s+", " ", page))
    page = re.sub(r'"number": \d+, "hash": "[0-9a-f]{64}"', "", page)
    return re.sub(r"\s+", " ", page)


def publish(period, by) -> None:
    periods.publish_month(period=period, by=by, at=moment(AT), **SIGNED)


@pytest.mark.parametrize("display", ["full", "words", "bar"])
def test_every_previewed_page_is_the_page_the_public_then_reads(
    office, client, world, closed, display
):
    Programme.everything.update(card_display=display)
    pages = [page for page in PAGES if display != "bar" or "cards" not in page]
    before = {page: text(office.get(urls(closed)[1], {"page": page})) for page in pages}
    publish(closed, world.officer)
    for page, shown in before.items():
        signed = shown.replace(SIGNER, SIGNED["signer"]).replace(BASIS, SIGNED["basis"])
        now_public = text(client.get(page)).replace("&amp;", "&")
        assert without_ledger(outside(signed).replace("&amp;", "&")) == without_ledger(now_public)


def test_the_table_says_what_the_bulletin_then_says(world, closed, client):
    found = preview(closed, moment(AT))
    publish(closed, world.officer)
    page = words(text(client.get("/2023/bulletins/1/")))
    assert found.bulletin.overall in page
    assert found.bulletin.data_version in page
    for row in found.rows:
        assert row.line.card.grade.name in page and row.line.sentence in page
    project = words(text(client.get("/2023/1/")))
    assert dict(found.rows[0].finish)["教室"].isoformat() == "2023-12-20"
    assert "2023年12月20日" in project


def test_the_page_shows_cards_as_shown_and_everything_that_comes_with_them(office, closed):
    shown = words(text(office.get(urls(closed)[0])))
    for said in (
        "第1期", "2023年11月7日", "数据截至 2023年9月30日", "没有填，公众页面不显示",
        "经认定 ：入户施工因汛期停工（会议纪要，演示纪要9号，到2023年10月止）", "按规则计算是",
        "定稿后更正过", "已改造55个，剩余在年底前完成。", "教室：承诺2023年12月20日完成",
        "没有签发的公开稿，只公开数字", "公开稿没有签发 1",
        "完成时限由2023年12月31日改为2024年1月31日",
    ):  # fmt: skip
        assert said in shown, said
    assert "还没有写好的话" not in shown


def test_a_preview_leaves_nothing_behind(office, world, closed):
    events, version = Event.objects.count(), closed.data_version
    for address in urls(closed):
        office.get(address, {"page": "/2023/1/"})
    closed.refresh_from_db()
    assert closed.published_at is None and closed.signer == ""
    assert closed.data_version == version
    assert not ShownCard.everything.exists()
    assert Event.objects.count() == events


def test_until_then_the_public_sees_none_of_it(office, client, closed):
    text(office.get(urls(closed)[1], {"page": "/2023/1/"}))
    assert client.get("/2023/1/cards/2023-09/").status_code == 404
    assert "已改造50间" not in text(client.get("/2023/1/"))
    assert "预览" not in text(client.get("/2023/1/"))


def test_a_previewed_file_is_open_to_no_other_site(office, client, world, closed):
    page = "/2023/1/cards/2023-09/facts.json"
    answer = office.get(urls(closed)[1], {"page": page})
    assert "Access-Control-Allow-Origin" not in answer
    assert "no-store" in answer["Cache-Control"]
    publish(closed, world.officer)
    assert client.get(page)["Access-Control-Allow-Origin"] == "*"


def test_links_of_a_preview_stay_in_the_preview(office, closed):
    shown = text(office.get(urls(closed)[1], {"page": "/2023/"}))
    assert f'href="{urls(closed)[1]}?page=%2F2023%2F1%2F"' in shown
    assert 'href="/about/"' in shown
    link = re.search(r'href="(/admin/[^"]*cards[^"]*)"', text(
        office.get(urls(closed)[1], {"page": "/2023/1/"})
    ))  # fmt: skip
    assert "为什么是" in text(office.get(html.unescape(link[1])))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/",
        "/2022/",
        "/2023/99/",
        "/admin/",
        "/2023/1/feedback/",
        "//evil.example/",
        "x",
        "/%00",
    ],
)
def test_only_pages_of_the_year_are_previewed(office, closed, page):
    answer = office.get(urls(closed)[1], {"page": page})
    assert answer.status_code == (200 if page in ("", "/") else 404)


def test_a_month_that_is_open_or_public_has_no_preview(office, world, closed):
    publish(closed, world.officer)
    assert office.get(urls(closed)[1], {"page": "/2023/"}).status_code == 302
    assert office.get(urls(closed)[0]).status_code == 302
    with pytest.raises(Refused, match="还没有公开的月份"), rehearsed(closed, moment(AT)):
        pass


@pytest.mark.parametrize("who", ["owner", "stranger", "colleague", "administrator"])
def test_nobody_else_looks_ahead(sign_in, world, closed, who):
    client = sign_in(getattr(world, who))
    for address in urls(closed):
        assert client.get(address, {"page": "/2023/"}).status_code == 404


def test_the_next_update_is_told_with_the_month(office, client, closed):
    act = urls(closed)[0]
    refused = office.post(act, {**SIGNED, "next_update": "2023-11-07"})
    assert refused.status_code == 400
    assert "下次更新要晚于今天" in refused.content.decode()
    refused = office.post(act, {**SIGNED, "next_update": "2099-01-01"})
    assert "下次更新2099年1月1日太远，请核对年份" in refused.content.decode()
    assert office.post(act, {**SIGNED, "next_update": "2023-11-13"}).status_code == 302
    assert "下次更新11月13日前" in text(client.get("/2023/"))
    closed.refresh_from_db()
    assert (closed.signer, closed.basis) == tuple(SIGNED.values())
    assert closed.published_at == moment(AT)


def test_a_day_that_came_before_the_month_did_is_told_to_nobody(office, client, closed):
    """Opened with a day in view, published after it: nothing is still to come on it."""
    Period.everything.filter(pk=closed.pk).update(next_update="2023-11-06")
    assert office.post(urls(closed)[0], SIGNED).status_code == 302
    closed.refresh_from_db()
    assert closed.next_update is None
    assert "下次更新" not in text(client.get("/2023/"))


def test_a_small_count_is_withheld_before_as_after(office, world, sign_in, settings):
    world.project.sensitive = True
    world.project.save()
    world.project.targets.update(people=True)
    close_september(world, sign_in, settings, rooms_value="5", rooms_mode="total")
    row = preview(Period.everything.get(pk=world.period.pk), moment(AT)).rows[0]
    assert row.line.card.actual is None and row.line.card.small
    assert "不公布" in words(text(office.get(urls(world.period)[0])))
