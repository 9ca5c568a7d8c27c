"""The exported folder: what the server shows, byte for byte, links whole, all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from projects.ledger.chain import record
from supervision.management.commands import export_site
from supervision.static_site import folder as writing
from supervision.static_site.addresses import Address, links
from supervision.static_site.crawl import few_choices
from supervision.static_site.reading import Answer
from tests.factories import moment
from tests.serving.asking import ask

ORIGIN = "http://www.example.cn"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".xml": "application/xml",
    ".json": "application/json",
}


def export(target: Path) -> str:
    said = StringIO()
    call_command("export_site", str(target), address=ORIGIN, stdout=said)
    return said.getvalue()


@pytest.fixture
def folder(tmp_path, september, django):
    """The whole site of a small programme."""
    record(action="演示", by=None, at=moment("2023-10-12 10:00"))
    export(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def pages(monkeypatch, programme):
    """A stand-in for the site, of a few pages: change it to change the site."""
    record(action="演示", by=None, at=moment("2023-10-12 10:00"))
    found = {"/": '<a href="/2023/?page=2">', "/2023/": "<p>", "/2023/?page=2": '<a href=".">'}

    def read(site, address):
        always = address.path.startswith("/static/") or address.query == "view=large"
        page = found.get(str(address), "" if always else None)
        return Answer(404 if page is None else 200, "text/html", (page or "").encode())

    monkeypatch.setattr(export_site.Site, "read", read)
    return found


@pytest.fixture
def small(tmp_path, pages):
    export(tmp_path / "site")
    return tmp_path / "site"


def shown(folder: Path, address: Address) -> Path | None:
    """The file that a plain web server gives for an address, with deploy/export.conf's rule."""
    asked = folder / "_asked" / address.query if address.query else folder
    for root in (asked, folder):
        for name in ("", "index.html", "index.xml"):
            file = root / (address.path.lstrip("/") + name)
            if file.is_file():
                return file
    return None


def reached(folder: Path) -> dict[Address, Path | None]:
    """Every address a visitor of the folder can reach by links, with its file."""
    found, waiting = {}, [Address("/")]
    while waiting:
        address = waiting.pop()
        file = found[address] = shown(folder, address)
        if file:
            kind = KINDS.get(file.suffix, "")
            new = links(ORIGIN, address, kind, file.read_bytes()) - found.keys()
            waiting += new
            found.update(dict.fromkeys(new))
    return found


def test_every_link_leads_to_a_file_even_where_queries_are_ignored(folder):
    found = reached(folder)
    assert len(found) > 50
    assert [str(address) for address, file in found.items() if file is None] == []
    for address, file in found.items():
        if address.query:
            own = file.is_relative_to(folder / "_asked" / address.query)
            assert own == few_choices(address), address
            assert shown(folder, Address(address.path)), address
    card = folder / "2023/12/cards/2023-09"
    assert {"index.html", "facts.json", "verdict.json"} <= {file.name for file in card.iterdir()}
    assert list(folder.glob("static/public/*.css"))


def test_every_file_is_what_the_server_shows_to_the_byte(folder, django):
    """Whatever happened since, as long as it was nothing that the public may see."""
    at = moment("2023-11-07 11:00")
    with transaction.atomic():
        record(action="演示", by=None, at=at, public=False)
    for number, (address, file) in enumerate(reached(folder).items()):
        if not few_choices(address):
            continue
        if address.query and number % 8:
            continue  # of the filters every eighth will do
        answer = ask(django, address.path, address.query, host="www.example.cn")
        assert answer.status == 200, address
        assert file.read_bytes() == answer.body, address


def test_it_says_what_it_wrote_and_where(tmp_path, pages):
    said = export(tmp_path / "site")
    assert "已导出3个网页" in said and ORIGIN in said


def test_without_an_address_it_is_the_site_s_own(tmp_path, pages, settings):
    settings.ALLOWED_HOSTS = ["first.example", "shishi.example.gov.cn"]
    for own, told in (("", "http://first.example"), ("https://shishi.example.gov.cn",) * 2):
        settings.SITE_URL, said = own, StringIO()
        call_command("export_site", str(tmp_path / "site"), stdout=said)
        assert f"网址按 {told} 写" in said.getvalue()


def test_a_page_that_only_the_live_site_has_leaves_a_page_that_says_so(tmp_path, pages):
    pages["/"] = '<a href="/2023/1/feedback/">'
    pages["/2023/1/feedback/"] = "<form>"
    export(tmp_path / "site")
    page = (tmp_path / "site/2023/1/feedback/index.html").read_text()
    assert f"{ORIGIN}/2023/1/feedback/" in page and "<form>" not in page


def test_a_second_export_takes_the_place_of_the_first(small):
    (small / "2023/gone.html").write_text("old")
    export(small)
    assert not (small / "2023/gone.html").exists()
    assert [each.name for each in small.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_taken(tmp_path, small):
    (tmp_path / "empty").mkdir()
    export(tmp_path / "empty")
    assert (tmp_path / "empty/index.html").is_file()


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path, small):
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="不是以前的导出"):
        export(other)
    assert [each.name for each in other.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("target", ["mine.txt", "nowhere/site"])
def test_a_file_or_a_place_that_is_not_there_is_refused(tmp_path, small, target):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"不是文件夹|这个文件夹"):
        export(tmp_path / target)


def before_and_after(folder: Path, match: str):
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(CommandError, match=match):
        export(folder)
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert [each.name for each in folder.parent.iterdir()] == ["site"]


def test_a_broken_link_stops_it_and_leaves_the_former_export(small, pages):
    pages["/2023/"] = '<a href="12/">'
    before_and_after(small, r"有打不开的链接.*/2023/ 上的 /2023/12/（404）")


def test_a_full_disk_stops_it_and_leaves_the_former_export(small, monkeypatch):
    written = []

    def put(*args):
        written.append(args)
        if len(written) > 1:
            raise OSError(28, "No space left on device")
        writing.put(*args)

    monkeypatch.setattr(export_site, "put", put)
    before_and_after(small, "写不了")


@pytest.mark.parametrize("address", ["www.example.cn", "ftp://www.example.cn", "http://a/b", "x"])
def test_an_address_that_is_none_is_refused(tmp_path, db, address):
    with pytest.raises(CommandError, match="不是网址"):
        call_command("export_site", str(tmp_path / "site"), address=address)


def test_an_address_of_another_host_is_refused(tmp_path, db):
    with pytest.raises(CommandError, match="ALLOWED_HOSTS"):
        call_command("export_site", str(tmp_path / "site"), address="https://evil.example")


@pytest.mark.parametrize("path", ["/../etc/passwd", "/a/%2e%2e/b", "/a%00b", "/a%5cb"])
def test_an_address_cannot_leave_the_folder(path):
    with pytest.raises(Exception, match="不能写成文件"):
        Address(path).file("text/html")


@pytest.mark.parametrize("query", ["a=../b", "a=/etc", "a" * 300, "a=\x00", "a b"])
def test_a_query_cannot_leave_the_folder(query):
    with pytest.raises(Exception, match="不能写成文件夹名"):
        Address("/", query).file("text/html")
