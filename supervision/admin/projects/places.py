"""建设点位 in the admin: the office keeps them, a unit says what it has built."""

from django import forms
from django.contrib import admin

from projects.admin.base import RecordAdmin, in_text, plainly, yes_or_no
from projects.admin.sheets import SheetImportAdmin
from projects.clock import today
from projects.models import Programme, Site, Target
from projects.sheets.places import PlaceImport
from projects.sheets.resources import PlaceResource
from supervision import scope
from supervision.admin.pages import OfficeAndUnits
from supervision.admin.projects.built import BuiltPage

PUBLIC = yes_or_no("public", "对外公开", no="否")
QUANTITY = plainly("quantity", "数量")
# Once the public reads a place, its unit only says when it was built.
TARGET = in_text("target", "目标指标")
LATITUDE, LONGITUDE = plainly("latitude", "纬度"), plainly("longitude", "经度")
FIXED = [TARGET, "name", "place", QUANTITY, LATITUDE, LONGITUDE, "planned", PUBLIC]


class SiteForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        quantity = cleaned.get("quantity")
        if quantity is not None and quantity <= 0:
            self.add_error("quantity", "数量要大于零。")
        if cleaned.get("done", "") > today().isoformat()[:7]:
            self.add_error("done", "建成月份不能晚于本月。")
        return cleaned


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
                "fields": ["planned", "done"],
                "description": "已建成点位的数量合计与填报的累计数不一致时，填报页会提示。",
            },
        ),
        (
            "对外公开",
            {
                "fields": ["public"],
                "description": "由督查决定。公开以后，单位只登记建成月份，其他内容由督查修改。",
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
        return FIXED if obj and obj.public else [PUBLIC, *([TARGET] if obj else [])]

    def get_fieldsets(self, request, obj=None):
        """To a unit 对外公开 is something told, and not yet so for a place it is adding."""
        if scope.supervises(request.user):
            return self.fieldsets
        told = {"target": TARGET, "public": PUBLIC} if obj else {}
        if obj and obj.public:
            told |= {"quantity": QUANTITY, "latitude": LATITUDE, "longitude": LONGITUDE}
        return [
            (title, {**given, "fields": [told.get(name, name) for name in given["fields"]]})
            for title, given in (self.fieldsets if obj else self.fieldsets[:-1])
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
        super().save_model(request, obj, form, change)
