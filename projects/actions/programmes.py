"""Taking a year's official list in."""

import datetime as dt
import json

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, PlainName, Programme, Target, TargetTerms, User


@transaction.atomic
def load_programme(*, year: int, by: User | None, at: dt.datetime) -> Programme:
    """Load `fixtures/programme_<year>.json`: the notice as published, nothing added."""
    path = settings.BASE_DIR / "fixtures" / f"programme_{year}.json"
    if not path.exists():
        raise Refused(f"没有{year}年的清单文件 fixtures/{path.name}。")
    if Programme.everything.of_year(year):
        raise Refused(f"{year}年清单已经在库中，不再载入。")
    call_command("loaddata", path, verbosity=0)
    programme = Programme.everything.of_year(year)
    terms = TargetTerms.objects.filter(target__project__programme=programme)
    targets = Target.everything.filter(project__programme=programme).order_by("pk")
    rows = [*terms.order_by("pk"), *targets]
    record(action=Act.LOAD_PROGRAMME, by=by, at=at, rows=rows, note=str(programme))
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
            programme=programme, project=project, name=each["name"], words=each["words"]
        )
        name.full_clean()
        name.save()
        names.append(name)
    record(action=Act.LOAD_NAMES, by=by, at=at, rows=names, note=str(programme))
    return names
