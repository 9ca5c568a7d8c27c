"""A policy as a form: every threshold, word and consequence in a box of its own."""

from django import forms
from django.forms import formset_factory

from projects.admin.fields import Line, Month
from supervision.admin.cards.policy_fields import (
    COLOURS,
    ColoursField,
    NumberField,
    SeverityField,
    in_colours,
)
from supervision.rules import FactsError, Policy

COLOUR_CHOICES = [(code, name) for name, code in COLOURS.items()]
# The rules' own names, as the sentences of `rules.Policy` give them, in the office's words.
SAID = {
    "规则behind_plan的small_quantity": "“落后于计划”中数量很少的指标",
    "规则behind_plan": "“落后于计划”",
    "规则past_due": "“超过完成时限”",
    "规则not_started": "“到期未启动”",
    "规则report_missing": "“没有报送”",
    "规则consecutive_cards": "“连续亮牌”",
    "规则city_task_behind": "“市级任务落后”",
    "规则的progress_words": "“进度用语”",
    "规则的后果（consequences）": "“后果”",
    "（from）": "", "（steps）": "", "（short）": "", "（unrated）": "",
    "ahead_points": "超序时的百分点", "的points": "的扣分", "的turns": "的转牌用语",
    "的public": "的公开用语", "的internal": "的内部用语", "的card": "的牌名",
    "的when": "的情形", "的then": "的后果", "的run": "的颜色",
    "的done_early": "的提前完成", "的done": "的完成", "的ahead": "的超序时",
    "的not_due": "的未到时间",
}  # fmt: skip


class BandForm(forms.Form):
    """From a number on, a severity; a row without a number is left out."""

    start = NumberField(label="起点", required=False)
    included = forms.TypedChoiceField(
        label="界线",
        choices=[("1", "达到即算"), ("0", "超过才算")],
        coerce=lambda text: text == "1",
    )
    severity = SeverityField(label="级别")


class RunForm(forms.Form):
    before = ColoursField(label="上月亮过", required=False)
    now = SeverityField(label="本月级别")
    severity = SeverityField(label="改为")


class LookForm(forms.Form):
    colour = forms.ChoiceField(label="颜色", choices=COLOUR_CHOICES)
    card = Line(label="牌名", max_length=10, required=False)
    public = Line(label="公开用语", max_length=15)
    internal = Line(label="内部用语", max_length=20, required=False)
    turns = Line(label="转牌用语", max_length=15)


class ConsequenceForm(forms.Form):
    run = ColoursField(label="连续各月的牌", required=False)
    when = Line(label="情形", max_length=50, required=False)
    then = Line(label="后果", max_length=50, required=False)
    points = Line(label="扣分", max_length=20, required=False)

    def clean(self):
        cleaned = super().clean()
        said = any(cleaned.get(name) for name in ("when", "then", "points"))
        if said and not cleaned.get("run") and "run" not in self.errors:
            self.add_error("run", "写明什么牌引起这个后果，如：黄、黄；要删去这一行，请全部清空。")
        return cleaned


ROWS = {
    "behind_plan": formset_factory(BandForm, extra=2, max_num=12),
    "not_started": formset_factory(BandForm, extra=2, max_num=12),
    "report_missing": formset_factory(BandForm, extra=2, max_num=12),
    "city_task_behind": formset_factory(BandForm, extra=2, max_num=12),
    "runs": formset_factory(RunForm, extra=2, max_num=12),
    "looks": formset_factory(LookForm, extra=0, min_num=4, max_num=4, validate_max=True),
    "consequences": formset_factory(ConsequenceForm, extra=2, max_num=20),
}
BANDS = ("behind_plan", "not_started", "report_missing", "city_task_behind")
PROGRESS = ("done", "done_early", "ahead", "not_due", "ahead_points")


class PolicyForm(forms.Form):
    """All boxes of one policy; `body` is its JSON once it is valid."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    valid_from = Month(
        label="启用月份",
        help_text="写成 2023-11；已经定稿的月份不受影响，也不能填。",
    )
    due_month = SeverityField(label="到期当月未完成", none="不算", required=False)
    later = SeverityField(label="到期以后仍未完成", none="不算", required=False)
    steps = NumberField(
        label="全年最多几步",
        required=False,
        help_text="一步是一个最小计数单位；三个空都不填，就没有这条照顾。",
    )
    short = NumberField(label="最多欠几步", required=False)
    at_most = SeverityField(label="最重算到", none="（不填）", required=False)
    unrated = Line(label="没有牌时", max_length=15)
    done = Line(label="完成", max_length=15)
    done_early = Line(label="提前完成", max_length=15)
    ahead = Line(label="快于计划", max_length=15)
    ahead_points = NumberField(label="快多少个百分点算快于计划")
    not_due = Line(label="还没到计划时间", max_length=15)

    def __init__(self, data=None, *, body: dict, valid_from: str, seen: str):
        super().__init__(
            data, initial={**single_values(body), "valid_from": valid_from, "seen": seen}
        )
        self.former, start = body, rows_of(body)
        self.rows = {
            name: make(data, prefix=name, initial=start[name]) for name, make in ROWS.items()
        }

    def clean(self):
        rows_valid = [rows.is_valid() for rows in self.rows.values()]
        if self.errors or not all(rows_valid):
            raise forms.ValidationError("有的空没有填对，请看下面标出的地方。")
        try:
            Policy.from_json(self.body)
        except FactsError as error:
            raise forms.ValidationError(in_office_words(str(error))) from error

    @property
    def body(self) -> dict:
        words = self.cleaned_data
        bands = {name: {"bands": self.bands(name)} for name in BANDS}
        bands["behind_plan"]["small_quantity"] = small_quantity(words)
        return {
            **{key: self.former[key] for key in ("name", "version", "preset")},
            "rules": {
                **bands,
                "past_due": {key: words[key] for key in ("due_month", "later")},
                "consecutive_cards": {"runs": self.filled("runs", "before")},
            },
            "severities": [form.cleaned_data for form in self.rows["looks"]],
            "unrated": words["unrated"],
            "progress_words": {key: words[key] for key in PROGRESS},
            "consequences": self.filled("consequences", "run"),
        }

    def bands(self, name: str) -> list[dict]:
        rows = self.filled(name, "start")
        return [{"from": row.pop("start"), **row} for row in rows]

    def filled(self, name: str, key: str) -> list[dict]:
        given = (form.cleaned_data for form in self.rows[name])
        return [dict(row) for row in given if row.get(key)]


def small_quantity(words: dict) -> dict | None:
    given = {key: words[key] for key in ("steps", "short", "at_most")}
    return None if all(value in ("", None) for value in given.values()) else given


def single_values(body: dict) -> dict:
    """The policy's single values by the names of their boxes."""
    small = body["rules"]["behind_plan"]["small_quantity"] or {}
    return {
        **body["rules"]["past_due"],
        **small,
        **body["progress_words"],
        "unrated": body["unrated"],
    }


def rows_of(body: dict) -> dict[str, list[dict]]:
    """The policy's lists as rows of boxes."""
    rules = body["rules"]
    rows = {
        name: [
            {
                "start": band["from"],
                "included": "1" if band["included"] else "0",
                "severity": band["severity"],
            }
            for band in rules[name]["bands"]
        ]
        for name in BANDS
    }
    rows["runs"] = [
        row | {"before": in_colours(row["before"])} for row in rules["consecutive_cards"]["runs"]
    ]
    rows["looks"] = body["severities"]
    rows["consequences"] = [row | {"run": in_colours(row["run"])} for row in body["consequences"]]
    return rows


def in_office_words(sentence: str) -> str:
    for code, words in SAID.items():
        sentence = sentence.replace(code, words)
    return sentence
