"""Two people who press at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from projects.errors import Refused

# One writer at a time waits for nobody's row.
ON_POSTGRES = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="nothing waits for a row here"),
]


def at_once(*presses: Callable[[], object]) -> tuple[list, list[str]]:
    """What came of those who were let, and what the others were told; anything else is raised."""
    ready, done, told, broken = threading.Barrier(len(presses)), [], [], []

    def press(act):
        try:
            ready.wait()
            done.append(act())
        except Refused as refused:
            told.append(str(refused))
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[act]) for act in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return done, told
