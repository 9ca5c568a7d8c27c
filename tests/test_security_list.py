"""docs/security.md names every item, and tests and files that exist."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ITEM = re.compile(r"- \*\*([0-9.]+(?: [a-g])?)(?: to ([0-9.]+))?\*\* (.+)")
ANSWER = re.compile(r"\*(Held|Operator's|Does not apply|Open):\* ")
PLACE = re.compile(r"`(docs/[\w/-]+\.md)` \(([^)]+)\)")
NAMED = re.compile(r"`([^`\s]+?)(?:::(test_\w+))?`")

# Items of ASVS 5.0.0 of level 1 and 2 by section; those of 等保2.0 三级 by control.
ASVS = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2",
    "2.1": "1-3", "2.2": "1-3", "2.3": "1-4", "2.4": "1",
    "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2",
    "4.1": "1-3", "4.2": "1", "4.3": "1-2", "4.4": "1-4",
    "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3",
    "6.1": "1-3", "6.2": "1-12", "6.3": "1-4", "6.4": "1-4", "6.5": "1-5", "6.6": "1-3",
    "6.8": "1-4",
    "7.1": "1-3", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "7.6": "1-2",
    "8.1": "1-2", "8.2": "1-3", "8.3": "1", "8.4": "1",
    "9.1": "1-3", "9.2": "1-4",
    "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11", "10.5": "1-5", "10.6": "1-2",
    "10.7": "1-3",
    "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1", "11.6": "1",
    "12.1": "1-3", "12.2": "1-2", "12.3": "1-4",
    "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5",
    "14.1": "1-2", "14.2": "1-4", "14.3": "1-3",
    "15.1": "1-3", "15.2": "1-3", "15.3": "1-7",
    "16.1": "1", "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
    "17.1": "1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip
DENGBAO = {
    "8.1.4.1": "abcd", "8.1.4.2": "abcdefg", "8.1.4.3": "abcd", "8.1.4.4": "abcdef", "8.1.4.5": "",
    "8.1.4.6": "", "8.1.4.7": "ab", "8.1.4.8": "ab", "8.1.4.9": "abc", "8.1.4.10": "ab",
    "8.1.4.11": "ab",
}  # fmt: skip


def items(text: str) -> list[tuple[str, str]]:
    """Each item's number with what is said of it; a run of numbers one by one."""
    found = []
    for line in text.splitlines():
        if line.startswith("- **"):
            first, last, said = ITEM.fullmatch(line).groups()
            section, _, low = first.rpartition(".")
            runs = range(int(low), int(last.rpartition(".")[2]) + 1) if last else ()
            found += [(f"{section}.{each}", said) for each in runs] or [(first, said)]
    return found


def missing(text: str) -> list[str]:
    """What the list names and the project does not have."""
    return [
        path + (f"::{test}" if test else "")
        for path, test in NAMED.findall(text)
        if (test or "/" in path or path.endswith((".md", ".txt", ".toml")))
        and not path.startswith("/")
        and not ((ROOT / path).is_file() and (not test or test in functions(path)))
    ]


@lru_cache
def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / "docs/security.md").read_text()


def test_every_item_is_listed_once(text):
    wanted = []
    for section, numbers in ASVS.items():
        low, _, high = numbers.partition("-")
        wanted += [f"{section}.{each}" for each in range(int(low), int(high or low) + 1)]
    for control, letters in DENGBAO.items():
        wanted += [f"{control} {each}" for each in letters] or [control]
    assert [number for number, _ in items(text)] == wanted


def headings(path: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", (ROOT / path).read_text(), re.M)


def of_the_operator(path: str, title: str) -> list[str]:
    """What stands under a heading of a guide, heading by heading."""
    part = (ROOT / path).read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return part.split("\n### ")[1:]


def test_every_item_is_held_or_says_why_not(text):
    for number, said in items(text):
        words, *answers = ANSWER.split(said)
        assert words.strip() and answers, number
        for kind, reason in zip(answers[::2], answers[1::2], strict=True):
            says = {"Held": NAMED.search, "Operator's": PLACE.search}.get(kind, len)
            assert len(reason) > 4 and says(reason), (number, kind)


def test_every_test_and_file_that_it_names_exists(text):
    assert missing(text) == []
    assert missing((ROOT / "SECURITY.md").read_text()) == []


def test_every_place_that_it_names_stands_in_its_document(text):
    places = PLACE.findall(text)
    assert places
    assert [(path, name) for path, name in places if name not in headings(path)] == []


def test_what_is_the_operator_s_is_told_in_both_languages_and_named_by_an_item(text):
    """The same parts in the same order, each said at some length."""
    english = of_the_operator("docs/deploy.md", "The operator's part")
    chinese = of_the_operator("docs/zh/deploy.md", "运维单位要做的")
    assert len(english) == len(chinese) and all(len(part) > 100 for part in (*english, *chinese))
    named = {name for _, name in PLACE.findall(text)}
    assert {part.partition("\n")[0] for part in english} <= named


def test_a_test_or_file_that_is_gone_is_told():
    gone = "`tests/test_rooms.py::test_nothing`, `tests/nowhere.py::test_it`, `docs/nowhere.md`"
    assert len(missing(gone)) == 3
    assert missing("`tests/test_security_list.py::test_a_test_or_file_that_is_gone_is_told`") == []
