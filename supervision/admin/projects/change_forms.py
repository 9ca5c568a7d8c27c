"""What the office types to change a promise: the new terms, the new plan, who decided it."""

from copy import copy
from decimal import Decimal

from django import forms

from projects.actions.changes import Approval
from projects.admin.citytask import CountableField, countable
from projects.admin.fields import Line, Month, Number, Words
from projects.admin.planform import PlanRows, Row, answer_box, unanswered
from projects.clock import now
from projects.models import CityTask, Project, Target, TargetTerms
from projects.values.days import Day
from projects.values.months import short, span
from projects.values.numbers import BadNumber, plain, read_number
from supervision.admin.cards.policy_fields import NumberField

AS_TYPED = ("comparison", "start", "definition", "evidence")
APPROVAL = ("authority", "meeting", "document", "effective", "reason")


class ApprovalForm(forms.Form):
    """Who decided, where, by which document, from when on and why."""

    authority = Line(label="批准机关", max_length=100)
    meeting = Line(label="会议", max_length=100)
    document = Line(label="文号", max_length=100)
    effective = Month(
        label="生效月份",
        help_text="写成 2023-10；不能是已经过完的月份，不追溯。",
    )
    reason = Words(label="原因", max_length=300)

    preview, answer = False, ""

    @property
    def approval(self) -> Approval:
        return Approval(**{name: self.cleaned_data[name] for name in APPROVAL})


def weight_of(terms: TargetTerms) -> Decimal:
    return terms.target.weight if terms.weight is None else terms.weight


class TermsForm(ApprovalForm):
    """The promise as it is, to be changed in one or more of its parts."""

    baseline = NumberField(label="基数")
    value = NumberField(label="目标值")
    comparison = forms.ChoiceField(label="要求", choices=TargetTerms.Comparison)
    start = Month(label="起算月份", help_text="写成 2023-03。")
    due = Day(label="完成时限")
    definition = Words(
        label="口径说明",
        required=False,
        max_length=2000,
        help_text="怎样才算一个：开工、完工还是投用。",
    )
    weight = NumberField(
        label="权重", required=False, help_text="决定项目总进度怎样折算；空着就不改。"
    )
    evidence = Line(label="应附佐证", max_length=200, required=False)
    answer = answer_box()
    field_order = (
        "baseline", "value", "comparison", "start", "due", "definition", "weight", "evidence"
    )  # fmt: skip

    def __init__(self, target: Target, terms: TargetTerms, data=None, *, preview: bool = False):
        start = {name: getattr(terms, name) for name in AS_TYPED}
        start |= {"due": terms.due.isoformat(), "weight": plain(weight_of(terms))}
        start |= {"value": plain(terms.value), "baseline": plain(terms.baseline)}
        super().__init__(data, initial=start)
        for name in ("baseline", "value"):
            self.fields[name].label += f"（{target.measure}）"
        for name in () if target.counted else ("baseline", "value", "comparison"):
            del self.fields[name]
        for name in APPROVAL if preview else ():
            self.fields[name].required = False  # the months may be looked at before the meeting


class ChangedPlan(PlanRows):
    """The plan that goes with the new terms, starting from the steps of the present one."""

    def make_rows(self) -> list[Row]:
        rows = super().make_rows()
        if self.data is None and self.last and self.target.counted:
            self.start_from_present(rows)
        return rows

    def start_from_present(self, rows: list[Row]) -> None:
        values = {point.month: point.value for point in self.last.points.all()}
        before = None
        for row in rows:
            value = values.get(row.month)
            row.text = plain(value) if value != before else ""
            before = value

    @property
    def untouched(self) -> bool:
        """Whether a target without a plan is left without one."""
        typed = any(row.text or row.name or row.weight or row.ticked for row in self.rows)
        return self.last is None and not typed


class ChangeForm:
    """Terms and plan together: `is_valid` reads both, `changed` are the parts that differ."""

    def __init__(self, target: Target, data=None):
        self.target, self.preview = target, data is not None and data.get("do") != "approve"
        self.former = target.terms.order_by("-version").first()
        self.terms = TermsForm(target, self.former, data, preview=self.preview)
        self.terms_valid = data is not None and self.terms.is_valid()
        self.plan = ChangedPlan(target, self.new_terms(), data)
        self.asked: list[str] = []

    def new_terms(self) -> TargetTerms:
        """The terms as typed, for the months and values that a plan must have; never saved."""
        terms = copy(self.former)
        given = self.terms.cleaned_data if self.terms.is_bound else {}
        due, start = given.get("due") or terms.due, given.get("start") or terms.start
        if f"{due:%Y-%m}" >= start:
            terms.due, terms.start = due, start
        for name in ("baseline", "value"):
            if given.get(name) not in (None, ""):
                setattr(terms, name, self.target._meta.get_field("step").to_python(given[name]))
        return terms

    def is_valid(self) -> bool:
        if self.plan.untouched:
            return self.terms_valid
        if not self.plan.read_rows():
            return False
        self.asked = self.plan.asked(now())
        if self.asked and not self.preview and self.terms_valid and not self.answer:
            self.terms.add_error("answer", unanswered("批准"))
            return False
        return self.terms_valid

    @property
    def answer(self) -> str:
        return self.terms.cleaned_data.get("answer", "")

    @property
    def fields(self) -> dict:
        return self.terms.fields

    def add_error(self, field, text) -> None:
        self.terms.add_error(field, text)

    @property
    def approval(self) -> Approval:
        return self.terms.approval

    @property
    def points(self):
        return None if self.plan.untouched else self.plan.points

    @property
    def changed(self) -> dict:
        """The parts of the terms that differ from the present ones."""
        given, new = self.terms.cleaned_data, self.new_terms()
        found = {name: given[name] for name in (*AS_TYPED, "due") if name in given}
        found |= {"baseline": new.baseline, "value": new.value}
        changed = {
            name: value for name, value in found.items() if value != getattr(self.former, name)
        }
        weight = Decimal(given["weight"] or weight_of(self.former))
        return changed if weight == weight_of(self.former) else changed | {"weight": weight}


class QuotaForm(ApprovalForm):
    """A quota as it is: its number, the targets that carry it, the city's plan by month."""

    quota = Number(label="市定任务")
    targets = CountableField(
        Target.everything.none(),
        label="承担指标",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="进度从这些指标的报送自动相加；只列计量单位相同的数量指标。",
    )
    field_order = ("quota", "targets")

    def __init__(self, task: CityTask, data=None):
        start = {"quota": plain(task.quota), "targets": task.targets.all()}
        super().__init__(data, initial=start)
        self.fields["quota"].label += f"（{task.measure}）"
        self.fields["targets"].queryset = countable(task.programme_id).filter(measure=task.measure)
        year = task.programme.year
        standing = {point.month: plain(point.value) for point in task.points.all()}
        months = sorted({*span(f"{year}-01", f"{year}-12"), *standing})
        typed = (lambda month: data.get(f"value-{month}", "").strip()) if data else standing.get
        self.rows = [Row(month, typed(month) or "") for month in months]
        self.points: dict[str, Decimal] = {}

    def clean(self):
        for row in self.rows:
            try:
                if row.text:
                    self.points[row.month] = read_number(row.text)
            except BadNumber as error:
                self.add_error(None, f"{short(row.month)}：{error}")


class ProjectForm(ApprovalForm):
    state = forms.ChoiceField(label="变更为", choices=Project.State)
    merged_into = forms.ModelChoiceField(
        Project.everything.none(), label="并入哪个项目", required=False, help_text="只有合并时填。"
    )
    field_order = ("state", "merged_into")

    def __init__(self, project: Project, data=None):
        super().__init__(data)
        others = project.programme.projects.exclude(pk=project.pk).order_by("number")
        self.fields["merged_into"].queryset = others
        self.fields["state"].choices = [
            choice for choice in Project.State.choices if choice[0] != project.state
        ]
