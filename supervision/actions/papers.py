"""附件: papers attached to what people ask for, until it is decided."""

import datetime as dt
import hashlib

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from projects.uploads import Checked
from supervision.models import Act, Paper


def programme_of(given: dict) -> list[int]:
    paper = Paper(**{given["kind"]: given["about"]})
    return [paper.project.programme_id if paper.project else paper.about.programme_id]


@in_turn(programme_of, files=True)
def attach_paper(*, kind: str, about, file: Checked, by: User, at: dt.datetime) -> Paper:
    """Keep a paper with what it is about; refused once that is decided, or twice the same."""
    paper = Paper(**{kind: about}, photo=file.photo, at=at, by=by)
    if paper.settled:
        raise Refused("已经有结论，不能再附材料。")
    same = Paper.objects.filter(
        **{kind: about}, sha256=hashlib.sha256(file.content).hexdigest()
    ).first()
    if same:
        raise Refused(f"“{file.name}”与已附的“{same}”内容相同，没有再存一份。")
    paper.keep(file.name, file.content)
    paper.save()
    record(
        action=Act.ATTACH_PAPER, by=by, at=at, rows=[paper], project=paper.project,
        note=f"{about._meta.verbose_name}：{paper.name}", public=False,
    )  # fmt: skip
    return paper
