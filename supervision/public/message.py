"""The form for a resident's message on a project."""

from django import forms

from projects.models import Project, Site
from projects.pages.strangers import CleanField, StrangersForm, token_for
from supervision.models import Feedback

MOST_PLACES = 300
SALT = "feedback form"


def new_token(project: Project) -> str:
    return token_for(project.pk, SALT)


class MessageForm(StrangersForm):
    kind = forms.ChoiceField(
        label="想说的是",
        choices=Feedback.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项：建议、反映问题或找错。"},
    )
    text = CleanField(
        label="内容",
        max_length=Feedback.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"最多{Feedback.LONGEST_TEXT}字。请不要写身份证号、病情等个人隐私。",
        error_messages={
            "required": "请写下要说的内容。",
            "max_length": "内容最多%(limit_value)d字，现有%(show_value)d字。",
        },
    )
    site = forms.ChoiceField(label="在哪个地方（可不选）", required=False)
    seen = forms.ChoiceField(
        label="现场情况（可不选）",
        required=False,
        choices=[("", "不清楚"), *Feedback.Seen.choices],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "text", "site", "seen")
    salt = SALT

    def __init__(self, *args, project: Project, **kw):
        super().__init__(*args, key=project.pk, **kw)
        self.project = project
        self.places = {str(place.pk): place for place in places(project)}
        choices = [(key, place.name) for key, place in self.places.items()]
        self.fields["site"].choices = [("", "整个项目"), *choices]
        if not choices:
            del self.fields["site"], self.fields["seen"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") and not cleaned.get("site"):
            if len(self.places) == 1:
                cleaned["site"] = next(iter(self.places))
            elif "site" not in self.errors:
                self.add_error("site", "说现场情况，要选是哪个地方。")
        return cleaned

    def message(self) -> dict:
        """What leave_message takes."""
        names = ("kind", "text", "name", "phone")
        given = {name: self.cleaned_data[name] for name in names}
        given["seen"] = self.cleaned_data.get("seen", "")
        given["site"] = self.places.get(self.cleaned_data.get("site", ""))
        return {**given, "project": self.project, "code": self.code}


def places(project: Project):
    public = Site.objects.filter(target__project=project, target__public=True, public=True)
    return public.order_by("pk")[:MOST_PLACES]
