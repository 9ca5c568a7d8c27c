from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "民生实事"

    def ready(self):
        from projects.accounts import receivers  # noqa: F401
        from projects.ledger.touched import watch

        watch()
