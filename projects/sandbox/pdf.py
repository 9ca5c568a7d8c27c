"""A PDF's text, page by page, parted by form feeds."""

import io
import logging
import re

from pypdf import PdfReader
from refusal import Refusal

MOST_PAGES = 200
MOST_TEXT = 2_000_000
WORDS = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]")


def read(data: bytes) -> bytes:
    logging.disable(logging.CRITICAL)
    try:
        pages = pages_of(PdfReader(io.BytesIO(data), strict=False))
    except (MemoryError, Refusal):
        raise
    except Exception as error:
        raise Refusal("可能已经损坏，读不出来，请重新保存后再传。") from error
    text = "\f".join(pages)
    if len(WORDS.findall(text)) < 20:
        raise Refusal("里没有文字，可能是扫描的图片，请先识别成文字，或直接粘贴文本。")
    return text.encode("utf-8", "ignore")


def pages_of(reader: PdfReader) -> list[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refusal("加了密码，读不出来，请去掉密码后再传。")
    if len(reader.pages) > MOST_PAGES:
        raise Refusal(f"超过{MOST_PAGES}页，请只留下清单所在的几页。")
    found, size = [], 0
    for page in reader.pages:
        found.append(page.extract_text() or "")
        size += len(found[-1])
        if size > MOST_TEXT:
            raise Refusal("文字太多，请只留下清单所在的几页。")
    return found
