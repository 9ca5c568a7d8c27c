"""A kept photo as public pages show it: a small JPEG on white."""

import io
import struct
import warnings

from PIL import Image
from refusal import Refusal

WIDTH, MOST_BYTES = 720, 100 * 1024
QUALITIES = (72, 60, 45, 30)
MOST_POINTS = 60_000_000


def read(data: bytes) -> bytes:
    """Return width and height, two bytes each, and the JPEG."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        return drawn(data)
    except (MemoryError, Refusal):
        raise
    except Exception as error:  # whatever the library makes of an old file, it is not public
        raise Refusal("打不开，没有公开。") from error


def drawn(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise Refusal("太大，没有公开。")
        opened.draft(None, (2 * WIDTH, 2 * WIDTH))
        seen = opened.convert("RGBA") if opened.mode == "P" else opened
        seen.thumbnail((WIDTH, WIDTH))
        seen = seen.convert("RGBA")
    picture = Image.new("RGB", seen.size, "white")
    picture.paste(seen, mask=seen.getchannel("A"))
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return struct.pack(">HH", *picture.size) + out.getvalue()
