"""An office at work for two years, in any order: nothing that people do stops the portal."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.walk.machine import Walk

EXAMPLES, STEPS = (
    int(os.environ.get(f"WALK_{name}", most)) for name, most in (("EXAMPLES", 2), ("STEPS", 12))
)


@pytest.mark.django_db
def test_an_office_at_work_for_two_years(settings_of_a_walk):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            derandomize="WALK_EXAMPLES" not in os.environ,
            database=None,
        ),
    )


@pytest.fixture
def settings_of_a_walk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # Reminders are counted, not sent.
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
