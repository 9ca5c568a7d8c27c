"""The manual: every picture is there, and every button it names is one of the portal's."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
MANUAL = TOP / "docs/manual"
PAGES = sorted(MANUAL.glob("*.md"))


@pytest.fixture(scope="module")
def interface():
    """All words of templates and code, where buttons, links and columns get their names."""
    files = [*TOP.glob("templates/**/*.html"), *TOP.glob("static/**/*.js")]
    files += [
        file for app in ("projects", "supervision", "config") for file in TOP.glob(f"{app}/**/*.py")
    ]
    return "\n".join(file.read_text() for file in files)


def test_each_reader_has_a_page():
    assert [page.stem for page in PAGES] == [
        "administrator", "clerk", "district", "drafting", "leader", "supervisor"
    ]  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_manual_calls_by_name_is_called_so(page, interface):
    named = set(re.findall(r"【(.+?)】", page.read_text()))
    assert named
    assert {name for name in named if name not in interface} == set()


def test_every_picture_is_shown_and_taken_by_the_script():
    shown = {
        name for page in PAGES for name in re.findall(r"\(pictures/(.+?)\.png\)", page.read_text())
    }
    taken = set(re.findall(r'@scene\("([^"]+)"', (MANUAL / "pictures.py").read_text()))
    kept = {picture.stem for picture in (MANUAL / "pictures").glob("*.png")}
    assert shown == taken == kept
