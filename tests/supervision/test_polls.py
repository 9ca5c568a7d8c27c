import pytest

from supervision.models import PollCount


@pytest.mark.parametrize(
    ("satisfied", "fairly", "dissatisfied", "said"),
    [
        (51, 0, 49, "满意"),
        (51, 49, 0, "满意"),
        (50, 50, 0, "基本满意"),
        (50, 1, 49, "基本满意"),
        (0, 51, 49, "基本满意"),
        (50, 0, 50, "不满意"),
        (25, 25, 50, "不满意"),
        (1, 0, 0, "满意"),
    ],
)
def test_more_than_half_decides(satisfied, fairly, dissatisfied, said):
    count = PollCount(satisfied=satisfied, fairly=fairly, dissatisfied=dissatisfied)
    assert count.outcome == said
