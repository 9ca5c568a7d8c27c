"""Which proposals seem to ask for the same: shown together, merged by a person alone. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz

from projects.values.text import folded

ALIKE = 75
# As many are compared with each other; of more the rest stand alone.
MOST = 2_000


def pairs_of(title: str) -> list[str]:
    """A title as its neighbouring signs, so that order counts little."""
    signs = folded(title)
    return [signs[at : at + 2] for at in range(max(len(signs) - 1, 1))]


def groups(titles: Iterable[tuple[int, str]]) -> list[list[int]]:
    """Keys whose titles are much alike, directly or by way of another; none alone."""
    found = [(key, pairs_of(title)) for key, title in titles][:MOST]
    head = {key: key for key, _ in found}

    def first(key: int) -> int:
        while head[key] != key:
            key = head[key]
        return key

    for one, other in near(found):
        head[first(other)] = first(one)
    together: dict[int, list[int]] = {}
    for key, _ in found:
        together.setdefault(first(key), []).append(key)
    return [keys for keys in together.values() if len(keys) > 1]


def near(found: list[tuple[int, list[str]]]) -> Iterable[tuple[int, int]]:
    """Two at a time; only those are scored that share half of the shorter title."""
    before: dict[str, list[int]] = defaultdict(list)
    for at, (key, pairs) in enumerate(found):
        own = set(pairs)
        shared = Counter(place for pair in own for place in before[pair])
        for place, count in shared.items():
            other, others = found[place]
            if 2 * count >= min(len(own), len(set(others))) and alike(pairs, others):
                yield other, key
        for pair in own:
            before[pair].append(at)


def alike(one: list[str], other: list[str]) -> bool:
    return fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= ALIKE
