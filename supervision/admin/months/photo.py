"""公开照片 in the admin: proposed by the unit with its word, released by the office."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from projects.models import Site
from projects.values.text import clean
from supervision import scope
from supervision.actions.photos import propose_photo, release_photo, withdraw_photo
from supervision.admin.pages import found, page
from supervision.admin.projects.guide import OwnProjects
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
    caption = forms.CharField(
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

    def clean_caption(self):
        return clean(self.cleaned_data["caption"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("site") and not cleaned.get("moment"):
            self.add_error("moment", "请选照片是开工前还是建成后拍的。")
        if not cleaned.get("site"):
            cleaned["moment"] = ""
        return cleaned


class PhotoStages(Stages):
    stages = PHOTOS


@admin.register(Photo)
class PhotoAdmin(OwnProjects, SeenOnlyAdmin):
    list_display = ["caption", "place", "moment", "step", "proposed_by", "proposed_at"]
    list_filter = [PhotoStages, "moment"]
    list_select_related = [
        "site__target__project", "evidence__report__project", "evidence__report__period",
        "proposed_by",
    ]  # fmt: skip
    search_fields = ["site__name", "caption", "evidence__report__project__title"]
    search_help_text = "按点位、说明或项目查找"
    change_list_template = "admin/months/photo_list.html"

    @admin.display(description="放在哪里")
    def place(self, photo):
        return photo.site or f"{photo.project}　{photo.evidence.report.period}公开稿"

    @admin.display(description="环节")
    def step(self, photo):
        return photo.step

    def get_queryset(self, request):
        own = scope.projects(request.user, today())
        return super().get_queryset(request).filter(evidence__report__project__in=own.values("pk"))

    def get_urls(self):
        propose = self.admin_site.admin_view(self.propose_view)
        return [
            path("propose/", propose, name="supervision_photo_propose"),
            *super().get_urls(),
        ]

    def propose_view(self, request):
        if not self.has_view_permission(request):
            raise Http404
        return propose_page(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        photo = found(self, request, object_id)
        if request.method == "POST" and decided(request, photo):
            return to_photo(photo)
        context = {"title": f"公开照片：{photo}", "photo": photo}
        status = 400 if request.method == "POST" else 200
        return page(self, request, "months/photo.html", context, status=status)


def to_photo(photo: Photo):
    return HttpResponseRedirect(reverse("admin:supervision_photo_change", args=[photo.pk]))


def decided(request, photo: Photo) -> bool:
    """Whether the decision was carried out; if not, the page says why.

    The office decides what is shown; whoever sees a face on it, unit or office, takes it down.
    """
    act = {"photo": photo, "by": request.user, "at": now()}
    try:
        if "release" in request.POST:
            if not scope.supervises(request.user):
                raise Refused("照片由督查审核公开。")
            release_photo(**act)
        else:
            withdraw_photo(**act, why=clean(request.POST.get("why", ""))[:100])
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, "已公开。" if "release" in request.POST else "已撤下。")
    return True


def chosen(form: ProposalForm):
    """The evidence photo that the form stands on, to be looked at before the tick."""
    key = str(form["evidence"].value() or "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return form.fields["evidence"].queryset.filter(pk=key).first()


def propose_page(model_admin, request):
    form = ProposalForm(request.POST or None, person=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            photo = propose_photo(**form.cleaned_data, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已提交，等督查审核。")
            return to_photo(photo)
    context = {"title": "申请公开照片", "form": form, "chosen": chosen(form)}
    return page(
        model_admin,
        request,
        "months/photo_propose.html",
        context,
        status=400 if form.errors else 200,
    )
