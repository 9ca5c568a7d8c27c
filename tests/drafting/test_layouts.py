"""Lists in every layout seen in the field, read as a person read them (tests/drafting/scoring)."""

import pytest

from projects.drafting.reading import read
from tests.drafting.scoring import NOTICES, Tally, load, measure, score

TEXTS = sorted(path.relative_to(NOTICES).as_posix() for path in NOTICES.rglob("*.txt"))


@pytest.mark.parametrize("name", TEXTS)
def test_every_project_of_a_list_is_found_with_its_units(name):
    text, reference = load(NOTICES / name)
    tally, wrong = Tally(), []
    score(read(text), reference, tally, wrong)
    assert tally.f1("projects") == 1, wrong
    for what in ("lead", "support", "city", "project due", "year", "number", "issuer"):
        assert tally.share(what) == 1, wrong


@pytest.mark.parametrize(
    "folder",
    [
        "own",
        "apart",
        "later",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
    ],
)
def test_targets_agree_with_the_references(folder):
    tally = measure(folder)
    assert tally.f1("targets") >= 0.90
    assert tally.f1("quantities") >= 0.95
    for what in ("baseline", "comparison", "due", "parts", "no targets"):
        assert tally.share(what) >= 0.95
