from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now
from projects.errors import Refused
from projects.models import Project
from projects.values.text import clean
from supervision.actions.releases import (
    draft_release,
    put_in_photo,
    review_release,
    sign_release,
    take_out_photo,
)
from supervision.admin.pages import OfficeOnly, found, page
from supervision.admin.stages import Stages
from supervision.desk.checklist import RELEASES
from supervision.models import Evidence, Period, Photo, Release


class DraftForm(forms.Form):
    period = forms.ModelChoiceField(
        Period.everything.filter(published_at__isnull=True).order_by("-month"), label="调度期"
    )
    project = forms.ModelChoiceField(Project.everything.all(), label="实事项目")
    text = forms.CharField(
        label="公开文字",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="签发后随当月公开；不写个人信息和内部问题，没有公开稿的项目只公开数字。",
    )

    def clean_text(self):
        return clean(self.cleaned_data["text"])

    def clean(self):
        cleaned = super().clean()
        period, project = cleaned.get("period"), cleaned.get("project")
        if period and project and period.programme_id != project.programme_id:
            self.add_error("project", "这个项目不在该调度期的年度清单里。")
        return cleaned


class ReleaseStages(Stages):
    stages = RELEASES


@admin.register(Release)
class ReleaseAdmin(OfficeOnly, SeenOnlyAdmin):
    """公开稿: drafted, reviewed by another person, signed."""

    list_display = ["project", "period", "text", "step"]
    list_filter = [ReleaseStages, "period"]
    list_select_related = ["project", "period"]
    search_fields = ["project__title", "text"]
    search_help_text = "按项目或文字查找"
    change_list_template = "admin/months/release_list.html"

    @admin.display(description="环节")
    def step(self, release):
        if release.signed_at:
            return "已签发"
        return "已复核，待签发" if release.reviewed_at else "待复核"

    def get_urls(self):
        draft = self.admin_site.admin_view(self.draft_view)
        return [path("draft/", draft, name="supervision_release_draft"), *super().get_urls()]

    def draft_view(self, request):
        if not self.has_view_permission(request):
            raise Http404
        return draft_page(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        release = found(self, request, object_id)
        if request.method == "POST" and stepped(request, release):
            return to_release(release)
        context = {
            "title": f"公开稿：{release.project}　{release.period}",
            "release": release,
            "own": release.drafted_by_id == request.user.pk,
            "open": not release.signed_at and not release.period.published_at,
            **pictures(release),
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "months/release.html", context, status=status)


def to_release(release: Release):
    return HttpResponseRedirect(reverse("admin:supervision_release_change", args=[release.pk]))


def stepped(request, release: Release) -> bool:
    """Whether what was asked for was done; if not, the page says why."""
    name = next((name for name in STEPS if name in request.POST), "review")
    act, done = STEPS[name]
    given = {"release": release, "by": request.user, "at": now()}
    try:
        if name in ("put", "take"):
            given["photo"] = asked_photo(release, request.POST[name])
        act(**given)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


STEPS = {
    "sign": (sign_release, "已签发。"),
    "review": (review_release, "已复核。"),
    "put": (put_in_photo, "照片已放入公开稿，请另一位同事复核。"),
    "take": (take_out_photo, "照片已移出公开稿，请另一位同事复核。"),
}


def photos_of_month(release: Release):
    """Photos proposed for the project's month that nobody took down."""
    photos = Photo.everything.filter(
        site__isnull=True,
        withdrawn_at__isnull=True,
        evidence__report__period=release.period_id,
        evidence__report__project=release.project_id,
    )
    return photos.select_related("evidence__report__project", "proposed_by").order_by("pk")


def asked_photo(release: Release, key: str) -> Photo:
    rows = photos_of_month(release)
    photo = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if photo is None:
        raise Refused("没有这张照片，或已经撤下。")
    return photo


def pictures(release: Release) -> dict:
    """The photos that go out with it, those that wait, and evidence that might be proposed."""
    photos = list(photos_of_month(release))
    taken = Photo.everything.filter(withdrawn_at__isnull=True).values("evidence")
    others = Evidence.objects.filter(
        photo=True,
        withdrawn_at__isnull=True,
        report__period=release.period_id,
        report__project=release.project_id,
    ).exclude(pk__in=taken)
    return {
        "photos": [photo for photo in photos if photo.release_id],
        "waiting": [photo for photo in photos if not photo.release_id],
        "others": [] if release.project.sensitive else others,
    }


def draft_page(model_admin, request):
    coming = DraftForm.base_fields["period"].queryset.last()
    initial = {"period": coming and coming.pk} | {
        name: value for name, value in request.GET.items() if name in DraftForm.base_fields
    }
    form = DraftForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            release = draft_release(**form.cleaned_data, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "公开稿已保存，请另一位同事复核。")
            return to_release(release)
    context = {"title": "起草公开稿", "form": form}
    status = 400 if form.errors else 200
    return page(model_admin, request, "months/release_draft.html", context, status=status)
