"""An office at work for two years, in any order: nothing that people do stops the portal."""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.walk.machine import Walk
from tests.walk.office import Office

# `python -m tests.walk` sets both.
WANTED = int(os.environ.get("WALK_STEPS", 24))
SEED = int(os.environ.get("WALK_SEED", 0))


@pytest.mark.django_db
def test_an_office_at_work_for_two_years(settings_of_a_walk):
    """Walks until so many steps are done; what one seed walked, it walks again."""
    Walk.walked, number = 0, SEED
    while Walk.walked < WANTED:
        walk_once(number, min(50, WANTED - Walk.walked))
        print(f"seed {number}: {Walk.walked} steps in all", flush=True)
        number += 1
    for (button, outcome), count in sorted(Office.outcomes.items()):
        print(f"{button} {outcome}: {count}")


def walk_once(number: int, steps: int) -> None:
    Walk.fresh = True
    run_state_machine_as_test(
        seed(number)(Walk),
        settings=settings(
            max_examples=1,
            stateful_step_count=max(steps, 2),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            database=None,
            derandomize=False,
        ),
    )


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
        "预览", "启用", "撤回", "确认导入", "上传并核对", "确认，存为草稿", "识读，去核对",
        "收下", "提请印发", "复核无误",
    }  # fmt: skip
