"""督查工作: everything the office does besides reviewing, on one page."""

from django.views.decorators.http import require_safe

from supervision.admin.office.frame import office_page, page


@require_safe
@office_page
def hub(request):
    return page(request, "office/hub.html", {"title": "督查工作"})
