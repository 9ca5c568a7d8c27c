"""Every number, date and colour of each project, for every public month of the demonstration."""

import html
import re
from collections import defaultdict

import pytest

from projects.models import Programme
from projects.values.months import in_words, short
from supervision.actions.rewordings import withdraw_release
from supervision.briefing.leaders import leaders_page
from supervision.documents.slip_ledger import ledger
from supervision.models import Period, Release
from tests.factories import make_officer, moment
from tests.public.crawled import plain
from tests.public.test_no_contradictions import NUMBERS, badge, inside

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture
def months() -> list[Period]:
    return list(Period.public.order_by("month"))


def sheet(site, month: str) -> list[dict]:
    return site.client.get("/2023/status.json", {"month": month}).json()["rows"]


def by_month(site) -> dict[tuple[int, str], list[dict]]:
    found = defaultdict(list)
    for row in site.table("progress"):
        found[int(row["project"]), row["month"]].append(row)
    return found


def test_a_month_s_colour_is_one_on_card_board_bulletin_sheet_and_table(site, months):
    table = by_month(site)
    board = {
        (int(n), month): colour
        for colour, n, month in re.findall(
            r'class="badge (\w+)"\s+href="/2023/(\d+)/cards/(\d{4}-\d{2})/"', site["/2023/board/"]
        )
    }
    for period in months:
        month = period.month
        issued = site[f"/2023/bulletins/{period.bulletin_number}/"].split("<tr><td>")[1:]
        bulletin = {int(re.match(r"(\d+)<", row)[1]): badge(row) for row in issued}
        told = {row["number"]: row["colour"] or "unrated" for row in sheet(site, month)}
        for n in NUMBERS:
            colours = {
                "card": badge(site[f"/2023/{n}/cards/{month}/"]),
                "board": board[n, month],
                "sheet": told[n],
                **{row["target"]: row["card"] for row in table[n, month]},
            }
            if (n, month) not in since(site):
                colours["bulletin"] = bulletin[n]
            assert len(set(colours.values())) == 1, (n, month, colours)


def since(site) -> set[tuple[int, str]]:
    """The project's months that were told otherwise after their bulletin."""
    rows = site.table("corrections")
    return {(int(row["project"]), row["month"]) for row in rows if row["kind"] in ("更正", "认定")}


def test_a_month_s_figures_are_one_on_card_sheet_and_table(site, months):
    table, seen = by_month(site), 0
    for period in months:
        rows = defaultdict(list)
        for row in sheet(site, period.month):
            rows[row["number"]].append(row)
        for n in NUMBERS:
            page = site.plain(f"/2023/{n}/cards/{period.month}/").rpartition("各项指标")[2]
            assert len(rows[n]) == len(table[n, period.month])
            for told, row in zip(rows[n], table[n, period.month], strict=True):
                assert plain(f"指标：{row['target']}") in plain(told["task"]), (n, period)
                assert told["due"] == row["due"] and told["kind"], (n, period)
                for mine, theirs in (("percent", "percent"), ("points", "points")):
                    number = told[theirs] if isinstance(told[theirs], int | float) else None
                    assert (float(row[mine]) if row[mine] else None) == number, (n, row)
                if row["kind"] == "quantity" and row["value"]:
                    done = abs(float(row["value"]) - float(row["baseline"] or 0))
                    assert float(row["value"]) == told["total_done"], (n, row)
                    name = plain(row["target"])
                    assert name in page, (n, period, row["target"], page[:200])
                    own = page.split(name, 1)[1][:60]
                    assert done in map(float, NUMBER.findall(own)), (n, row, own)
                    seen += 1
    assert seen > 90


def test_a_deadline_is_one_on_page_calendar_and_table(site):
    """As it stood when a month was judged, and as it stands now; moved ones name both."""
    calendar = site["/2023/promises.ics"].replace("\r\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8}).*?SUMMARY:(.*?)\r?\n", calendar, re.DOTALL)
    for row in last(site):
        page = site.plain(f"/2023/{row['project']}/")
        assert in_full_of(row["due_now"]) in page, row
        if row["due"] != row["due_now"]:
            assert "原定" in page and in_full_of(row["due"]) in page, row
        if row["kind"] != "service":
            compact = row["due_now"].replace("-", "")
            named = {day for day, said in days if f"{row['target']}完成" in said}
            assert named == {compact}, row


def in_full_of(day: str) -> str:
    year, month, number = map(int, day.split("-"))
    return f"{year}年{month}月{number}日"


def last(site) -> list[dict]:
    return [row for row in site.table("progress") if row["month"] == "2023-09"]


def test_a_unit_s_day_is_one_on_page_sheet_papers_and_table(site):
    at = moment("2023-11-07 10:00")
    period = Period.everything.select_related("programme").get(month="2023-09")
    remarks = defaultdict(str)
    for row in sheet(site, "2023-09"):
        remarks[str(row["number"])] += row["remark"]
    promised = defaultdict(set)
    for row in last(site):
        page = site[f"/2023/{row['project']}/"]
        told = re.findall(r'承诺\s*<time datetime="([\d-]+)"', page)
        assert (row["promised"] in told) is bool(row["promised"]), row
        if row["promised"]:
            promised[row["project"]].add(row["promised"])
            assert f"承诺完成时间{row['promised']}" in remarks[row["project"]], row
        for day in row["broken"].split():
            assert f"原承诺{short_day(day)}" in plain(page), row
    assert sum(map(len, promised.values())) >= 6
    for each in leaders_page(period, at).behind:
        words, number = each.words["承诺时间"], str(each.card.project.number)
        days = {short_day(day) for day in promised[number]}
        assert words.partition("（")[0].partition("；")[0] in days or words.startswith("未承诺")
        assert words.startswith("未承诺") is not bool(days), number
    for row in ledger(Programme.everything.get(year=2023), at.date()).rows:
        day = row.cells["承诺完成时间"].partition("；")[0]
        number = str(row.slip.project.number)
        assert not day or day in promised[number], row.cells
        assert day or row.slip.closed_at or not promised[number], row.cells


def short_day(day: str) -> str:
    _, month, number = map(int, day.split("-"))
    return f"{month}月{number}日"


def test_what_comes_next_is_one_on_home_calendar_and_bulletin(site):
    """The bulletin stays as issued: what was moved since is known by its newest plan."""
    home = plain(inside(site["/"], 'id="coming"', "</section>"))
    count = int(re.search(r"10月应兑现(\d+)项", site.plain("/"))[1])
    issued = re.search(r"计划完成(\d+)个节点：(.*?)。", site.plain("/2023/bulletins/7/"))
    names = re.findall(r"“(.*?)”", issued[2])
    stages = {(row["target"], row["stage"]): row for row in site.table("stages") if not row["done"]}
    due = {key for key, row in stages.items() if row["planned_now"] == "2023-10"}
    moved = {key for key, row in stages.items() if row["planned_now"] != row["planned"]}
    assert moved == {("生活垃圾中转站建设", "试运行")}
    assert {stage for _, stage in due} == {*names} and int(issued[1]) == len(names)
    listed = re.findall(r"<li>.*?</li>", inside(site["/"], 'id="coming"', "</section>"))
    by_unit = [each for each in listed if "责任单位承诺10月" in each and "：" not in plain(each)]
    assert count == len(listed) == len(names) + len(by_unit)
    assert all(f"{target}：{stage}" in home for target, stage in due)


def test_a_place_s_month_is_one_on_its_page_its_project_s_and_in_the_table(site):
    for row in site.table("places"):
        page, state = plain(site[row["path"]]), row["state"]
        if state == "planned":
            when = in_words(row["planned_now"])
            assert f"计划{when}" in page or f"现定{when}" in page, row
        if row["planned"] != row["planned_now"]:
            assert f"最初承诺{in_words(row['first_planned'])}" in page, row
        if state == "open":
            assert f"{in_words(row['done'])}完成" in page, row


def test_a_stage_s_month_is_one_on_page_and_in_the_table(site):
    for row in site.table("stages"):
        page = html.unescape(site[f"/2023/{row['project']}/"])
        block = page.split(f"<h3>{row['target']}</h3>")[1].split("</section>")[0]
        line = next(each for each in block.split("<li") if f"<b>{row['stage']}</b>" in each)
        line = plain(f"<li{line}")
        if row["done"]:
            assert f"已完成·{short(row['done'])}" in line, row
        elif row["planned_now"] != row["planned"]:
            assert f"现定{in_words(row['planned_now'])}（原定{short(row['planned'])}）" in line, row
        else:
            assert f"计划{short(row['planned'])}" in line, row


def test_the_table_of_corrections_tells_all_that_its_page_and_the_feeds_tell(site):
    release = Release.public.filter(project__number=7).order_by("-period__month").first()
    withdraw_release(
        release=release, reason="演示：措辞有误", hidden=False, by=make_officer("rewording"),
        at=moment("2023-11-05 10:00"),
    )  # fmt: skip
    rows, page = site.table("corrections"), site.plain("/2023/corrections/")
    shown = site["/2023/corrections/"]
    articles = len(re.findall(r'<article class="correction"', shown))
    changed = len(re.findall(r'<div class="promise-change"', shown))
    entries = {(row["kind"], row["project"], row["published"], row["note"]) for row in rows}
    assert len(entries) == articles + changed
    kinds = {row["kind"] for row in rows}
    assert kinds >= {"更正", "承诺调整", "公开文字"} | ({"认定"} if site.changed else set())
    for row in rows:
        assert plain(row["note"]) in page and in_full_of(row["published"]) in page, row
        for side in ("before", "after"):
            for said in row[side].split("；"):
                assert plain(said.partition("：")[2] or said) in page, (row, said)
        feed = site.plain(f"/2023/{row['project']}/feed/")
        assert plain(row["note"]) in feed, row
