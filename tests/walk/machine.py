"""Two years of an office, in any order and with odd values; what must hold after every step."""

import io

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from projects.models import (
    Assignment,
    CityTask,
    LeadUnit,
    Programme,
    Project,
    Target,
    UnitMember,
)
from projects.values.months import shift
from supervision.cards import verification
from supervision.models import (
    Adjustment,
    CardOverride,
    Correction,
    OverrideDecision,
    Period,
    Report,
    ShownCard,
)
from tests.walk.office import KINDS, YEAR, Broken, Office, by_label
from tests.walk.page import Person

FIGURES = st.one_of(
    st.integers(0, 130).map(str),
    st.sampled_from(["", "12.5", "１２", "-3", "999999999999.9999", "1e3", "无", "100", "99.999"]),
)
NAMES = st.sampled_from(
    [
        "照明改造",
        "照明\u3000改造",
        "照明\u2009改造\u00ad",
        "照\t明",
        "𠮷家村道路",
        "照明\ue000改造",
        " 照明 ",
        "A" * 300,
    ]
)
MONTHS = st.sampled_from(
    [
        f"{YEAR - 2}-11",
        f"{YEAR}-01",
        f"{YEAR}-03",
        f"{YEAR}-12",
        f"{YEAR + 1}-02",
        f"{YEAR + 7}-05",
        "2024.3",
        "",
    ]
)
DAYS = st.sampled_from(
    ["", f"{YEAR}-02-05", f"{YEAR}-01-15", f"{YEAR}-05-01", "2019-01-01", "明天"]
)
WHICH = st.integers(0, 30)


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.clock = settings.DEMO_CLOCK
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.steps = 0
        self.public: dict = {}
        self.reasons = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        settings.DEMO_CLOCK = self.clock

    @initialize(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    def begin(self, kinds):
        self.office = Office()
        self.office.make_list(kinds)
        self.office.wait(15)

    def one(self, rows, which: int):
        rows = list(rows.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    # The month

    @rule(days=st.sampled_from([1, 6, 20, 33]))
    def time_passes(self, days):
        self.office.wait(days)

    @rule(odd=st.booleans(), month=MONTHS, due=DAYS, covers=MONTHS)
    def open_month(self, odd, month, due, covers):
        if odd:
            self.office.open_month(month, due, covers)
        else:
            self.office.open_month(self.office.next_month())

    @rule(which=WHICH, figure=FIGURES, hand_in=st.booleans())
    def fill(self, which, figure, hand_in):
        if report := self.one(Report.objects.filter(period__closed_at__isnull=True), which):
            self.office.fill(self.office.lead_of(report.project), report, figure, hand_in)

    @rule(figure=st.integers(0, 110).map(str))
    def all_hand_in(self, figure):
        self.hand_in_all(figure)

    def hand_in_all(self, figure):
        for report in Report.objects.filter(period__closed_at__isnull=True):
            self.office.fill(self.office.lead_of(report.project), report, figure, True)

    @rule(which=WHICH, accept=st.booleans())
    def judge(self, which, accept):
        if report := self.one(Report.objects.filter(state="submitted"), which):
            self.office.judge(report, accept)

    @rule()
    def all_are_accepted(self):
        self.accept_all()

    def accept_all(self):
        for report in Report.objects.filter(state="submitted"):
            self.office.judge(report, True)

    @rule(which=WHICH, figure=st.one_of(st.none(), FIGURES))
    def correct(self, which, figure):
        if report := self.one(Report.objects.filter(state="accepted"), which):
            self.office.correct(self.office.lead_of(report.project), report, figure)

    @rule()
    def publish_correction(self):
        self.office.publish_correction()

    @rule(which=WHICH)
    def close(self, which):
        if period := self.one(Period.everything.filter(closed_at__isnull=True), 0):
            self.office.close(period)

    @rule()
    def publish(self):
        months = Period.everything.filter(closed_at__isnull=False, published_at__isnull=True)
        if period := self.one(months, 0):
            self.office.publish(period)

    @rule(figure=st.integers(0, 110).map(str), publish=st.booleans())
    def whole_month(self, figure, publish):
        """A month as it should go, so that a walk comes far."""
        if not Period.everything.filter(closed_at__isnull=True).exists():
            self.office.open_month(self.office.next_month())
        self.hand_in_all(figure)
        self.accept_all()
        if period := self.one(Period.everything.filter(closed_at__isnull=True), 0):
            while self.office.today <= period.data_until:
                self.office.wait(10)
            self.office.close(period)
            if publish:
                self.office.publish(period)

    # Promises and people

    @rule(which=WHICH, name=NAMES)
    def rename_target(self, which, name):
        if target := self.one(Target.everything.all(), which):
            self.office.act(
                "officer", f"/admin/projects/target/{target.pk}/change/", {"指标名称": name}, "保存"
            )

    @rule(which=WHICH, value=FIGURES, month=MONTHS)
    def change_promise(self, which, value, month):
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
            typed = by_label(page, given | {"目标值": value, f"value-{YEAR}-12": value})
            self.office.act("officer", address, typed, "提出调整")

    @rule(
        which=WHICH, state=st.sampled_from(["paused", "active", "removed", "merged"]), month=MONTHS
    )
    def change_project(self, which, state, month):
        if project := self.one(Project.everything.all(), which):
            address = f"/admin/office/changes/project/{project.pk}/"
            form = self.office.act("officer", address)
            states = (
                [v for f in form.forms() for v in getattr(f.inputs["state"], "value_options", [])]
                if form.forms()
                else []
            )
            if states:
                given = {
                    "变更为": states[which % len(states)],
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
        self.import_places(0, "演示小学", "3", f"{YEAR}-05")
        self.office.open_month(month)
        self.move_due_day("")
        self.take_back_month(0)
        self.adopt_policy("三色", f"{YEAR}-04")

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

    @rule(which=WHICH, name=NAMES, quantity=FIGURES, month=MONTHS)
    def import_places(self, which, name, quantity, month):
        if target := self.one(Target.everything.filter(kind="quantity"), which):
            head = "年份,项目序号,指标名称,点位名称,数量,计划月份"
            row = [YEAR, target.project.number, target.name, name, quantity, month]
            sheet = f"{head}\n{','.join(map(str, row))}\n"
            self.office.bring_in("/admin/projects/site/import/", sheet)

    @rule(which=WHICH, value=FIGURES, month=MONTHS)
    def import_plan(self, which, value, month):
        if target := self.one(Target.everything.all(), which):
            head = "年份,项目序号,指标名称,批准依据,生效月份,12月,计划说明"
            month = month or f"{YEAR}-01"
            row = [YEAR, target.project.number, target.name, "演示", month, value, "演示"]
            sheet = f"{head}\n{','.join(map(str, row))}\n"
            self.office.bring_in("/admin/projects/target/import/", sheet)

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

    @rule(
        command=st.sampled_from(["send_reminders", "evaluate_cards", "close_month"]), month=MONTHS
    )
    def run_command(self, command, month):
        months = self.office.months()
        month = month or (months[-1].month if months else f"{YEAR}-01")
        self.office.run(*([command] if command == "send_reminders" else [command, month]))

    # What must hold

    @invariant()
    def every_page_answers(self):
        if not hasattr(self, "office"):
            return
        for who in self.office.people:
            page = self.office.act(who, "/admin/")
            if page.status != 200:
                self.broken(f"/admin/ answered {page.status} to {who}")
        resident = Person()
        pages = ["/", f"/{YEAR}/"]
        pages += [f"/{YEAR}/{p.number}/" for p in Project.public.filter(programme__year=YEAR)]
        for address in pages:
            page = resident.open(address)
            if page.status not in (200, 404):
                self.broken(f"{address} answered {page.status}")

    @invariant()
    def figures_change_only_with_a_reason(self):
        """What stands public of a month changes only by a published correction or a decision."""
        if not hasattr(self, "office"):
            return
        shown: dict = {}
        rows = ShownCard.public.order_by("pk").values_list(
            "period__month", "project", "card__digest", "colour"
        )
        for month, *card in rows:
            shown.setdefault(month, []).append(tuple(card))
        reasons = (
            Correction.objects.filter(published_at__isnull=False).count()
            + OverrideDecision.objects.filter(confirmed=True).count()
        )
        changed = [month for month, cards in self.public.items() if shown.get(month) != cards]
        if changed and reasons == self.reasons:
            self.broken(f"published months changed without a reason: {changed}")
        self.public, self.reasons = shown, reasons

    @invariant()
    def everybody_counts_the_same_projects(self):
        for period in Period.public.filter(programme__year=YEAR):
            shown = ShownCard.everything.filter(period=period).count()
            if sum((period.counts or {}).values()) != shown:
                self.broken(f"{period}: {period.counts} for {shown} cards")

    @invariant()
    def the_ledger_holds(self):
        self.steps += 1
        if not hasattr(self, "office") or self.steps % 5:
            return
        if found := list(verification.cards()):
            self.broken("\n".join(found))
        said = io.StringIO()
        try:
            call_command("verify_ledger", stdout=said, stderr=said)
        except Exception:
            self.broken(said.getvalue())

    def broken(self, what: str):
        raise Broken(what + "\n" + "\n".join(self.office.log))
