"""What can be done with a slip, each a form of its own: who may, when, and what it says after."""

import datetime as dt
from collections.abc import Callable, Iterable

from django import forms

from projects import uploads
from projects.admin.fields import Line, Words
from projects.clock import today
from projects.errors import Refused
from projects.values.days import Day
from supervision import calendar
from supervision.actions import slips
from supervision.desk.slips import units_of
from supervision.models import Slip, SlipStep

State = Slip.State
MOST_FILES = 10


class SlipForm(forms.Form):
    """One thing to do with a slip, by its `action`; `states` are those in which it is offered."""

    name = ""
    title = button = said = ""
    states: tuple[str, ...] = ()
    action: Callable
    danger = office = with_files = False

    def __init__(self, slip: Slip, person, data=None, files=None):
        super().__init__(data, files, prefix=self.name)
        self.slip, self.person = slip, person
        self.initial = self.start() if data is None else {}

    def start(self) -> dict:
        return {}

    def offered(self) -> bool:
        return self.slip.state in self.states

    def act(self, by, at: dt.datetime) -> None:
        """Do it; Refused with a sentence where it may not be done."""
        self.action(**self.arguments(by, at))

    def arguments(self, by, at) -> dict:
        return {**self.cleaned_data, "slip": self.slip, "by": by, "at": at}

    def attached(self) -> list[uploads.Checked]:
        """The files chosen, checked; Refused where one may not be kept."""
        chosen = self.files.getlist(self.add_prefix("files")) if self.files else []
        if len(chosen) > MOST_FILES:
            raise Refused(f"一次最多上传{MOST_FILES}个文件。")
        photos = not self.slip.sensitive
        return [uploads.check(upload, photos=photos) for upload in chosen]


def add_ticks(form: forms.Form, asked: Iterable[str]) -> None:
    """A tick for every word and figure that is asked about; without any no field."""
    if asked:
        form.fields["vouched"] = forms.MultipleChoiceField(
            label="和系统里的不一致，逐个核对后勾选",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(each, f"{each}　已核对") for each in asked],
        )


class EditForm(SlipForm):
    name, office, states = "edit", True, Slip.DRAFTS
    title, button, said = "改稿", "保存，待核稿", "已保存，请另一位督查人员核稿。"
    action = staticmethod(slips.edit_draft)
    demand = Words(rows=5, max_length=2000, label="督办要求", help_text="写清要做到什么。")
    addressee = forms.ModelChoiceField(
        None, label="主送单位", empty_label=None, help_text="牵头单位，或承担这件事的配合单位。"
    )
    due = Day(label="答复时限", help_text="当天24时前答复都算按时；单位的答复改不了它。")
    mend_by = Day(label="整改时限", help_text="整改到位的最后一天；要延，由单位在到期前申请。")

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.fields["addressee"].queryset = units_of(self.slip, today())
        if self.is_bound:
            add_ticks(self, slips.asked_of(self.slip, self["demand"].value() or ""))

    def start(self) -> dict:
        first = slips.first_days(today())
        mend_by = self.slip.mend_by or first["mend_by"]
        return {
            "demand": self.slip.demand,
            "addressee": self.slip.addressee_id,
            "due": max(self.slip.due, first["due"]) if self.slip.due < today() else self.slip.due,
            "mend_by": max(mend_by, self.slip.due),
        }


class CheckForm(SlipForm):
    name, office, states = "check", True, (State.DRAFT,)
    title, button, said = "核稿", "核稿通过", "已核稿，请签发。"
    action = staticmethod(slips.check_draft)

    def offered(self) -> bool:
        return super().offered() and self.person.pk != self.slip.drafted_by_id


class IssueForm(SlipForm):
    name, office, with_files, states = "issue", True, True, (State.CHECKED,)
    title, button, said = "签发登记", "签发", "已签发，编号{}。"
    action = staticmethod(slips.issue)
    signer = Line(label="签发人", max_length=50, help_text="签发的领导姓名，印在督办单上。")

    def arguments(self, by, at) -> dict:
        return {**super().arguments(by, at), "files": self.attached()}

    def act(self, by, at) -> None:
        self.slip = self.action(**self.arguments(by, at))


class UncheckForm(SlipForm):
    name, office, states, danger = "uncheck", True, (State.CHECKED,), True
    title, button, said = "退回拟稿", "退回拟稿", "已退回，改好后重新核稿。"
    action = staticmethod(slips.uncheck)
    reason = Words(label="退回拟稿的理由")


class DropForm(SlipForm):
    name, office, states, danger = "drop", True, Slip.DRAFTS, True
    title, button, said = "不予签发", "不予签发", "已记为不予签发，没有占用编号。"
    action = staticmethod(slips.drop)
    reason = Words(label="不予签发的理由", help_text="永久保留。")


class ApproveForm(SlipForm):
    name, office, states = "approve", True, (State.ANSWERED,)
    title, button, said = "认可答复，继续整改", "认可，继续整改", "已认可，到期那天提醒核查。"
    action = staticmethod(slips.approve_answer)
    mend_by = Day(
        label="核查日期", help_text="不晚于整改时限，时限已过的填今天；到这一天工作台提醒核查。"
    )
    reason = Words(label="意见", required=False)

    def start(self) -> dict:
        promised, last = self.slip.timing(today()).promised, max(self.slip.mended_by, today())
        return {"mend_by": min(max(promised or last, today()), last)}


class SendBackForm(SlipForm):
    name, office, states, danger = "return", True, (State.ANSWERED,), True
    title, button, said = "退回重答", "退回", "已退回，请单位重新答复。"
    action = staticmethod(slips.send_back)
    reason = Words(label="退回理由", help_text="写清哪一项要补充什么，单位看得到。")
    due = Day(label="重新答复时限")

    def start(self) -> dict:
        return {"due": calendar.working_days_after(today(), slips.ANSWER_DAYS)}


class PressForm(SlipForm):
    name, office, with_files, states = "press", True, True, Slip.UNDER_WAY
    title, button, said = "再督", "再督", "已再督，请单位重新答复。"
    action = staticmethod(slips.press)
    reason = Words(label="再督事由和要求", help_text="如领导再次批示、又有群众反映；一事一单。")
    due = Day(label="答复时限")

    def start(self) -> dict:
        return {"due": calendar.working_days_after(today(), slips.ANSWER_DAYS)}

    def arguments(self, by, at) -> dict:
        return {**super().arguments(by, at), "files": self.attached()}


class ExtensionForm(SlipForm):
    name, office, states = "extension", True, Slip.UNDER_WAY
    title, button, said = "答复延期申请", "答复", "已答复延期申请。"
    action = staticmethod(slips.decide_extension)
    granted = forms.TypedChoiceField(
        label="结论",
        choices=[("", "请选择"), ("1", "同意延期"), ("0", "不同意延期")],
        coerce=lambda text: text == "1",
    )
    reason = Words(label="理由", required=False, help_text="不同意的必填。")

    def offered(self) -> bool:
        return super().offered() and slips.waiting_extension(self.slip) is not None


class ClearForm(SlipForm):
    name, office = "clear", True
    states = (*Slip.WAITING, State.ANSWERED, State.MENDING)
    title, button, said = "提请销号", "核验通过，提请销号", "已提请销号，请另一位督查人员复核。"
    action = staticmethod(slips.propose_clearing)
    reason = Words(label="核验情况", help_text="谁在什么时候怎样核实的；永久保留。")


class ConfirmForm(SlipForm):
    name, office, states = "confirm", True, (State.CLEARING,)
    title, button, said = "复核销号", "提交", "已办理。"
    action = staticmethod(slips.decide_clearing)
    confirmed = forms.TypedChoiceField(
        label="结论",
        choices=[("", "请选择"), ("1", "同意销号"), ("0", "不同意，继续整改")],
        coerce=lambda text: text == "1",
    )
    reason = Words(label="意见", required=False, help_text="不同意的必填。")

    def offered(self) -> bool:
        proposed = self.slip.steps.filter(kind=SlipStep.Kind.TO_CLEAR).last()
        return super().offered() and proposed.by_id != self.person.pk


class AnswerForm(SlipForm):
    name, with_files, states = "answer", True, Slip.WAITING
    title, button, said = "逐项答复", "提交答复", "已答复，等待督查人员核验。"
    action = staticmethod(slips.answer)
    cause = Words(label="原因分析", max_length=2000, help_text="写主观原因和工作上的原因。")
    objective_cause = Words(
        label="客观原因",
        max_length=2000,
        required=False,
        help_text="本单位不能左右的，如资金未到、招标质疑、用地审批；没有的不填。",
    )
    measures = Words(label="整改措施", max_length=2000, help_text="做什么、分几步、每步做到什么。")
    deadline = Day(label="承诺整改完成", help_text="本单位承诺的日子；督办单的时限不变。")
    responsible = Line(label="责任人", max_length=50, help_text="姓名和职务。")

    def start(self) -> dict:
        """What was answered before, to be improved upon."""
        last = self.slip.steps.filter(kind="answered").last()
        names = ("cause", "objective_cause", "measures", "deadline", "responsible")
        return {name: getattr(last, name) for name in names} if last else {}

    def arguments(self, by, at) -> dict:
        answer, files = slips.Answer(**self.cleaned_data), self.attached()
        return {"slip": self.slip, "given": answer, "files": files, "by": by, "at": at}


class AskForm(SlipForm):
    name, with_files = "extend", True
    states = (*Slip.WAITING, State.ANSWERED, State.MENDING)
    title, button, said = "申请延期", "申请延期", "延期申请已提交，等待答复。"
    action = staticmethod(slips.ask_extension)
    until = Day(label="申请延到", help_text="要在现在的时限到期之前申请。")
    reason = Words(label="延期理由")

    def offered(self) -> bool:
        return super().offered() and slips.waiting_extension(self.slip) is None

    def arguments(self, by, at) -> dict:
        return {**super().arguments(by, at), "files": self.attached()}


OFFICE_FORMS = (
    CheckForm, IssueForm, EditForm, UncheckForm, DropForm, ExtensionForm, ApproveForm, SendBackForm,
    ConfirmForm, ClearForm, PressForm,
)  # fmt: skip
UNIT_FORMS = (AnswerForm, AskForm)
FORMS = {form.name: form for form in (*OFFICE_FORMS, *UNIT_FORMS)}
