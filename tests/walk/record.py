"""Acts on the record and on rules: promises, units, posts, quotas, imports, decisions."""

from types import MappingProxyType

from hypothesis import strategies as st
from hypothesis.stateful import rule

from projects.models import (
    Assignment,
    CityTask,
    LeadUnit,
    Programme,
    Project,
    Target,
    TargetTerms,
    UnitMember,
)
from projects.values.months import shift
from supervision.models import (
    Adjustment,
    CardOverride,
    Period,
)
from tests.walk.boxes import YEAR, by_label
from tests.walk.values import DAYS, FIGURES, MONTHS, NAMES, WHICH

STATES = Project.State.values
# Parts of a promise that are changed beside its figure, each now and then.
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "基数": FIGURES,
        "要求": st.sampled_from(TargetTerms.Comparison.values),
        "起算月份": MONTHS,
        "完成时限": DAYS,
        "权重": FIGURES,
    },
)


class OnTheRecord:
    @rule(which=WHICH, name=NAMES)
    def rename_target(self, which, name):
        if target := self.one(Target.everything.all(), which):
            self.office.act(
                "officer", f"/admin/projects/target/{target.pk}/change/", {"指标名称": name}, "保存"
            )

    @rule(which=WHICH, value=FIGURES, month=MONTHS, parts=PARTS)
    def change_promise(self, which, value, month, parts=MappingProxyType({})):
        if target := self.one(Target.everything.all(), which):
            address = f"/admin/office/changes/target/{target.pk}/"
            given = {
                "批准机关": "演示管委会",
                "会议": "演示会议",
                "文号": "演示2号",
                "原因": "演示：调整",
                "answer": "演示：说明",
                "生效月份": month or self.office.next_month(),
            }
            page = self.office.act("officer", address)
            figure = {"目标值": value, f"value-{YEAR}-12": value}
            typed = by_label(page, given | figure | dict(parts))
            self.office.act("officer", address, typed, "提出调整")

    @rule(which=WHICH, state=st.sampled_from(STATES), other=WHICH, month=MONTHS)
    def change_project(self, which, state, month, other=1):
        """Suspended, taken out, merged into another, or taken up again."""
        if project := self.one(Project.everything.all(), which):
            into = self.one(project.programme.projects.exclude(pk=project.pk), other)
            address = f"/admin/office/changes/project/{project.pk}/"
            form = self.office.act("officer", address)
            states = (
                [v for f in form.forms() for v in getattr(f.inputs["state"], "value_options", [])]
                if form.forms()
                else []
            )
            if states:
                given = {
                    "变更为": state if state in states else states[which % len(states)],
                    "merged_into": str(into.pk) if into and state == "merged" else None,
                    "批准机关": "演示管委会",
                    "会议": "演示会议",
                    "文号": "演示3号",
                    "原因": "演示：变更",
                    "生效月份": month or self.office.next_month(),
                }
                self.office.act("officer", address, given, "提出调整")

    @rule(agreed=st.booleans())
    def decide_adjustment(self, agreed):
        if row := self.one(Adjustment.objects.filter(decision__isnull=True), 0):
            address = f"/admin/supervision/adjustment/{row.pk}/change/"
            given = {"reason": "演示：核对过。"}
            self.office.act("second", address, given, "确认" if agreed else "不同意")

    def in_good_order(self):
        """The acts that need luck in a walk, each as it should go."""
        month = self.office.next_month()
        self.change_promise(0, "120", month)
        self.decide_adjustment(True)
        self.change_project(0, "paused", month)
        self.decide_adjustment(True)
        self.correct(1, "45")
        self.accept_all()
        self.publish_correction()
        self.propose_override(1, f"{YEAR}-01", 1, 0)
        self.decide_override(True)
        self.hand_over(0, 1, False)
        self.set_quota(0, "90", "10")
        self.change_quota(0, "95", month)
        self.decide_adjustment(True)
        self.merge_projects(month)
        self.import_places(0, "演示小学", "3", f"{YEAR}-05")
        self.import_plan(0, "130", month)
        self.import_units("演示新单位", f"{YEAR}-01-01", "", True)
        self.import_assignment(1, 2, str(self.office.today))
        self.import_person("演示新人", 0)
        self.add_to_list("球场", "12", f"{YEAR}-12", 0)
        self.office.open_month(month)
        self.move_due_day("")
        self.take_back_month(0)
        self.adopt_policy("三色", f"{YEAR}-04")
        self.office.open_month(month)
        self.fill_workbook(1, "60")
        self.draft_next_year("跑道", "3")

    def merge_projects(self, month):
        self.change_project(2, "merged", month)
        self.decide_adjustment(True)

    @rule(which=WHICH, other=WHICH, day=DAYS)
    def add_assignment(self, which, other, day):
        project, unit = (
            self.one(Project.everything.all(), which),
            self.one(LeadUnit.objects.all(), other),
        )
        if project and unit:
            self.office.act(
                "officer",
                "/admin/projects/assignment/add/",
                {
                    "实事项目": str(project.pk),
                    "单位": str(unit.pk),
                    "分工": Assignment.Role.LEAD,
                    "自": day,
                },
                "保存",
            )

    @rule(which=WHICH, day=DAYS)
    def end_assignment(self, which, day):
        if row := self.one(Assignment.objects.all(), which):
            self.office.act(
                "officer", f"/admin/projects/assignment/{row.pk}/change/", {"至": day}, "保存"
            )

    @rule(which=WHICH, other=WHICH, ends=st.booleans())
    def hand_over(self, which, other, ends):
        giver, taker = (
            self.one(LeadUnit.objects.all(), which),
            self.one(LeadUnit.objects.all(), other),
        )
        if giver and taker:
            address = f"/admin/office/handover/?unit={giver.pk}"
            self.office.act(
                "officer",
                address,
                {
                    "unit-successor": str(taker.pk),
                    "unit-since": str(self.office.today),
                    "unit-ends": "on" if ends else None,
                },
                "移交整个单位",
            )

    @rule(which=WHICH, quota=FIGURES, plan=FIGURES)
    def set_quota(self, which, quota, plan):
        if (target := self.one(Target.everything.all(), which)) and CityTask.objects.count() < 3:
            programme = Programme.everything.get(year=YEAR)
            self.office.act(
                "officer",
                "/admin/projects/citytask/add/",
                {
                    "年度清单": str(programme.pk),
                    "市级指标": f"演示市级{which}",
                    "计量单位": target.measure or "个",
                    "市定任务": quota,
                    "市级文件": "演示市1号",
                    "targets": [str(target.pk)],
                    "points-TOTAL_FORMS": "1",
                    "points-0-month": f"{YEAR}-01",
                    "points-0-value": plan,
                },
                "保存",
            )

    @rule(which=WHICH, quota=FIGURES, month=MONTHS)
    def change_quota(self, which, quota, month):
        if task := self.one(CityTask.objects.current(), which):
            address = f"/admin/office/changes/quota/{task.pk}/"
            page = self.office.act("officer", address)
            given = {
                "批准机关": "演示市政府",
                "会议": "演示会议",
                "文号": "演示市2号",
                "原因": "演示：市里调整",
                "生效月份": month or self.office.next_month(),
                "市定任务": quota,
            }
            self.office.act("officer", address, by_label(page, given), "提出调整")

    @rule(name=NAMES, measure=st.sampled_from(["个", "户"]))
    def new_unit(self, name, measure):
        if LeadUnit.objects.count() < 8:
            self.office.make_unit(name[:20] + measure)

    @rule(which=WHICH, day=DAYS)
    def end_unit(self, which, day):
        if unit := self.one(LeadUnit.objects.all(), which):
            address = f"/admin/projects/leadunit/{unit.pk}/change/"
            self.office.act("officer", address, {"至": day}, "保存")

    @rule(which=WHICH, day=DAYS)
    def end_post(self, which, day):
        if post := self.one(UnitMember.objects.all(), which):
            address = f"/admin/projects/unitmember/{post.pk}/change/"
            self.office.act("admin", address, {"至": day}, "保存")

    # Cards

    @rule(preset=st.sampled_from(["三色", "阶梯"]), month=MONTHS)
    def adopt_policy(self, preset, month):
        closed = Period.everything.filter(closed_at__isnull=False)
        tried = "".join(f"&month={period.month}" for period in closed)
        address = f"/admin/office/policies/simulator/?policy=preset-{preset}{tried}"
        given = {"valid_from": month or self.office.next_month()}
        self.office.act("officer", address, given, "启用")

    @rule(which=WHICH)
    def take_back_month(self, which):
        if period := self.one(Period.everything.filter(closed_at__isnull=True), 0):
            address = f"/admin/supervision/period/{period.pk}/take-back/"
            self.office.act("officer", address, {}, "撤回")

    @rule(day=DAYS)
    def move_due_day(self, day):
        if period := self.one(Period.everything.filter(closed_at__isnull=True), 0):
            address = f"/admin/supervision/period/{period.pk}/due/"
            page = self.office.act("officer", address)
            given = by_label(page, {"报送截止": day, "原因": "演示：大雪。"})
            self.office.act("officer", address, given, "调整")

    @rule(which=WHICH, first=MONTHS, months=st.integers(0, 3), colour=WHICH)
    def propose_override(self, which, first, months, colour):
        if project := self.one(Project.everything.all(), which):
            page = self.office.act("officer", "/admin/supervision/cardoverride/propose/")
            form = page.forms()[0]
            colours = [v for v in form.inputs["colour"].value_options if v]
            first = first or f"{YEAR}-01"
            last = shift(first, months) if len(first) == 7 and first[4] == "-" else first
            self.office.act(
                "officer",
                "/admin/supervision/cardoverride/propose/",
                {
                    "实事项目": str(project.pk),
                    "认定为": colours[colour % len(colours)],
                    "自哪个月起": first,
                    "到哪个月止": last,
                    "认定理由": "演示：认定。",
                    "依据文号或名称": "演示4号",
                },
                "提出认定",
            )

    @rule(agreed=st.booleans())
    def decide_override(self, agreed):
        if row := self.one(CardOverride.objects.filter(decision__isnull=True), 0):
            address = f"/admin/supervision/cardoverride/{row.pk}/change/"
            self.office.act(
                "second", address, {"reason": "演示：同意。"}, "确认" if agreed else "不同意"
            )
