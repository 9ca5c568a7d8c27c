"""SVG as PNG, for pictures that leave the site. Text is drawn with the machine's own fonts."""

import io
import unicodedata
from functools import cache

import resvg_py
from django.core import checks
from PIL import Image

COLOURS = 64
SERIF = "Noto Serif CJK SC, Source Han Serif SC, Songti SC, STZhongsong, SimSun, serif"
SANS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"
GLYPH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    f'<text y="16" font-size="16" font-family="{SERIF}">{{}}</text></svg>'
)
NO_FONT = "这台机器上没有中文字体，转发用的图片画不出来，网页照常打开但不带图片。"
FONT_HINT = "请安装一种，如 apt install fonts-noto-cjk，再重启服务。"


def png(svg: str) -> bytes:
    """A drawing as a PNG of few colours, two thirds as large as one with all."""
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg)))
    file = io.BytesIO()
    drawn.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


@cache
def has_chinese() -> bool:
    """Whether two characters come out as two: without a font both are one box, or nothing."""
    first, second = (resvg_py.svg_to_bytes(svg_string=GLYPH.format(sign)) for sign in "政府")
    return first != second


def fonts_there(app_configs, **options) -> list[checks.CheckMessage]:
    """A check of the start, and of `manage.py check`."""
    return [] if has_chinese() else [checks.Warning(NO_FONT, FONT_HINT, id="supervision.W001")]


def width(text: str) -> float:
    """How wide a line is, in sizes of its type."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.58 for sign in text)


def lines(text: str, room: float, most: int) -> list[str]:
    """A text cut into lines of so many sizes; what is too long for all of them ends in …."""
    found, line = [], ""
    for sign in text:
        if line and width(line + sign) > room:
            end = line.rfind("，") + 1 or len(line)
            found.append(line[:end])
            line = line[end:]
        line += sign
    found.append(line)
    if len(found) <= most:
        return found
    return [*found[: most - 1], f"{found[most - 1][:-1]}…"]


def fitted(text: str, room: float, sizes: tuple[int, ...], most: int) -> tuple[int, list[str]]:
    """The largest of some sizes at which a text needs no more than so many lines, and those."""
    for size in sizes:
        if len(found := lines(text, room / size, most + 1)) <= most:
            return size, found
    return sizes[-1], lines(text, room / sizes[-1], most)
