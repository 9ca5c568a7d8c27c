"""`migrate`, by the role that owns the tables where DATABASE_OWNER_URL names one."""

from contextlib import contextmanager

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from projects.models import Event

WHO = ("USER", "PASSWORD")


class Command(migrate.Command):
    def handle(self, *args, **options):
        """Migrate as the owner, then let the serving role read and write, and nothing more."""
        if not settings.DATABASE_OWNER:
            return super().handle(*args, **options)
        connection = connections[options["database"]]
        serving = connection.settings_dict["USER"]
        with owning(connection):
            super().handle(*args, **options)
            with connection.cursor() as cursor:
                for statement in grants(connection.ops.quote_name(serving)):
                    cursor.execute(statement)
        self.stdout.write(f"数据表属于 {settings.DATABASE_OWNER['USER']}，{serving} 只能读写。")


@contextmanager
def owning(connection):
    """The connection as the owner's for the length of a with."""
    own = {name: connection.settings_dict[name] for name in WHO}
    connection.close()
    connection.settings_dict.update({name: settings.DATABASE_OWNER[name] for name in WHO})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)


def grants(role: str) -> list[str]:
    """What the serving role may: no TRUNCATE, no TRIGGER, nothing that only an owner may."""
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        f"REVOKE UPDATE, DELETE ON {Event._meta.db_table} FROM {role}",
    ]
