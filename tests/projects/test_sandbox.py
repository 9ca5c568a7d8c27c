"""Whatever a file does to its reader, the caller gets a sentence that names the file."""

import io
import json
import time
import zipfile

import openpyxl
import pytest

from projects.sandbox import process
from projects.sandbox.process import Unreadable, read
from tests.sheets.test_reading import with_sheet

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CSV = "序号,名称\n1,甲\n".encode()


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A reader of the test's own in place of the child's program."""

    def put(program: str, **limits) -> str:
        (tmp_path / "child.py").write_text(program)
        monkeypatch.setattr(process, "CHILD", tmp_path / "child.py")
        for name, value in limits.items():
            monkeypatch.setattr(process, name, value)
        with pytest.raises(Unreadable) as refused:
            read("workbook", CSV, name="表.csv", most_rows=10)
        assert str(refused.value).startswith("“表.csv”") and str(refused.value).endswith("。")
        return str(refused.value)

    return put


def test_a_reader_that_is_killed_is_a_sentence(reader):
    assert "读不出来" in reader("import os; os.kill(os.getpid(), 9)")


def test_a_reader_that_aborts_is_a_sentence(reader):
    assert "读不出来" in reader("import os; os.abort()")


def test_a_reader_that_raises_is_a_sentence(reader):
    assert "读不出来" in reader("raise KeyError('甲')")


def test_a_reader_that_hangs_is_ended_and_is_a_sentence(reader):
    began = time.monotonic()
    assert "读了太久" in reader("import time; time.sleep(60)", SECONDS=1)
    assert time.monotonic() - began < 20


def limited(tmp_path, monkeypatch, body: str):
    """The real child with a reader of the test's own."""
    child = process.CHILD
    for name in ("child.py", "refusal.py"):
        (tmp_path / name).write_text(child.with_name(name).read_text())
    (tmp_path / "own.py").write_text(f"def read(data):\n    {body}\n")
    monkeypatch.setattr(process, "CHILD", tmp_path / "child.py")
    with pytest.raises(Unreadable) as refused:
        read("own", CSV, name="表.csv")
    return str(refused.value)


def test_a_reader_that_swells_is_held_and_is_a_sentence(tmp_path, monkeypatch):
    assert "“表.csv”展开后太大" in limited(tmp_path, monkeypatch, "return b'x' * 2**40")


def test_a_reader_that_writes_without_end_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "MOST_OUTPUT", 1024)
    assert "“表.csv”" in limited(tmp_path, monkeypatch, "return b'x' * 100_000")


def test_a_reader_that_never_stops_working_is_held(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 1)
    assert "“表.csv”" in limited(tmp_path, monkeypatch, "while True: pass")


def test_the_library_s_own_abort_is_a_sentence():
    """A cell far off makes it ask for more memory than there is, and end its process."""
    cells = '<row><c r="A1"><v>1</v></c></row><row><c r="CV1048576"><v>1</v></c></row>'
    far = with_sheet(f"<worksheet {SPACE}><sheetData>{cells}</sheetData></worksheet>")
    with pytest.raises(Unreadable, match="“表”可能已经损坏"):
        read("workbook", far, name="表", most_rows=5000)


def test_the_reader_knows_nothing_of_the_server_s_surroundings(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    program = "import os, sys; sys.stdout.write(repr(dict(os.environ)))"
    (tmp_path / "child.py").write_text(program)
    monkeypatch.setattr(process, "CHILD", tmp_path / "child.py")
    assert b"geheim" not in read("workbook", CSV, name="表.csv")


def test_what_the_cells_alone_do_not_tell_is_told():
    book = openpyxl.Workbook()
    book.active.append(["甲", "#N/A", "=1+1"])
    book.active.row_dimensions[1].hidden = True
    book.create_sheet("藏起来").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    first, second = json.loads(read("workbook", buffer.getvalue(), name="x", most_rows=9))
    assert first["rows"] == [[1, ["甲", {"fault": "#N/A"}, {"fault": "="}]]]
    assert (first["hidden_rows"], first["formulas"]) == ([1], [[1, 3]])
    assert second["hidden"] and not first["hidden"]


@pytest.mark.parametrize("reader", ["word", "package"])
def test_a_zip_whose_packing_is_spoilt_is_said_to_be_damaged(reader):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<a>" + "".join(map(str, range(3000))) + "</a>")
        starts = [part.header_offset + 30 + len(part.filename) for part in archive.infolist()]
    spoilt = bytearray(out.getvalue())
    for start in starts:
        spoilt[start : start + 200] = b"\xff" * 200
    with pytest.raises(Unreadable, match="打不开，可能已经损坏"):
        read(reader, bytes(spoilt), name="函.docx")
