"""Places and towns are found however their names are written."""

from urllib.parse import quote

import pytest

from projects.models import PlainName
from supervision.public.place_names import LIKE_NAME, asked_for, holds, is_town, near_towns, plain
from tests.factories import make_project
from tests.public.test_places import make_site
from tests.public.test_search import found

pytestmark = pytest.mark.django_db
TOWN = "疃里镇（演示）"


@pytest.fixture
def villages(lights, september):
    for name in ("演示20村", "演示02村", "演示第1小学"):
        make_site(lights, name, place=TOWN)
    other = make_project(lights.programme, number=14, title="别的项目")
    make_site(other, "演示20村", place="马集镇（演示）")
    PlainName.objects.create(
        programme=lights.programme, name="中小学入学", words="小学入学", questions="演示什么\n村里"
    )


def address(name, town=TOWN):
    return f'href="/2023/places/{quote(town)}/{quote(name)}/"'


@pytest.mark.parametrize(
    "q",
    ["疃里镇演示20村", "疃里镇演示二十村", "疃裏鎮演示20邨", "tuanlizhenyanshi20cun",
     "疃里镇演示20村在哪里", "tuan li zhen yan shi 20 cun"],
)  # fmt: skip
def test_town_and_place_together_find_the_place(client, villages, q):
    page = found(client, q)
    assert address("演示20村") in page and "没有把握" not in page and "不在2023年" not in page
    assert address("演示20村", "马集镇（演示）") not in page and address("演示02村") not in page
    assert address("演示20村") in client.get("/2023/places/", {"q": q}).content.decode()


@pytest.mark.parametrize("q", ["演示二十村", "演示贰拾村", "演示20邨", "yanshi20cun", "演示廿村"])
def test_a_place_is_found_by_chinese_figures_and_pinyin(client, villages, q):
    page = found(client, q)
    assert address("演示20村") in page and address("演示20村", "马集镇（演示）") in page
    assert address("演示02村") not in page


def test_the_places_own_box_reads_pinyin(client, villages):
    page = client.get("/2023/places/", {"q": "yanshi"}).content.decode()
    assert address("演示20村") in page and "找到<b>4</b>个地方" in page
    assert "没有找到" in client.get("/2023/places/", {"q": "anshi"}).content.decode()


@pytest.mark.parametrize("q", ["疃里镇", "疃里", "tuanlizhen", "疃裏鎮"])
def test_a_town_s_own_page_is_found(client, villages, q):
    assert f'href="/2023/places/{quote(TOWN)}/"' in found(client, q)
    assert f'href="/2023/places/{quote("马集镇（演示）")}/"' not in found(client, q)


@pytest.mark.parametrize(
    ("whole", "typed", "is_held"),
    [("疃里镇演示20村", "演示20村", True), ("疃里镇演示20村", "演示2", False),
     ("演示20村", "yanshi2", False), ("疃里镇演示20村", "yanshi20cun", True),
     ("演示20村", "anshi20cun", False),
     ("第1小学", "第10小学", False)],
)  # fmt: skip
def test_figures_and_syllables_are_whole(whole, typed, is_held):
    assert holds(whole, typed) is is_held


def test_names_are_compared_plainly():
    assert plain("疃里镇（演示）二十邨") == "疃里镇20村" and plain("三四村") == "三四村"
    assert is_town("马集镇（演示）", "马集") and not is_town("马集镇（演示）", "马集镇东村")


@pytest.mark.parametrize("q", ["疃里镇", "yanshi20cun", "演示二十村"])
def test_few_queries_are_asked(client, villages, django_assert_max_num_queries, q):
    with django_assert_max_num_queries(15):
        found(client, q)


@pytest.mark.parametrize(
    ("name", "typed", "held"),
    [("五和居社区幼儿园", "wuheju", True), ("五和居社区幼儿园", "heju", True),
     ("演示01村", "演示村", True), ("演示第2学校", "演示学校", True),
     ("演示01村", "演示02村", False),
     ("演示第12村", "演示第2村", False), ("三里村", "wulicun", False)],
)  # fmt: skip
def test_a_numeral_in_a_name_is_read_aloud_and_a_number_may_be_left_out(name, typed, held):
    assert holds(plain(name), asked_for(typed)) is held


def test_a_name_without_its_number_is_looked_for():
    assert LIKE_NAME.search(asked_for("演示村"))


@pytest.mark.parametrize("q", ["演示2村", "演示二村", "演示02村", "演示002村", "yanshi2cun"])
def test_a_number_is_read_with_its_noughts_or_without(client, villages, q):
    for path in ("/search/", "/2023/places/"):
        page = client.get(path, {"q": q}).content.decode()
        assert address("演示02村") in page and address("演示20村") not in page


@pytest.mark.parametrize(
    "q", ["彤里镇", "彤里", "疃李镇", "瞳里镇", "疃里乡", "疃里街道", "团里镇"]
)
def test_a_town_with_one_wrong_sign_is_named_in_doubt(client, villages, q):
    page = found(client, q)
    assert f'href="/2023/places/{quote(TOWN)}/"' in page and "没有把握" in page
    assert f'href="/2023/places/{quote("马集镇（演示）")}/"' not in page
    page = client.get("/2023/places/", {"q": q}).content.decode()
    assert "没有把握" in page and address("演示20村") in page
    assert address("演示20村", "马集镇（演示）") not in page


@pytest.mark.parametrize(
    ("town", "typed", "nearly"),
    [("疃里镇", "彤里镇", True), ("疃里镇", "家里", False), ("疃里镇", "村里", False),
     ("疃里镇", "那里", False), ("马集镇", "赶集", False), ("马集镇", "马及", True),
     ("马集镇", "码集镇", True), ("马集镇", "集镇", False), ("马集镇", "乡镇", False),
     ("马集镇", "马集镇东村", False), ("", "", False), ("马集镇", "", False),
     ("马集镇", "magezhen", False)],
)  # fmt: skip
def test_what_is_only_like_the_end_of_a_town_is_none(town, typed, nearly):
    assert bool(near_towns(lambda: [town], typed)) is nearly


def test_few_queries_are_asked_of_a_misspelt_town(client, villages, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        found(client, "彤里镇")
