"""Our writer beside the stock library path, in one run: rows a second, ratio, peak memory.

    python -m bench.sheets [ROWS]

Each path runs in a process of its own, so that its peak memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

COLUMNS = 20
HEADERS = [f"第{number}列" for number in range(1, COLUMNS + 1)]
LEAST_RATIO = 10
MEGABYTE = 1024


def rows(count: int) -> Iterator[list]:
    """Rows like the status spreadsheet's: half words, half numbers."""
    for number in range(count):
        words = [f"教室照明改造提升第{number}行" for _ in range(COLUMNS // 2)]
        yield words + [number + part / 10 for part in range(COLUMNS // 2)]


def ours(count: int, path: Path) -> None:
    from projects.spreadsheets.workbook import write

    write(path, HEADERS, rows(count))


def stock(count: int, path: Path) -> None:
    import tablib
    from import_export.formats.base_formats import XLSX

    dataset = tablib.Dataset(headers=HEADERS)
    for row in rows(count):
        dataset.append(row)
    path.write_bytes(XLSX().export_data(dataset))


PATHS = {"ours": ours, "stock": stock}


def alone(name: str, count: int) -> None:
    """One path in this process: prints seconds and the memory it added, in kB."""
    import django
    from django.conf import settings

    settings.configure(INSTALLED_APPS=["import_export"], USE_TZ=True)
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        PATHS[name](1, Path(folder) / "warm.xlsx")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        PATHS[name](count, Path(folder) / "sheet.xlsx")
        seconds = time.perf_counter() - began
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


def measure(name: str, count: int) -> tuple[float, float]:
    """Seconds and MB added by one path in a fresh process."""
    command = [sys.executable, "-m", "bench.sheets", "--alone", name, str(count)]
    seconds, added = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.split()
    return float(seconds), float(added) / MEGABYTE


def compare(count: int = 20_000) -> float:
    """Print both paths; gives how many times faster ours is."""
    print(f"写 {count} 行 × {COLUMNS} 列 xlsx")
    # Taken in turns, the better of two each: a machine is rarely ours alone.
    runs = [(name, measure(name, count)) for name in (*PATHS, *PATHS)]
    found = {name: min(figures for each, figures in runs if each == name) for name in PATHS}
    for name, words in (("ours", "本平台"), ("stock", "库自带")):
        seconds, added = found[name]
        print(
            f"  {words}  {count / seconds:>9,.0f} 行/秒  {seconds:6.2f} 秒  内存增 {added:6.1f} MB"
        )
    _, tenfold = measure("ours", count * 10)
    print(f"  本平台写十倍的行，内存增 {tenfold:.1f} MB")
    ratio = found["stock"][0] / found["ours"][0]
    print(f"  快 {ratio:.1f} 倍（要求不少于 {LEAST_RATIO} 倍）")
    return ratio


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        alone(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(compare(*map(int, sys.argv[1:2])) < LEAST_RATIO)
