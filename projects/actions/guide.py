"""办事指南: written by the office or the unit, true only once the unit has confirmed it."""

import datetime as dt

from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, GuideLine, Project, User


@transaction.atomic
def open_guide(*, project: Project, by: User | None, at: dt.datetime) -> list[GuideLine]:
    """Give a project that people apply for its lines, empty until somebody fills them in."""
    project.programme.check_open()
    standing = set(project.guide.values_list("kind", flat=True))
    lines = [
        GuideLine.objects.create(project=project, kind=kind)
        for kind in GuideLine.Kind.values
        if kind not in standing
    ]
    if not lines:
        raise Refused(f"“{project}”已经有办事指南。")
    record(action=Act.OPEN_GUIDE, by=by, at=at, rows=lines, project=project)
    return lines


@transaction.atomic
def write_line(*, line: GuideLine, text: str, by: User | None, at: dt.datetime) -> GuideLine:
    """Write a line anew; what had been confirmed is no longer."""
    line = GuideLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    before, line.text = line.text, text.strip()
    if before == line.text:
        return line
    line.project.programme.check_open()
    line.confirmed_at = line.confirmed_by = None
    check_phone(line)
    line.full_clean()
    line.save()
    note = f"{line.get_kind_display()}：{before or '空'}→{line.text or '空'}"
    record(action=Act.WRITE_GUIDE, by=by, at=at, rows=[line], project=line.project, note=note)
    return line


@transaction.atomic
def confirm_line(*, line: GuideLine, by: User, at: dt.datetime) -> GuideLine:
    """The unit stands by a line: from now on the public reads it."""
    line = GuideLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if not line.text:
        raise Refused(f"“{line.get_kind_display()}”还没有填写，不能确认。")
    if line.confirmed_at:
        return line
    line.project.programme.check_open()
    line.confirmed_at, line.confirmed_by = at, by
    line.save(update_fields=["confirmed_at", "confirmed_by"])
    record(
        action=Act.CONFIRM_GUIDE, by=by, at=at, rows=[line], project=line.project, note=str(line)
    )
    return line


def check_phone(line: GuideLine) -> None:
    digits = [sign for sign in line.text if sign.isascii() and sign.isdigit()]
    if line.kind == GuideLine.Kind.PHONE and line.text and len(digits) < 3:
        raise Refused(f"咨询电话“{line.text[:20]}”里没有可以拨打的号码。")
