"""编制进程: the stages, their days, and what each still lacks."""

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Words
from projects.clock import now, today
from projects.drafting.actions import stages
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.checklist import lacks
from projects.drafting.models import PlannedDay, Step
from projects.drafting.stages import ORDER, Stage, in_the_way, is_back
from projects.values.days import Day


class DaysForm(forms.Form):
    """The planned day of each stage; those left empty are not planned."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for stage in ORDER:
            self.fields[stage.value] = Day(label=stage.label, required=False)

    @property
    def days(self) -> dict:
        return {Stage(name): day for name, day in self.cleaned_data.items() if day}


class MoveForm(forms.Form):
    to = forms.ChoiceField(label="转到", choices=[(s.value, s.label) for s in ORDER[:-1]])
    reason = Words(
        label="退回理由", max_length=300, required=False, rows=2,
        help_text="退回前面的阶段才要写，会公开。",
    )  # fmt: skip


class CoursePage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/course.html"
    buttons = {
        "begin": (DaysForm, None, "编制工作已启动，网上能看到编制到哪一步。"),
        "plan": (DaysForm, None, "时间表已保存。"),
        "move": (MoveForm, stages.move, "现在在“{}”。"),
    }
    usual = "plan"

    def get_initial(self):
        planned = PlannedDay.objects.standing(self.drafting)
        return {stage.value: row.day for stage, row in planned.items()}

    def act(self, form):
        if self.pressed == "move":
            return super().act(form)
        done = stages.begin if self.pressed == "begin" else stages.plan
        given = {"drafting": self.drafting, "days": form.days}
        return done(**given, by=self.request.user, at=now())

    def onward(self, result):
        return reverse("admin:drafting_course", args=[self.drafting.pk])

    def context(self):
        now_at = Step.objects.now(self.drafting)
        found = lacks(self.drafting, today())
        following = ORDER[ORDER.index(now_at) + 1] if now_at and now_at != Stage.ISSUE else None
        steps = list(self.drafting.steps.select_related("recorded_by"))
        return {
            "title": f"{self.drafting}编制进程",
            "drafting": self.drafting,
            "now_at": now_at,
            "following": following,
            "in_the_way": in_the_way(found, following) if following else [],
            "lines": [self.line(stage, found, now_at, steps) for stage in ORDER],
            "steps": steps,
            "day": timezone.localdate(now()),
        }

    def line(self, stage: Stage, found, now_at, steps) -> dict:
        own = [(lack.text, self.link(lack.page)) for lack in found if lack.stage == stage]
        since = next((step.since for step in steps if step.stage == stage), None)
        past = now_at is not None and is_back(now_at, stage)
        return {"stage": stage, "lacks": own, "since": since, "past": past}

    def link(self, page: str) -> str:
        try:
            return reverse(f"admin:{page}", args=[self.drafting.pk]) if page else ""
        except NoReverseMatch:
            return ""

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        moving = isinstance(form, MoveForm)
        context = super().get_context_data(form=form, **kw)
        following = context["following"]
        return context | {
            "days_form": DaysForm(initial=self.get_initial()) if moving else form,
            "move_form": form if moving else MoveForm(initial={"to": following}),
        }
