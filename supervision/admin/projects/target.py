"""The record's targets, whose plans never reach back into a month that is closed."""

from django.contrib import admin

from projects.admin.target import TargetAdmin
from projects.models import Programme, Target
from supervision.actions.promises import last_closed

admin.site.unregister(Target)


@admin.register(Target)
class HeldTargetAdmin(TargetAdmin):
    def closed_until(self, programme: Programme) -> str:
        return last_closed(programme)
