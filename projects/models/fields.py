"""Field types that the models of both apps share."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from projects.values.months import is_month
from projects.values.numbers import plain


def validate_month(value: str) -> None:
    if not is_month(value):
        raise ValidationError(f"“{value}”不是月份，请写成 2023-09 这样的年份和月份。")


class MonthField(models.CharField):
    """A month as the text "2023-09"."""

    default_validators = [validate_month]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)


class QuantityField(models.DecimalField):
    """A counted or measured number: up to twelve digits before the point and four after."""

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"] = 16
        kwargs["decimal_places"] = 4
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PlainDecimalField, **kwargs})


class PlainDecimalField(forms.DecimalField):
    """A box that opens with 20, not with the 20.0000 of its column."""

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
