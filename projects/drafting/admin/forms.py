"""The boxes of the checking page: a piece of the draft as people see it, and back."""

import re
from dataclasses import replace

from django import forms

from projects.admin.fields import Line, Words
from projects.drafting.content import Aside, Content
from projects.drafting.places import excerpts, locate
from projects.models import LeadUnit, Project
from projects.values.promises import (
    COMPARISONS,
    KINDS,
    ProjectText,
    TargetText,
    TaskText,
    with_kept,
)
from projects.values.text import clean

BETWEEN = re.compile(r"[、,，;；\n]+")
NO_TARGET = "核对时认定不是指标"
MOST_TARGETS = 40


class Verbatim(forms.CharField):
    """Text kept to the letter: only the ends of its lines are made one sign."""

    def __init__(self, *, rows: int = 6, **kw):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(strip=False, widget=widget, **kw)

    def to_python(self, value):
        return clean(super().to_python(value))


class Listed(Line):
    """A line whose box offers what is known, by the list of that name on the page."""

    def __init__(self, *, known: str, **kw):
        super().__init__(required=False, **kw)
        self.widget.attrs["list"] = known


class ProjectBoxes(forms.Form):
    number = forms.IntegerField(label="序号", required=False, min_value=1, max_value=9999)
    title = Line(label="项目名称", max_length=100, required=False)
    category = Listed(label="类别", max_length=20, known="known-categories")
    lead = Listed(label="牵头单位", max_length=60, known="known-units")
    partners = Line(
        label="共同牵头单位", max_length=600, required=False,
        help_text="文件写了几个牵头单位的，除按月填报的一个，其余写这里。",
    )  # fmt: skip
    supports = Line(
        label="配合单位", max_length=600, required=False, help_text="几个单位用顿号隔开。"
    )
    funds = Line(label="投资", max_length=100, required=False, help_text="如 300万元。")
    funds_source = Line(label="资金来源", max_length=100, required=False)
    leader = Line(label="分管领导（仅内部）", max_length=50, required=False)
    sensitive = forms.BooleanField(label="涉健康或未成年人", required=False)
    city = forms.BooleanField(label="在上级清单里", required=False)
    text = Verbatim(label="公布原文", required=False, max_length=20_000)

    main = ("number", "title", "category", "lead", "partners", "supports")
    more = ("funds", "funds_source", "leader", "sensitive", "city", "text")


class TaskBoxes(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    marker = Line(label="标号", max_length=6, required=False)
    text = Verbatim(label="任务原文", required=False, rows=2, max_length=10_000)
    unit = Listed(label="单独的牵头单位", max_length=60, known="known-units")
    untold = forms.BooleanField(label="不设指标", required=False)
    gone = forms.BooleanField(label="删去", required=False)


class TargetBoxes(forms.Form):
    name = Line(label="指标名称", max_length=60, required=False)
    kind = forms.ChoiceField(label="类型", choices=list(KINDS.items()))
    baseline = Line(label="基数", max_length=20, required=False)
    value = Line(label="目标值", max_length=20, required=False)
    measure = Line(label="计量单位", max_length=10, required=False)
    comparison = forms.ChoiceField(label="要求", choices=list(COMPARISONS.items()))
    due = Line(label="完成时限", max_length=12, required=False)
    task = forms.TypedChoiceField(label="任务", coerce=int)
    places = Words(
        label="原文出处",
        required=False,
        rows=2,
        max_length=2000,
        help_text="照抄原文里的字，一行一处。",
    )
    start = Line(label="起算月份", max_length=7, required=False)
    step = Line(label="最小计数单位", max_length=12, required=False)
    weight = Line(label="权重", max_length=9, required=False)
    part_of = Line(label="属于哪个总数", max_length=60, required=False)
    definition = Words(label="口径说明", required=False, rows=2, max_length=2000)
    evidence = Line(label="应附佐证", max_length=200, required=False)
    public = forms.BooleanField(label="对外公开", required=False)
    aside = forms.BooleanField(label="不是指标", required=False)
    held = forms.BooleanField(label="只要守住，改为常年服务", required=False)

    main = ("name", "kind", "baseline", "value", "measure", "comparison", "due", "task", "places")
    more = ("start", "step", "weight", "part_of", "definition", "evidence", "public")

    def __init__(self, *args, tasks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["task"].choices = tasks

    @property
    def ceiling(self) -> bool:
        names = ("kind", "comparison", "baseline", "value")
        return TargetText(**{name: self[name].value() or "" for name in names}).ceiling


class PieceForm:
    """A project of the draft in boxes: its own, a row for each task and target, one more of each.

    `is_valid` reads them, `content` is what they say.
    """

    def __init__(self, content: Content, data=None, *, year: int):
        self.was, self.data, self.year = content, data, year
        self.errors: list[str] = []
        project = content.project
        self.own = ProjectBoxes(data, prefix="p", initial=shown_project(content))
        self.tasks = self.rows(TaskBoxes, "k", [shown_task(each) for each in project.tasks])
        choices = [(task.number, f"{task.marker or task.number}") for task in project.tasks]
        targets = [shown_target(each, project.text) for each in project.targets]
        self.targets = self.rows(
            TargetBoxes,
            "t",
            targets,
            new={
                "kind": "quantity", "comparison": "exactly", "baseline": "0", "step": "1",
                "weight": "1", "public": True, "start": f"{year}-01", "due": f"{year}-12-31",
                "task": choices[0][0] if choices else 1,
            },
            tasks=choices or [(1, "1")],
        )  # fmt: skip

    def rows(self, kind, letter: str, shown: list[dict], new: dict | None = None, **more) -> list:
        count = len(shown) + 1
        if self.data is not None:
            posted = self.data.get(f"{letter}-count", "")
            count = int(posted) if posted.isascii() and posted.isdigit() else count
            count = min(max(count, 1), max(MOST_TARGETS, len(shown) + 1))
        blank = new or {}
        return [
            kind(
                self.data,
                prefix=f"{letter}{at}",
                initial=shown[at] if at < len(shown) else blank,
                use_required_attribute=False,
                **more,
            )
            for at in range(count)
        ]

    def is_valid(self) -> bool:
        forms = [self.own, *self.tasks, *self.targets]
        if not all([form.is_valid() for form in forms]):
            return False
        self.content = self.read()
        return not any(form.errors for form in forms)

    def add_error(self, field, texts) -> None:
        self.own.add_error(field, texts)

    def non_field_errors(self):
        return self.own.non_field_errors()

    def read(self) -> Content:
        given = dict(self.own.cleaned_data)
        city, text = given.pop("city"), given["text"]
        self.moved = self.was.with_text(text)
        for name in ("partners", "supports"):
            parts = (each.strip() for each in BETWEEN.split(given[name]))
            given[name] = tuple(dict.fromkeys(each for each in parts if each))
        targets, asides = self.read_targets(text)
        project = replace(
            self.moved.project,
            **given,
            tasks=self.read_tasks(),
            targets=targets,
        )
        return replace(self.moved, project=project, asides=asides, city=city)

    def read_tasks(self) -> tuple[TaskText, ...]:
        kept, old = [], dict(enumerate(self.was.project.tasks))
        for at, form in enumerate(self.tasks):
            given = dict(form.cleaned_data)
            if given.pop("gone") or (at not in old and not given["text"].strip()):
                continue
            if at in old and given["text"] == old[at].text:
                given["text"] = self.moved.project.tasks[at].text
            given["number"] = given["number"] or max((each.number for each in kept), default=0) + 1
            kept.append(TaskText(**given))
        return tuple(kept)

    def read_targets(self, text: str) -> tuple[tuple[TargetText, ...], tuple[Aside, ...]]:
        """The targets that are some, and where those that are none were read."""
        kept, asides, limits = [], list(self.moved.asides), []
        old = dict(enumerate(self.moved.project.targets))
        for at, form in enumerate(self.targets):
            given = dict(form.cleaned_data)
            aside, held, places = (given.pop(name) for name in ("aside", "held", "places"))
            if not given["name"] and not places:
                continue
            former = old.get(at, TargetText())
            untouched = places.split("\n") == form.initial.get("places", "").split("\n")
            spans = former.spans if untouched else self.spans(form, places, former, text)
            if aside:
                asides += [Aside(*span, NO_TARGET) for span in spans]
                continue
            kept.append(replace(former, **given, spans=spans))
            limits += [kept[-1]] if held and kept[-1].ceiling else []
        for limit in reversed(limits):  # parts stand behind their whole
            kept = with_kept(kept, limit)
        names = {each.name for each in kept}
        kept = [each for each in kept if not each.part_of or each.part_of in names]
        return tuple(kept), tuple(dict.fromkeys(asides))

    def spans(self, form, places: str, former: TargetText, text: str) -> tuple:
        """Where the quoted words stand."""
        found, near = [], former.spans[0][0] if former.spans else 0
        for line in filter(None, (line.strip() for line in places.split("\n"))):
            if place := locate(text, line, near):
                found.append(place)
            else:
                form.add_error("places", f"公布原文里没有“{line[:40]}”，请照抄原文。")
        return tuple(found)


def shown_project(content: Content) -> dict:
    project: ProjectText = content.project
    own = {name: getattr(project, name) for name in ProjectBoxes.base_fields if name != "city"}
    several = {name: "、".join(getattr(project, name)) for name in ("partners", "supports")}
    return own | several | {"city": content.city}


def shown_task(task: TaskText) -> dict:
    names = ("number", "marker", "text", "unit", "untold")
    return {name: getattr(task, name) for name in names}


def shown_target(target: TargetText, text: str) -> dict:
    names = [name for name in TargetBoxes.base_fields if name not in ("places", "aside", "held")]
    own = {name: getattr(target, name) for name in names}
    return own | {"places": "\n".join(shown_places(text, target.spans))}


def shown_places(text: str, spans) -> list[str]:
    """What is quoted, each on a line of its own."""
    return [" ".join(each.split()) if "\n" in each else each for each in excerpts(text, spans)]


def known_units() -> list[str]:
    return list(LeadUnit.objects.filter(until=None).values_list("name", flat=True))


def known_categories(contents: list[Content]) -> list[str]:
    """The list's own categories first, then those that lists usually have."""
    own = [content.project.category for content in contents if content.project]
    return list(dict.fromkeys([*filter(None, own), *Project.Category.labels]))
