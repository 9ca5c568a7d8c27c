"""An office, its units and its residents at work: every act by a page's own form."""

import datetime as dt
import io
from collections import Counter
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from projects.models import Assignment, LeadUnit, Programme, Project, Target, UnitMember, User
from projects.values.months import shift
from supervision.models import Correction, Period, Report
from tests.factories import (
    make_programme,
    make_project,
    make_user,
    moment,
    named_in_an_event,
)
from tests.walk.boxes import YEAR, by_label, said, stages, typed
from tests.walk.page import Page, Person

KINDS = ("quantity", "coverage", "milestones", "service")


class Broken(AssertionError):
    """Something that must hold did not."""


class Office:
    """Pages are opened by whoever may; `log` keeps what was done, to be read when it breaks.

    `outcomes` counts over all walks what became of each button: a walk whose buttons are gone
    would hold nothing.
    """

    outcomes: Counter = Counter()

    def __init__(self) -> None:
        settings.DEMO_CLOCK = moment(f"{YEAR}-01-10 09:00")
        self.log: list[str] = []
        self.people: dict[str, User] = {
            "officer": make_user("officer", role="督查"),
            "second": make_user("second", role="督查"),
            "admin": make_user("admin", role="系统管理员"),
        }
        self.signed_in: dict[str, Person] = {}
        named_in_an_event()
        self.units = 0

    # Time

    @property
    def today(self) -> dt.date:
        return settings.DEMO_CLOCK.date()

    def wait(self, days: int) -> None:
        settings.DEMO_CLOCK += dt.timedelta(days=days)
        self.log.append(f"-- {self.today}")

    # Pages

    def act(self, who: str, address: str, values: dict | None = None, button: str = "") -> Page:
        """Open a page as somebody, fill it in and press the button; nothing may answer 500."""
        person = self.person(who)
        page = self.held(who, person.open(address))
        if values is None or page.status != 200:
            return page
        try:
            answer = self.held(who, person.send(page, values, button))
        except LookupError:
            self.outcomes[button, "no button"] += 1
            self.log.append(f"   {who} {address}: no button {button}")
            return page
        self.counted(button, answer)
        self.log.append(f"   {who} {address} {values} {button} -> {answer.status}{said(answer)}")
        return answer

    def person(self, who: str) -> Person:
        """Signed in once, as people are who keep their page open."""
        if who not in self.signed_in:
            self.signed_in[who] = Person(self.people[who])
        return self.signed_in[who]

    def counted(self, button: str, answer: Page) -> None:
        refused = answer.status >= 400 or said(answer)
        self.outcomes[button, "refused" if refused else "done"] += 1

    def held(self, who: str, page: Page) -> Page:
        settings.DEMO_CLOCK += dt.timedelta(seconds=1)  # no two acts have one moment
        if page.status >= 500:
            raise Broken(f"{page.address} answered {page.status} to {who}\n" + "\n".join(self.log))
        return page

    # The list

    def make_list(self, kinds: list[str]) -> None:
        """A published list with a project of each kind, its units, people, terms and plans."""
        make_programme(YEAR)
        named_in_an_event()
        for kind in kinds:
            self.make_unit()
            self.make_project(kind)

    def make_unit(self, name: str = "") -> None:
        self.units += 1
        label = name or f"演示单位{self.units}"
        self.act(
            "officer",
            "/admin/projects/leadunit/add/",
            {
                "单位名称": label,
                "简称": label,
                "网址标识": f"unit-{self.units}",
                "办公电话": "0537-0000000",
                "自": f"{YEAR}-01-01",
            },
            "保存",
        )
        unit = LeadUnit.objects.filter(slug=f"unit-{self.units}").first()
        if unit is None:
            return
        clerk = f"clerk{self.units}"
        self.people[clerk] = make_user(clerk, role="经办人")
        named_in_an_event()
        self.act(
            "admin",
            "/admin/projects/unitmember/add/",
            {
                "人员": str(self.people[clerk].pk),
                "单位": str(unit.pk),
                "职责": UnitMember.Post.CLERK,
                "自": f"{YEAR}-01-01",
            },
            "保存",
        )

    def make_project(self, kind: str, title: str = "", measure: str = "个") -> None:
        programme = Programme.everything.get(year=YEAR)
        project = make_project(programme, **({"title": title} if title else {}))
        project.tasks.create(number=1, text="完成若干。")
        named_in_an_event()
        unit = LeadUnit.objects.order_by("-pk").first()
        if unit is None:
            return
        self.act(
            "officer",
            "/admin/projects/assignment/add/",
            {
                "实事项目": str(project.pk),
                "单位": str(unit.pk),
                "分工": Assignment.Role.LEAD,
                "自": f"{YEAR}-01-01",
            },
            "保存",
        )
        self.make_target(project, kind, measure)

    def make_target(self, project: Project, kind: str, measure: str = "个") -> None:
        number = project.targets.count() + 1
        target = Target.everything.create(
            project=project,
            task=project.tasks.first(),
            number=number,
            name=f"演示指标{number}",
            kind=kind,
            step=Decimal("0.01") if kind == "coverage" else Decimal(1),
            measure={"quantity": measure, "coverage": "%"}.get(kind, ""),
        )
        named_in_an_event()
        self.set_terms(target, "100")
        self.approve_plan(target, f"{YEAR}-01", "100", even=True)

    def set_terms(self, target: Target, value: str, due: str = f"{YEAR}-12-31") -> None:
        counted = target.kind in ("quantity", "coverage")
        values = {
            "完成时限": due,
            "起算月份": f"{YEAR}-01",
            "批准机关": "演示管委会",
            "批准依据": "演示1号",
            "生效月份": f"{YEAR}-01",
        }
        if counted:
            values |= {"基数": "0", "目标值": value}
        page = self.act("officer", f"/admin/projects/target/{target.pk}/terms/")
        self.act(
            "officer", f"/admin/projects/target/{target.pk}/terms/", by_label(page, values), "登记"
        )

    def approve_plan(self, target: Target, effective: str, value: str, even: bool) -> None:
        address = f"/admin/projects/target/{target.pk}/plan/"
        page = self.act("officer", address)
        values: dict[str, object] = {
            "批准依据": "演示计划",
            "生效月份": effective,
            "调整原因": "演示调整",
            "answer": "演示：说明",
        }
        if target.kind == "service":
            values |= {"month": [f"{YEAR}-{month:02d}" for month in range(1, 13)]}
        elif target.kind == "milestones":
            names = [n for form in page.forms() for n, _ in form.form_values()]
            values |= stages(names)
        else:
            values |= {f"value-{YEAR}-12": value}
        names = {n for form in page.forms() for n, _ in form.form_values()}
        if "how" in names:
            values["how"] = "均匀" if even else "按阶梯"
        self.act("officer", address, by_label(page, values), "批准")

    # The month

    def open_month(self, month: str, due: str = "", covers_from: str = "") -> None:
        programme = Programme.everything.get(year=YEAR)
        given = {"年度清单": str(programme.pk), "月份": month, "自哪个月起": covers_from}
        page = self.act("officer", "/admin/supervision/period/open/")
        typed = by_label(page, given | {"报送截止": due})
        page = self.act("officer", "/admin/supervision/period/open/", typed, "先看")
        self.go_on("officer", page, "启动调度")

    def go_on(self, who: str, page: Page, button: str) -> None:
        """Press a button on the page that answered, if it has one."""
        if page.has(button):
            answer = self.held(who, self.person(who).send(page, {}, button))
            self.outcomes[
                button, "refused" if answer.status == 400 or said(answer) else "done"
            ] += 1
            self.log.append(f"   {who} {button} -> {answer.status}{said(answer)}")

    def fill(self, who: str, report: Report, figure: str, hand_in: bool) -> None:
        address = f"/admin/supervision/report/{report.pk}/fill/"
        page = self.act(who, address)
        if page.status != 200 or not page.forms():
            return
        values: dict[str, object] = {
            "progress": f"完成{figure}。",
            "next": "下月安装其余部分，月底验收。",
        }
        for form in page.forms():
            for box in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
                values |= typed(box.get("name"), box, figure, report.period.month)
        self.act(who, address, values, "报送" if hand_in else "保存草稿")

    def judge(self, report: Report, accept: bool) -> None:
        submission = report.submissions.order_by("-number").first()
        if submission is None:
            return
        button = "通过" if accept else "退回"
        for address in (
            f"/admin/supervision/submission/{submission.pk}/change/",
            f"/admin/supervision/report/{report.pk}/change/",
        ):
            page = self.act("officer", address)
            if any(button in form.text_content() for form in page.forms()):
                self.act("officer", address, {"reason": "" if accept else "演示：请补充。"}, button)
                return

    def correct(self, who: str, report: Report, figure: str | None) -> None:
        address = f"/admin/supervision/correction/of/{report.pk}/"
        page = self.act(who, address)
        values = by_label(page, {"更正原因": "演示：订正", "progress": "演示：订正文字。"})
        for form in page.forms():
            for box in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
                name = box.get("name")
                if figure is not None or name.endswith(("-cause", "-measures", "-doubt")):
                    values |= typed(name, box, figure or "", report.period.month)
        self.act(who, address, values, "报送更正")

    def close(self, period: Period) -> None:
        """Closed, or refused with a sentence that says why."""
        address = f"/admin/supervision/period/{period.pk}/close/"
        page = self.act("officer", address, {}, "确认定稿")
        closed = Period.everything.filter(pk=period.pk, closed_at__isnull=False).exists()
        if not closed and not (said(page) or "还不能定稿" in page.text):
            raise Broken(f"{period} did not close and nothing says why\n" + "\n".join(self.log))

    def publish(self, period: Period) -> None:
        page = self.act("officer", f"/admin/supervision/period/{period.pk}/publish/")
        values = by_label(page, {"签发人": "演示签发人", "公开依据": "演示〔2024〕9号"})
        self.act("officer", f"/admin/supervision/period/{period.pk}/publish/", values, "公开")

    def publish_correction(self) -> None:
        row = Correction.objects.filter(published_at__isnull=True).order_by("pk").first()
        if row:
            address = f"/admin/supervision/correction/{row.pk}/change/"
            page = self.act("officer", address)
            given = {"签发人": "演示签发人", "公开依据": "演示更正1号", "公开说明": "演示：订正。"}
            self.act("officer", address, by_label(page, given), "确认公开")

    def bring_in(
        self, address: str, sheet: str | bytes, who: str = "officer",
        buttons: tuple[str, str] = ("预览", "确认导入"), name: str = "演示.csv",
    ) -> None:  # fmt: skip
        """A sheet previewed, and confirmed where the page offers it."""
        content = sheet.encode() if isinstance(sheet, str) else sheet
        file = SimpleUploadedFile(name, content)
        page = self.act(who, address, {"import_file": file}, buttons[0])
        self.go_on(who, page, buttons[1])

    def download(self, who: str, address: str, button: str) -> bytes:
        """The file that a button of the page gives out; b"" where it gives none."""
        person = self.person(who)
        page = self.held(who, person.open(address))
        if page.status != 200 or not page.has(button):
            return b""
        answer = person.send(page, {}, button)
        return self.held(who, answer).content if answer.status == 200 else b""

    def run(self, *command: str) -> None:
        try:
            call_command(*command, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
            self.log.append(f"   $ {' '.join(command)}")
        except CommandError as refused:
            self.log.append(f"   $ {' '.join(command)}: {refused}")

    # What may be looked at

    def months(self) -> list[Period]:
        return list(Period.everything.filter(programme__year=YEAR).order_by("month"))

    def next_month(self) -> str:
        months = self.months()
        return shift(months[-1].month, 1) if months else f"{YEAR}-01"

    def lead_of(self, project: Project) -> str:
        row = (
            Assignment.objects.filter(project=project, role=Assignment.Role.LEAD)
            .order_by("-pk")
            .first()
        )
        posts = UnitMember.objects.filter(unit=row.unit_id) if row else UnitMember.objects.none()
        names = {post.person.username for post in posts.select_related("person")}
        return next((name for name in self.people if name in names), "officer")
