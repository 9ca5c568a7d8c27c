"""Files from outside are handed to ClamAV: by a stand-in that speaks its INSTREAM."""

import socket
import struct
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects import uploads
from projects.errors import Refused
from projects.files.viruses import refuse_viruses
from projects.spreadsheets.reading import read
from tests.admin import files

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Takes streams on a socket, keeps them, and finds EICAR; `most` bytes, as StreamMaxLength."""

    def __init__(self, server: socket.socket, most: int = 10**9, says: bytes = b""):
        self.server, self.most, self.says, self.taken = server, most, says, []
        Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as sent:
                client.sendall(self.answer(sent))

    def answer(self, sent) -> bytes:
        assert sent.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", sent.read(4))[0]:
            content += sent.read(size)
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.taken.append(content)
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        return self.says or found


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, settings, tmp_path):
    if request.param == "unix":
        settings.CLAMAV = str(tmp_path / "clamd.ctl")
        server = socket.socket(socket.AF_UNIX)
        server.bind(settings.CLAMAV)
        server.listen()
    else:
        server = socket.create_server(("127.0.0.1", 0))
        settings.CLAMAV = f"127.0.0.1:{server.getsockname()[1]}"
    with server:
        yield Clamd(server)


def upload(content: bytes, name="材料.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_file_is_scanned_whole_before_it_is_kept(clamd):
    content = files.PDF + b"%" * 300_000 + b"\n%%EOF\n"
    assert uploads.check(upload(content), photos=True).content == content
    assert clamd.taken == [content]


def test_what_the_scanner_finds_is_refused_by_name(clamd):
    with pytest.raises(Refused, match=r"“材料\.pdf”查出病毒，没有保存"):
        uploads.check(upload(files.PDF + EICAR + b"\n%%EOF\n"), photos=True)
    with pytest.raises(Refused, match=r"“表\.csv”查出病毒"):
        read("序号,名称\n1,".encode() + EICAR, "表.csv")


def test_what_it_does_not_read_to_the_end_is_refused(clamd):
    clamd.most = 10
    with pytest.raises(Refused, match="没有通过病毒扫描"):
        refuse_viruses(b"x" * 500_000, "大.pdf")


def test_while_it_is_away_nothing_is_taken_unscanned(settings, tmp_path):
    settings.CLAMAV = str(tmp_path / "nobody.ctl")
    with pytest.raises(Refused, match=r"病毒扫描暂时用不了，“材料\.pdf”没有保存"):
        uploads.check(upload(files.PDF), photos=True)


def test_without_one_nothing_is_asked(settings):
    settings.CLAMAV = ""
    refuse_viruses(EICAR, "a")
