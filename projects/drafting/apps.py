from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """How a list comes to be, from the call for proposals to its issue."""

    name = "projects.drafting"
    label = "drafting"
    verbose_name = "清单编制"
