from django.contrib import admin


class Stages(admin.SimpleListFilter):
    """A list narrowed to what stands at one stage; `stages`: key → (words, condition)."""

    title, parameter_name = "环节", "stage"
    stages: dict = {}

    def lookups(self, request, model_admin):
        return [(key, words) for key, (words, _) in self.stages.items()]

    def queryset(self, request, queryset):
        if self.value() in self.stages:
            return queryset.filter(self.stages[self.value()][1])
        return queryset
