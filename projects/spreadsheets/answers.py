"""A file as an answer to a browser."""

from urllib.parse import quote

from django.http import HttpResponse


def attachment(content: bytes, content_type: str, filename: str, plain: str) -> HttpResponse:
    """A download whose Chinese name every browser understands (RFC 5987).

    `plain` is its name in ASCII, without the ending, for whatever does not.
    """
    plain = f"{plain}.{filename.rpartition('.')[2]}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    return response
