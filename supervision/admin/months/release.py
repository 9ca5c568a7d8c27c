from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.models import Project
from supervision.actions.releases import (
    draft_release,
    put_in_photo,
    review_release,
    sign_release,
    take_out_photo,
)
from supervision.admin.pages import OfficeOnly
from supervision.admin.stages import Stages
from supervision.desk.checklist import RELEASES
from supervision.models import Evidence, Period, Photo, Release


class DraftForm(forms.Form):
    period = forms.ModelChoiceField(
        Period.everything.filter(published_at__isnull=True).order_by("-month"), label="调度期"
    )
    project = forms.ModelChoiceField(Project.everything.all(), label="实事项目")
    text = Words(
        label="公开文字",
        rows=4,
        max_length=300,
        help_text="签发后随当月公开；不写个人信息和内部问题，没有公开稿的项目只公开数字。",
    )

    def clean(self):
        cleaned = super().clean()
        period, project = cleaned.get("period"), cleaned.get("project")
        if period and project and period.programme_id != project.programme_id:
            self.add_error("project", "这个项目不在该调度期的年度清单里。")
        return cleaned


class PhotoForm(forms.Form):
    """One photo, named by the button that was pressed beside it."""

    photo = forms.ModelChoiceField(
        None, error_messages={"invalid_choice": "没有这张照片，或已经撤下。"}
    )


class DraftPage(ActPage):
    template_name = "admin/months/release_draft.html"
    form_class, action = DraftForm, draft_release
    title, done = "起草公开稿", "公开稿已保存，请另一位同事复核。"

    def get_initial(self):
        coming = DraftForm.base_fields["period"].queryset.last()
        asked = self.request.GET.items()
        typed = {name: value for name, value in asked if name in DraftForm.base_fields}
        return {"period": coming and coming.pk} | typed

    def onward(self, release):
        return reverse("admin:supervision_release_change", args=[release.pk])


class ReleasePage(ButtonsPage):
    template_name = "admin/months/release.html"
    buttons = {
        "sign": (forms.Form, sign_release, "已签发。"),
        "put": (PhotoForm, put_in_photo, "照片已放入公开稿，请另一位同事复核。"),
        "take": (PhotoForm, take_out_photo, "照片已移出公开稿，请另一位同事复核。"),
        "review": (forms.Form, review_release, "已复核。"),
    }
    usual = "review"

    def fetch(self, pk):
        self.release = self.model_admin.found(self.request, pk)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if "photo" in form.fields:
            form.data = {"photo": self.request.POST[self.pressed]}
            form.fields["photo"].queryset = photos_of_month(self.release)
        return form

    def given(self):
        return {"release": self.release}

    def context(self):
        release = self.release
        return {
            "title": f"公开稿：{release.project}　{release.period}",
            "release": release,
            "own": release.drafted_by_id == self.request.user.pk,
            "open": not release.signed_at and not release.period.published_at,
            **pictures(release),
        }


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
    pages = [("draft/", DraftPage, "supervision_release_draft")]
    change_page = ReleasePage

    @admin.display(description="环节")
    def step(self, release):
        if release.signed_at:
            return "已签发"
        return "已复核，待签发" if release.reviewed_at else "待复核"


def photos_of_month(release: Release):
    """Photos proposed for the project's month that nobody took down."""
    photos = Photo.everything.filter(
        site__isnull=True,
        withdrawn_at__isnull=True,
        evidence__report__period=release.period_id,
        evidence__report__project=release.project_id,
    )
    return photos.select_related("evidence__report__project", "proposed_by").order_by("pk")


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
