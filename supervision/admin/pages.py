"""What the hand-made pages of the admin share."""

from django.template.response import TemplateResponse

from projects.clock import today
from supervision import scope


def page(model_admin, request, template: str, context: dict, *, status: int = 200):
    """A page in the admin's frame."""
    frame = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "has_view_permission": model_admin.has_view_permission(request),
        "today": today(),
    }
    return TemplateResponse(request, f"admin/{template}", frame | context, status=status)


class OfficeOnly:
    """Seen by those who supervise, and by nobody else."""

    def has_module_permission(self, request):
        return scope.supervises(request.user)

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user)


class OfficeAndUnits:
    """Seen by the office, and by a unit's people, each what is theirs."""

    def has_module_permission(self, request):
        return scope.supervises(request.user) or scope.fills(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)
