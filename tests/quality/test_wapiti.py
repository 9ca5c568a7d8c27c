"""wapiti let loose on the demonstration for some minutes, as a stranger: it finds nothing."""

import json
import subprocess

from tests.quality.conftest import HERE

WAPITI = HERE / ".wapiti/bin/wapiti"
MODULES = (
    "xss,permanentxss,sql,exec,file,redirect,crlf,csp,http_headers,cookieflags,csrf,methods,backup"
)


def test_a_scanner_finds_nothing(base, tmp_path):
    report = tmp_path / "report.json"
    words = [
        WAPITI, "-u", f"{base}/", "--scope", "folder", "-m", MODULES, "--depth", "3",
        "--max-links-per-page", "20", "--max-scan-time", "60", "--max-attack-time", "15",
        "--dns-endpoint", "127.0.0.1", "--store-session", tmp_path / "session",
        "--store-config", tmp_path / "config", "--no-bugreport", "-v", "0", "-f", "json",
        "-o", report,
    ]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True)
    assert report.exists(), done.stdout + done.stderr
    said = json.loads(report.read_text())
    assert said["infos"]["crawled_pages_nbr"] > 20
    found = {
        (kind, each["method"], each["path"], each["info"])
        for part in ("vulnerabilities", "anomalies")
        for kind, all_of_it in said[part].items()
        for each in all_of_it
    }
    assert not found
