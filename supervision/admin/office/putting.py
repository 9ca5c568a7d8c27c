"""送签 by the office, and 等您办理: what a leader of the district signs in his own account."""

from django import forms
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects import uploads
from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.fields import Line, Words, is_key
from projects.admin.papers import handed_out
from projects.clock import now, today
from projects.errors import Refused
from projects.values.days import Day
from projects.values.roles import DISTRICT
from supervision import scope
from supervision.actions import putting
from supervision.actions.photos import drawn
from supervision.admin.months.publishing import as_it_will_be, pages_of
from supervision.desk.preview import preview
from supervision.documents.slip import values_of
from supervision.jobs.telling import ISSUED, told_of_month, told_of_slip
from supervision.models import Period, Photo, PutForward, SignedPaper, Slip
from supervision.models.putting import Kind
from supervision.published.released import standing_in

KINDS = {"slip": Slip.objects, "releases": Period.everything, "month": Period.everything}


def leaders():
    """Those who may sign online; a handful of accounts, each asked what its roles give it."""
    people = get_user_model().objects.filter(is_active=True, groups__name=DISTRICT)
    return people.filter(pk__in=[each.pk for each in people if scope.signs(each)])


class PutForm(forms.Form):
    leader = forms.ModelChoiceField(None, label="签发领导", empty_label="请选择")
    basis = Line(
        label="公开依据",
        max_length=200,
        help_text="如：党工委（管委会）办公会议纪要〔2023〕10号。会显示在公众页面上。",
    )
    next_update = Day(label="下次更新", required=False, help_text="留空就照原定的。")

    def __init__(self, *args, kind, **kw):
        super().__init__(*args, **kw)
        self.fields["leader"].queryset = leaders()
        if kind != Kind.MONTH:
            del self.fields["basis"], self.fields["next_update"]


class PaperForm(forms.Form):
    signer = Line(label="签发人", max_length=50)
    file = forms.FileField(label="签批原件", help_text="扫描件：PDF、OFD或照片。")

    def __init__(self, *args, kind, **kw):
        super().__init__(*args, **kw)


def put_forward(*, kind, subject, **given):
    name = "slip" if kind == Kind.SLIP else "period"
    return putting.put_forward(kind=kind, **{name: subject}, **given)


def keep_paper(*, kind, subject, file, **given):
    checked = uploads.check(file, photos=True, scan=True)
    return putting.keep_signed_paper(kind=kind, period=subject, file=checked, **given)


class PutPage(ButtonsPage):
    """One thing to be signed, named in the address: to a leader online, or signed on paper."""

    template_name = "admin/office/put.html"
    buttons = {
        "put": (PutForm, put_forward, "已送签，领导登录后在“等您办理”里看到。"),
        "paper": (PaperForm, keep_paper, "签批原件已登记。"),
    }
    usual = "put"

    def fetch(self):
        named = [name for name in KINDS if name in self.request.GET]
        if len(named) != 1:
            raise Http404
        [self.kind] = named
        key = self.request.GET[self.kind]
        if not is_key(key):
            raise Http404
        self.subject = get_object_or_404(KINDS[self.kind], pk=key)
        if self.kind == Kind.SLIP and self.pressed == "paper":
            raise Http404

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind}

    def arguments(self):
        return {"kind": self.kind, "subject": self.subject}

    def context(self):
        about = "slip" if self.kind == Kind.SLIP else "period"
        rows = PutForward.objects.filter(kind=self.kind, **{about: self.subject})
        papers = SignedPaper.objects.filter(kind=self.kind, period=self.subject.pk)
        return {
            "title": f"送签：{Kind(self.kind).label}",
            "kind": self.kind,
            "subject": self.subject,
            "rows": rows.select_related("leader", "by", "decision"),
            "papers": [] if self.kind == Kind.SLIP else papers.select_related("by"),
            "back": back_to(self.kind, self.subject),
        }

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        stand = {
            f"{name}_form": form if self.pressed == name else kind(kind=self.kind)
            for name, (kind, *_) in self.buttons.items()
        }
        return super().get_context_data(form=form, **stand, **kw)


def back_to(kind: str, subject) -> str:
    name = {"slip": "slip_change", "releases": "release_month", "month": "period_publish"}[kind]
    return reverse(f"admin:supervision_{name}", args=[subject.pk])


def paper_page(request, pk):
    return handed_out(get_object_or_404(SignedPaper, pk=pk))


class SignForm(forms.Form):
    reason = Words(label="退回意见", rows=3, max_length=300, required=False)


def sign(*, put_forward, reason, by, at):
    return putting.decide_put_forward(put_forward=put_forward, signed=True, by=by, at=at)


def send_back(*, put_forward, reason, by, at):
    return putting.decide_put_forward(
        put_forward=put_forward, signed=False, reason=reason, by=by, at=at
    )


def put_before(request, pk) -> PutForward:
    """What was put before the person who asks; nothing else is there."""
    rows = PutForward.objects.select_related(
        "by", "period__programme", "slip__programme", "slip__project", "slip__addressee",
        "slip__target",
    )  # fmt: skip
    put = get_object_or_404(rows, pk=pk, leader=request.user)
    if not scope.signs(request.user):
        raise Http404
    return put


class SignPage(ActPage):
    """The whole of what is signed, and two buttons; read on a phone."""

    template_name, form_class = "admin/office/sign.html", SignForm

    def fetch(self, pk):
        self.put = put_before(self.request, pk)

    def act(self, form):
        action = send_back if "back" in self.request.POST else sign
        return action(put_forward=self.put, **form.cleaned_data, by=self.request.user, at=now())

    def said(self, decision):
        if not decision.confirmed:
            return "已退回督查。"
        self.tell()
        return f"已签发：{self.put}。"

    def tell(self):
        if self.put.kind == Kind.SLIP:
            told_of_slip(self.put.slip, ISSUED, self.request.user)
        elif self.put.kind == Kind.MONTH:
            told_of_month(Period.everything.get(pk=self.put.period_id), self.request.user)

    def onward(self, decision):
        return reverse("admin:index")

    def context(self):
        waits = PutForward.objects.waiting().filter(pk=self.put.pk).exists()
        changed = waits and putting.stamp_of(self.put) != self.put.stamp
        return {
            "title": str(self.put),
            "put": self.put,
            "waits": waits,
            "changed": changed,
            **(shown(self.put) if waits and not changed else {}),
        }


def shown(put: PutForward) -> dict:
    """Everything that goes out once it is signed."""
    if put.kind == Kind.SLIP:
        return {"papers": [values_of(put.slip, today())]}
    if put.kind == Kind.RELEASES:
        standing = standing_in(put.period)
        rows = putting.to_sign(put.period)
        pictures = photos_of(put)
        return {
            "releases": [
                {
                    "release": each,
                    "said": putting.said_in(each, standing),
                    "line": standing[each.project_id].line,
                    "photos": [photo for photo in pictures if photo.release_id == each.pk],
                }
                for each in rows
                if each.project_id in standing
            ]
        }
    own = reverse("admin:leader_preview", args=[put.pk])
    found = preview(put.period, now())
    return {"preview": found, "period": put.period, "pages": pages_of(put.period, own)}


def photos_of(put: PutForward) -> list[Photo]:
    standing = Photo.everything.filter(
        release__in=putting.to_sign(put.period), withdrawn_at__isnull=True
    )
    return list(standing.select_related("evidence").order_by("pk"))


def preview_page(request, pk):
    put = put_before(request, pk)
    if put.kind != Kind.MONTH:
        raise Http404
    return as_it_will_be(request, put.period, reverse("admin:leader_preview", args=[pk]))


def picture_page(request, pk, photo):
    """A photo that goes out with a 公开稿 put before the leader."""
    put = put_before(request, pk)
    if put.kind != Kind.RELEASES:
        raise Http404
    row = next((each for each in photos_of(put) if each.pk == photo), None)
    if row is None:
        raise Http404
    try:
        content, _, _ = drawn(row.evidence)
    except Refused as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def waiting_for(person) -> list[PutForward]:
    rows = PutForward.objects.waiting().filter(leader=person)
    return list(rows.select_related("slip__project", "slip__target", "period"))
