"""What a planner types: steps of a count, stages with their months, or months of a service."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms

from projects.actions import door
from projects.actions.plans import checked
from projects.admin.fields import Line, Month, Words
from projects.errors import Refused
from projects.models import Target, TargetTerms
from projects.values.months import is_month, month_of, short, span
from projects.values.numbers import WEIGHT, BadNumber, is_weight, plain, read_number
from projects.values.planning import EVEN, HOLD, fill
from projects.values.text import clean

SPARE_ROWS = 4
MOST_ROWS = 200


@dataclass
class Row:
    """A line of the form: a month and what was typed for it, or a stage."""

    month: str
    text: str = ""
    filled: str = ""
    name: str = ""
    weight: str = ""
    ticked: bool = False


class PlanRows:
    """The plan's own boxes, read strictly; `points` is what approve_plan takes."""

    def __init__(self, target: Target, terms: TargetTerms, data=None):
        self.target, self.terms, self.data = target, terms, data
        self.problems: list[str] = []
        self.points = None
        self.months = span(terms.start, month_of(terms.due))
        self.last = target.plans.order_by("-version").first()
        self.how = EVEN if self.text("how", 10) == EVEN else HOLD
        self.rows = self.make_rows()

    def text(self, name: str, longest: int) -> str:
        return clean((self.data or {}).get(name, "")).strip()[:longest]

    def make_rows(self) -> list[Row]:
        if self.target.kind == Target.Kind.MILESTONES:
            return self.stage_rows()
        if self.target.kind == Target.Kind.SERVICE:
            return self.service_rows()
        return [Row(month, self.text(f"value-{month}", 20)) for month in self.months]

    def service_rows(self) -> list[Row]:
        if self.data is not None:
            ticked = set(self.data.getlist("month"))
        else:
            ticked = {p.month for p in self.last.points.all()} if self.last else set()
        return [Row(month, ticked=month in ticked) for month in self.months]

    def stage_rows(self) -> list[Row]:
        if self.data is not None:
            count = sum(1 for name in self.data if name.startswith("stage-name-"))
            return [
                Row(
                    month=self.text(f"stage-month-{n}", 7),
                    name=self.text(f"stage-name-{n}", 60),
                    weight=self.text(f"stage-weight-{n}", 12),
                )
                for n in range(min(count, MOST_ROWS))
            ]
        points = self.last.points.select_related("milestone") if self.last else []
        points = sorted(points, key=lambda point: point.milestone.number)
        rows = [
            Row(p.month, name=p.milestone.name, weight=plain(p.milestone.weight)) for p in points
        ]
        return rows + [Row("") for _ in range(SPARE_ROWS)]

    def read_rows(self) -> bool:
        read = {
            Target.Kind.MILESTONES: self.read_stages,
            Target.Kind.SERVICE: self.read_service,
        }.get(self.target.kind, self.read_steps)
        read()
        return not self.problems

    def asked(self, at) -> list[str]:
        """What is asked about the plan as typed, once it can be read and fits its terms."""
        try:
            checked(self.target, self.points, self.terms)
        except Refused:
            return []  # the act says what does not fit
        if self.last and self.last.same_points(self.points):
            return []
        return door.questions(self.target, self.terms, self.points, at)

    def read_service(self) -> None:
        self.points = [row.month for row in self.rows if row.ticked]

    def read_steps(self) -> None:
        steps = {}
        for row in self.rows:
            if not row.text:
                continue
            try:
                steps[row.month] = read_number(row.text)
            except BadNumber as error:
                self.problems.append(f"{short(row.month)}：{error}")
        if self.problems:
            return
        if not steps:
            self.problems.append("至少填写一个月份的累计计划数。")
            return
        self.points = fill(
            steps,
            months=self.months,
            baseline=self.terms.baseline,
            step=self.target.step,
            how=self.how,
        )
        for row in self.rows:
            row.filled = plain(self.points[row.month])

    def read_stages(self) -> None:
        self.points = []
        for number, row in enumerate(self.rows, 1):
            if not (row.name or row.weight or row.month):
                continue
            if not row.name:
                self.problems.append(f"第{number}行缺节点名称。")
            if not is_month(row.month):
                self.problems.append(f"第{number}行的计划月份请写成 2023-06。")
            self.points.append((row.name, self.read_weight(number, row.weight), row.month))

    def read_weight(self, number: int, text: str) -> Decimal:
        try:
            weight = read_number(text)
        except BadNumber as error:
            self.problems.append(f"第{number}行权重：{error}")
            return Decimal(1)
        if not is_weight(weight):
            self.problems.append(f"第{number}行的{WEIGHT}")
        return weight


def answer_box() -> Words:
    return Words(
        label="对计划的说明",
        required=False,
        max_length=500,
        help_text="系统对计划有提问时必填：逐条说明原因，与计划一并存档；不是不让批准。",
    )


def unanswered(onward: str) -> str:
    return f"上面的提问请逐条说明，再{onward}计划。"


class AnsweredPlan(forms.Form):
    """A plan whose questions are answered before it goes on, which the button `sends` does."""

    sends, onward = "", ""

    answer = answer_box()

    def __init__(self, data=None, *, rows: PlanRows, at, **kwargs):
        super().__init__(data, **kwargs)
        self.plan, self.at, self.asked = rows, at, []

    def clean(self):
        if not self.plan.read_rows():
            self.add_error(None, self.plan.problems)
            return
        self.asked = self.plan.asked(self.at)
        if self.asked and self.data.get("do") == self.sends and not self.cleaned_data.get("answer"):
            self.add_error("answer", unanswered(self.onward))


class PlanForm(AnsweredPlan):
    """A plan with what it was approved by and from when it holds."""

    sends, onward = "approve", "批准"

    document = Line(
        label="批准依据",
        max_length=100,
        help_text="哪次会议或哪份文件，如：管委会办公会议纪要〔2023〕3号。",
        error_messages={"required": "请填写批准依据（哪次会议或哪份文件）。"},
    )
    effective = Month(
        label="生效月份",
        required=False,
        help_text="写成 2023-03；已经过完的月份不受影响。",
    )
    reason = Line(
        label="调整原因",
        max_length=300,
        required=False,
        help_text="第一版不用填；调整计划时必填。",
    )

    def __init__(self, data=None, *, effective: str, **kwargs):
        super().__init__(data, initial={"effective": effective}, **kwargs)

    def clean_effective(self):
        return self.cleaned_data["effective"] or self.initial["effective"]
