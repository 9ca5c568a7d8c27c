"""config → supervision → projects: arrows go one way, and the rules know no Django."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "projects": {"supervision", "config"},
    "supervision": {"config"},
    "supervision/rules": {"django", "projects", "config"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_go_one_way(folder):
    for path in (ROOT / folder).rglob("*.py"):
        assert not imported(path) & FORBIDDEN[folder], path


def test_the_record_never_names_the_judgement():
    for path in (ROOT / "projects").rglob("*.py"):
        assert "supervision" not in path.read_text(), path


def test_rules_import_only_rules_of_supervision():
    for path in (ROOT / "supervision/rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("supervision"):
                assert node.module.startswith("supervision.rules"), path


def test_only_the_bridge_and_verification_evaluate_cards():
    callers = {
        path.relative_to(ROOT / "supervision").as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if not path.is_relative_to(ROOT / "supervision/rules") and "evaluate(" in path.read_text()
    }
    assert callers <= {"bridge.py", "verification.py"}
