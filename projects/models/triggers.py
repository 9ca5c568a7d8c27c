"""What stands in the database beside rows and acts by itself: exactly what migrations laid down.

A guard may be gone or hollowed out; a trigger, rule or policy of somebody else's writes, changes
or hides rows with nobody at work.
"""

import re
from collections.abc import Iterator

from django.db import connection

from projects.models.guard import guarded_models, lead_statements, statements

Place = tuple[str, str, str]  # kind, table, name
TRIGGER, RULE, POLICY, ROWS = "触发器", "改写规则", "行安全策略", "行安全开关"
MADE = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+)", re.DOTALL)


def differing() -> Iterator[tuple[Place, bool, bool]]:
    """Each place where what stands is not what was laid down: whether it should stand, and does."""
    wanted, standing = laid_down(connection.vendor), standing_in(connection)
    for place in sorted(wanted.keys() | standing.keys()):
        if wanted.get(place) != standing.get(place):
            yield place, place in wanted, place in standing


def missing() -> list[str]:
    """Names of the guards that should stand in the database and do not, or not as they should."""
    return [name for (_, _, name), wanted, _ in differing() if wanted]


def laid_down(vendor: str) -> dict[Place, str]:
    """Every trigger of ours, as `standing_in` reads it back."""
    made = lead_statements(vendor)
    for model in guarded_models():
        made += statements(vendor, model._meta.db_table, model.guard_when)
    found, bodies = {}, {}
    for statement in made:
        if match := MADE.match(statement):
            name, table = match.groups()
            found[TRIGGER, table, name] = statement
        else:
            head, body, _ = statement.split("$$")
            bodies[head.split()[4]] = body
    if vendor == "sqlite":
        return {place: spaced(sql) for place, sql in found.items()}
    return {place: f"{plain(sql)}{bodies[sql.split()[-1]]}" for place, sql in found.items()}


def standing_in(database) -> dict[Place, str]:
    """All that stands and is on, with its text and that of the function it calls."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {(TRIGGER, table, name): spaced(sql) for table, name, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid), prosrc,"
            " tgenabled IN ('O', 'A') FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
        found = {
            (TRIGGER, table, name): f"{plain(sql)}{body}" if on else ""
            for table, name, sql, body, on in cursor.fetchall()
        }
        cursor.execute(
            "SELECT %s, relname, rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class"
            " WHERE rulename <> '_RETURN' AND relnamespace = current_schema()::regnamespace"
            " UNION ALL SELECT %s, relname, polname FROM pg_policy"
            " JOIN pg_class ON pg_class.oid = polrelid"
            " WHERE relnamespace = current_schema()::regnamespace"
            " UNION ALL SELECT %s, relname, 'ROW LEVEL SECURITY' FROM pg_class"
            " WHERE relrowsecurity AND relnamespace = current_schema()::regnamespace",
            [RULE, POLICY, ROWS],
        )
        return found | dict.fromkeys(cursor.fetchall(), "")


def spaced(sql: str) -> str:
    """SQLite keeps a trigger's text to the letter, but for names that it quotes anew."""
    return " ".join(sql.replace('"', "").split())


def plain(sql: str) -> str:
    """A trigger's definition without what PostgreSQL adds or drops when it prints one."""
    sql = re.sub(r"\bON \w+\.", "ON ", sql)
    return re.sub(r"[\s()]+", "", sql).lower()
