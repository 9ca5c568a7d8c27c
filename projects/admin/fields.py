"""Boxes that the pages of acts share: words, numbers and months as people type them."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from projects.models.fields import validate_month
from projects.values.numbers import BadNumber, read_number
from projects.values.text import clean


class Line(forms.CharField):
    """A line of text, without what no reader sees."""

    def __init__(self, *, max_length: int | None = None, label: str = "", **kw):
        super().__init__(max_length=max_length, label=label, **kw)
        self.error_messages["max_length"] = f"{label}最多%(limit_value)d字，现有%(show_value)d字。"

    lines = False

    def to_python(self, value):
        text = clean(super().to_python(value) or "").strip()
        return (text if self.lines else " ".join(text.split("\n"))) or self.empty_value


class Lines(Line):
    """Several lines of text, in whatever box."""

    lines = True


class Words(Lines):
    """Several lines of text in a box of a few rows."""

    def __init__(self, *, rows: int = 3, max_length: int = 1000, **kw):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, widget=widget, **kw)


class Number(forms.CharField):
    """A number read as strictly as everywhere else; full-width digits are taken."""

    def __init__(self, *, max_length: int = 20, **kw):
        super().__init__(max_length=max_length, **kw)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value):
        typed = super().clean(value)
        try:
            return read_number(typed) if typed else typed
        except BadNumber as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class Month(forms.CharField):
    """A month written 2023-10."""

    default_validators = [validate_month]

    def __init__(self, **kw):
        super().__init__(max_length=7, **kw)


class Key(forms.CharField):
    """A row's key or version as a form carries it; what is no number is none."""

    widget = forms.HiddenInput

    def __init__(self, **kw):
        super().__init__(required=False, **kw)

    def to_python(self, value):
        text = super().to_python(value)
        return int(text) if is_key(text) else None


def is_key(value) -> bool:
    """Whether what was sent can be the key of a row, of all of them where it is a list."""
    keys = value if isinstance(value, list) else [value]
    return all(str(key).isascii() and str(key).isdigit() and len(str(key)) < 19 for key in keys)


class KeysAlone:
    """Rows looked up by name: what can be no key is the field's to refuse, and no fault."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [each for each in value if is_key(each)], attrs)


class LookedUp(KeysAlone, AutocompleteSelect):
    pass


class SeveralLookedUp(KeysAlone, AutocompleteSelectMultiple):
    pass


class Several(forms.ModelMultipleChoiceField):
    """Rows ticked; of what can be no key no database is asked."""

    def clean(self, value):
        for each in value or ():
            if not is_key(each):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": each},
                )
        return super().clean(value)
