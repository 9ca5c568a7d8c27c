"""An office at work for two years, in any order: nothing that people do stops the portal."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.walk.machine import Walk
from tests.walk.office import Office

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
    for (button, outcome), count in sorted(Office.outcomes.items()):
        print(f"{button} {outcome}: {count}")


@pytest.fixture
def settings_of_a_walk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # Reminders are counted, not sent.
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.django_db
def test_the_walk_s_own_hands_do_what_they_should(settings_of_a_walk):
    """Every act of the walk, once in good order: a button that is gone would hold nothing."""
    Office.outcomes.clear()
    walk = Walk()
    try:
        walk.begin(["quantity", "coverage", "milestones", "service"])
        walk.whole_month("40", True)
        walk.whole_month("50", True)
        walk.in_good_order()
    finally:
        print("\n".join(walk.office.log))
        walk.teardown()
    assert not [key for key in Office.outcomes if key[1] == "no button"]
    done = {button for button, outcome in Office.outcomes if outcome == "done"}
    assert done >= {
        "保存", "登记", "批准", "先看", "报送", "通过", "确认定稿", "公开", "提出调整", "确认",
        "报送更正", "确认公开", "提出认定", "移交整个单位",
        "预览", "启用", "撤回",
    }  # fmt: skip
