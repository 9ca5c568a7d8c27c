"""What takes long to read is of one moment, and nobody waits for it or stops it."""

import io
import threading
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from projects.ledger.chain import published, record
from projects.models import Programme
from supervision.static_site import reading
from supervision.static_site.moment import one_moment
from supervision.yearend.archive import archive
from tests.factories import make_officer, make_project, moment
from tests.public.months import make_card, make_month, quantity

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN, AT = "http://localhost", moment("2023-10-20 10:00")


def elsewhere(act) -> None:
    """Done by somebody else, over a connection of theirs."""
    failed = []

    def run():
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive() and not failed, failed


@transaction.atomic
def public_act():
    Programme.everything.update(title="后来改的名称")
    record(action="更正公布", by=None, at=AT, rows=[])


@pytest.fixture
def september():
    period = make_month(make_project(number=12, title="教室照明").programme)
    make_card(period, period.programme.projects.get(), quantity())
    make_officer()
    with transaction.atomic():
        record(action="月度公开", by=None, at=AT, rows=[])
    return period


def meanwhile(monkeypatch, act, after: int) -> None:
    """Somebody acts while the third page is read."""
    read, count = reading.Site.read, iter(range(10_000))

    def read_and_act(site, address):
        if next(count) == after:
            elsewhere(act)
        return read(site, address)

    monkeypatch.setattr(reading.Site, "read", read_and_act)


@pytest.mark.parametrize("internal", [False, True])
def test_the_archive_is_of_its_first_moment_though_something_is_published(
    september, monkeypatch, internal
):
    meanwhile(monkeypatch, public_act, after=3)
    former, out = published(), io.BytesIO()
    made = archive(september.programme, reading.Site(ORIGIN), internal=internal, at=AT)
    made.write(out)
    assert published() > former, "it was published"
    assert made.head.published == former
    with zipfile.ZipFile(out) as packed:
        pages = [packed.read(name) for name in packed.namelist() if name.endswith(".html")]
        told = packed.read("说明.txt").decode()
    assert len(pages) > 5 and not any("后来改的名称".encode() in page for page in pages)
    assert "2023-10-20 10:00，全部内容以这一时刻为准" in told
    assert Programme.everything.get().title == "后来改的名称"


def test_an_export_too(september, monkeypatch, tmp_path):
    meanwhile(monkeypatch, public_act, after=3)
    call_command("export_site", str(tmp_path / "site"), address=ORIGIN, stdout=io.StringIO())
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 5
    assert not any("后来改的名称" in page.read_text() for page in pages)


def test_afterwards_everything_is_read_and_written_anew(september):
    with one_moment():
        before = Programme.everything.get().title
        elsewhere(public_act)
        assert Programme.everything.get().title == before
    assert Programme.everything.get().title == "后来改的名称"
    Programme.everything.update(title="又改")
    assert Programme.everything.get().title == "又改"
