from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DraftingConfig(AppConfig):
    """How a list comes to be, from the call for proposals to its issue."""

    name = "projects.drafting"
    label = "drafting"
    verbose_name = "清单编制"

    def ready(self):
        from projects.drafting.actions import opinions, proposals
        from projects.drafting.roles import install_roles
        from projects.pages.forgetting import FORGETTING

        FORGETTING.extend((proposals.erase_contacts, opinions.erase_contacts))

        # After Django has made the permissions: its own receiver was connected before.
        post_migrate.connect(install_roles, sender=self)
