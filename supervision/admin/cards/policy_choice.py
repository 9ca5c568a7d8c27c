"""Choosing a policy: a preset, a draft or an adopted version."""

from dataclasses import dataclass

from django import forms

from supervision.cards.bridge import policy_of
from supervision.models import CardPolicy
from supervision.rules import PRESETS, Policy

PRESET = "preset-"


@dataclass(frozen=True)
class Picked:
    """A policy under the key by which forms name it; `row` is None for a preset."""

    key: str
    words: str
    policy: Policy
    row: CardPolicy | None = None

    @property
    def adoptable(self) -> bool:
        return self.row is None or self.row.adopted_at is None


def pickings() -> list[tuple[str, str]]:
    """Keys and words: drafts first, then the presets, then what was adopted."""
    rows = list(CardPolicy.objects.order_by("-valid_from", "-pk"))
    drafts = [(str(row.pk), f"草稿　{row}") for row in rows if not row.adopted_at]
    presets = [(f"{PRESET}{name}", f"预设　{name}") for name in PRESETS]
    adopted = [
        (str(row.pk), f"已启用　{row}（{row.valid_from}起）") for row in rows if row.adopted_at
    ]
    return [*drafts, *presets, *adopted]


class PolicyChoice(forms.ChoiceField):
    """A choice among the policies there are now; gives the one picked."""

    def __init__(self, **kw):
        super().__init__(choices=pickings, **kw)

    def clean(self, value):
        return picked(super().clean(value))


def picked(key: str) -> Picked:
    """Return the policy under a key that `pickings` gave."""
    words = dict(pickings())[key]
    if key.startswith(PRESET):
        return Picked(key, words, PRESETS[key.removeprefix(PRESET)])
    row = CardPolicy.objects.get(pk=int(key))
    return Picked(key, words, policy_of(row), row)
