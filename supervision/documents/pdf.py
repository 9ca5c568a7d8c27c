"""Word papers as PDF/A-2b by LibreOffice: the fixed form that DA/T 46 asks archives to keep."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from projects.errors import Refused

PROGRAM = "soffice"
FORM = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
SECONDS_EACH, SECONDS_MORE = 10, 60


def installed() -> bool:
    return shutil.which(PROGRAM) is not None


def as_pdf(papers: dict[str, bytes]) -> dict[str, bytes]:
    """PDF/A files by the same keys, all in one run. Refused where LibreOffice is not to be had."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Refused("转成 PDF/A 要用 LibreOffice，这台机器上没有安装。")
    if not papers:
        return {}
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        home = Path(folder)
        names = {f"{place}.docx": key for place, key in enumerate(papers)}
        for name, key in names.items():
            (home / name).write_bytes(papers[key])
        command = [program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless",
                   "--convert-to", FORM, "--outdir", folder, *names]  # fmt: skip
        try:
            subprocess.run(
                command, cwd=folder, check=True, capture_output=True,
                timeout=SECONDS_MORE + SECONDS_EACH * len(papers),
            )  # fmt: skip
            return {
                key: (home / name).with_suffix(".pdf").read_bytes() for name, key in names.items()
            }
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused("LibreOffice 没有把公文转成 PDF/A，请检查它能否单独运行。") from error
