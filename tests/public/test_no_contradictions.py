"""The whole demonstration, crawled: what one page says of a number, date or colour, all say."""

import datetime as dt
import re
from collections import Counter

import pytest

from projects.drafting.actions.corrections import Corrected, decide_correction, propose_correction
from projects.models import Programme, Project, Target
from supervision.models import Report
from supervision.yearend.summary import summary
from tests.factories import make_officer, moment
from tests.public.crawled import Site, plain
from tests.public.test_broken_promises import send

pytestmark = pytest.mark.django_db
NUMBERS, AT = range(1, 23), moment("2023-11-07 10:00")
COLOURS = ("blue", "yellow", "red", "unrated")


def inside(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


def latest(site: Site) -> list[dict]:
    return [row for row in site.table("progress") if row["month"] == "2023-09"]


def badge(text: str) -> str:
    return re.search(r'class="badge (\w+)"', text)[1]


def rows(site: Site) -> dict[int, str]:
    found = re.split(r'<li class="row">', inside(site["/"], 'class="rows"', "</ol>"))[1:]
    return {int(re.search(r'class="num">(\d+)', row)[1]): row for row in found}


def test_a_colour_is_the_same_wherever_it_stands(site):
    tiles = dict(
        (int(number), colour)
        for colour, number in re.findall(
            r'class="(\w+)" href="/2023/(\d+)/"', inside(site["/"], 'class="tiles"', "</ol>")
        )
    )
    listed = {number: badge(row) for number, row in rows(site).items()}
    opened = {n: badge(inside(site[f"/2023/{n}/"], 'class="standing"', "</p>")) for n in NUMBERS}
    cards = {n: badge(site[f"/2023/{n}/cards/2023-09/"]) for n in NUMBERS}
    board = {
        n: re.findall(
            rf'class="badge (\w+)"\s+href="/2023/{n}/cards/2023-09/"', site["/2023/board/"]
        )
        for n in NUMBERS
    }
    bulletin = {
        int(re.match(r"(\d+)<", row)[1]): badge(row)
        for row in site["/2023/bulletins/7/"].split("<tr><td>")[1:]
    }
    searched = {
        n: badge(inside(site[f"/search/?q=第{n}项"], 'class="hits"', "</li>")) for n in NUMBERS
    }
    sheet = {
        row["number"]: row["colour"] for row in site.client.get("/2023/status.json").json()["rows"]
    }
    table = {int(row["project"]): row["card"] for row in latest(site)}
    assert tiles == listed == opened == cards == searched == sheet == table
    assert {n for n in NUMBERS if bulletin[n] != tiles[n]} == site.changed  # it stays as issued
    since = site.plain("/2023/bulletins/7/").split("本期公布以后")[-1]
    for n in site.changed:
        for told in (since, site.plain("/2023/corrections/"), site.plain(f"/2023/{n}/")):
            assert "更正" in told or "经认定" in told, n
        assert tiles[n] == "blue"
    assert {n: [tiles[n]] for n in NUMBERS} == board
    counts = Counter(tiles.values())
    for path in ("/", "/2023/poster/", "/2023/board/", "/feed/"):
        said = site.plain(path)
        words = {"blue": "按序时推进", "yellow": "进度偏慢", "red": "进度滞后"}
        for colour, word in words.items():
            told = rf"{counts[colour]}(件|个)?(蓝牌|黄牌|红牌)?{word}|{word}{counts[colour]}"
            assert re.search(told, said), (path, word)


def test_a_card_s_words_are_the_same_wherever_it_stands(site):
    """提前完成 of the list is no 按序时推进 among the units or in the tiles of the poster."""
    listed = {
        n: plain(re.search(r'class="badge \w+">(.*?)</span>', row, flags=re.DOTALL)[1])
        for n, row in rows(site).items()
    }
    assert {"提前完成", "超序时推进"} <= {words.removeprefix("蓝牌") for words in listed.values()}
    badges = re.findall(
        r'href="/2023/(\d+)/">\d+\. [^<]*</a>.*?class="badge \w+">(.*?)</span>',
        site["/2023/units/"], flags=re.DOTALL,
    )  # fmt: skip
    assert {int(n): plain(words) for n, words in badges} == listed
    for path in ("/", "/2023/poster/", "/2023/embed/"):
        tiles = inside(site[path], 'class="tiles"', "</ol>")
        told = re.findall(
            r'href="[^"]*/2023/(\d+)/".*?unseen">(.*?)</span>', tiles, flags=re.DOTALL
        )
        assert {int(n): plain(words).split("，")[-1] for n, words in told} == listed, path


def test_the_first_sentence_is_the_same_on_page_search_sheet_and_places(site):
    leads = {}
    for n in NUMBERS:
        lead = leads[n] = inside(site[f"/2023/{n}/"], '<p class="lead">', "</p>")
        assert f'content="{lead}"' in site[f"/2023/{n}/"]
        assert lead in site[f"/2023/{n}/sheet/"]
        assert f'class="hit-answer">{lead}</p>' in site[f"/search/?q=第{n}项"]
    for path in paths_of_places(site):
        for number, lead in re.findall(
            r'href="/2023/(\d+)/">.*?整个项目：(.*?)</p>', site[path], flags=re.DOTALL
        ):
            assert lead == leads[int(number)], path


def paths_of_places(site: Site) -> list[str]:
    return sorted({row["path"] for row in site.table("places")})


def test_a_date_is_the_same_on_page_sheet_and_places(site):
    place = site[paths_of_places(site)[0]]
    everyone = inside(place, 'class="everyone"', "</ol>").split("<li>")[1:]
    told = {int(re.search(r"/2023/(\d+)/", each)[1]): plain(each) for each in everyone}
    assert len(told) == 19
    parts = {n for n, said in told.items() if "属于“" in said}
    assert len(parts) == 4
    for n in NUMBERS:
        page = site[f"/2023/{n}/"]
        whens = re.findall(r'<span class="when \w+">(.*?)</span>', page)
        sheet = site.plain(f"/2023/{n}/sheet/")
        for when in whens:
            assert plain(when) in sheet, n
            assert n not in told or n in parts or plain(when) in told[n], n
        lead = plain(inside(page, '<p class="lead">', "</p>"))
        essentials = plain("".join(whens))
        for day in re.findall(r"要求(.{3,12}?)前完成", lead):
            assert f"{day}前" in essentials, n
        for day in re.findall(r"责任单位承诺(.{3,12}?)完成", lead):
            assert f"承诺{day}完成" in essentials, n


def test_a_figure_and_its_bar_are_the_same_on_list_page_and_files(site):
    told = {row["number"]: [] for row in []}
    for row in latest(site):
        told.setdefault(int(row["project"]), []).append(row)
    for n, row in rows(site).items():
        page = site[f"/2023/{n}/"]
        bars = re.findall(r'class="bar".*?aria-label="([^"]+)"', row)
        assert bars == re.findall(r'class="bar".*?aria-label="([^"]+)"', page)[:1], n
        figure = plain(inside(row, 'class="row-far"', "</div>"))
        if found := re.search(r"(\d[\d.]*)／(\d[\d.]*)", figure):
            done, total = found.groups()
            assert f"{done}／{total}" in plain(page.split('id="targets"')[1]), n
            values = [
                float(each["value"]) - float(each["baseline"] or 0)
                for each in told[n]
                if each["value"]
            ]
            values += [float(each["part"]) for each in told[n] if each["part"]]
            assert float(done) in (*values, round(sum(values), 2)), n


@pytest.mark.parametrize("sort", ["behind", "done"])
def test_the_order_of_the_list_is_that_of_the_figures_in_its_rows(site, sort):
    listed = inside(site[f"/2023/?sort={sort}"], 'class="rows"', "</ol>")
    told = []
    for row in re.split(r'<li class="row">', listed)[1:]:
        bar = re.search(r'aria-label="完成([\d.]+)%，计划([\d.]+)%"', row)
        points = bar and round(float(bar[1]) - float(bar[2]), 1)
        told.append((badge(row), points if sort == "behind" else bar and -float(bar[1])))
    known = [each for each in told if each[1] is not None]
    assert told[: len(known)] == known and len(known) > 18
    figures = [each for _, each in known]
    assert figures == sorted(figures)
    hidden = [COLOURS[::-1].index(colour) for colour, each in told[len(known) :]]
    assert hidden == sorted(hidden, reverse=sort == "done") or len({*hidden}) == 1


def test_a_share_on_the_board_is_the_one_of_the_month_s_story(site):
    shares = re.compile(
        r'href="/2023/(\d+)/cards/2023-(\d+)/".*?</a><small>([\d.]+)%</small>', flags=re.DOTALL
    )
    board = {
        (int(n), int(month)): share for n, month, share in shares.findall(site["/2023/board/"])
    }
    told = {
        (n, int(month)): share
        for n in NUMBERS
        for share, month in re.findall(
            r"完成([\d.]+)%，[^看]*看(\d+)月依据", site.plain(f"/2023/{n}/").split("逐月进展")[-1]
        )
    }
    assert len(told) > 100
    assert {key: board[key] for key in told} == told


def test_promises_are_counted_alike_on_home_rows_and_in_the_table(site):
    said = plain(inside(site["/"], 'class="promise-sum"', "</p>"))
    words = {
        "done": "已完成",
        "fine": "跟上计划",
        "behind": "慢于计划",
        "waiting": "未到时间",
        "pending": "待定",
    }
    home = {
        state: int(found[1])
        for state, word in words.items()
        if (found := re.search(rf"{word}(\d+)", said))
    }
    wholes = dict(
        Target.published.filter(part_of__isnull=False).values_list("name", "part_of__name")
    )
    seen = {}
    for row in latest(site):
        key = row["project"], wholes.get(row["target"], row["target"])
        seen.setdefault(key, []).append(row["state"])
    assert all(len({*states}) == 1 for states in seen.values() if len(states) > 1)
    counts = Counter(states[0] for states in seen.values())
    judged = Counter({state: home[state] for state in ("done", "fine", "behind") if state in home})
    assert judged == Counter({state: counts[state] for state in judged})
    assert sum(home.values()) == int(re.search(r"共(\d+)项承诺", said)[1])


def test_a_place_stands_alike_in_the_index_on_its_page_and_in_the_file(site):
    index = dict(
        (path, state)
        for state, path in re.findall(r'<li class="(\w+)"><a href="([^"]+)"', site["/2023/places/"])
    )
    by_path = {}
    for row in site.table("places"):
        by_path.setdefault(row["path"], []).append(row)
    assert index.keys() == by_path.keys()
    for path, found in by_path.items():
        vows = re.findall(r'<li class="vow (\w+)"', site[path])
        assert Counter(vows) == Counter(row["state"] for row in found), path
        open_ones = [row for row in found if row["project"] != "10"]
        if "late" in (row["state"] for row in open_ones):
            assert index[path] == "late"
        for row in found:
            listed = inside(site[f"/2023/{row['project']}/"], f'href="{path}"', "</li>")
            assert ("尚未完成" in listed) is (row["state"] == "late"), path


def news(site: Site, path: str, kind: str) -> dict[int, str]:
    """By project what a feed's entries of a kind tell."""
    entries = re.findall(r"<entry>.*?</entry>", site[path], flags=re.DOTALL)
    found = (re.search(rf"<title>{kind}：第(\d+)项", entry) for entry in entries)
    return {int(each[1]): plain(e) for each, e in zip(found, entries, strict=True) if each}


def test_a_promise_not_kept_is_told_alike_on_pages_in_feeds_and_in_files(site):
    report = Report.objects.get(period__month="2023-08", project__number=16)
    day, at = dt.date(2023, 8, 31), moment("2023-09-06 10:00")
    send(report, Target.published.get(project__number=16), day, at)
    broken = {int(row["project"]): row["broken"] for row in latest(site) if row["broken"]}
    assert broken[16] == "2023-08-31"
    for n in NUMBERS:
        told = news(site, f"/2023/{n}/feed/", "承诺未兑现")
        assert (n in told) is (n in broken), n
        assert ("，未兑现" in site.plain(f"/2023/{n}/")) is (n in broken), n
    sheet = site.client.get("/2023/status.json").json()["rows"]
    assert {row["number"] for row in sheet if "未兑现" in row["remark"]} == broken.keys()
    assert news(site, "/feed/", "承诺未兑现").keys() == broken.keys()
    assert "原承诺2023年8月31日完成" in news(site, "/feed/", "承诺未兑现")[16]
    for path in ("/2023/16/", "/2023/16/sheet/", "/2023/board/"):
        assert "原承诺8月31日，未兑现" in site.plain(path), path


def test_a_text_s_correction_is_told_alike_on_pages_in_feeds_and_in_files(site):
    given = Corrected("宏祥路一松岩机械", "宏祥路—松岩机械", "演示管委会", "演示更正1号",
                      dt.date(2023, 6, 1))  # fmt: skip
    project = Project.everything.get(number=20)
    row = propose_correction(project=project, given=given, by=make_officer("typing"), at=AT)
    decide_correction(correction=row, confirmed=True, reason="", by=make_officer("reading"), at=AT)
    for path in ("/feed/", "/2023/20/feed/", "/2023/20/", "/2023/corrections/"):
        told = site.plain(path)
        assert given.excerpt in told and f"更正为“{given.corrected}”" in told, path
    rows = [each for each in site.table("corrections") if each["kind"] == "原文"]
    told = [(each["project"], each["before"], each["after"]) for each in rows]
    assert told == [("20", given.excerpt, given.corrected)]


def test_the_unit_s_day_is_the_same_in_the_file_and_in_the_year_s_summary(site):
    promised = {
        (row["project"], row["target"]): row["promised"] for row in latest(site) if row["promised"]
    }
    lines = summary(Programme.everything.get(year=2023), AT).lines
    told = {
        (str(line.project.number), each.name): each.finish
        for line in lines
        for each in line.targets
        if each.finish
    }
    assert told and told == promised


def test_a_city_task_that_is_the_promise_is_not_counted_twice(site):
    for n in (7, 14):
        aside = site.plain(f"/2023/{n}/").rsplit("市级任务", 1)[1]
        told = aside.split("数据说明", 1)[0]
        assert "市里给的任务和这项承诺是同一个数" in told and "已完成" not in told


def test_one_version_of_the_data_is_named_everywhere(site):
    version = site.client.get("/2023/status.json").json()["about"]["data_version"]
    assert {row["version"] for row in latest(site)} == {version}
    assert (version in site["/2023/bulletins/7/"]) is not bool(site.changed)
    for path in (
        "/2023/poster/",
        "/2023/data/",
        "/2023/12/",
        "/2023/12/sheet/",
    ):
        assert version in site[path], path
    for month in ("2023-03", "2023-08"):
        about = site.client.get("/2023/status.json", {"month": month}).json()["about"]
        own = {row["version"] for row in site.table("progress") if row["month"] == month}
        assert own == {about["data_version"]}


def test_people_served_are_the_same_on_page_and_in_both_files(site):
    for row in latest(site):
        if not row["served"]:
            continue
        page = site.plain(f"/2023/{row['project']}/")
        assert f"累计服务{row['served']}" in page
        sheet = site.client.get("/2023/status.json").json()["rows"]
        told = [str(each["total_done"]) for each in sheet if each["number"] == int(row["project"])]
        assert any(f"服务{row['served']}" in each for each in told)


def test_a_share_is_told_in_what_it_covers_wherever_it_stands(site):
    """40个村已覆盖18个村: in list, page, card, bulletin, sheet and search."""
    shares = [row for row in latest(site) if row["part"]]
    assert {(row["project"], row["part"], row["whole"]) for row in shares} >= {("16", "18", "40")}
    sheet = site.client.get("/2023/status.json").json()["rows"]
    for row in shares:
        n, part, whole, unit = (row[key] for key in ("project", "part", "whole", "counted_in"))
        told = f"{part}／{whole}{unit}"
        assert told in site.plain(f"/2023/{n}/").split("做到哪一步")[1], n
        assert told in site.plain(f"/2023/{n}/cards/2023-09/"), n
        remarks = "".join(each["remark"] for each in sheet if each["number"] == int(n))
        assert f"{whole}{unit}中已覆盖{part}{unit}" in remarks, n
    village = "承诺覆盖40个村，截至9月底已覆盖18个村，比计划少14个村"
    for path in ("/2023/16/", "/2023/16/sheet/", "/search/?q=第16项"):
        assert village in site.plain(path), path
    for path in ("/", "/2023/bulletins/7/"):
        assert "18／40个村" in site.plain(path), path
    card = site.plain("/2023/16/cards/2023-09/")
    assert "计划覆盖32个村，已覆盖18个村，比计划少14个村" in card and "再完成6个村即可转黄" in card
    assert "农村生活污水治理14→18个村（+4）" in site.plain("/2023/changes/2023-09/")


def test_the_promise_that_decides_stands_in_the_bulletin_as_in_the_list(site):
    table = site["/2023/bulletins/7/"].split("<tr><td>")[1:]
    told = {int(re.match(r"(\d+)<", row)[1]): row for row in table}
    for n, row in rows(site).items():
        if n in site.changed or not (bar := re.search(r'class="bar".*?aria-label="([^"]+)"', row)):
            continue
        percent = re.search(r"完成</?[^>]*>?([\d.]+)%|([\d.]+)%", bar[1])
        shown = re.search(r'data-label="完成">([^<]*)<', told[n])[1]
        assert shown == f"{percent[1] or percent[2]}%", n


def test_no_page_shows_a_placeholder_that_was_not_filled(site):
    paths = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", site["/sitemap.xml"])
    paths = [path for path in paths if "/cards/" not in path]
    assert len(paths) > 100
    assert [path for path in [*paths, "/feed/"] if "{{" in site[path]] == []
