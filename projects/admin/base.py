"""What every admin of the record shares: changes go to the ledger, absent things are 404."""

import json
from collections.abc import Iterable
from functools import partial

from django.contrib import admin, messages
from django.db import DataError, IntegrityError, OperationalError, models, transaction
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from projects.actions import door
from projects.actions.turns import BUSY, code_of, every_programme, hold
from projects.admin.changes import in_words
from projects.admin.fields import Line, Lines, LookedUp, Several, is_key
from projects.clock import now
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import CityTask, Event, Programme, Project
from projects.models.violations import violated
from projects.values.numbers import plain

MOST_EVENTS = 200


def project_of(row) -> Project | None:
    """The project that a row belongs to, so that its history can be found by project."""
    return row if isinstance(row, Project) else getattr(row, "project", None)


def judged_with(row) -> Iterable[Project]:
    """The projects that are judged by what stands in the row."""
    if isinstance(row, Programme):
        return row.projects.all()
    if isinstance(row, CityTask):
        return Project.everything.filter(targets__city_tasks=row).distinct()
    project = project_of(row)
    return [project] if project else []


def yes_or_no(name: str, words: str, *, no: str = "—"):
    """A column that says 是 instead of showing an icon named in English."""

    @admin.display(description=words, ordering=name)
    def shown(row):
        return "是" if getattr(row, name) else no

    return shown


def plainly(name: str, words: str):
    """A column that says 20 where the stored number is 20.0000."""

    @admin.display(description=words, ordering=name)
    def shown(row):
        return plain(getattr(row, name)) or "—"

    return shown


def in_text(name: str, words: str):
    """A related row by its name alone: not every reader may follow a link to it."""

    @admin.display(description=words, ordering=name)
    def shown(row):
        return str(getattr(row, name) or "—")

    return shown


def swapped(fieldsets, name: str, column):
    """The fieldsets with a column in a field's place: what may only be read, as it is read."""
    return [
        (title, {**part, "fields": [column if each == name else each for each in part["fields"]]})
        for title, part in fieldsets
    ]


class CategoryFilter(admin.SimpleListFilter):
    """By category, in words; `path` leads from a row to its project's."""

    title, parameter_name, path = "类别", "category", "category"

    def lookups(self, request, model_admin):
        return Project.every_category()

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class CleanText:
    """Text of a row, typed or pasted, without what no reader sees."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) in (models.CharField, models.TextField) and not db_field.choices:
            several = isinstance(db_field, models.TextField)
            kwargs.setdefault("form_class", Lines if several else Line)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PortalAdmin(CleanText, admin.ModelAdmin):
    """Nothing there and not yours are the same 404; nothing is deleted.

    `pages` are (address, page, name and what the page is given) beside the list, for those who see
    the list; `own_pages` decide themselves who sees them. `change_page` is a row's own page.
    """

    pages: list[tuple] = []
    own_pages: list[tuple] = []
    change_page = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    actions = None

    def get_urls(self):
        pages = [(at, self.seen_by_viewers(page), *more) for at, page, *more in self.pages]
        pages += [(at, self.bound(page), *more) for at, page, *more in self.own_pages]
        own = [
            path(at, self.admin_site.admin_view(page), *given, name=name)
            for at, page, name, *given in pages
        ]
        return [*own, *super().get_urls()]

    def bound(self, page):
        return page.for_admin(self) if hasattr(page, "for_admin") else partial(page, self)

    def seen_by_viewers(self, page):
        def answered(request, **kwargs):
            if not self.has_view_permission(request):
                raise Http404
            return self.bound(page)(request, **kwargs)

        return answered

    def found(self, request, object_id):
        """Return the row with this key among those the person may see, or raise 404."""
        row = self.get_object(request, str(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = type(self).change_page
        if page is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return self.bound(page)(request, pk=object_id)

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """A filter that the database cannot compare with is left out, and told."""
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except (DataError, OverflowError):  # PostgreSQL's word for it, and Python's for SQLite
            messages.warning(request, "网址里的筛选条件看不懂，已经去掉，请重新选。")
            return HttpResponseRedirect(request.path)

    def get_changeform_initial_data(self, request):
        """What a link fills in beforehand; a key that can be none is left out."""
        given = super().get_changeform_initial_data(request)
        links = {each.name for each in self.opts.get_fields() if each.is_relation}
        return {name: value for name, value in given.items() if name not in links or is_key(value)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookedUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {"widget": CheckboxSelectMultiple, "form_class": Several}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def render_change_form(self, request, context, *args, **kwargs):
        for shown in (context["adminform"], *context["inline_admin_formsets"]):
            unlink(shown, request, self.admin_site)
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A refusal is told above the form, which keeps what was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.refused = str(refused)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """An edit takes its turn among the acts, before it locks a row of its own."""
        if request.method != "POST" or hasattr(request, "refused"):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        try:
            hold(every_programme({}))
            return super()._changeform_view(request, object_id, form_url, extra_context)
        except (OperationalError, IntegrityError) as error:
            if isinstance(error, IntegrityError):
                raise Refused(violated(error).sentence) from error
            if code_of(error):
                raise Refused(BUSY) from error
            raise

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        sentence = getattr(request, "refused", "")

        class Told(form):
            def clean(self):
                self.add_error(None, sentence)
                return super().clean()

        return Told if sentence else form

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if row is None or not self.has_view_or_change_permission(request, row):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"操作留痕：{row}",
            "opts": self.opts,
            "row": row,
            "events": events_naming(row),
        }
        return TemplateResponse(request, "admin/events_of.html", context)


def unlink(shown, request, site) -> None:
    """Show a related row that is only read by its name alone where the viewer may not open it.

    `shown` is a form of the admin's, or its rows of an inline.
    """
    forms = shown.formset.forms if hasattr(shown, "formset") else [shown.form]
    rows = [form.instance for form in forms]
    plain = {}
    for field in rows[0]._meta.fields if rows else ():
        if field.name in shown.readonly_fields and field.is_relation:
            related = {getattr(row, field.name) for row in rows} - {None}
            if not all(may_open(row, request, site) for row in related):
                plain[field.name] = in_text(field.name, field.verbose_name)

    def replaced(fields):
        if isinstance(fields, (list, tuple)):
            return [replaced(each) for each in fields]
        return plain.get(fields, fields)

    shown.readonly_fields = replaced(shown.readonly_fields)
    shown.fieldsets = [
        (title, {**part, "fields": replaced(part["fields"])}) for title, part in shown.fieldsets
    ]


def may_open(row, request, site) -> bool:
    """Whether a row has a page and this person reaches it."""
    model_admin = site._registry.get(type(row))
    if model_admin is None or not model_admin.has_view_permission(request, row):
        return False
    return model_admin.get_queryset(request).filter(pk=row.pk).exists()


def archived(row) -> bool:
    """Whether the row belongs to a year that nothing changes any more."""
    project = project_of(row)
    own = row if isinstance(row, Programme) else getattr(row, "programme", None)
    programme = project.programme if project else own
    return programme is not None and programme.archived


class RecordAdmin(PortalAdmin):
    """Edits of the record leave an event, in the transaction that saves them."""

    at = staticmethod(now)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not archived(obj)

    def construct_change_message(self, request, form, formsets, add=False):
        return in_words(form, formsets or [])

    def log_addition(self, request, obj, message):
        self.log(request, obj, "登记", message)

    def log_change(self, request, obj, message):
        self.log(request, obj, "修改", message)

    def rows_with(self, obj) -> Iterable:
        """What is recorded along with the row."""
        return ()

    def log(self, request, obj, verb, note):
        door.check(judged_with(obj), now())
        record(
            action=f"{verb}{self.opts.verbose_name}",
            by=request.user,
            at=now(),
            rows=[obj, *self.rows_with(obj)],
            project=project_of(obj),
            note=f"{obj}　{note}".strip(),
        )


class SeenOnlyAdmin(PortalAdmin):
    """Rows that are only ever added, by actions: to be looked at, by superusers too."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Such a row has no history but itself."""
        self.found(request, object_id)
        here = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(here, args=[object_id]))


class SeenOnlyInline(admin.TabularInline):
    """Rows shown beside what they belong to."""

    template = "admin/edit_inline/seen.html"
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def events_naming(row) -> list[tuple[Event, str]]:
    """The ledger's events that name the row, newest first, with what each says."""
    events = Event.objects.filter(body__contains=f'["{row._meta.label_lower}",{row.pk},')
    if project := project_of(row):
        events = events.filter(project=project)
    events = list(events.select_related("actor").order_by("-number")[:MOST_EVENTS])
    return [(event, json.loads(event.body)["note"]) for event in events]
