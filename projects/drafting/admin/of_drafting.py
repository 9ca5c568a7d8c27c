"""What every page of one draft has in common."""

from django import forms
from django.forms.utils import ErrorList
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.drafting.models import Drafting


class OfDrafting(ActPage):
    """A page of one draft; what is done there is refused once it is issued."""

    def fetch(self, pk, **more):
        self.drafting = self.model_admin.found(self.request, pk)
        self.fetch_more(**more)

    def fetch_more(self):
        pass

    def arguments(self):
        return {"drafting": self.drafting}

    def onward(self, result) -> str:
        return page_of(self.drafting)


class Rows:
    """A form of many rows, each with boxes of its own, as pages of acts take a form."""

    def __init__(self, rows: list[forms.Form]):
        self.rows = rows
        self.errors = ErrorList()

    def is_valid(self) -> bool:
        return all([row.is_valid() for row in self.rows])

    def add_error(self, field, texts) -> None:
        self.errors += texts if isinstance(texts, list) else [texts]

    def non_field_errors(self) -> ErrorList:
        return self.errors


def page_of(drafting: Drafting, key: int | None = None) -> str:
    here = reverse("admin:drafting_drafting_change", args=[drafting.pk])
    return f"{here}#p{key}" if key else here
