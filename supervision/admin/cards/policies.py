"""亮牌规则: the versions there are, drafting one, editing it, looking at an adopted one."""

import json

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.admin.acts import ActPage, Button
from projects.clock import now, today
from projects.ledger.chain import sha256
from projects.values.months import month_of, shift
from supervision.actions import policies
from supervision.admin.cards.policy_choice import PolicyChoice, pickings
from supervision.admin.cards.policy_form import PolicyForm
from supervision.admin.office.frame import page
from supervision.models import CardPolicy, Period


@require_safe
def policy_list(request):
    rows = CardPolicy.objects.select_related("adopted_by").order_by("-valid_from", "-pk")
    context = {
        "title": "亮牌规则",
        "drafts": [row for row in rows if not row.adopted_at],
        "adopted": [row for row in rows if row.adopted_at],
        "pickings": pickings(),
    }
    return page(request, "cards/policies.html", context)


def address_of(row: CardPolicy | None) -> str:
    return (
        reverse("admin:office_policy", args=[row.pk]) if row else reverse("admin:office_policies")
    )


class PolicyButton(Button):
    def form_invalid(self, form):
        if form.fields.keys() & form.errors.keys():
            raise Http404
        return super().form_invalid(form)


class DraftForm(forms.Form):
    source = PolicyChoice()

    def add_prefix(self, name):
        return "from"


class DraftPage(PolicyButton):
    """A new draft from a preset or from any version."""

    form_class = DraftForm

    def act(self, form):
        self.source = form.cleaned_data["source"]
        return policies.draft_policy(
            policy=self.source.policy,
            valid_from=first_open_month(),
            by=self.request.user,
            at=now(),
        )

    def said(self, draft):
        return f"已以{self.source.words}为底稿起草{draft}，启用前可以反复修改、试算。"

    def onward(self, draft):
        return address_of(draft)


def first_open_month() -> str:
    last = Period.everything.filter(closed_at__isnull=False).order_by("-month").first()
    return shift(last.month, 1) if last else month_of(today())


class PolicyPage(ActPage):
    template_name = "admin/cards/policy.html"

    def fetch(self, pk):
        rows = CardPolicy.objects.select_related("adopted_by")
        self.policy = get_object_or_404(rows, pk=pk)

    def get_form(self, form_class=None):
        editing = self.request.method == "POST" and not self.policy.adopted_at
        data = self.request.POST if editing else None
        body, seen = json.loads(self.policy.body), mark_of(self.policy)
        return PolicyForm(data, body=body, valid_from=self.policy.valid_from, seen=seen)

    def form_invalid(self, form):
        self.stale = self.stale or bool(self.policy.adopted_at)
        return super().form_invalid(form)

    def act(self, form):
        return policies.save_draft(
            draft=self.policy,
            body=form.body,
            valid_from=form.cleaned_data["valid_from"],
            seen=self.policy.body if form.cleaned_data["seen"] == mark_of(self.policy) else "",
            by=self.request.user,
            at=now(),
        )

    def said(self, result):
        return f"{self.policy}草稿已保存，还没有启用。"

    def onward(self, result):
        return address_of(self.policy)

    def context(self):
        frozen = self.request.method == "POST" and self.policy.adopted_at
        return {
            "title": str(self.policy),
            "row": self.policy,
            "frozen": policies.frozen(self.policy) if frozen else "",
        }


def mark_of(row: CardPolicy) -> str:
    """Tells one text of a draft from the next."""
    return sha256(row.body)[:16]


class DropPage(Button):
    def fetch(self, pk):
        self.draft = get_object_or_404(CardPolicy, pk=pk)

    def act(self, form):
        policies.drop_draft(draft=self.draft, by=self.request.user, at=now())

    def said(self, result):
        return f"已删除草稿{self.draft}。"

    def onward(self, result):
        return address_of(None)
