"""What the import contracts of pyproject.toml cannot say of the rooms: how far things reach."""

import ast
import sys
from pathlib import Path
from statistics import mean, median

import pytest

from tests.admin.conftest import make_world
from tests.factories import make_officer, make_programme, make_project, make_unit, moment
from tests.public.months import adopted, count_cards, make_card, make_month, quantity

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "projects", "supervision")
# Ceilings, to be lowered as files are cut loose from each other.
IMPORTS, CLOSURE, PUBLIC_PAGE, DESK = 5.31, 43, 44, 85


def test_the_record_never_names_the_judgement():
    for path in (ROOT / "projects").rglob("*.py"):
        assert "supervision" not in path.read_text(), path


def test_only_the_bridge_evaluates_cards():
    callers = {
        path.relative_to(ROOT / "supervision").as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if not path.is_relative_to(ROOT / "supervision/rules") and "evaluate(" in path.read_text()
    }
    assert callers == {"cards/bridge.py"}


def modules() -> dict[str, str]:
    """The text of each file that has any, by its module's name."""
    found = {}
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if "migrations" not in path.parts:
            found[name] = path.read_text()
    return found


def imported(name: str, text: str, known: dict[str, str]) -> set[str]:
    """The project's own files that a file's import statements name."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{each.name}" for each in node.names}
            found |= whole & known.keys() if whole & known.keys() else {node.module}
    return (found & known.keys()) - {name}


def closure(name: str, graph: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), [name]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_files_import_few_others_and_pull_in_few():
    known = modules()
    graph = {name: imported(name, text, known) for name, text in known.items()}
    filled = [name for name, text in known.items() if text.strip()]
    assert mean(len(graph[name]) for name in filled) <= IMPORTS
    assert median(len(closure(name, graph)) for name in filled) <= CLOSURE


def files_run(client, path: str) -> set[str]:
    """The project's files of which a function runs while a page is made, once it is warm."""
    client.get(path)
    seen = set()
    sys.setprofile(lambda frame, event, argument: seen.add(frame.f_code.co_filename))
    try:
        answer = client.get(path)
    finally:
        sys.setprofile(None)
    assert answer.status_code == 200
    return {name for name in seen if any(name.startswith(f"{ROOT}/{room}/") for room in ROOMS)}


@pytest.mark.django_db
def test_a_public_project_page_runs_through_few_files(client):
    lights = make_project(make_programme(), unit=make_unit(), number=12)
    for month, done in ("2023-08", "90"), ("2023-09", "60"):
        period = make_month(lights.programme, month)
        make_card(period, lights, quantity(readings={month: done}))
        count_cards(period)
    assert len(files_run(client, "/2023/12/")) <= PUBLIC_PAGE


@pytest.mark.django_db
def test_opening_the_desk_runs_through_few_files(client, settings):
    settings.DEMO_CLOCK = moment("2023-10-05 10:00")
    make_world()
    adopted()
    client.force_login(make_officer("another"))
    assert len(files_run(client, "/admin/")) <= DESK
