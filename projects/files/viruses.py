"""Files from outside handed to ClamAV before anybody opens them, where CLAMAV names one."""

import logging
import socket
import struct
from contextlib import suppress

from django.conf import settings

from projects.errors import Refused

SECONDS = 30.0
PIECE = 64 * 1024
CLEAN, FOUND = "OK", "FOUND"
logger = logging.getLogger(__name__)


def refuse_viruses(content: bytes, name: str) -> None:
    """Refuse what the scanner names, and what cannot be scanned while there is one."""
    if not settings.CLAMAV:
        return
    try:
        said = scan(content)
    except OSError as error:
        logger.error("clamd at %s: %r", settings.CLAMAV, error)
        raise Refused(
            f"病毒扫描暂时用不了，“{name}”没有保存。请过几分钟再传；一直这样的，请告诉系统管理员。"
        ) from error
    if said.endswith(FOUND):
        logger.warning("%s: %s", name, said)
        raise Refused(f"“{name}”查出病毒，没有保存。请先在自己的电脑上查杀，再重新上传。")
    if not said.endswith(CLEAN):
        logger.error("clamd on %s: %s", name, said)
        raise Refused(f"“{name}”没有通过病毒扫描（扫描程序读不完），没有保存。")


def scan(content: bytes) -> str:
    """What clamd says of a stream (INSTREAM, its pieces each after its length)."""
    said = b""
    with connected() as clamd:
        clamd.settimeout(SECONDS)
        # Larger than it takes: it says so and hangs up.
        with suppress(BrokenPipeError, ConnectionResetError):
            clamd.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                clamd.sendall(struct.pack(">I", len(piece)) + piece)
            clamd.sendall(struct.pack(">I", 0))
        with suppress(ConnectionResetError):
            while part := clamd.recv(4096):
                said += part
    return said.rstrip(b"\0\n").decode(errors="replace") or "hung up"


def connected() -> socket.socket:
    if settings.CLAMAV.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX)
        try:
            clamd.settimeout(SECONDS)
            clamd.connect(settings.CLAMAV)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _, port = settings.CLAMAV.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)
