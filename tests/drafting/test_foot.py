"""成文日期: the day at a document's foot is read, and offered where the list is entered."""

import datetime as dt

import pytest

from projects.drafting.models import Drafting
from projects.drafting.reading import read

LIST = (
    "关于印发2023年民生实事项目的通知\n演管办发〔2023〕1号\n\n"
    "1. 建书房。2023年10月31日前新建书房2处。\n"
)
DAY = dt.date(2023, 3, 8)


@pytest.mark.once
@pytest.mark.parametrize(
    ("foot", "day"),
    [
        ("演示管委会办公室\n2023年3月8日", DAY),
        ("演示管委会办公室\n二〇二三年三月八日\n", DAY),
        ("演示管委会办公室\n二○二三年三月八日", DAY),
        ("演示管委会办公室\n二〇二三年十二月三十一日", dt.date(2023, 12, 31)),
        ("演示管委会办公室\n２０２３年３月８日", DAY),
        ("演示管委会办公室\n2023 年 3 月 8 日", DAY),
        ("演示管委会办公室　　2023年3月8日", DAY),
        ("（2023年3月8日）", DAY),
        ("演示管委会办公室\n2023年3月8日\n演示管委会办公室  2023年3月9日印发", DAY),
        ("演示管委会办公室  2023年3月9日印发", dt.date(2023, 3, 9)),
        ("（此件公开发布）", None),
        ("演示管委会办公室\n2023年2月30日", None),
    ],
)
def test_the_day_is_read_as_it_is_written(foot, day):
    assert read(f"{LIST}\n{foot}").issued_on == day


@pytest.mark.once
def test_a_day_above_an_annex_is_the_document_s_and_days_in_the_text_are_none():
    body = "关于印发2023年民生实事的通知\n请抓好落实。\n演示管委会办公室\n2023年3月8日\n附件\n"
    assert (
        read(f"{body}2023年民生实事清单\n1. 建书房。新建书房2处。\n2. 建公园。新建3处。").issued_on
        == DAY
    )
    assert read(LIST).issued_on is None


@pytest.mark.django_db
@pytest.mark.parametrize(("origin", "day"), [("adopted", DAY), ("own", None)])
def test_it_is_offered_of_a_list_entered_from_its_document(client, officer, origin, day):
    client.force_login(officer)
    text = f"{LIST}\n演示管委会办公室\n二〇二三年三月八日"
    client.post("/admin/drafting/drafting/start/", {"origin": origin, "text": text})
    drafting = Drafting.objects.get()
    assert drafting.issued_on == day
    page = client.get(f"/admin/drafting/drafting/{drafting.pk}/issue/").content.decode()
    assert ('value="2023-03-08"' in page) == bool(day)
