from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from projects.admin.base import SeenOnlyAdmin
from supervision.admin.pages import OfficeOnly
from supervision.models import CardPolicy


@admin.register(CardPolicy)
class CardPolicyAdmin(OfficeOnly, SeenOnlyAdmin):
    """亮牌规则: the list; a version is read, and a draft edited, on the office's own page."""

    list_display = ["name", "version", "valid_from", "adopted_at", "adopted_by"]
    list_select_related = ["adopted_by"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        policy = self.found(request, object_id)
        return HttpResponseRedirect(reverse("admin:office_policy", args=[policy.pk]))
