"""The acts at a year's end: archiving it, taking that back, beginning the next year's list."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.actions.nextyear import start_next_year
from projects.clock import now
from projects.errors import Refused
from projects.models import Programme, Project
from projects.values.text import clean
from supervision.actions.years import archive_year, take_back
from supervision.admin.office.frame import office_page, page, programme_of, years_of


class ChoiceForm(forms.Form):
    projects = forms.ModelMultipleChoiceField(
        None,
        label="带到下一年的项目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少要选一个项目。"},
    )

    def __init__(self, programme: Programme, data=None):
        standing = programme.projects.order_by("number")
        ongoing = standing.filter(state=Project.State.ONGOING).values_list("pk", flat=True)
        super().__init__(data, initial={"projects": list(ongoing)})
        self.fields["projects"].queryset = standing


def to_year(programme: Programme):
    return HttpResponseRedirect(f"{reverse('admin:office_yearend')}?year={programme.year}")


@require_POST
@office_page
def year_state(request):
    """Freeze the year, or take that back with a reason."""
    programme = programme_of(request)
    act = {"programme": programme, "by": request.user, "at": now()}
    try:
        if "archive" in request.POST:
            archive_year(**act)
            messages.success(request, f"{programme}已归档，不再启动调度和受理报送；公众页面保留。")
        else:
            take_back(**act, reason=clean(request.POST.get("reason", ""))[:300])
            messages.success(request, f"{programme}已取消归档。")
    except Refused as refused:
        messages.error(request, str(refused))
    return to_year(programme)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def next_year(request):
    """Tick what goes on, and get a draft of the following year."""
    programme = programme_of(request)
    form = ChoiceForm(programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act = {"by": request.user, "at": now()}
            fresh = start_next_year(programme=programme, **form.cleaned_data, **act)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已起草{fresh}（草稿，不对外），请照新文件填写原文和数字。")
            return to_year(fresh)
    context = {
        "title": f"起草{programme.year + 1}年清单",
        "form": form,
        "next": programme.year + 1,
        "there": Programme.everything.of_year(programme.year + 1),
        **years_of(programme),
    }
    return page(request, "years/nextyear.html", context, status=400 if form.errors else 200)
