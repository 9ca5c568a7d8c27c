"""督查工作: everything the office does besides reviewing, on one page."""

from django.views.decorators.http import require_safe

from supervision.admin.office.frame import page


@require_safe
def hub(request):
    return page(request, "office/hub.html", {"title": "督查工作"})
