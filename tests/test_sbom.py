"""The bill of materials names what is installed, and constraints.txt what was tested."""

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from deploy.sbom import OURS, key

ROOT = Path(__file__).resolve().parent.parent
# What makes an environment, and no library of ours.
TOOLS = {"pip", "setuptools", "wheel"}


@pytest.fixture(scope="module")
def bill():
    made = subprocess.run(
        [sys.executable, ROOT / "deploy/sbom.py"], capture_output=True, check=True, text=True
    )
    return json.loads(made.stdout)


def installed() -> dict[str, str]:
    return {key(each.name): each.version for each in distributions()}


def test_every_installed_distribution_is_named_with_its_version(bill):
    named = {key(each["name"]): each["version"] for each in bill["components"]}
    ours = bill["metadata"]["component"]
    assert named | {key(ours["name"]): ours["version"]} == installed()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert "pkg:pypi/django@" + named["django"] in {each["purl"] for each in bill["components"]}


def test_what_needs_what_is_said_of_known_parts_alone(bill):
    refs = {each["bom-ref"] for each in [*bill["components"], bill["metadata"]["component"]]}
    needs = {each["ref"]: set(each["dependsOn"]) for each in bill["dependencies"]}
    assert needs.keys() == refs and set().union(*needs.values()) <= refs
    [ours] = [ref for ref in refs if f"/{OURS}@" in ref]
    assert any("/django@" in ref for ref in needs[ours])


def test_nothing_is_installed_at_a_version_that_was_not_tested():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    tested = dict(line.split("==") for line in lines if "==" in line)
    tested = {key(name): version for name, version in tested.items()}
    others = {name: version for name, version in installed().items() if name not in TOOLS}
    others.pop(OURS)
    assert {name: others[name] for name in others if tested.get(name) != others[name]} == {}
