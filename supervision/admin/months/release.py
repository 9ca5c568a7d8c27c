"""One 公开稿: its steps, its photos, and what becomes of it once it is public."""

from django import forms
from django.contrib import admin
from django.db.models import Q

from projects.admin.acts import ButtonsPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.errors import Refused
from supervision.actions.releases import (
    put_in_photo,
    review_release,
    sign_release,
    take_back_release,
    take_out_photo,
)
from supervision.actions.rewordings import (
    confirm_release,
    decide_rewording,
    propose_rewording,
    withdraw_release,
)
from supervision.admin.months.release_month import MonthReleasesPage, WordsForm, this_month
from supervision.admin.pages import OfficeOnly
from supervision.admin.stages import Stages
from supervision.desk.checklist import RELEASES, REWORDED
from supervision.models import Evidence, Photo, Release
from supervision.published.placeholders import fill
from supervision.published.released import (
    in_force,
    outdated,
    outdated_in_public,
    reading_of,
    standing_in,
)


class PhotoForm(forms.Form):
    """One photo, named by the button that was pressed beside it."""

    photo = forms.ModelChoiceField(
        None, error_messages={"invalid_choice": "没有这张照片，或已经撤下。"}
    )


class TakenBackForm(forms.Form):
    reason = Words(label="原因", max_length=300, help_text="公众在更正记录中看到。")
    hidden = forms.BooleanField(
        label="原文不宜公开，更正记录里也不再显示",
        required=False,
        help_text="只在原文含个人信息、内部事项时勾选。",
    )


class RewordForm(WordsForm, TakenBackForm):
    """Other words for what is public."""

    version = pick = None


class KeepForm(WordsForm):
    """A tick for all that is asked about in the sentence as it stands."""

    text = version = pick = None

    @property
    def tied(self) -> str:
        return self.initial["text"]


class DecideForm(forms.Form):
    reason = Words(label="意见", max_length=300, required=False, help_text="不同意时必填。")


def agreed(*, release, **given):
    return decided_on(release, confirmed=True, **given)


def declined(*, release, **given):
    return decided_on(release, confirmed=False, **given)


def decided_on(release: Release, **given):
    waiting = release.rewordings.waiting().first()
    if waiting is None:
        raise Refused("没有等待确认的更换。")
    return decide_rewording(rewording=waiting, **given)


class ReleasePage(ButtonsPage):
    template_name = "admin/months/release.html"
    buttons = {
        "sign": (forms.Form, sign_release, "已签发。"),
        "put": (PhotoForm, put_in_photo, "照片已放入公开稿，请另一位同事复核。"),
        "take": (PhotoForm, take_out_photo, "照片已移出公开稿，请另一位同事复核。"),
        "review": (forms.Form, review_release, "已复核。"),
        "unsign": (forms.Form, take_back_release, "已退回起草，改好后重新复核、签发。"),
        "withdraw": (TakenBackForm, withdraw_release, "已撤回，公众不再看到这段文字。"),
        "reword": (RewordForm, propose_rewording, "已提出更换，请另一位督查人员确认。"),
        "agree": (DecideForm, agreed, "已更换，公众看到的是新的文字。"),
        "decline": (DecideForm, declined, "已不同意更换，原来的文字不变。"),
        "keep": (KeepForm, confirm_release, "已核对，文字不变。"),
    }
    usual = "review"
    beside = ("withdraw", "reword", "agree", "keep")

    def fetch(self, pk):
        self.release = self.model_admin.found(self.request, pk)
        found = standing_in(self.release.period, [self.release.project_id])
        self.standing = found.get(self.release.project_id)
        self.values = self.standing.values if self.standing else {}
        self.text, self.checked = in_force(self.release)

    def get_form(self, form_class=None):
        form = self.form_of(self.pressed, self.request.POST or None)
        if "photo" in form.fields:
            form.data = {"photo": self.request.POST[self.pressed]}
            form.fields["photo"].queryset = photos_of_month(self.release)
        return form

    def form_of(self, name: str, data=None):
        """The form behind a button; `beside` stand on the page at once, each with its prefix."""
        kind = self.buttons[name][0]
        prefix = "agree" if name == "decline" else name
        given = {"prefix": prefix} if prefix in self.beside else {}
        if issubclass(kind, WordsForm):
            given |= {"standing": self.standing, "checked": self.checked}
            given["initial"] = {"text": self.text}
        return kind(data, **given)

    def arguments(self):
        return {"release": self.release}

    def context(self):
        release = self.release
        waiting = release.rewordings.waiting().select_related("proposed_by").first()
        return {
            "title": f"公开稿：{release.project}　{release.period}",
            "release": release,
            "standing": self.standing,
            "placeholders": [each for each in self.values.items() if each[1] is not None],
            "said": release.said or fill(self.text, self.values),
            "checked": self.checked,
            "own": release.drafted_by_id == self.request.user.pk,
            "open": not release.signed_at and not release.period.published_at,
            "public": release.signed_at and release.period.published_at,
            "outdated": release.signed_at and outdated(release, self.standing),
            "proposed": waiting,
            "new_words": waiting and fill(waiting.text, self.values),
            "own_waiting": waiting and waiting.proposed_by_id == self.request.user.pk,
            "rewordings": release.rewordings.in_force(),
            **pictures(release),
        }

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        pressed = self.pressed if form.is_bound else ""
        stand = {
            f"{name}_form": form if name == pressed else self.form_of(name) for name in self.beside
        }
        return super().get_context_data(form=form, **stand, **kw)


class ReleaseStages(Stages):
    stages = RELEASES | {
        "reword": ("更换待确认", REWORDED),
        "outdated": ("更正后没有核对", Q(pk__in=outdated_in_public())),
    }


@admin.register(Release)
class ReleaseAdmin(OfficeOnly, SeenOnlyAdmin):
    """公开稿: drafted, reviewed by another person, signed."""

    list_display = ["project", "period", "words", "step"]
    list_filter = [ReleaseStages, "period"]
    list_select_related = ["project", "period__programme"]
    search_fields = ["project__title", "text", "said"]
    search_help_text = "按项目或文字查找"
    change_list_template = "admin/months/release_list.html"
    pages = [
        ("month/", this_month, "supervision_release_this_month"),
        ("month/<int:pk>/", MonthReleasesPage, "supervision_release_month"),
    ]
    change_page = ReleasePage

    @admin.display(description="环节")
    def step(self, release):
        return release.step

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        reads = reading_of(found.result_list)
        for release in found.result_list:
            release.reads = reads[release.pk]
        return found

    @admin.display(description="公开文字")
    def words(self, release):
        """As the public reads it or would, its figures filled in."""
        return release.reads


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
