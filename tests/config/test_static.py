"""Every style sheet, script and picture that a page names is there to be served."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"""static[ (]["']([^"']+)["']""")


def named() -> set[str]:
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(
            path
            for app in ("config", "projects", "supervision")
            for path in (ROOT / app).rglob("*.py")
        ),
    ]
    return {name for path in files for name in NAMED.findall(path.read_text())}


def test_pages_name_static_files():
    assert "public/tokens.css" in named() or len(named()) > 5


@pytest.mark.parametrize("name", sorted(named()))
def test_what_pages_name_is_there(name):
    assert finders.find(name), name
