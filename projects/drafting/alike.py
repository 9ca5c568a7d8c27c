"""Which proposals seem to ask for the same: shown together, merged by a person alone. Pure."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from projects.values.text import folded

ALIKE = 75
# As many are compared with each other; of more the rest stand alone.
MOST = 3_000


def pairs_of(title: str) -> str:
    """A title as the bag of its neighbouring signs, so that order counts little."""
    signs = folded(title)
    return " ".join(signs[at : at + 2] for at in range(max(len(signs) - 1, 1)))


def groups(titles: Iterable[tuple[int, str]]) -> list[list[int]]:
    """Keys whose titles are much alike, directly or by way of another; none alone."""
    found = [(key, pairs_of(title)) for key, title in titles][:MOST]
    texts = [text for _, text in found]
    head = {key: key for key, _ in found}

    def first(key: int) -> int:
        while head[key] != key:
            key = head[key]
        return key

    for at, (key, text) in enumerate(found):
        near = process.extract(
            text, texts[at + 1 :], scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None
        )
        for _, _, place in near:
            head[first(found[at + 1 + place][0])] = first(key)
    together: dict[int, list[int]] = {}
    for key, _ in found:
        together.setdefault(first(key), []).append(key)
    return [keys for keys in together.values() if len(keys) > 1]
