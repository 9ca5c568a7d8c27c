"""亮牌规则: the versions there are, drafting one, editing it, looking at an adopted one."""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.clock import now, today
from projects.errors import Refused
from projects.ledger.chain import sha256
from projects.values.months import month_of, shift
from supervision.actions import policies
from supervision.admin.cards.policy_choice import picked, pickings
from supervision.admin.cards.policy_form import PolicyForm
from supervision.admin.office.frame import office_page, page
from supervision.models import CardPolicy, Period


@require_safe
@office_page
def policy_list(request):
    rows = CardPolicy.objects.select_related("adopted_by").order_by("-valid_from", "-pk")
    context = {
        "title": "亮牌规则",
        "drafts": [row for row in rows if not row.adopted_at],
        "adopted": [row for row in rows if row.adopted_at],
        "pickings": pickings(),
    }
    return page(request, "cards/policies.html", context)


@require_POST
@office_page
def policy_draft(request):
    """A new draft from a preset or from any version."""
    source = picked(request.POST.get("from", ""))
    try:
        draft = policies.draft_policy(
            policy=source.policy, valid_from=first_open_month(), by=request.user, at=now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:office_policies"))
    messages.success(request, f"已以{source.words}为底稿起草{draft}，启用前可以反复修改、试算。")
    return to_policy(draft)


def first_open_month() -> str:
    last = Period.everything.filter(closed_at__isnull=False).order_by("-month").first()
    return shift(last.month, 1) if last else month_of(today())


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def policy_page(request, pk: int):
    row = get_object_or_404(CardPolicy.objects.select_related("adopted_by"), pk=pk)
    editing = request.method == "POST" and not row.adopted_at
    form = PolicyForm(json.loads(row.body), row.valid_from, request.POST if editing else None)
    if request.method != "POST":
        return form_page(request, row, form)
    if row.adopted_at:
        form.problems.append(policies.frozen(row))
        return form_page(request, row, form, status=409)
    if not form.is_valid():
        return form_page(request, row, form, status=400)
    if refused := saved(request, row, form):
        form.problems.append(str(refused))
        return form_page(request, row, form, status=409)
    return to_policy(row)


def saved(request, row: CardPolicy, form: PolicyForm) -> Refused | None:
    """Keep the draft; what stands against it, if anything."""
    seen = row.body if request.POST.get("seen") == mark_of(row) else ""
    try:
        policies.save_draft(
            draft=row,
            body=form.body,
            valid_from=form.valid_from,
            seen=seen,
            by=request.user,
            at=now(),
        )
    except Refused as refused:
        return refused
    messages.success(request, f"{row}草稿已保存，还没有启用。")
    return None


def mark_of(row: CardPolicy) -> str:
    """Tells one text of a draft from the next."""
    return sha256(row.body)[:16]


def form_page(request, row: CardPolicy, form: PolicyForm, *, status: int = 200):
    context = {
        "title": str(row),
        "row": row,
        "seen": request.POST.get("seen") or mark_of(row),
        "form": form,
    }
    return page(request, "cards/policy.html", context, status=status)


@require_POST
@office_page
def policy_drop(request, pk: int):
    draft = get_object_or_404(CardPolicy, pk=pk)
    try:
        policies.drop_draft(draft=draft, by=request.user, at=now())
        messages.success(request, f"已删除草稿{draft}。")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("admin:office_policies"))


def to_policy(row: CardPolicy):
    return HttpResponseRedirect(reverse("admin:office_policy", args=[row.pk]))
