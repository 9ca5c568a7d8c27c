"""Files of ours: synced before they are acknowledged, held to their sums, none left over."""

import errno
import os

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import timezone

from projects.files import durable, rows
from projects.files.durable import DurableStorage
from projects.files.rows import Spoilt
from projects.files.verification import files, folder_of, unowned
from supervision.actions import evidence as acts
from supervision.actions.evidence import add_evidence, withdraw_evidence
from supervision.models import Evidence
from tests.factories import moment

CONTENT = b"%PDF-1.4 %%EOF"


@pytest.fixture
def disk(tmp_path, monkeypatch):
    storage = DurableStorage(tmp_path / "media")
    for model in rows.holding_models():
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
    return tmp_path / "media"


def attach(month, **kw) -> Evidence:
    given = {"report": month.report, "target": None, "name": "签到表.pdf", "content": CONTENT}
    given |= {"photo": False, "by": month.owner, "at": moment("2023-10-05 10:00")}
    return add_evidence(**given | kw)


def on(disk) -> list:
    return [path for path in disk.rglob("*") if path.is_file()]


def test_what_is_saved_is_on_the_disk_with_its_name_and_its_folders(tmp_path, monkeypatch):
    synced, real = [], os.fsync

    def fsync(handle):
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(durable.os, "fsync", fsync)
    name = DurableStorage(tmp_path).save("a/b/c.txt", ContentFile(b"kept"))
    assert synced == [str(tmp_path / each) for each in ("", "a", "a/b/c.txt", "a/b")]
    assert (tmp_path / name).read_bytes() == b"kept"
    assert oct((tmp_path / name).stat().st_mode & 0o777) == "0o640"


@pytest.mark.django_db
def test_a_long_chinese_name_is_kept_beside_a_short_file(month, disk):
    name = "签到表" * 33 + ".pdf"
    row = attach(month, name=name)
    assert Evidence.objects.get().name == name
    assert row.file.name.endswith(".pdf") and len(row.file.name) < 60


def test_two_of_one_name_both_stay(tmp_path):
    storage = DurableStorage(tmp_path)
    first, second = (storage.save("a.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    assert [(tmp_path / each).read_bytes() for each in (first, second)] == [b"1", b"2"]


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_full_disk_leaves_no_part_of_a_file(tmp_path, monkeypatch, step):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    class Content(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"part"
            if step == "write":
                full()

    if step == "fsync":
        monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        DurableStorage(tmp_path).save("a.txt", Content(b""))
    assert on(tmp_path) == []


@pytest.mark.django_db
def test_a_file_is_synced_before_its_row_is_written(month, disk, monkeypatch):
    happened, sync, save = [], os.fsync, Evidence.save

    def fsync(handle):
        happened.append("synced")
        sync(handle)

    def saved(self, **kw):
        happened.append("row")
        save(self, **kw)

    monkeypatch.setattr(durable.os, "fsync", fsync)
    monkeypatch.setattr(Evidence, "save", saved)
    row = attach(month)
    assert set(happened[:-1]) == {"synced"} and happened[-1] == "row"
    assert (row.size, len(row.sha256)) == (len(CONTENT), 64)


@pytest.mark.django_db
def test_an_act_that_fails_leaves_neither_file_nor_row(month, disk, monkeypatch):
    def fail(**_):
        raise OperationalError

    monkeypatch.setattr(acts, "record", fail)
    with pytest.raises(OperationalError):
        attach(month)
    assert on(disk) == [] and not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("taken", [False, True])
def test_a_connection_lost_at_the_commit_leaves_both_or_neither(month, disk, monkeypatch, taken):
    real = transaction.Atomic.__exit__

    def lost(self, kind, error, trace):
        outermost = not transaction.get_connection().savepoint_ids
        if taken or kind or not outermost:
            real(self, kind, error, trace)
        else:
            real(self, OperationalError, OperationalError(), None)
        if outermost and not kind:
            raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(transaction.Atomic, "__exit__", lost)
        with pytest.raises(OperationalError):
            attach(month)
    assert len(on(disk)) == Evidence.objects.count() == int(taken)


@pytest.mark.django_db
def test_a_database_that_cannot_be_asked_keeps_the_file_for_the_sweep(month, disk, monkeypatch):
    def away(*_, **__):
        raise OperationalError

    monkeypatch.setattr(acts, "record", away)
    monkeypatch.setattr(rows, "is_named", lambda *_: True)
    with pytest.raises(OperationalError):
        attach(month)
    assert len(on(disk)) == 1
    assert [name for _, name in unowned(before=timezone.now())] == [
        str(path.relative_to(disk)) for path in on(disk)
    ]


@pytest.mark.django_db
def test_an_act_inside_an_act_that_fails_takes_its_file_along(month, disk):
    with pytest.raises(ZeroDivisionError), rows.filed():
        attach(month)
        raise ZeroDivisionError
    assert on(disk) == [] and not Evidence.objects.exists()


SPOILT = {
    "gone": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(CONTENT[:-1]),
    "forged": lambda path: path.write_bytes(CONTENT[:-1] + b"X"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_is_not_what_was_kept_is_named_and_not_handed_out(month, disk, how):
    row = attach(month)
    assert list(files()) == [] and row.content() == CONTENT
    SPOILT[how](on(disk)[0])
    [said] = files()
    assert said.startswith(f"佐证材料第{row.pk}行（签到表.pdf）的文件")
    with pytest.raises(Spoilt):
        row.content()


@pytest.mark.django_db
def test_what_was_taken_back_needs_no_file(month, disk):
    row = attach(month)
    withdraw_evidence(evidence=row, by=month.owner, at=moment("2023-10-05 11:00"))
    on(disk)[0].unlink()
    assert list(files()) == []


@pytest.mark.django_db
def test_leftovers_are_swept_with_a_report_and_nothing_else(month, disk, capsys):
    kept = attach(month)
    left = disk / "evidence/2023/10/left.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"part")
    young = disk / "evidence/young.pdf"
    young.write_bytes(b"part")
    for path in on(disk):
        if path != young:
            os.utime(path, (0, 0))
    call_command("sweep_files")
    said = capsys.readouterr().out
    assert "evidence/2023/10/left.pdf" in said and "1个" in said
    assert not left.exists() and young.exists() and kept.content() == CONTENT


def test_no_two_models_share_a_folder():
    folders = [folder_of(model) for model in rows.holding_models()]
    assert len(folders) == len(set(folders)) > 3
