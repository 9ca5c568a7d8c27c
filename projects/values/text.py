"""Text as people paste it: kept as it is, but for what no reader sees and no database takes."""

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

# Among them those that turn the direction of writing: with them a line reads otherwise than it is.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What joins or varies the sign beside it, and blanks that are no blanks: alone they say nothing.
GHOSTS = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180d\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)

INNER = str.maketrans("“”", "‘’")


def has_unseen(text: str) -> bool:
    return UNSEEN.search(text) is not None


def clean(text: str) -> str:
    """The text with lines ended by one sign and control characters gone; "" where none is seen."""
    kept = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept if kept.isspace() or GHOSTS.sub("", kept).strip() else ""


def folded(name: str) -> str:
    """A name as it is compared with others: the width of signs, blanks and case left out."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def by_numbers(name: str) -> list[tuple[bool, int, str]]:
    """What sorts names by the numbers in them: 第2小学 before 第10小学."""
    parts = re.split(r"(\d+)", name)
    return [(at % 2 == 0, int(part) if at % 2 else 0, part) for at, part in enumerate(parts)]


def most_misprints(name: str) -> int:
    """How many signs of a name may be misprints: two, in long names a quarter, never all."""
    return min(max(2, len(name) // 4), len(name) - 1)


def misprints(name: str, corrected: str) -> int:
    """How many signs are changed, added or left out, width and blanks aside."""
    return Levenshtein.distance(folded(name), folded(corrected))


def quoted(text) -> str:
    """A name in quotation marks; those it has itself become the inner ones."""
    return f"“{str(text).translate(INNER)}”"
