"""Two years of an office, in any order and with odd values: its months, and all together."""

from django.conf import settings
from django.db import transaction
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from projects.models import Target
from supervision.models import Period, Report
from tests.walk.boxes import YEAR
from tests.walk.invariants import Held
from tests.walk.making import Making, promise
from tests.walk.office import KINDS, Office
from tests.walk.record import OnTheRecord
from tests.walk.sheets import BySheet
from tests.walk.values import DAYS, FIGURES, MONTHS, WHICH


class Walk(OnTheRecord, Making, BySheet, Held, RuleBasedStateMachine):
    """`walked` counts the steps of all walks.

    Where `fresh` is set the next walk is not taken: the first that hypothesis offers of a seed is
    the same of every seed, one rule over and over.
    """

    walked = 0
    fresh = False

    def __init__(self):
        super().__init__()
        self.clock = settings.DEMO_CLOCK
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.steps = 0
        self.seen: tuple = ()
        self.public: dict = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        settings.DEMO_CLOCK = self.clock

    @initialize(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4), made=st.booleans())
    def begin(self, kinds, made=False):
        """A public list: typed on its pages, or made from a text and issued."""
        if type(self).fresh:
            type(self).fresh = False
            reject()
        self.office = Office()
        if made:
            self.from_a_text(len(kinds))
        else:
            self.office.make_list(kinds)
        self.office.wait(15)

    def from_a_text(self, count: int) -> None:
        for _ in range(count):
            self.office.make_unit()
        promises = [
            promise(number, f"演示场地{which}", "100", f"演示单位{number}")
            for number, which in enumerate("甲乙丙丁"[:count], 1)
        ]
        self.draft_list(YEAR, promises)
        for target in Target.everything.order_by("pk"):
            self.office.approve_plan(target, f"{YEAR}-01", "100", even=True)

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

    @rule(
        command=st.sampled_from(["send_reminders", "evaluate_cards", "close_month"]), month=MONTHS
    )
    def run_command(self, command, month):
        months = self.office.months()
        month = month or (months[-1].month if months else f"{YEAR}-01")
        self.office.run(*([command] if command == "send_reminders" else [command, month]))
