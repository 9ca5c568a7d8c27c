"""What reads the same, or is shown before any act, and is not what the portal stored."""
# ruff: noqa: F401, F811  (fixtures are asked for by the names under which they came in)

import pytest
from django.db import connection

from tests.supervision.tampering import behind_the_back, problems, run
from tests.supervision.test_tampers import shared_world, world

pytestmark = pytest.mark.django_db

sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL takes no value of another kind"
)

READS_THE_SAME = {
    "a fraction of a number": "UPDATE projects_project SET number = number + 0.4",
    "a fraction of a bulletin's": "UPDATE supervision_period SET bulletin_number ="
    " bulletin_number + 0.5 WHERE bulletin_number IS NOT NULL",
    "a moment that is none": "UPDATE supervision_period SET published_at = ''"
    " WHERE month = '2023-11'",
    "a day that is none": "UPDATE projects_assignment SET until = ''",
    "a day with its time": "UPDATE projects_assignment SET since = since || ' 00:00:00'",
    "a moment in another writing": "UPDATE projects_event SET at = REPLACE(at, ' ', 'T')",
    "a moment with its zone": "UPDATE supervision_card SET computed_at = computed_at || '+00:00'",
    "a yes that is two": "UPDATE projects_target SET public = 2 WHERE public",
    "a yes in words": "UPDATE projects_target SET public = 'true' WHERE public",
    "a decimal too fine": "UPDATE projects_target SET weight = weight + 0.001",
    "a key with a fraction": "UPDATE supervision_submission SET report_id = report_id || '.0x'",
    "a text as bytes": "UPDATE projects_project SET title = CAST(title AS BLOB)",
    "a link between rows": "UPDATE projects_user_groups SET group_id = group_id + 0.5",
    "a key that leads nowhere": "UPDATE supervision_showncard SET override_id = 99999",
    "what a CHECK forbids": "UPDATE supervision_period SET signer = ''"
    " WHERE published_at IS NOT NULL",
}


@sqlite
@pytest.mark.parametrize("how", READS_THE_SAME)
def test_what_reads_the_same(world, how):
    told = []
    with behind_the_back("projects_event", "supervision_card", "supervision_submission"):
        run("PRAGMA ignore_check_constraints = 1")
        try:
            run(READS_THE_SAME[how])
        finally:
            run("PRAGMA ignore_check_constraints = 0")
        told = problems()
    assert any(
        "存的不是系统写入的样子" in each or "自检" in each or "指着" in each for each in told
    )
