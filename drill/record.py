"""What the drill asks of a portal's own database: `python -m drill.record people` or `check`.

Runs with the settings of the portal that is drilled, in a process of its own.
"""

import io
import json
import sys
import time

import django


def people() -> dict:
    """A session for everybody with an account, by user name; the open month's reports."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from config.sessions import SessionStore
    from projects.models import User
    from supervision.models import Report

    found = {}
    for user in User.objects.filter(is_active=True):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["began"] = time.time()
        session.save()
        found[user.username] = session.session_key
    open_now = Report.objects.filter(period__closed_at=None)
    reports = dict(open_now.values_list("project__number", "pk"))
    return {"sessions": found, "reports": reports}


def check(acknowledged: dict[str, list[str]]) -> dict:
    """What was acknowledged and is not there, and what verify_ledger says."""
    from django.core.management import CommandError, call_command

    from supervision.models import Evidence, Feedback, Review, Submission

    columns = {
        "evidence": (Evidence._base_manager, "sha256"),
        "submission": (Submission._base_manager, "progress"),
        "review": (Review._base_manager, "reason"),
        "message": (Feedback.everything, "text"),
    }
    lost = []
    for kind, values in acknowledged.items():
        rows, column = columns[kind]
        stands = set(rows.values_list(column, flat=True))
        lost += [f"{kind} {value} is lost" for value in values if value not in stands]
    said, faults = io.StringIO(), []
    try:
        call_command("verify_ledger", stdout=said, stderr=said)
    except CommandError as error:
        faults = [*filter(None, said.getvalue().splitlines()), str(error)]
        faults = [line for line in faults if not line.endswith("无误")]
    total = sum(map(len, acknowledged.values()))
    return {"acknowledged": total, "lost": lost, "faults": faults, "said": said.getvalue()}


if __name__ == "__main__":
    django.setup()
    found = people() if sys.argv[1] == "people" else check(json.load(sys.stdin))
    print(json.dumps(found, ensure_ascii=False))
