"""One lock first: acts that touch a programme's months take turns (docs/adr/0032).

The order in which rows are locked: programmes by key, then periods by month, reports by key, the
act's own row, what is shown of it, and the ledger's head last.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from operator import attrgetter

from django.db import IntegrityError, OperationalError, connection, models, transaction

from projects.errors import Refused
from projects.files.rows import filed
from projects.models import Programme
from projects.models.violations import REFUSED, violated

DEADLOCK, SERIALISATION, TIMED_OUT, TWICE = "40P01", "40001", "55P03", "23505"
BUSY = "另一处正在办理这一年的事（如定稿、发布），这一次没有办成，也没有保存。请过一会儿再试。"
GONE = "这条记录刚刚被删除或撤回，没有办成，请刷新后再看。"


def hold(programmes: Iterable[int]) -> None:
    """Take these programmes' locks, until the transaction is over.

    They leave alone who only refers to a programme, as every insertion of a project does.
    """
    rows = Programme.everything.select_for_update(no_key=True).filter(pk__in={*programmes})
    list(rows.order_by("pk").values_list("pk"))


def every_programme(given: dict) -> list[int]:
    """Of an act that reaches into every year."""
    return [*Programme.everything.values_list("pk", flat=True)]


def in_turn(of: str | Callable[[dict], Iterable[int]], *, files: bool = False):
    """Make an act a transaction that holds its programme's lock before it reads anything.

    `of` leads from what the act is given to the programme's key, as "report.period.programme_id",
    or tells the keys. What it starts from is read anew under the lock: nothing that the page had
    read before counts. Whoever crosses another is tried again once, then told in words.
    """

    def made(act):
        begun = filed if files else transaction.atomic

        def attempt(given: dict):
            with begun():
                if callable(of):
                    hold(of(given))
                    return act(**given)
                name, _, path = of.partition(".")
                row = given[name]
                hold([attrgetter(path)(row) if path else row.pk])
                return act(**given | {name: anew(row)})

        @wraps(act)
        def done(**given):
            if connection.in_atomic_block:
                return attempt(given)
            for last in (False, True):
                try:
                    return attempt(given)
                except (OperationalError, IntegrityError) as error:
                    if (code := code_of(error)) == TIMED_OUT or (code and last):
                        raise Refused(twice_or_busy(error)) from error
                    if not code:
                        raise

        done.in_turn = of
        return done

    return made


def twice_or_busy(error: Exception) -> str:
    """What is there already, where the database names it; else that another act was under way."""
    sentence = violated(error).sentence if isinstance(error, IntegrityError) else REFUSED
    return BUSY if sentence == REFUSED else sentence


def anew(row: models.Model) -> models.Model:
    try:
        return type(row)._base_manager.get(pk=row.pk)
    except type(row).DoesNotExist as error:
        raise Refused(GONE) from error


def code_of(error: Exception) -> str:
    """Why an act gave way to another, in PostgreSQL's codes; "" where it failed of itself."""
    cause = error.__cause__
    code = getattr(cause, "pgcode", None)
    if code is None and getattr(cause, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return TIMED_OUT
    if code is None and getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE":
        return TWICE
    return code if code in (DEADLOCK, SERIALISATION, TIMED_OUT, TWICE) else ""
