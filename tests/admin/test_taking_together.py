"""What the office takes out whole: a month's evidence as one zip, its reports on paper, sheets."""

import hashlib
import io
import zipfile

import pytest

from projects.models import Event
from supervision.models import Evidence
from tests.admin import files
from tests.admin.closed import report_september
from tests.admin.one_of_each import one_of_each
from tests.factories import moment

pytestmark = pytest.mark.django_db
ZIP = "/admin/supervision/evidence/zip/"


@pytest.fixture
def attached(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = []
    for name in ("现场 1.pdf", "合同.pdf"):
        row = Evidence(
            report=world.report, added_at=moment("2023-10-04 09:00"), added_by=world.owner
        )
        row.keep(name, files.PDF + name.encode())
        row.save()
        rows.append(row)
    return rows


def unpacked(answer) -> dict[str, bytes]:
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_month_s_evidence_comes_as_one_zip_with_its_sums(world, sign_in, attached):
    found = unpacked(sign_in(world.officer).get(f"{ZIP}?period={world.period.pk}"))
    folder = "2023-09/01-教室照明"
    names = [f"{folder}/0001-现场_1.pdf", f"{folder}/0002-合同.pdf"]
    assert [*found] == [*names, "sha256.txt"]
    assert found[names[0]] == files.PDF + "现场 1.pdf".encode()
    for line in found["sha256.txt"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(found[name]).hexdigest() == digest
    assert "佐证材料_2023-09，2个文件" in Event.objects.get(action="导出").body


def test_a_file_that_is_not_what_was_kept_is_named_and_left_out(world, sign_in, attached):
    storage = attached[0].file.storage
    storage.delete(attached[0].file.name)
    found = unpacked(sign_in(world.owner).get(f"{ZIP}?report={world.report.pk}"))
    assert [*found] == ["2023-09/01-教室照明/0002-合同.pdf", "没有收入的文件.txt", "sha256.txt"]
    assert "现场_1.pdf：文件不在" in found["没有收入的文件.txt"].decode()


def test_nobody_takes_another_s_evidence(world, sign_in, attached):
    for query in (f"?report={world.report.pk}", f"?project={world.project.pk}"):
        assert sign_in(world.stranger).get(f"{ZIP}{query}").status_code == 404
    client = sign_in(world.officer)
    for query in ("", "?period=x", "?period=0", f"?period={world.period.pk}&report=1"):
        assert client.get(f"{ZIP}{query}").status_code == 404


def test_all_reports_of_a_month_are_printed_at_once(
    world, sign_in, settings, django_assert_max_num_queries
):
    finish = {"rooms_value": "50", "rooms_mode": "total", "rooms_finish": "2023-12-20"}
    report_september(world, sign_in, **finish)
    client = sign_in(world.officer)
    with django_assert_max_num_queries(30):
        page = client.get(f"/admin/supervision/period/{world.period.pk}/print/").content.decode()
    assert page.count("official-sheet") == 2 and "到货晚。" in page and "没有报送。" in page


@pytest.mark.parametrize(
    ("kind", "said"), [("appeal", "三项正常。"), ("trialreply", "汛期停工。"), ("feedback", "内容")]
)
def test_hearings_and_messages_come_as_sheets(world, sign_in, kind, said):
    one_of_each(world)
    client = sign_in(world.officer)
    page = f"/admin/supervision/{kind}/export/"
    assert client.get(page).status_code == 200
    sheet = client.post(page, {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    assert said in sheet and "电话" not in sheet and "称呼" not in sheet
    assert sign_in(world.owner).get(page).status_code == 404
