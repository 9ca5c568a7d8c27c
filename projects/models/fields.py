"""Field types that the models of both apps share."""

import unicodedata
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from projects.values.months import is_month, read_month
from projects.values.numbers import DECIMALS, DIGITS, BadNumber, plain
from projects.values.points import PLACES, read_degrees
from projects.values.text import folded

HIDDEN = ("Cc", "Cf", "Cs")  # controls, signs that only steer the writing, halves of signs


def validate_month(value: str) -> None:
    if not is_month(value):
        raise ValidationError(f"“{value}”不是月份，请写成 2023-09 这样的年份和月份。")


class MonthField(models.CharField):
    """A month as the text "2023-09"."""

    default_validators = [validate_month]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": MonthTextField, "max_length": None, **kwargs})


class MonthTextField(forms.CharField):
    """A box for a month however it is written: 2023-10, 2023年10月, 202310, in full width."""

    default_validators = [validate_month]

    def to_python(self, value):
        value = super().to_python(value)
        return read_month(value, year=0) or value  # a month without its year is not guessed


def one_line(text: str) -> str:
    """A name on one line: no sign that cannot be seen, and every kind of space an ordinary one.

    Signs that a font may lack are kept: rare characters stand in names of people and villages.
    """
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in HIDDEN)
    return " ".join("".join(seen).split())


def check_name(row: models.Model, others: models.QuerySet) -> None:
    """Refuse a name that another row has already but for the width of its signs and blanks."""
    for name in others.exclude(pk=row.pk).values_list("name", flat=True):
        if name != row.name and folded(name) == folded(row.name):
            said = f"“{row.name}”与已登记的“{name}”只差括号宽窄或空格，是同一个请写成“{name}”。"
            raise ValidationError({"name": said})


class NameField(models.CharField):
    """A name, title or measure: stored on one line, whichever way it comes in."""

    def to_python(self, value):
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance, add):
        """The row in hand has what is stored: acts judge it before it is read again."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class QuantityField(models.DecimalField):
    """A counted or measured number, of no more digits than every database holds exactly."""

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"] = DIGITS
        kwargs["decimal_places"] = DECIMALS
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PlainDecimalField, **kwargs})


class TallyField(QuantityField):
    """A count, in fractions where its measure has them; a whole one is the integer it always was

    to the ledger.
    """

    def to_python(self, value):
        value = super().to_python(value)
        whole = value is not None and value == value.to_integral_value()
        return int(value) if whole else value

    def get_prep_value(self, value):
        return super(models.DecimalField, self).get_prep_value(QuantityField.to_python(self, value))


class PlainDecimalField(forms.DecimalField):
    """A box that opens with 20, not with the 20.0000 of its column."""

    def prepare_value(self, value):
        return plain(value) if isinstance(value, Decimal) else value


class DegreesField(models.DecimalField):
    """A latitude or longitude, to a metre; None where the place has no point."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_digits": PLACES + 3, "decimal_places": PLACES, "null": True, "blank": True}
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": DegreesTextField, **kwargs})


class DegreesTextField(forms.CharField):
    """A box for degrees, however many digits the map gave."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            return read_degrees(value)
        except BadNumber as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value):
        return plain(value) if isinstance(value, Decimal) else value


def person(name: str) -> models.ForeignKey:
    """Whoever did it, once somebody has."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )
