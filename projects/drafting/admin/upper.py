"""上级清单: brought in, and laid beside the draft item by item."""

from django import forms
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Line as LineField
from projects.clock import now
from projects.drafting.actions import upper as acts
from projects.drafting.admin.of_drafting import OfDrafting, Rows
from projects.drafting.admin.starting import SourceForm
from projects.drafting.models import CandidateText, Drafting, UpperAnswer
from projects.drafting.proposing import proposed
from projects.drafting.upper import Line, matrix
from projects.errors import Refused

BETWEEN, CANDIDATE = "|", "c"


class UpperForm(SourceForm):
    document = LineField(label="上级文件", max_length=100, help_text="如 济政办字〔2024〕2号。")
    field_order = ("document", "text", "file")


class AnswerBoxes(forms.Form):
    """What is decided of one item; left alone where nothing is chosen."""

    kind = forms.ChoiceField(
        label="承接情况", choices=[("", "还没有定"), *UpperAnswer.Kind.choices], required=False
    )
    target = forms.ChoiceField(label="由什么承接", required=False)
    quota = LineField(label="本区任务", max_length=20, required=False)
    document = LineField(label="分解文件", max_length=100, required=False)
    reason = LineField(label="理由", max_length=300, required=False)


class AnswersForm(Rows):
    """A row of boxes for each item of the city's lists."""

    def __init__(self, lines: list[Line], drafting: Drafting, data=None):
        choices = [("", "—")] + [
            (f"{key}{BETWEEN}{name}", f"{name}（{target.measure or '无数字'}）")
            for (key, name), target in acts.targets_of(drafting).items()
        ]
        texts = CandidateText.objects.standing(drafting)
        self.candidates = {CANDIDATE + str(key): text.candidate for key, text in texts.items()}
        choices += [(CANDIDATE + str(key), f"候选项目{text}") for key, text in texts.items()]
        rows = []
        for line in lines:
            boxes = AnswerBoxes(data, prefix=f"i{line.item.pk}", initial=shown(line))
            boxes.fields["target"].choices = choices
            boxes.line = line
            rows.append(boxes)
        super().__init__(rows)

    def answers(self) -> list[acts.Answer]:
        found = []
        for row in self.rows:
            given = dict(row.cleaned_data)
            if not given["kind"]:
                continue
            place = given.pop("target")
            if candidate := self.candidates.get(place):
                found.append(acts.Answer(item=row.line.item, candidate=candidate, **given))
                continue
            key, _, name = place.partition(BETWEEN)
            found.append(
                acts.Answer(item=row.line.item, key=int(key) if key else None, target=name, **given)
            )
        return found


def shown(line: Line) -> dict:
    """What was decided; before that, what seems to take the item on, to be looked at."""
    if answer := line.answer:
        place = f"{answer.passage}{BETWEEN}{answer.target}" if answer.passage else ""
        place = place or (f"{CANDIDATE}{answer.candidate_id}" if answer.candidate_id else "")
        names = ("kind", "quota", "document", "reason")
        return {name: getattr(answer, name) for name in names} | {"target": place}
    place = BETWEEN.join(map(str, line.likely)) if line.likely else ""
    return {"target": place, "quota": line.item.quota}


class UpperPage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/upper.html"
    usual = "bring"
    buttons = {"bring": (UpperForm, None, ""), "answer": (None, None, "")}

    def fetch_more(self):
        self.lines = matrix(self.drafting, list(self.drafting.passages.current()))

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        if self.pressed == "answer":
            return AnswersForm(self.lines, self.drafting, data)
        return UpperForm(data, self.request.FILES or None)

    def act(self, form):
        given = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        if self.pressed == "answer":
            return acts.answer(answers=form.answers(), **given)
        if form.reading is None:
            raise Refused("请粘贴上级清单的文字，或上传文件。")
        read = proposed(form.reading, self.drafting.year)
        return acts.bring_in(
            document=form.cleaned_data["document"], text=form.reading.text, read=read, **given
        )

    def said(self, result):
        if isinstance(result, list):
            return f"已登记{len(result)}条。"
        return f"已登记上级清单，{result.items.count()}条，请逐条定是否承接。"

    def onward(self, result):
        return reverse("admin:drafting_upper", args=[self.drafting.pk])

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        answering = isinstance(form, AnswersForm)
        context = super().get_context_data(form=form, **kw)
        return context | {
            "upper_form": UpperForm() if answering else form,
            "answers": form if answering else AnswersForm(self.lines, self.drafting),
        }

    def context(self):
        return {
            "title": f"{self.drafting}与上级清单",
            "drafting": self.drafting,
            "lists": self.drafting.upper_lists.all(),
            "open_lines": [line for line in self.lines if line.doubt],
        }
