from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督查督办"

    def ready(self):
        from supervision.roles import install_roles

        # After Django has made the permissions: its own receiver was connected before.
        post_migrate.connect(install_roles, sender=self)
