"""A workbook that says when its data are of: the same data make the same bytes.

The writer puts the moment of writing into each workbook. Kept pages and exported files would
then differ from process to process, and say a day on which nothing happened.
"""

import datetime as dt
import io
import re
from shutil import copyfileobj
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PROPERTIES = "docProps/core.xml"
PIECE = 1 << 20
MOMENT = re.compile(rb'(?<=W3CDTF">)[^<]+')


def dated(book: BinaryIO, day: dt.date) -> bytes:
    """A written workbook with a day in place of the moment of writing."""
    target = io.BytesIO()
    write_dated(book, day, target)
    return target.getvalue()


def write_dated(book: BinaryIO, day: dt.date, target: BinaryIO) -> None:
    stamp = f"{day}T00:00:00Z".encode()
    with ZipFile(book) as written, ZipFile(target, "w", ZIP_DEFLATED) as kept:
        for name in written.namelist():
            if name == PROPERTIES:
                kept.writestr(ZipInfo(name), MOMENT.sub(stamp, written.read(name)), ZIP_DEFLATED)
                continue
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            with written.open(name) as part, kept.open(info, "w") as copy:
                copyfileobj(part, copy, PIECE)
