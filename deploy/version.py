"""Prints which version of the portal stands here: its number, and the commit where it is known."""

import subprocess
import tomllib
from pathlib import Path

here = Path(__file__).resolve().parent.parent
number = tomllib.loads((here / "pyproject.toml").read_text())["project"]["version"]
try:
    described = subprocess.run(
        ["git", "-C", here, "describe", "--always", "--dirty"], capture_output=True, text=True
    ).stdout.strip()
except OSError:
    described = ""
print(f"{number}（{described}）" if described else number)
