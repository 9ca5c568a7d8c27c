"""A year that is over: October to December published, one promise kept, one not."""

from dataclasses import dataclass

from projects.models import Programme, Project, User
from projects.uploads import Checked
from supervision.actions.acceptances import Finding, decide_acceptance, propose_acceptance
from supervision.models import Acceptance
from tests.admin.files import PDF
from tests.factories import (
    make_clerk,
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    make_user,
    moment,
)
from tests.public.months import count_cards, make_card, make_month, quantity

PLAN = {"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"}
READINGS = {"kept": {"2023-10": "120", "2023-11": "149"}, "late": {"2023-10": "80"}}
MONTHS = {
    "2023-10": "2023-11-10 10:00", "2023-11": "2023-12-10 10:00", "2023-12": "2024-01-10 10:00"
}  # fmt: skip
PAPER = Checked(name="验收意见.pdf", content=PDF, photo=False)


@dataclass
class Year:
    programme: Programme
    kept: Project
    late: Project
    owner: User
    stranger: User
    officer: User
    second: User
    administrator: User


def make_finished_year() -> Year:
    """Project 1 reached its 149 in November; project 2 stands at 80."""
    programme, unit, other = make_programme(), make_unit("演示教育"), make_unit("演示住建")
    kept = make_project(programme, unit=unit, number=1, title="教室照明", category="children")
    late = make_project(programme, unit=other, number=2, title="路灯改造")
    for project in (kept, late):
        make_target(project, "改造数量", value="149", plan=PLAN, measure="盏")
    found = Year(
        programme=programme,
        kept=kept,
        late=late,
        owner=make_clerk(unit, "owner"),
        stranger=make_clerk(other, "stranger"),
        officer=make_officer(),
        second=make_officer("second"),
        administrator=make_user("administrator", role="系统管理员"),
    )
    for month in MONTHS:
        add_month(found, month)
    return found


def add_month(year: Year, month: str, stage: str = "published") -> None:
    period = make_month(year.programme, month, stage=stage, published=MONTHS[month])
    for project, readings in ((year.kept, READINGS["kept"]), (year.late, READINGS["late"])):
        known = {key: value for key, value in readings.items() if key <= month}
        figures = quantity("改造数量", readings=known, measure="盏")
        make_card(period, project, figures, unit_name=project.assignments.get().unit.name)
    count_cards(period)


def found(passed: bool = True, held: str = "2024-01-15", **kw) -> Finding:
    reason = kw.pop("reason", "" if passed else "现场抽查有12盏不亮")
    kw = {"body": "演示验收组", "document": "演示验〔2024〕1号", **kw}
    return Finding(passed=passed, held_on=moment(held + " 00:00").date(), reason=reason, **kw)


def propose(year: Year, project: Project, at: str = "2024-01-16 10:00", **kw) -> Acceptance:
    finding, file = kw.pop("finding", None) or found(**kw), PAPER
    return propose_acceptance(
        project=project, finding=finding, file=file, by=year.officer, at=moment(at)
    )


def accepted(year: Year, project: Project, at: str = "2024-01-16 10:00", **kw) -> Acceptance:
    """Entered by the officer and confirmed by the second at the same moment."""
    made = propose(year, project, at, **kw)
    decide_acceptance(acceptance=made, confirmed=True, reason="", by=year.second, at=moment(at))
    return made
