"""The chain's head outside the portal: stamped each night, and held against what was printed.

Whoever owns the database can write the whole chain anew; not what stands in other hands.
"""

import json
import lzma
import os
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.core.mail import send_mail

from projects.ledger import authority
from projects.ledger.chain import last_event
from projects.models import Event

HASH = re.compile(r"(?<!sha256:)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
NUMBER = re.compile(r'第\s*(\d{1,18})\s*号|"number":\s*(\d{1,18})\b')
NEAR = 200  # characters between a number and its hash, in any print of ours
TAGS = re.compile(r"<[^>]*>")
# What reading a damaged, encrypted or oddly packed zip ends in.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)


def stamp(at) -> str:
    """The head as one line, the same wherever it goes."""
    head = last_event(public=False)
    said = {"at": at.isoformat(timespec="seconds"), "number": head.number, "hash": head.hash}
    return json.dumps(said)


def deliver(line: str, to: str) -> None:
    """Hand a stamp to a file, an e-mail address or an address of the web."""
    if to.startswith("mailto:"):
        head = json.loads(line)
        words = f"操作留痕链头：第{head['number']}号\n校验码：{head['hash']}\n\n{line}\n"
        send_mail("操作留痕链头", words, None, [to.removeprefix("mailto:")])
    elif to.startswith("https://"):
        authority.posted(to, line, "application/json")
    else:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())


def heads_in(text: str) -> dict[int, set[str]]:
    """The heads that a stamp, a bulletin, a data file or a report of a verification says.

    All of them: who forges a chain may write his own head below the true one.
    """
    found = defaultdict(set)
    for match in HASH.finditer(text):
        before = [*NUMBER.finditer(text, max(0, match.start() - NEAR), match.start())]
        if before:
            found[int(before[-1][1] or before[-1][2])].add(match[0])
    return found


def text_of(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return TAGS.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
    with zipfile.ZipFile(path) as package:
        inside = [name for name in package.namelist() if name.endswith((".xml", ".txt", ".json"))]
        whole = "\n".join(package.read(name).decode("utf-8", "replace") for name in inside)
    return TAGS.sub("", whole)


def against(path: Path) -> Iterator[str]:
    """Hold the present chain to every head in a file, and the stamps of others to their heads."""
    try:
        text = text_of(path)
    except OSError as error:
        yield f"{path}读不出来（{error.strerror or error}）。"
        return
    except BROKEN:
        yield f"{path}读不出来，文件损坏或加了密，请换一份完好的再核对。"
        return
    yield from (f"{path}：{said}" for said in authority.against(text))
    heads = heads_in(text)
    if not heads:
        yield f"{path}里没有找到链头（编号和64位校验码）。"
    standing = dict(Event.objects.filter(number__in=heads).values_list("number", "hash"))
    for number, digests in sorted(heads.items()):
        if len(digests) > 1:
            yield f"{path}所记第{number}号有{len(digests)}个不同的校验码，文件被改过或混有别的链。"
        if number not in standing:
            yield f"{path}记有第{number}号，现在的留痕里没有，留痕被删去或改写过。"
        elif digests != {standing[number]}:
            yield f"{path}所记第{number}号的校验码与现在的不同，留痕被整体改写过。"
