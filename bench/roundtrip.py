"""A workbook of 5,000 readings previewed and applied, beside the stock library path.

    python -m bench.roundtrip [READINGS]

Ours are the two whole requests, pages drawn. The stock way is django-import-export's own: its
xlsx reader and a plain resource over readings, a dry run with differences and then the import,
without its pages. Each runs in a process of its own, on a copy of one database; time is the
processor's, that of the process which reads the file included.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

READINGS = 5_000
LEAST_RATIO = 5
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def ours(content: bytes):
    """The two whole requests: the upload with its preview page, and the confirmation."""
    import re

    from django.test import Client, override_settings

    from projects.models import User
    from supervision.models import Period, Report

    override_settings(STORAGES=STORAGES).enable()
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")
    page = f"/admin/supervision/report/workbook/{Period.everything.get().pk}/"
    assert client.get("/admin/password_change/").status_code == 200  # the frame of all pages
    with tempfile.TemporaryFile() as body:
        sent = posted(content, body)
        yield
        shown = client.generic("POST", page, **sent).content
        [token] = re.findall(rb'name="token" value="([^"]+)"', shown)
        answer = client.post(f"{page}confirm/", {"token": token.decode()})
        yield
    assert answer.status_code == 302
    assert Report.objects.filter(state="draft").count() == Report.objects.count()


def posted(content: bytes, body) -> dict:
    """A browser's upload as a server meets it: what is to be read yet takes no memory."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    file = SimpleUploadedFile("month.xlsx", content)
    body.write(encode_multipart(BOUNDARY, {"import_file": file}))
    length = body.tell()
    body.seek(0)
    return {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": length, "wsgi.input": body}


def stock(content: bytes):
    """The library's reader and resource: a dry run for the preview, then the import."""
    from import_export.fields import Field
    from import_export.formats.base_formats import XLSX
    from import_export.resources import ModelResource
    from import_export.widgets import ForeignKeyWidget

    from projects.models import Target
    from supervision.models import Reading

    class TargetWidget(ForeignKeyWidget):
        """The stock one asks for `.objects`, which unpublished rows do not have."""

        def get_queryset(self, value, row, *args, **kwargs):
            return Target.everything.all()

    class ReadingResource(ModelResource):
        target = Field("target", "target", TargetWidget(Target))

        class Meta:
            model = Reading
            import_id_fields = ["submission", "target"]
            fields = ["submission", "target", "value", "cause", "measures"]

    yield
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(content)
        result = ReadingResource().import_data(dataset, dry_run=dry_run, use_transactions=True)
        assert not result.has_errors() and not result.has_validation_errors()
    yield
    assert Reading.objects.count() == len(dataset)


PATHS = {"ours": ours, "stock": stock}


def alone(name: str, folder: Path) -> None:
    """One path in this process: prints its seconds of work."""
    steps = PATHS[name]((folder / f"{name}.xlsx").read_bytes())
    next(steps)
    began = worked()
    next(steps)
    print(worked() - began)
    next(steps, None)


def worked() -> float:
    """Seconds of the processor, in this process and those that it started and that ended."""
    return sum(os.times()[:4])


def measure(name: str, folder: Path) -> float:
    """Seconds of one path, in a fresh process on a copy of the database."""
    shutil.copy(folder / "filled.sqlite3", folder / "used.sqlite3")
    out = run("--alone", name, folder)
    (folder / "used.sqlite3").unlink()
    return float(out)


def run(*arguments) -> str:
    # No style sheets are collected for a measurement, which is warned of.
    quiet = ["-W", "ignore:No directory at"]
    command = [sys.executable, *quiet, "-m", "bench.roundtrip", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def compare(readings: int = READINGS) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run("--fill", readings, folder)
        print(f"填报表 {readings} 条进度数据：上传预览并写入")
        seconds = {}
        for name, words in (("ours", "本平台"), ("stock", "库自带")):
            # The better of two each: a machine is rarely ours alone.
            seconds[name] = min(measure(name, folder) for _ in range(2))
            print(f"  {words}  {seconds[name]:6.2f} 秒")
        ratio = seconds["stock"] / seconds["ours"]
        print(f"  快 {ratio:.1f} 倍（要求不少于 {LEAST_RATIO} 倍）")
        return ratio >= LEAST_RATIO


def at_work(step: str, arguments: list[str]) -> None:
    folder = Path(arguments[-1])
    os.environ["MEDIA_ROOT"] = str(folder)
    from bench.database import set_up

    name = "filled" if step == "--fill" else "used"
    set_up(f"sqlite:///{folder}/{name}.sqlite3", migrate=step == "--fill")
    if step == "--alone":
        alone(arguments[0], folder)
        return
    from django.db import connection

    from bench.month import fill

    fill(int(arguments[0]), folder)
    with connection.cursor() as cursor:  # all of it into the one file that is copied
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--fill"], ["--alone"]):
        at_work(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(not compare(*map(int, sys.argv[1:2])))
