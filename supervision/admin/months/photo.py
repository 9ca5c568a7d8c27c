"""公开照片 in the admin: proposed by the unit with its word, released by the office."""

from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Line
from projects.clock import today
from projects.models import Site
from supervision import scope
from supervision.actions.photos import propose_photo, release_photo, withdraw_photo
from supervision.admin.pages import OfficeAndUnits
from supervision.admin.stages import Stages
from supervision.desk.checklist import PHOTOS
from supervision.models import Photo


class ProposalForm(forms.Form):
    evidence = forms.ModelChoiceField(None, label="佐证照片")
    site = forms.ModelChoiceField(
        None,
        label="放在哪里",
        required=False,
        empty_label="随当月公开稿公开，不放在点位上",
    )
    moment = forms.ChoiceField(
        label="拍摄阶段",
        required=False,
        choices=[("", "放在点位上的才选"), *Photo.Moment.choices],
    )
    caption = Line(
        label="画面说明", max_length=60, help_text="写画面上有什么，看不见图的人靠它了解。"
    )
    consent = forms.BooleanField(
        label=Photo.CONSENT, error_messages={"required": f"请核对照片后勾选：{Photo.CONSENT}。"}
    )

    def __init__(self, *args, person, **kw):
        super().__init__(*args, **kw)
        plain = scope.projects(person, today()).filter(sensitive=False).values("pk")
        photos = scope.evidence(person, today()).filter(
            photo=True, scan=False, report__project__in=plain
        )
        self.fields["evidence"].queryset = photos.select_related("report__project")
        sites = Site.objects.filter(target__project__in=plain)
        self.fields["site"].queryset = sites.select_related("target__project")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("site") and not cleaned.get("moment"):
            self.add_error("moment", "请选照片是开工前还是建成后拍的。")
        if not cleaned.get("site"):
            cleaned["moment"] = ""
        return cleaned


class ReleaseForm(forms.Form):
    """The office decides what is shown."""

    def __init__(self, *args, person, **kw):
        super().__init__(*args, **kw)
        self.person = person

    def clean(self):
        if not scope.supervises(self.person):
            raise forms.ValidationError("照片由督查审核公开。")


class WithdrawForm(forms.Form):
    """Whoever sees a face on it, unit or office, takes it down."""

    why = Line(label="原因", max_length=100, required=False)

    def __init__(self, *args, person, **kw):
        super().__init__(*args, **kw)


class ProposePage(ActPage):
    template_name = "admin/months/photo_propose.html"
    form_class, action = ProposalForm, propose_photo
    title, done = "申请公开照片", "已提交，等督查审核。"

    def get_initial(self):
        return self.request.GET.dict()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.request.user}

    def get_context_data(self, **kw):
        context = super().get_context_data(**kw)
        return context | {"chosen": chosen(context["form"])}

    def onward(self, photo):
        return reverse("admin:supervision_photo_change", args=[photo.pk])


def chosen(form: ProposalForm):
    """The evidence photo that the form stands on, to be looked at before the tick."""
    key = str(form["evidence"].value() or "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return form.fields["evidence"].queryset.filter(pk=key).first()


class PhotoPage(ButtonsPage):
    template_name = "admin/months/photo.html"
    buttons = {
        "release": (ReleaseForm, release_photo, "已公开。"),
        "withdraw": (WithdrawForm, withdraw_photo, "已撤下。"),
    }
    usual = "withdraw"

    def fetch(self, pk):
        self.photo = self.model_admin.found(self.request, pk)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.request.user}

    def arguments(self):
        return {"photo": self.photo}

    def context(self):
        return {"title": f"公开照片：{self.photo}", "photo": self.photo}


class PhotoStages(Stages):
    stages = PHOTOS


@admin.register(Photo)
class PhotoAdmin(OfficeAndUnits, SeenOnlyAdmin):
    list_display = ["caption", "place", "moment", "step", "proposed_by", "proposed_at"]
    list_filter = [PhotoStages, "moment"]
    list_select_related = [
        "site__target__project", "evidence__report__project", "evidence__report__period",
        "proposed_by",
    ]  # fmt: skip
    search_fields = ["site__name", "caption", "evidence__report__project__title"]
    search_help_text = "按点位、说明或项目查找"
    change_list_template = "admin/months/photo_list.html"
    pages = [("propose/", ProposePage, "supervision_photo_propose")]
    change_page = PhotoPage

    @admin.display(description="放在哪里")
    def place(self, photo):
        return photo.site or f"{photo.project}　{photo.evidence.report.period}公开稿"

    @admin.display(description="环节")
    def step(self, photo):
        return photo.step

    def get_queryset(self, request):
        own = scope.projects(request.user, today())
        return super().get_queryset(request).filter(evidence__report__project__in=own.values("pk"))
