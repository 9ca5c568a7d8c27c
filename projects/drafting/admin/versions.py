"""稿: versions of the whole list, frozen, and what differs between any two."""

from django import forms
from django.http import Http404
from django.urls import reverse

from projects.admin.fields import Line
from projects.drafting.actions import issuing
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.comparing import differences
from projects.drafting.models import Draft, Passage

NOW = "now"


class FreezeForm(forms.Form):
    note = Line(label="说明", max_length=200, required=False, help_text="如 送区领导征求意见。")


class DraftsPage(OfDrafting):
    """The versions so far; by `?from=` and `?to=` what differs between two, `now` as it stands."""

    template_name = "admin/drafting/drafts.html"
    form_class, action, done = FreezeForm, issuing.freeze, "已存为{}。"

    def onward(self, result):
        return reverse("admin:drafting_drafts", args=[self.drafting.pk])

    def context(self):
        versions = list(self.drafting.drafts.select_related("made_by"))
        context = {
            "title": f"{self.drafting}各稿",
            "drafting": self.drafting,
            "versions": list(reversed(versions)),
        }
        if not versions:
            return context
        first = self.request.GET.get("from", str(versions[-1].number))
        last = self.request.GET.get("to", NOW)
        found = differences(self.pieces(first, versions), self.pieces(last, versions))
        return context | {"first": first, "last": last, "differences": found}

    def pieces(self, which: str, versions: list[Draft]) -> list[tuple]:
        """A version as (key, content), in its order."""
        rows: list[Passage] = []
        if which == NOW:
            rows = list(self.drafting.passages.current())
        else:
            draft = next((each for each in versions if str(each.number) == which), None)
            if draft is None:
                raise Http404
            rows = draft.passages()
        return [(row.key, row.content) for row in rows]
