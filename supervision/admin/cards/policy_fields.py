"""What the office types into a policy: numbers, colours and grades in plain words."""

from django import forms

from projects.values.numbers import BadNumber, plain, read_number

COLOURS = {"蓝": "blue", "黄": "yellow", "红": "red", "无": "none"}
NAMES = {code: name for name, code in COLOURS.items()}
SEVERITIES = [("0", "0级"), ("1", "1级"), ("2", "2级"), ("3", "3级")]
MOST_COLOURS = 12


class NumberField(forms.CharField):
    """A number as people type it; clean gives it as exact text for the policy."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 17)
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return plain(read_number(text))
        except BadNumber as error:
            raise forms.ValidationError(str(error)) from error


class ColoursField(forms.CharField):
    """Colours in a row, the earliest first: 黄、黄."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        names = [name for name in text.replace("，", "、").replace(" ", "、").split("、") if name]
        names = [name.removesuffix("牌") for name in names]
        for name in names:
            if name not in COLOURS:
                raise forms.ValidationError(f"“{name[:10]}”不是牌的颜色，请写蓝、黄、红或无。")
        if len(names) > MOST_COLOURS:
            raise forms.ValidationError(f"最多写{MOST_COLOURS}个颜色。")
        return [COLOURS[name] for name in names]


def in_colours(codes: list[str]) -> str:
    return "、".join(NAMES[code] for code in codes)


class SeverityField(forms.TypedChoiceField):
    def __init__(self, *, none: str = "", **kwargs):
        choices = [("", none), *SEVERITIES] if none else SEVERITIES
        super().__init__(choices=choices, coerce=int, empty_value=None, **kwargs)
