"""角色: what each may do, who holds it, and whether it demands the second step."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.accounts.two_step import secured
from projects.actions.two_step import demand
from projects.clock import now


def roles():
    """Each role with how many hold it, and how many of those have no second step yet."""
    active = Q(user__is_active=True)
    return Group.objects.annotate(
        second_step=F("rule__second_step"),
        people=Count("user", filter=active),
        without=Count("user", filter=active & ~Q(secured("user"))),
    ).order_by("pk")


@require_http_methods(["GET", "HEAD", "POST"])
def role_page(request):
    if not request.user.has_perm("projects.change_rolerule"):
        raise Http404
    if request.method == "POST":
        wanted = set(request.POST.getlist("second_step"))
        with transaction.atomic():
            for role in Group.objects.order_by("pk"):
                demand(role=role, second_step=str(role.pk) in wanted, by=request.user, at=now())
        messages.success(request, "已保存。没有设置的人下次打开页面时会先去设置。")
        return HttpResponseRedirect(reverse("roles"))
    context = {**site.each_context(request), "title": "角色", "roles": roles()}
    context["enforced"] = settings.SECOND_STEP_DEMANDED
    return TemplateResponse(request, "admin/roles.html", context)
