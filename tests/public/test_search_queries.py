"""Whatever is asked of the whole demonstration, the database is asked at most fifteen times."""

import pytest

from projects.models import Programme

MOST = 15
# What is on a promise and tells its card, what is nearly on one, what is on none, what names an
# office, a place, a number.
ASKED = [
    "找工作", "家里厕所的水往哪排", "残疾人家里厕所装扶手找谁", "老人卡怎么办", "高中扩招吗",
    "托运行李丢了找谁", "没有的词汇", "教育局电话", "谁负责", "疃里镇", "0537-000-0012", "红牌",
]  # fmt: skip


@pytest.mark.django_db
def test_no_question_asks_the_database_more_than_fifteen_times(
    demonstration, client, django_assert_max_num_queries
):
    demonstration.again()
    assert Programme.public.exists()
    for typed in ASKED:
        with django_assert_max_num_queries(MOST):
            assert client.get("/search/", {"q": typed}).status_code == 200
