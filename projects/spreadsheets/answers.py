"""A file as an answer to a browser."""

from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase


def attachment(
    content: bytes | BinaryIO, content_type: str, filename: str, plain: str
) -> HttpResponseBase:
    """A download whose Chinese name every browser understands (RFC 5987).

    `plain` is its name in ASCII, without the ending, for whatever does not. A file is handed out
    piece by piece, and closed.
    """
    plain = f"{plain}.{filename.rpartition('.')[2]}"
    answer = HttpResponse if isinstance(content, bytes) else FileResponse
    response = answer(content, content_type=content_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    return response
