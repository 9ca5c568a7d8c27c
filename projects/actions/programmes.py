"""Taking a year's official list in from a file: one more door to the act that issues lists."""

import datetime as dt
import json
from collections import defaultdict

from django.conf import settings
from django.db import transaction

from projects.actions.issue import issue
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, PlainName, Programme, Project, User
from projects.values.promises import ProjectText, TargetText, TaskText, WholeList


@transaction.atomic
def load_programme(*, year: int, by: User | None, at: dt.datetime) -> Programme:
    """Issue what `fixtures/programme_<year>.json` holds: the notice as published, nothing added.

    The notice names no lead units; the office does, once it is in.
    """
    path = settings.BASE_DIR / "fixtures" / f"programme_{year}.json"
    if not path.exists():
        raise Refused(f"没有{year}年的清单文件 fixtures/{path.name}。")
    whole = whole_in(json.loads(path.read_text(encoding="utf-8")))
    programme = issue(whole=whole, by=by, at=at, action=Act.LOAD_PROGRAMME, leads=False)
    load_names(programme=programme, by=by, at=at)
    return programme


@transaction.atomic
def load_names(*, programme: Programme, by: User | None, at: dt.datetime) -> list[PlainName]:
    """Give a list the everyday names and words that ship with it, for the office to amend."""
    path = settings.BASE_DIR / "fixtures" / f"plain_names_{programme.year}.json"
    if not path.exists() or programme.plain_names.exists():
        return []
    projects = {project.number: project for project in programme.projects.all()}
    names = []
    for each in json.loads(path.read_text(encoding="utf-8")):
        project = each["project"] and projects[each["project"]]
        name = PlainName(
            programme=programme,
            project=project,
            name=each["name"],
            words=each["words"],
            questions="\n".join(each["questions"]),
        )
        name.full_clean()
        name.save()
        names.append(name)
    record(action=Act.LOAD_NAMES, by=by, at=at, rows=names, note=str(programme))
    return names


def whole_in(rows: list[dict]) -> WholeList:
    """The list that the rows of a fixture make up."""
    tables = defaultdict(dict)
    for row in rows:
        tables[row["model"].removeprefix("projects.")][row["pk"]] = row["fields"]
    (programme,) = tables["programme"].values()
    terms = tables["targetterms"].values()
    sections = sorted(tables["explanationsection"].values(), key=lambda each: each["number"])
    return WholeList(
        year=programme["year"],
        title=programme["title"],
        authority=programme["authority"],
        document_number=programme["document_number"],
        issued_on=programme["issued_on"] or "",
        source_title=programme["source_title"],
        introduction=programme["introduction"],
        approved_by=next((each["approved_by"] for each in terms), ""),
        meeting=next((each["meeting"] for each in terms), ""),
        sections=tuple((each["heading"], each["text"]) for each in sections),
        projects=tuple(
            project_in(tables, key)
            for key in sorted(tables["project"], key=lambda key: tables["project"][key]["number"])
        ),
    )


def of(tables: dict, name: str, field: str, key: int) -> dict[int, dict]:
    """The rows of a table that belong to a key, by their own keys, in the order of the file."""
    return {pk: row for pk, row in tables[name].items() if row[field] == key}


def project_in(tables: dict, key: int) -> ProjectText:
    given = tables["project"][key]
    tasks = of(tables, "task", "project", key)
    return ProjectText(
        number=given["number"],
        title=given["title"],
        text=given["text"],
        category=Project.category_words(given["category"]),
        leader=given["leader"],
        sensitive=given["sensitive"],
        tasks=tuple(
            TaskText(number=task["number"], marker=task["marker"], text=task["text"])
            for task in tasks.values()
        ),
        targets=tuple(target_in(tables, pk) for pk in of(tables, "target", "project", key)),
        remarks=tuple(
            (each["start"], each["excerpt"], each["remark"])
            for each in of(tables, "sourceremark", "project", key).values()
        ),
    )


def target_in(tables: dict, key: int) -> TargetText:
    given = tables["target"][key]
    (terms,) = of(tables, "targetterms", "target", key).values()
    spans = of(tables, "noticespan", "target", key).values()
    whole = tables["target"].get(given["part_of"])
    return TargetText(
        name=given["name"],
        kind=given["kind"],
        measure=given["measure"],
        step=given["step"],
        weight=given["weight"],
        public=given["public"],
        part_of=whole["name"] if whole else "",
        task=tables["task"][given["task"]]["number"],
        baseline=terms["baseline"] or "",
        value=terms["value"] or "",
        comparison=terms["comparison"],
        start=terms["start"],
        due=terms["due"],
        definition=terms["definition"],
        evidence=terms["evidence"],
        spans=tuple((span["start"], span["end"]) for span in spans),
        counted_in=given.get("counted_in", ""),
        people=given.get("people"),
    )
