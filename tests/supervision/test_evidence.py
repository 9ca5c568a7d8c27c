"""Keeping evidence: the file on disk, its row and its event stand or fall together."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError

from projects.models import Event
from supervision.actions import evidence as acts
from supervision.actions.evidence import add_evidence
from supervision.models import Evidence
from tests.factories import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(tmp_path, monkeypatch):
    monkeypatch.setattr(Evidence._meta.get_field("file"), "storage", FileSystemStorage(tmp_path))
    return tmp_path


def attach(month, name: str) -> Evidence:
    return add_evidence(
        report=month.report,
        target=month.target,
        name=name,
        content=b"%PDF-1.4 %%EOF",
        photo=False,
        by=month.owner,
        at=moment("2023-10-05 10:00"),
    )


def files(disk) -> list:
    return [path for path in disk.rglob("*") if path.is_file()]


def test_a_long_chinese_name_is_kept_beside_a_short_file(month, disk):
    name = "签到表" * 33 + ".pdf"
    evidence = attach(month, name)
    assert Evidence.objects.get().name == name
    assert evidence.file.name.endswith(".pdf")
    assert [path.read_bytes() for path in files(disk)] == [b"%PDF-1.4 %%EOF"]


def test_a_failing_ledger_leaves_no_file_behind(month, disk, monkeypatch):
    before = Event.objects.count()

    def fail(**_):
        raise DatabaseError

    monkeypatch.setattr(acts, "record", fail)
    with pytest.raises(DatabaseError):
        attach(month, "签到表.pdf")
    assert files(disk) == []
    assert not Evidence.objects.exists()
    assert Event.objects.count() == before
