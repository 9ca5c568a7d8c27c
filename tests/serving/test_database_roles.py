"""One role owns tables and guards, another serves and can take away neither."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.serving.servers import DEPLOY, ROOT

NAME = f"roles_{os.getpid()}"
FORBIDDEN = [
    "DROP TRIGGER guard_projects_event_update ON projects_event",
    "ALTER TABLE projects_event DISABLE TRIGGER ALL",
    "ALTER TABLE supervision_card DISABLE TRIGGER guard_supervision_card_update",
    "SET session_replication_role = replica",
    "TRUNCATE supervision_reading CASCADE",
    "DROP TABLE projects_event CASCADE",
    "ALTER TABLE projects_event ADD COLUMN extra text",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NEW; END $$",
    "DROP FUNCTION refuse_change() CASCADE",
    "CREATE TRIGGER other BEFORE UPDATE ON projects_event FOR EACH ROW"
    " EXECUTE FUNCTION refuse_change()",
    "CREATE TABLE mine (id int)",
    "UPDATE projects_event SET body = ''",
    "DELETE FROM projects_event",
    "DELETE FROM django_migrations",
    f"GRANT {NAME}_owner TO {NAME}",
    f"SET ROLE {NAME}_owner",
    f"ALTER ROLE {NAME} SUPERUSER",
]


@pytest.fixture
def env(transactional_db):
    """The settings of a portal whose database was made by the script that ships."""
    server = urlsplit(os.environ["DATABASE_URL"])
    superuser = {"PGHOST": server.hostname, "PGPORT": str(server.port), "PGUSER": server.username}
    for _ in range(2):  # safe to run twice
        command = [DEPLOY / "database_roles.sh", NAME]
        subprocess.run(command, env={**os.environ, **superuser}, check=True)

    def address(user: str) -> str:
        place = server._replace(netloc=f"{user}@{server.hostname}:{server.port}", path=f"/{NAME}")
        return place.geturl()

    yield {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_ENV_FILE": os.devnull,
        "SECRET_KEY": "roles" * 8,
        "DATABASE_URL": address(NAME),
        "DATABASE_OWNER_URL": address(f"{NAME}_owner"),
    }
    for statement in (
        f"DROP DATABASE {NAME} WITH (FORCE)",
        f"DROP ROLE {NAME}",
        f"DROP ROLE {NAME}_owner",
    ):
        subprocess.run(["psql", server.geturl(), "-qc", statement], check=True)


def manage(env: dict, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_who_serves_can_work_and_take_no_guard_away(env):
    assert f"{NAME} 只能读写" in manage(env, "migrate")
    assert f"{NAME} 只能读写" in manage(env, "migrate")
    manage(env, "load_programme", "2023")
    assert "核验通过" in manage(env, "verify_ledger")
    connection = psycopg2.connect(env["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg2.Error) as told:
                cursor.execute(statement)
            assert told.value.pgcode == "42501", (statement, str(told.value))
    connection.close()
    assert "核验通过" in manage(env, "verify_ledger")


def test_a_portal_of_one_role_becomes_one_of_two(env):
    """What served as owner before is an ordinary upgrade away from it."""
    alone = {name: value for name, value in env.items() if name != "DATABASE_OWNER_URL"}
    owner = {**alone, "DATABASE_URL": env["DATABASE_OWNER_URL"]}
    manage(owner, "migrate", "-v", "0")
    manage(owner, "load_programme", "2023")
    manage(env, "migrate", "-v", "0")
    assert "核验通过" in manage(env, "verify_ledger")
