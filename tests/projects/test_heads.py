"""The chain's head in other hands: even a chain written anew as a whole shows."""

import io
import json
import zipfile

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from projects.ledger import heads
from projects.ledger.chain import link, record
from projects.models import Event, guard
from tests.factories import moment

pytestmark = pytest.mark.django_db
AT = moment("2023-11-12 09:00")


@pytest.fixture
def chain():
    with transaction.atomic():
        return [record(action="演示", by=None, at=AT, note=str(number)) for number in range(3)]


def written_anew() -> None:
    """Every hash made to fit a changed first event."""
    guard.lift("projects_event")
    previous = "0" * 64
    with connection.cursor() as cursor:
        for event in Event.objects.order_by("number"):
            body = event.body.replace('"note":"0"', '"note":"x"')
            digest = link(previous, event.number, body)
            cursor.execute(
                "UPDATE projects_event SET body = %s, previous = %s, hash = %s WHERE id = %s",
                [body, previous, digest, event.pk],
            )
            previous = digest
        cursor.execute("UPDATE projects_ledgerhead SET hash = %s", [previous])
    guard.guard("projects_event")


def prints(folder, event) -> list:
    """The head as our own papers say it."""
    text, page, data, word = (folder / f"head.{end}" for end in ("txt", "html", "json", "docx"))
    text.write_text(f"核验通过，链头第{event.number}号 {event.hash}")
    page.write_text(f"<dd>第{event.number}号</dd><dt>校验码</dt><dd><code>{event.hash}</code></dd>")
    card = {"number": 12, "digest": "sha256:" + "a" * 64}
    data.write_text(json.dumps({"ledger": {"number": event.number, "hash": event.hash}, "c": card}))
    with zipfile.ZipFile(word, "w") as package:
        package.writestr("word/document.xml", f"<w>第{event.number}号</w>校验码<w>{event.hash}</w>")
    return [text, page, data, word]


def test_every_print_of_a_head_is_held_against_the_chain(chain, tmp_path):
    files = prints(tmp_path, chain[1])
    assert [[*heads.against(path)] for path in files] == [[], [], [], []]
    written_anew()
    for path in files:
        [said] = heads.against(path)
        assert "整体改写" in said


@pytest.mark.parametrize("forged_below", [True, False])
def test_no_head_hides_another_of_its_number(chain, tmp_path, forged_below):
    paper = tmp_path / "heads.txt"
    old, forged = (f"第2号 {digest}\n" for digest in ("a" * 64, chain[1].hash))
    paper.write_text(old + forged if forged_below else forged + old)
    twice, anew = heads.against(paper)
    assert "第2号有2个不同的校验码" in twice and "整体改写" in anew
    paper.write_text(forged * 2)
    assert [*heads.against(paper)] == []


def test_a_head_that_is_gone_and_a_file_without_one_are_told(chain, tmp_path):
    paper = tmp_path / "head.txt"
    paper.write_text(f"链头第9号 {'a' * 64}")
    assert "没有，留痕被删去" in next(heads.against(paper))
    paper.write_text(f"链头第{'9' * 30}号 {'a' * 64}")  # no number that a database knows
    assert "没有找到链头" in next(heads.against(paper))
    paper.write_text("没有什么")
    assert "没有找到链头" in next(heads.against(paper))
    assert "读不出来" in next(heads.against(tmp_path / "none"))


def damaged(whole: bytes) -> dict[str, bytes]:
    """A Word file spoilt in its packed content, in its own header, encrypted, oddly packed, cut."""
    start, listed = whole.index(b"<w>"), whole.index(b"PK\x01\x02")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w>" + b"0123456789" * 50)
    deflated = bytearray(packed.getvalue())
    inside = deflated.index(b".xml") + 4
    deflated[inside : inside + 4] = b"\xff" * 4

    def changed(place: int, content: bytes) -> bytes:
        return whole[:place] + content + whole[place + len(content) :]

    return {
        "sum": changed(start, b"<x>"),
        "stream": bytes(deflated),
        "header": changed(0, b"XX"),
        "list": changed(listed, b"XX"),
        "encrypted": changed(listed + 8, b"\x01"),
        "odd": changed(listed + 10, b"\x63"),
        "cut": whole[20:],
    }


@pytest.mark.parametrize("fault", ["sum", "stream", "header", "list", "encrypted", "odd", "cut"])
def test_a_damaged_paper_is_a_finding(chain, tmp_path, fault):
    *_, word = prints(tmp_path, chain[1])
    word.write_bytes(damaged(word.read_bytes())[fault])
    [said] = heads.against(word)
    assert said.startswith(f"{word}读不出来")


def test_stamps_go_where_the_setting_says(chain, settings, tmp_path, monkeypatch, capsys):
    posted = []

    class Answer:
        is_redirect = False

        def raise_for_status(self):
            pass

    monkeypatch.setattr(
        "projects.ledger.authority.requests.post",
        lambda to, **kw: posted.append((to, kw)) or Answer(),
    )
    file = tmp_path / "heads.txt"
    settings.LEDGER_STAMP = [str(file), "mailto:office@example.gov.cn", "https://stamp.example/x"]
    call_command("stamp_ledger")
    call_command("stamp_ledger")
    assert len(file.read_text().splitlines()) == 2
    assert [*heads.against(file)] == []
    assert chain[-1].hash in mail.outbox[0].body and len(mail.outbox) == 2
    assert posted[0][0] == "https://stamp.example/x" and chain[-1].hash in posted[0][1]["data"]


def test_a_stamp_that_does_not_arrive_fails_the_command(chain, settings, tmp_path):
    settings.LEDGER_STAMP = [str(tmp_path / "none/heads.txt")]
    with pytest.raises(CommandError, match="链头没有送到"):
        call_command("stamp_ledger")


def test_verifying_reads_them(chain, tmp_path, capsys):
    [text, *_] = prints(tmp_path, chain[-1])
    call_command("verify_ledger", against=[text])
    assert "与head.txt核对：无误" in capsys.readouterr().out
    written_anew()
    with pytest.raises(CommandError):
        call_command("verify_ledger", against=[text])
