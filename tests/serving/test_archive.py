"""One zip of a year: pages that open by double click, sheets, the ledger and its proof."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command

from projects.errors import Refused
from projects.ledger.chain import link, record
from projects.models import Event, Programme
from supervision.models import CardPolicy
from supervision.public.replay import standalone
from supervision.static_site.reading import Site
from supervision.yearend import archive as archiving
from tests.factories import make_message, make_programme, make_project, moment
from tests.finished import accepted
from tests.public.months import make_card, quantity
from tests.rules.factories import EXAMPLE, judge

pytestmark = pytest.mark.django_db
ORIGIN = "http://www.example.cn"
LINKING = {"href", "src", "action", "srcset", "poster", "data"}


def make(target: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("archive_year", "2023", *options, output=str(target), address=ORIGIN, stdout=said)
    return said.getvalue()


@pytest.fixture
def told(year):
    """The year with an acceptance, so that the ledger has links."""
    record(action="亮牌规则启用", by=None, at=moment("2023-01-31 09:00"),
           rows=CardPolicy.objects.all())  # fmt: skip
    accepted(year, year.kept)
    return year


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Where the one whole archive of these tests is kept: it takes seconds to make."""
    return tmp_path_factory.mktemp("archive")


@pytest.fixture
def whole(shelf, request) -> Path:
    """The archive, inside included, with what was said when it was made."""
    if not (shelf / "a.zip").exists():
        request.getfixturevalue("told")
        (shelf / "said").write_text(make(shelf / "a.zip"))
        (shelf / "event").write_text(Event.objects.latest("number").body)
        with zipfile.ZipFile(shelf / "a.zip") as packed:
            packed.extractall(shelf / "unpacked")
    return shelf


@pytest.fixture
def folder(whole) -> Path:
    return whole / "unpacked"


@pytest.fixture
def without_pages(monkeypatch):
    monkeypatch.setattr(archiving.Offline, "read", lambda offline: None)


class Links(HTMLParser):
    """Links and the marks they may lead to, by a reader of its own."""

    def __init__(self, text: str):
        super().__init__()
        self.found, self.marks = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.marks.add(given.get("id"))
        if given.get("rel") != "canonical":
            self.found += [value for name, value in attrs if name in LINKING and value]


def test_every_link_leads_to_a_file_inside_or_to_the_web(folder):
    waiting, seen, wrong, outside = [folder / "index.html"], set(), [], set()
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        text = file.read_text() if file.suffix in (".html", ".css") else ""
        found = Links(text).found if file.suffix == ".html" else re.findall(r"url\(([^)]+)\)", text)
        for each in found:
            parts = urlsplit(each)
            if parts.scheme in ("http", "https", "tel", "data"):
                outside.add(each)
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if parts.query or not target.is_file() or not target.is_relative_to(folder):
                wrong.append((str(file.relative_to(folder)), each))
                continue
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in Links(target.read_text()).marks, (file, each)
            waiting.append(target)
    assert wrong == []
    names = {str(file.relative_to(folder)) for file in seen}
    assert (
        "公开网页/2023/1/index.html" in names
        and "公开网页/_asked/view=large/2023/index.html" in names
    )
    assert "公开网页/2023/1/cards/2023-12/facts.json" in names
    assert any(name.startswith("公开网页/static/public/tokens") for name in names)
    assert f"{ORIGIN}/search/" in outside


def test_the_home_link_leads_to_the_year_and_other_years_to_the_live_site(told, tmp_path):
    make_project(make_programme(2024), number=1)
    make(tmp_path / "a.zip", "--public")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        page = packed.read("公开网页/2023/1/index.html").decode()
        assert '<a class="brand" href="../index.html">' in page
        assert not [name for name in packed.namelist() if "/2024/" in name]


def test_the_sums_name_every_other_file_rightly(folder):
    lines = (folder / "sha256.txt").read_text().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {str(each.relative_to(folder)): each for each in folder.rglob("*") if each.is_file()}
    assert set(sums) == set(files) - {"sha256.txt"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest, name


def test_the_ledger_inside_is_the_whole_chain_and_can_be_checked_by_hand(folder):
    previous = "0" * 64
    lines = (folder / "内部/操作留痕.jsonl").read_text().splitlines()
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        assert (event["number"], event["previous"]) == (number, previous)
        previous = link(previous, number, event["body"])
        assert event["hash"] == previous
    assert [json.loads(json.loads(line)["body"])["action"] for line in lines] == [
        "亮牌规则启用", "验收登记", "验收确认",
    ]  # fmt: skip
    assert f"第{number}号 {previous}" in (folder / "说明.txt").read_text()
    assert "留痕链条：无误" in (folder / "内部/核验报告.txt").read_text()


def test_the_recipe_of_the_readme_works_as_it_stands(folder):
    text = (folder / "说明.txt").read_text()
    recipe = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    script = "\n".join(recipe[recipe.index("import hashlib, json") :])
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == json.loads(
        (folder / "内部/操作留痕.jsonl").read_text().splitlines()[-1]
    )["hash"]  # fmt: skip


def test_a_card_is_replayed_by_the_file_inside_alone(folder):
    card = folder / "公开网页/2023/2/cards/2023-12"
    program = folder / "核验/replay_card.pyz"
    command = [sys.executable, "-I", "-S", program, card / "facts.json", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    told = json.loads((card / "verdict.json").read_text())
    assert json.loads(ran.stdout)["digest"] == told["digest"]


def test_the_stand_alone_file_refuses_and_helps_in_words(tmp_path):
    file = tmp_path / "replay_card.pyz"
    file.write_bytes(standalone())
    (tmp_path / "facts.json").write_text(json.dumps(EXAMPLE))

    def run(*given):
        command = [sys.executable, "-I", "-S", file, *given]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    assert json.loads(run("facts.json", "--json").stdout) == judge(EXAMPLE)
    refused = run("none.json")
    assert (refused.returncode, refused.stderr) == (1, "none.json：读不到这个文件。\n")
    assert "按事实文件重算亮牌" in run("--help").stdout


def test_what_is_public_holds_nothing_private(told, tmp_path, settings):
    """A resident's words and number, causes, officials' names, small counts of a sensitive one."""
    told.programme.feedback = True
    told.programme.save()
    message = make_message(told.kept, text="我家门口的灯不亮", name="演示居民", phone="13900001111")
    quiet = make_project(told.programme, number=3, title="康复救助", sensitive=True)
    period = told.programme.periods.get(month="2023-12")
    few = quantity("救助", readings={"2023-12": "7"}, target="50", measure="人",
                   plan={f"2023-{month:02d}": "50" for month in range(1, 13)})  # fmt: skip
    make_card(period, quiet, few)
    make(tmp_path / "a.zip", "--public")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert not [name for name in packed.namelist() if name.startswith("内部")]
        whole = b"".join(packed.read(name) for name in packed.namelist())
        facts = packed.read("公开网页/2023/3/cards/2023-12/facts.json").decode()
    for private in ("演示居民", "13900001111", "我家门口的灯不亮", message.code,
                    told.owner.name, told.officer.name, "验收意见.pdf"):  # fmt: skip
        assert private.encode() not in whole, private
    assert "不足10" in facts and '"7"' not in facts


def test_inside_stand_apart_and_the_cover_says_so(folder):
    cover = (folder / "index.html").read_text()
    assert "“内部”文件夹不得对外提供" in cover
    inside = {each.name for each in (folder / "内部").iterdir()}
    assert {"操作留痕.jsonl", "核验报告.txt", "2023年民生实事年度总结.xlsx",
            "2023年民生实事年度总结.docx"} <= inside  # fmt: skip
    assert len(list((folder / "推进情况表").iterdir())) == 9


def test_the_pages_are_the_same_bytes_when_nothing_changed(told):
    def read():
        out, site = io.BytesIO(), Site(ORIGIN)
        at = moment("2024-01-20 10:00")
        archiving.archive(told.programme, site, internal=False, at=at).write(out)
        with zipfile.ZipFile(out) as packed:
            return {
                each.filename: (packed.read(each), each.date_time)
                for each in packed.infolist()
                if not each.filename.endswith("sha256.txt")
            }

    first, second = read(), read()
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {stamp for _, stamp in first.values()} == {(2024, 1, 10, 10, 0, 0)}


def test_a_ledger_that_does_not_hold_is_archived_and_said(told, tmp_path, without_pages):
    row = CardPolicy.objects.get()
    row.pk, row.version, row.valid_from = None, 9, "2099-01"
    row.save()  # past the actions: no event names it
    assert "留痕核验未通过" in make(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert "没有操作留痕" in packed.read("内部/核验报告.txt").decode()


def test_it_says_what_it_wrote_and_the_ledger_keeps_it(whole):
    said = (whole / "said").read_text()
    assert "已归档2023年" in said and str(whole / "a.zip") in said
    assert "2023年民生实事归档_含内部材料.zip" in (whole / "event").read_text()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"output": "a.tar"}, r"结尾应是 \.zip"),
        ({"output": "nowhere/a.zip"}, "写不了文件"),
        ({"output": "a.zip", "address": "ftp://x"}, "不是网址"),
        ({"output": "a.zip", "year": 1999}, "没有1999年的清单"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_left(told, tmp_path, given, sentence):
    given = {"year": 2023, "address": ORIGIN, **given}
    output, year = str(tmp_path / given["output"]), given["year"]
    with pytest.raises(CommandError, match=sentence):
        call_command("archive_year", year, output=output, address=given["address"])
    assert not list(tmp_path.iterdir())


def test_a_draft_year_is_refused(told, tmp_path):
    Programme.everything.update(state="draft")
    with pytest.raises(CommandError, match="还没有公布"):
        make(tmp_path / "a.zip")


def test_what_is_refused_meanwhile_leaves_the_former_file(
    told, tmp_path, monkeypatch, without_pages
):
    def refuse(archive, packed):
        raise Refused("页面打不开。")

    (tmp_path / "a.zip").write_bytes(b"former")
    monkeypatch.setattr(archiving.Archive, "kept_inside", refuse)
    with pytest.raises(CommandError, match="页面打不开"):
        make(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"former"
    assert [each.name for each in tmp_path.glob("*.zip")] == ["a.zip"]
    assert not list(tmp_path.glob(".unfinished-*"))
