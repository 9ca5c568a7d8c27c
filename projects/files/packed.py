"""A zip under way: to a file, or handed out piece by piece while it is made."""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from django.utils import timezone

SUMS = "sha256.txt"


class Packed:
    """Every file carries the same moment, and its SHA-256 is noted."""

    def __init__(self, target: BinaryIO, stamp: dt.datetime):
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.stamp = timezone.localtime(stamp).timetuple()[:6]
        self.sums: list[tuple[str, str]] = []

    def add(self, name: str, content: bytes) -> None:
        self.stream(name, [content])

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece."""
        for _ in self.writing(name, pieces):
            pass

    def writing(self, name: str, pieces: Iterable[bytes]) -> Iterator[None]:
        """The same, pausing after each piece."""
        info = zipfile.ZipInfo(name, self.stamp)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        digest = hashlib.sha256()
        with self.zip.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                yield
        self.sums.append((name, digest.hexdigest()))

    def __enter__(self) -> "Packed":
        return self

    def __exit__(self, *problem) -> None:
        self.zip.close()

    def names(self) -> list[str]:
        return [name for name, _ in self.sums]

    def add_sums(self) -> None:
        """The last file: it names all others, as sha256sum reads them."""
        lines = [f"{digest}  {name}\n" for name, digest in self.sums]
        self.stream(SUMS, [line.encode() for line in lines])


class Pipe(io.RawIOBase):
    """Takes what is written, until it is taken away."""

    def __init__(self):
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        self.held += piece
        return len(piece)

    def taken(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def handed_on(files: Iterable[tuple[str, Iterable[bytes]]], at: dt.datetime) -> Iterator[bytes]:
    """A zip of the files with their sums, never more of it in memory than a piece."""
    pipe = Pipe()
    with Packed(pipe, at) as packed:
        for name, pieces in files:
            for _ in packed.writing(name, pieces):
                yield pipe.taken()
        packed.add_sums()
    yield pipe.taken()
