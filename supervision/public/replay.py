"""`replay_card` as one file: the rules and nothing else, for any Python from 3.11 on."""

import io
import zipfile
from pathlib import Path

from django.conf import settings
from django.views.decorators.http import require_safe

from projects.spreadsheets.answers import attachment
from supervision import rules
from supervision.public.status import for_any_site

NAME = "replay_card.pyz"
START = """\
# Licensed under Mulan PSL v2; LICENSE beside this file holds its text.
import argparse
import sys

from supervision.rules.replay import ARGUMENTS, HELP, replay

parser = argparse.ArgumentParser(
    prog="replay_card.pyz", description=HELP, epilog="许可证：木兰宽松许可证第2版（MulanPSL-2.0）"
)
for name, options in ARGUMENTS.items():
    parser.add_argument(name, **options)
given = parser.parse_args()
complain = lambda text: print(text, file=sys.stderr)
sys.exit(replay(given.files, given.policy, given.json, print, complain))
"""
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same sources give the same file


def standalone() -> bytes:
    """A Python zip application (PEP 441)."""
    folder = Path(rules.__file__).parent
    licence = (settings.BASE_DIR / "LICENSE").read_text()
    sources = {"LICENSE": licence, "__main__.py": START, "supervision/__init__.py": ""}
    for path in sorted(folder.rglob("*.py")):
        sources[f"supervision/rules/{path.relative_to(folder).as_posix()}"] = path.read_text()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sources.items():
            packed.writestr(zipfile.ZipInfo(name, MOMENT), text)
    return out.getvalue()


@require_safe
def replay_file(request):
    answer = attachment(standalone(), "application/zip", NAME, "replay_card")
    return for_any_site(answer)
