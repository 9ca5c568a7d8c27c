"""LibreOffice without a window: opens a workbook and saves it again."""

import shutil
import subprocess
from pathlib import Path

SOFFICE = shutil.which("soffice")


def resaved(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice writes it, with a profile of its own beside it."""
    before, after = folder / "before.xlsx", folder / "after" / "before.xlsx"
    before.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        SOFFICE,
        "--headless",
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(after.parent),
    ]
    subprocess.run([*command, str(before)], check=True, capture_output=True, timeout=120)
    return after.read_bytes()
