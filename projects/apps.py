from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "民生实事"

    def ready(self):
        from projects.accounts import receivers  # noqa: F401
        from projects.ledger.taking_in import take_in
        from projects.ledger.touched import watch

        watch()
        post_migrate.connect(take_in)
