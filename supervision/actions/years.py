"""归档: a finished year is frozen; its pages stay as they are. See docs/adr/0008-archive.md."""

import datetime as dt

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Programme, Project, User
from projects.values.months import in_words
from supervision.actions import corrections
from supervision.models import Acceptance, Act

State = Programme.State


@in_turn("programme")
def archive_year(*, programme: Programme, by: User, at: dt.datetime) -> Programme:
    """Freeze a year whose every month is public and whose every project was accepted or not."""
    programme = Programme.everything.select_for_update(no_key=True).get(pk=programme.pk)
    if reasons := not_yet(programme):
        raise Refused(reasons[0])
    programme.state = State.ARCHIVED
    programme.save(update_fields=["state"])
    record(action=Act.ARCHIVE_YEAR, by=by, at=at, rows=[programme], note=str(programme))
    return programme


def not_yet(programme: Programme) -> list[str]:
    """Everything that keeps a year from being archived, each in a sentence."""
    if programme.state == State.DRAFT:
        return [f"{programme}还没有公布，不能归档。"]
    if programme.state == State.ARCHIVED:
        return [f"{programme}已经归档。"]
    december = f"{programme.year}-12"
    found = []
    if not programme.periods.filter(month__gte=december).exists():
        found.append(f"{in_words(december)}还没有调度，不能归档。")
    for period in programme.periods.filter(published_at__isnull=True).order_by("month"):
        found.append(f"{in_words(period.month)}还没有公开发布，不能归档。")
    asked = programme.projects.filter(state=Project.State.ONGOING).order_by("number")
    accepted = Acceptance.objects.in_force(asked)
    if left := [str(each.number) for each in asked if each.pk not in accepted]:
        found.append(f"还有{len(left)}个项目没有验收结论（第{'、'.join(left)}项），不能归档。")
    if corrections.waiting(programme).exists():
        found.append("还有更正没有公开，不能归档。")
    return found


@in_turn("programme")
def take_back(*, programme: Programme, reason: str, by: User, at: dt.datetime) -> Programme:
    """取消归档: something was found that must still be put right; the reason is kept."""
    programme = Programme.everything.select_for_update(no_key=True).get(pk=programme.pk)
    if programme.state != State.ARCHIVED:
        raise Refused(f"{programme}没有归档。")
    if not reason.strip():
        raise Refused("取消归档要写明理由。")
    programme.state = State.PUBLISHED
    programme.save(update_fields=["state"])
    note = f"{programme}　{reason.strip()}"
    record(action=Act.TAKE_BACK_YEAR, by=by, at=at, rows=[programme], note=note)
    return programme
