"""Every measurement, each in a process of its own so that memory is its own."""

import subprocess
import sys

MEASUREMENTS = [
    "bench.cards", "bench.long_pages", "bench.desk", "bench.ledger", "bench.serving",
    "bench.sheets", "bench.roundtrip",
]  # fmt: skip

if __name__ == "__main__":
    failed = [m for m in MEASUREMENTS if subprocess.run([sys.executable, "-m", m]).returncode]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
