from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督查督办"

    def ready(self):
        from projects.actions import door
        from supervision.actions.opening import lay_out_open
        from supervision.cards.bridge import last_closed, refuse_unjudgeable
        from supervision.cards.planned import questions_of
        from supervision.documents.drawing import fonts_there
        from supervision.roles import install_roles

        door.CHECKS.append(refuse_unjudgeable)
        door.FOLLOWING.append(lay_out_open)
        door.CLOSED.append(last_closed)
        door.QUESTIONS.append(questions_of)

        checks.register(fonts_there)

        # After Django has made the permissions: its own receiver was connected before.
        post_migrate.connect(install_roles, sender=self)
