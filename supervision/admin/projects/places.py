"""建设点位 in the admin: the office keeps them, a unit says what it has built."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget

from projects.actions.places import corrected, former_of, named, told_otherwise
from projects.admin.base import RecordAdmin, in_text, plainly, yes_or_no
from projects.admin.fields import Line
from projects.admin.sheets import SheetImportAdmin
from projects.clock import now, today
from projects.models import Programme, Site, SiteChange, Target
from projects.sheets.places import PlaceImport
from projects.sheets.resources import PlaceResource
from supervision import scope
from supervision.admin.pages import OfficeAndUnits
from supervision.admin.projects.built import BuiltPage

LONGEST_REASON = SiteChange._meta.get_field("reason").max_length
PUBLIC = yes_or_no("public", "对外公开", no="否")
QUANTITY = plainly("quantity", "数量")
# Once the public reads a place, its unit only says when it was built.
TARGET = in_text("target", "目标指标")
LATITUDE, LONGITUDE = plainly("latitude", "纬度"), plainly("longitude", "经度")
FIXED = [TARGET, "name", "place", QUANTITY, LATITUDE, LONGITUDE, "planned", PUBLIC]


class SiteForm(forms.ModelForm):
    reason = Line(
        label="更正原因",
        max_length=LONGEST_REASON,
        required=False,
        widget=AdminTextInputWidget,
        help_text="公众已经能看到的计划月份、建成月份或数量有改动时必填，公众在更正记录中看到。",
    )

    def clean(self):
        cleaned = super().clean()
        quantity = cleaned.get("quantity")
        if quantity is not None and quantity <= 0:
            self.add_error("quantity", "数量要大于零。")
        if cleaned.get("done", "") > today().isoformat()[:7]:
            self.add_error("done", "建成月份不能晚于本月。")
        return cleaned

    def _post_clean(self):
        """What anyone reads already is changed with a reason; asked once the row is filled."""
        super()._post_clean()
        changes = [] if self.errors else told_otherwise(self.instance, former_of(self.instance))
        if changes and not self.cleaned_data["reason"]:
            self.add_error("reason", f"{named(changes)}公众已经能看到，改动要写原因。")


def named_in(given: dict) -> list[str]:
    """What a unit is shown of a group: only the office changes what anyone reads."""
    return [name for name in given["fields"] if name != "reason"]


@admin.register(Site)
class SiteAdmin(SheetImportAdmin, OfficeAndUnits, RecordAdmin):
    resource_classes = [PlaceResource]
    import_class = PlaceImport
    form = SiteForm
    own_pages = [("built/<int:pk>/", BuiltPage, "projects_site_built")]
    list_display = ["name", "target", "place", QUANTITY, "planned", "done", PUBLIC]
    list_filter = ["public", "target__project"]
    list_select_related = ["target__project"]
    search_fields = ["name", "place", "target__name", "target__project__title"]
    search_help_text = "按点位、地名或项目查找"
    ordering = ["target__project__number", "target__number", "pk"]
    fieldsets = [
        (
            "点位",
            {
                "fields": ["target", "name", "place", "quantity"],
                "description": "各点位的数量加起来应等于指标的目标数。",
            },
        ),
        (
            "在地图上",
            {
                "fields": ["latitude", "longitude"],
                "description": "可以不填。在手机地图上长按这个地方，抄下它的经纬度；"
                "全区用同一家地图的，相互位置才准。",
            },
        ),
        (
            "时间",
            {
                "fields": ["planned", "done", "reason"],
                "description": "已建成点位的数量合计与填报的累计数不一致时，填报页会提示。",
            },
        ),
        (
            "对外公开",
            {
                "fields": ["public"],
                "description": "由督查决定。公开以后，单位只登记建成月份；"
                "其他内容和登记过的建成月份由督查修改。",
            },
        ),
    ]

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        """A place of an archived year is looked at, and no longer changed."""
        frozen = obj and obj.target.project.programme.archived
        return self.has_module_permission(request) and not frozen

    def get_queryset(self, request):
        own = scope.projects(request.user, today())
        return super().get_queryset(request).filter(target__project__in=own.values("pk"))

    def get_list_filter(self, request):
        return self.list_filter if scope.supervises(request.user) else ["public"]

    def get_readonly_fields(self, request, obj=None):
        if scope.supervises(request.user):
            return ["target"] if obj else []
        if not obj or not obj.public:
            return [PUBLIC, *([TARGET] if obj else [])]
        return [*FIXED, "done"] if obj.done else FIXED

    def get_fieldsets(self, request, obj=None):
        """To a unit 对外公开 is something told, and not yet so for a place it is adding."""
        if scope.supervises(request.user):
            return self.fieldsets
        told = {"target": TARGET, "public": PUBLIC} if obj else {}
        if obj and obj.public:
            told |= {"quantity": QUANTITY, "latitude": LATITUDE, "longitude": LONGITUDE}
        sets = self.fieldsets if obj else self.fieldsets[:-1]
        return [
            (title, {**given, "fields": [told.get(name, name) for name in named_in(given)]})
            for title, given in sets
        ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            own = scope.projects(request.user, today())
            targets = Target.everything.filter(project__in=own.values("pk"))
            targets = targets.exclude(project__programme__state=Programme.State.ARCHIVED)
            kwargs["queryset"] = targets.select_related("project")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change and not scope.supervises(request.user):
            obj.public = False
        reason = form.cleaned_data.get("reason", "")
        obj.corrected = corrected(obj, reason, request.user, now())
        super().save_model(request, obj, form, change)
        SiteChange.objects.bulk_create(obj.corrected)

    def rows_with(self, obj):
        return obj.corrected
