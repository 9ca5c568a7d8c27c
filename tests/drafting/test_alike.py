"""Titles that ask for the same stand together; others stand alone."""

import pytest

from projects.drafting.alike import groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("增设新能源充电桩", "小区新能源充电桩增设"),
        ("改造老旧小区", "老旧小区改造提升"),
        ("社区助老食堂", "建设社区助老食堂"),
        ("ＡＥＤ配备", "aed配备"),
    ],
)
def test_much_alike_whatever_the_order(one, other):
    assert groups([(1, one), (2, other), (3, "修建机场")]) == [[1, 2]]


@pytest.mark.parametrize(
    ("one", "other"),
    [("建设口袋公园", "建设城市书房"), ("中小学教室照明", "中小学食堂"), ("书", "路")],
)
def test_not_alike(one, other):
    assert groups([(1, one), (2, other)]) == []


def test_by_way_of_another_and_nothing_of_nothing():
    titles = ["老旧小区改造", "老旧小区改造提升", "小区改造提升"]
    assert groups(enumerate(titles)) == [[0, 1, 2]]
    assert groups([]) == groups([(1, "")]) == []
