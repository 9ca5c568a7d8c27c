"""A workbook that says when its data are of: the same data make the same bytes.

The writer puts the moment of writing into each workbook. Kept pages and exported files would
then differ from process to process, and say a day on which nothing happened.
"""

import datetime as dt
import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PROPERTIES = "docProps/core.xml"
MOMENT = re.compile(rb'(?<=W3CDTF">)[^<]+')


def dated(book: io.BytesIO, day: dt.date) -> bytes:
    """A written workbook with a day in place of the moment of writing."""
    stamp = f"{day}T00:00:00Z".encode()
    target = io.BytesIO()
    with ZipFile(book) as written, ZipFile(target, "w") as kept:
        for name in written.namelist():
            content = written.read(name)
            if name == PROPERTIES:
                content = MOMENT.sub(stamp, content)
            kept.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return target.getvalue()
