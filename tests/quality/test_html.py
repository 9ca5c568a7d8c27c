"""The Nu HTML checker finds neither error nor warning in any kind of page or style sheet."""

import json
import subprocess
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.quality.conftest import HERE, TOP
from tests.quality.pages import KINDS, NOT_FOUND

VNU = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def fetched(address: str) -> bytes:
    try:
        with urlopen(address) as answer:
            return answer.read()
    except HTTPError as answer:
        return answer.read()


def checked(*arguments) -> list[str]:
    """What the checker says, a line each: file, line and words."""
    command = ["java", "-jar", VNU, "--format", "json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    return [
        f"{each.get('url', '').rpartition('/')[2]}:{each.get('lastLine')} {each['message']}"
        for each in json.loads(done.stderr)["messages"]
    ]


@pytest.mark.parametrize("view", ["", "larger"])
def test_every_kind_of_page(base, tmp_path, view):
    for name, path in {**KINDS, "not found": NOT_FOUND}.items():
        joint = "&" if "?" in path else "?"
        address = f"{base}{path}{joint}view={view}" if view else base + path
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(fetched(address))
    assert checked(*sorted(tmp_path.glob("*.html"))) == []


def test_every_style_sheet():
    assert checked("--css", *sorted((TOP / "static" / "public").glob("*.css"))) == []
