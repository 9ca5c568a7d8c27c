"""Taking a year's official list in."""

import datetime as dt

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Programme, Target, TargetTerms, User


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
    return programme
