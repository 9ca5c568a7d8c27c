"""编制: lists and additions made from a text, checked piece by piece, issued by two people."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from projects.drafting.models import Drafting
from projects.models import LeadUnit, Programme, Target
from tests.walk.boxes import YEAR, by_label
from tests.walk.values import FIGURES, MONTHS, NAMES, WHICH

AT = "/admin/drafting/drafting/"


class Making:
    @rule(name=NAMES, figure=FIGURES, month=MONTHS, which=WHICH)
    def add_to_list(self, name, figure, month, which):
        """增列: a project put into the public list by a text of its own."""
        programme = Programme.everything.get(year=YEAR)
        if programme.projects.count() > 7:
            return
        number = programme.projects.order_by("number").last().number + 1
        unit = self.one(LeadUnit.objects.all(), which)
        text = promise(number, name, figure, unit.name if unit else "")
        self.office.act("officer", f"{AT}add-to/{YEAR}/", {"粘贴清单全文": text}, "识读，去核对")
        self.issue(Drafting.objects.filter(extends=programme), {"生效月份": month})

    @rule(name=NAMES, figure=FIGURES)
    def draft_next_year(self, name, figure):
        """The list of the following year, from a text, issued in the middle of this one."""
        if not Programme.everything.filter(year=YEAR + 1).exists():
            self.draft_list(YEAR + 1, [promise(1, name, figure, "演示体育局")])

    def draft_list(self, year: int, promises: list[str]) -> None:
        head = f"关于印发{year}年民生实事项目的通知\n演示管发〔{year}〕3号\n\n"
        text = head + "\n".join(promises) + "\n\n演示管委会办公室"
        given = {"粘贴清单全文": text, "年份": str(year), "发布机关": "演示管委会"}
        self.office.act("officer", f"{AT}start/", given, "识读，去核对")
        self.issue(Drafting.objects.filter(year=year, extends__isnull=True), {})

    @rule(which=WHICH, month=MONTHS, value=FIGURES, even=st.booleans())
    def first_plan(self, which, month, value, even):
        if target := self.one(Target.everything.filter(plans__isnull=True), which):
            year = target.project.programme.year
            self.office.approve_plan(target, month or f"{year}-01", value, even)

    def issue(self, draftings, more: dict) -> None:
        drafting = draftings.filter(state=Drafting.State.OPEN).order_by("pk").last()
        if drafting is None:
            return
        here = f"{AT}{drafting.pk}/"
        while (page := self.office.act("officer", f"{here}change/")).has("收下"):
            before = page.text
            page = self.office.act("officer", f"{here}change/", {}, "收下")
            if page.status != 200 or page.text == before:
                break
        if self.office.act("officer", f"{here}units/").has("登记这"):
            self.office.act("officer", f"{here}units/", {}, "登记这")
        given = {
            "文号": "演示管发〔2024〕7号",
            "印发日期": str(self.office.today),
            "签发人": "演示签发人",
            "审定机关": "演示党工委",
            "会议": "演示会议",
            "增列原因": "演示：急需",
        } | more
        page = self.office.act("officer", f"{here}issue/")
        if page.has("提请印发"):
            self.office.act("officer", f"{here}issue/", by_label(page, given), "提请印发")
        if self.office.act("second", f"{here}issue/").has("复核无误"):
            self.office.act("second", f"{here}issue/", {}, "复核无误")
        # What could not be issued is dropped, so that another may be begun.
        if Drafting.objects.filter(pk=drafting.pk, state=Drafting.State.OPEN).exists():
            page = self.office.act("officer", f"{here}issue/")
            if page.has("收回提请"):
                self.office.act("officer", f"{here}issue/", {"reason": "演示"}, "收回提请")
            page = self.office.act("officer", f"{here}drop/")
            self.office.act("officer", f"{here}drop/", by_label(page, {"作废原因": "演示"}), "作废")


def promise(number: int, name: str, figure: str, unit: str) -> str:
    lead = f"牵头单位：{unit}" if unit else ""
    return f"{number}. {name[:40]}。建成{name[:20]}{figure}个。{lead}"
