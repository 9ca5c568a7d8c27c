"""A month's sheet as the page shows it: each line with what was typed and what is wrong."""

from dataclasses import dataclass, field

from projects.values.months import in_words, short, span
from projects.values.numbers import plain
from supervision.reports.draft import NARRATIVE
from supervision.reports.entry import MONTH, SHEET, Entry, Figures, Line


@dataclass
class LineForm:
    """One target's boxes; `errors` by the field's own name, without the line's key."""

    line: Line
    typed: dict
    errors: dict[str, str]
    doubts: list[str]
    figures: Figures | None = None
    touched: bool = True

    @property
    def key(self) -> str:
        return self.line.key

    @property
    def template(self) -> str:
        return f"admin/reports/fill/_{self.line.target.kind}.html"

    @property
    def mode(self) -> str:
        return self.typed.get("mode", MONTH)

    @property
    def last(self) -> str:
        return plain(self.line.last_value)

    @property
    def built(self) -> str:
        return plain(self.line.built)

    @property
    def planned(self) -> str:
        return plain(self.line.planned)

    @property
    def remaining(self) -> str:
        return plain(max(self.line.remaining * (1 if self.line.rising else -1), 0))

    @property
    def last_words(self) -> str:
        if not self.line.last_month:
            return "起点"
        return f"截至{short(self.line.last_month)}累计"

    @property
    def behind(self) -> bool:
        return self.figures is not None and self.figures.behind

    @property
    def reasons_open(self) -> bool:
        said = any(self.typed.get(name) for name in ("cause", "measures", "objective", "finish"))
        wrong = bool({"cause", "measures", "finish"} & set(self.errors))
        return (self.behind and self.touched) or said or wrong

    @property
    def doubted(self) -> bool:
        return bool(self.doubts or self.typed.get("doubt") or "doubt" in self.errors)

    @property
    def stage_rows(self) -> list[dict]:
        months = span(self.line.terms.start, self.line.covers[-1])
        given = self.typed.get("stages", {})
        return [
            {
                "stage": stage,
                "planned": planned,
                "planned_words": in_words(planned),
                "asked": planned <= self.line.covers[-1],
                "before": before and in_words(before),
                "chosen": given.get(str(stage.pk), ""),
                "day_name": (name := f"finish-{stage.pk}"),
                "day": self.typed.get(name, ""),
                "wrong": name in self.errors,
                "months": [(month, in_words(month)) for month in months],
            }
            for stage, planned, before in self.line.stages
        ]

    @property
    def month_rows(self) -> list[dict]:
        ran = self.typed.get("ran", [])
        return [
            {
                "month": month,
                "words": short(month),
                "asked": month in self.line.asked_months,
                "ticked": month in ran,
            }
            for month in self.line.covers
        ]

    @property
    def last_served(self) -> str:
        return plain(self.line.last.served if self.line.last else None)

    @property
    def last_share(self) -> str:
        """Last time's 18 of 40."""
        last = self.line.last
        if not last or last.denominator is None:
            return ""
        return f"{plain(last.numerator)}/{plain(last.denominator)}"


@dataclass
class SheetForm:
    """The whole form; `narrative` are (name, label, hint, value, error)."""

    lines: list[LineForm]
    narrative: list[dict]
    errors: list[dict] = field(default_factory=list)


HINTS = {
    "progress": "本月做了什么、做到哪一步，写具体的事，不写“按计划推进”。",
    "next": "下个月做什么，什么时候能看到结果。",
}


def build(
    lines: list[Line], draft: dict, entry: Entry, *, every_error: bool, touched: bool
) -> SheetForm:
    """The form; unless `every_error`, what is still empty is not yet called wrong."""
    errors = {name: text for name, text in entry.errors.items() if every_error or said(draft, name)}
    forms = [
        LineForm(
            line=line,
            typed=draft.get("targets", {}).get(line.key, {}),
            errors={
                name.removeprefix(f"{line.key}-"): text
                for name, text in errors.items()
                if name.startswith(f"{line.key}-")
            },
            doubts=entry.doubts.get(line.key, []),
            figures=entry.figures.get(line.key),
            touched=touched,
        )
        for line in lines
    ]
    # In the order of the page: targets first, words after them.
    listed = sorted(errors, key=lambda name: name in NARRATIVE)
    return SheetForm(
        forms, words(draft, entry, errors), [box(name, errors[name]) for name in listed]
    )


def words(draft: dict, entry: Entry, errors: dict[str, str]) -> list[dict]:
    """The boxes for words; the reply to a doubt only where there is one."""
    asked = "".join(entry.doubts.get(SHEET, []))
    return [
        {
            "name": name,
            "label": label,
            "hint": HINTS.get(name, asked),
            "value": draft.get(name, ""),
            "error": errors.get(name, ""),
        }
        for name, label in NARRATIVE.items()
        if name != "doubt" or asked or draft.get(name)
    ]


def box(name: str, text: str) -> dict:
    """An error with the place on the page that it speaks of."""
    return {"id": f"box-{name}", "text": text}


def said(draft: dict, name: str) -> bool:
    """Whether something was typed where the error stands; a doubt is always worth saying."""
    key, _, box_name = name.partition("-")
    if "doubt" in (name, box_name):
        return True
    if not box_name:
        return bool(draft.get(name, "").strip())
    value = draft.get("targets", {}).get(key, {}).get(box_name, "")
    return bool(value.strip() if isinstance(value, str) else value)
