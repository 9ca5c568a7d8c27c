"""The bill of materials: every installed distribution in CycloneDX 1.6 (JSON), to stdout.

`python deploy/sbom.py` names what the running interpreter has, as scanners of known faults read
it. It asks no network and needs nothing but Python itself.
"""

import json
import re
from importlib.metadata import Distribution, distributions

OURS = "livelihood-portal"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def key(name: str) -> str:
    """A name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def purl(found: Distribution) -> str:
    return f"pkg:pypi/{key(found.name)}@{found.version}"


def component(found: Distribution) -> dict:
    said = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    first = next(iter(said.strip().splitlines()), "")[:100]
    return {
        "type": "library",
        "bom-ref": purl(found),
        "name": found.name,
        "version": found.version,
        "purl": purl(found),
        **({"licenses": [{"license": {"name": first}}]} if first else {}),
    }


def needs(found: Distribution, refs: dict[str, str]) -> list[str]:
    """What it names as needed and is installed, extras that nobody asked for included."""
    named = (key(NAME.match(line)[0]) for line in found.requires or [])
    return sorted({refs[name] for name in named if name in refs} - {purl(found)})


def bill() -> dict:
    found = {key(each.name): each for each in distributions()}
    ours = found.pop(OURS, None)
    refs = {name: purl(each) for name, each in found.items()}
    whole = [*([ours] if ours else []), *found.values()]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": (component(ours) if ours else {"name": OURS}) | {"type": "application"}
        },
        "components": [component(found[name]) for name in sorted(found)],
        "dependencies": [{"ref": purl(each), "dependsOn": needs(each, refs)} for each in whole],
    }


if __name__ == "__main__":
    print(json.dumps(bill(), ensure_ascii=False, indent=1))
