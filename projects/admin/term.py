from collections.abc import Callable

from projects.actions import posts
from projects.admin.base import PortalAdmin, archived
from projects.clock import now


class TermAdmin(PortalAdmin):
    """Who holds what from when: entered once and later only ended, by actions, which record it."""

    entered: list[str]
    description = ""
    begin: Callable

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not archived(obj)

    def get_fieldsets(self, request, obj=None):
        fields = self.entered + (["until"] if obj else [])
        return [(self.opts.verbose_name, {"fields": fields, "description": self.description})]

    def get_readonly_fields(self, request, obj=None):
        return self.entered if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            posts.end(row=obj, until=obj.until, by=request.user, at=now())
            return
        given = {name: getattr(obj, name) for name in self.entered}
        obj.pk = self.begin(**given, by=request.user, at=now()).pk

    def log_addition(self, request, obj, message):
        """The action has recorded it."""

    log_change = log_addition
