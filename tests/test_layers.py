"""What the import contracts of pyproject.toml cannot say of the rooms."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_record_never_names_the_judgement():
    for path in (ROOT / "projects").rglob("*.py"):
        assert "supervision" not in path.read_text(), path


def test_only_the_bridge_and_verification_evaluate_cards():
    callers = {
        path.relative_to(ROOT / "supervision").as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if not path.is_relative_to(ROOT / "supervision/rules") and "evaluate(" in path.read_text()
    }
    assert callers <= {"cards/bridge.py", "cards/verification.py"}
