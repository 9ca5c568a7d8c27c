"""A photo drawn anew: its points alone, the right way up, no larger than is of use.

Drawn anew it carries no EXIF (place, time, device) and nothing appended to the file.
"""

import io
import sys
import warnings
from contextlib import suppress

from PIL import Image
from refusal import Refusal

MOST_POINTS = 25_000_000  # what is kept
MOST_TAKEN = {"jpg": 250_000_000, "heic": 80_000_000, "png": 60_000_000}
LONGEST_SIDE = 30_000  # of a few bytes a side of millions costs gigabytes, whatever the other is
FORMATS = {"jpg": ["JPEG", "MPO"], "png": ["PNG"], "heic": ["HEIF"]}
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read(data: bytes, kind: str) -> bytes:
    """Return a PNG for a PNG, else a JPEG."""
    if kind == "heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        return drawn(data, kind)
    except (MemoryError, Refusal):
        raise
    except Exception as error:
        print(repr(error), file=sys.stderr)
        raise Refusal("不是完整的照片，打不开，请重新拍摄或导出后再传。") from error


def drawn(data: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as opened:
        points = opened.width * opened.height
        if max(opened.size) > LONGEST_SIDE:
            raise Refusal(f"一边有{max(opened.size)}像素，最多{LONGEST_SIDE}，请裁剪或缩小后再传。")
        if points > MOST_TAKEN[kind]:
            most = MOST_TAKEN[kind] // 10_000
            raise Refusal(f"有{points // 10_000}万像素，最多{most}万，请缩小后再传。")
        turn = UPRIGHT.get(orientation(opened))
        size = smaller(opened.size)
        if kind == "jpg":
            opened.draft(None, size)  # the decoder itself leaves points out
        picture = plain(opened, keep_clear=kind == "png")
        if picture.size != size and points > MOST_POINTS:
            picture.thumbnail(size, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()
    out = io.BytesIO()
    if kind == "png":
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def smaller(size: tuple[int, int]) -> tuple[int, int]:
    """The size at which a picture has no more points than are kept."""
    width, height = size
    part = min(1, (MOST_POINTS / (width * height)) ** 0.5)
    return max(1, int(width * part)), max(1, int(height * part))


def orientation(opened) -> int:
    """How the camera was held; notes that cannot be read say nothing."""
    with suppress(Exception):
        return int(opened.getexif().get(ORIENTATION, 1))
    return 1


def plain(opened, *, keep_clear: bool):
    """The picture in a mode that its new file can hold, grey as grey."""
    if opened.mode.startswith("I") or opened.mode == "F":
        return grey(opened)
    clear = "A" in opened.getbands() or "transparency" in opened.info
    if clear and keep_clear:
        return opened.convert("RGBA")
    if opened.mode in ("1", "L"):
        return opened.convert("L")
    return opened.convert("RGB")


def grey(opened):
    """Sixteen bits of grey as eight, dark as dark: a plain conversion would cut all at 255."""
    picture = opened.convert("F") if opened.mode == "F" else opened.convert("I").convert("F")
    return picture.point(lambda value: value * (1 / 257) + 0.0).convert("L")
