"""Which numbered pieces of a text are the list's items, and what they are called."""

import pytest

from projects.drafting.proposing import proposed
from projects.drafting.reading import read

CASES = {
    "sections as categories, items beginning anew in each": (
        """甲区2025年民生实事
一、教育方面
1.新建学校工程。新建学校2所。
2.校园安全工程。安装护栏30处。
二、养老方面
1.助餐工程。新建食堂5个。
2.适老化工程。改造家庭80户。
三、交通方面
1.道路工程。改造道路6条。""",
        ["新建学校工程", "校园安全工程", "助餐工程", "适老化工程", "道路工程"],
    ),
    "items with parts of their own and units below": (
        """乙县2025年民生实事
一、教育惠民工程
1.新建学校2所。
2.改造食堂4个。
责任单位：县教育局
二、养老惠民工程
1.新建食堂5个。
2.改造家庭80户。
责任单位：县民政局""",
        ["教育惠民工程", "养老惠民工程"],
    ),
    "a plan with sections before and after": (
        """丙区2025年民生实事工作方案
一、总体要求
坚持以人民为中心，全面完成年度任务。
二、主要任务
（一）就业帮扶。新增就业3000人。
（二）供水保障。改造管网12公里。
（三）全民健身。新建球场6片。
三、保障措施
（一）加强组织领导。各单位要高度重视。
（二）强化督导考核。每月通报1次。""",
        ["就业帮扶", "供水保障", "全民健身"],
    ),
    "numbers in one paragraph": (
        "丁镇2025年民生实事包括：1.硬化道路8公里；2.安装路灯200盏；3.新建公厕4座。",
        ["硬化道路8公里", "安装路灯200盏", "新建公厕4座"],
    ),
    "full-width numbers": (
        "戊区民生实事\n１、新建公园３个。\n２、改造市场２家。\n３、打通道路４条。",
        ["新建公园３个", "改造市场２家", "打通道路４条"],
    ),
    "a word before the number": (
        "己区民生实事\n实事一：学位扩容\n新建学校2所。\n实事二：老旧小区改造\n改造小区9个。",
        ["学位扩容", "老旧小区改造"],
    ),
    "第一件": (
        "庚县办好三件实事\n第一件：新建学校2所。\n第二件：改造小区9个。\n第三件：新建公厕4座。",
        ["新建学校2所", "改造小区9个", "新建公厕4座"],
    ),
    "numbers without a dot": (
        "辛区民生实事清单\n1 校园提升\n改造操场8个。\n2 健康守护\n体检3万人次。",
        ["校园提升", "健康守护"],
    ),
    "numbers with zeros on lines of their own": (
        "壬区民生实事\n01\n住房保障项目\n竣工安置房500套。\n02\n健康惠民项目\n新建绿道17公里。",
        ["住房保障项目", "健康惠民项目"],
    ),
    "items in brackets under numbered headings": (
        """癸区民生实事
一、安居
（一）小区改造。改造小区9个。
（二）电梯加装。加装电梯40台。
二、乐学
（三）学校建设。新建学校2所。
（四）校园餐。新建食堂6个。""",
        ["小区改造", "电梯加装", "学校建设", "校园餐"],
    ),
    "parts in brackets inside numbered items": (
        """子区民生实事
1.教育提升行动
（1）新建学校2所。
（2）新增学位900个。
2.健康提升行动
（1）新建卫生室8个。
（2）体检2万人次。""",
        ["教育提升行动", "健康提升行动"],
    ),
    "units behind the heading": (
        "丑区民生实事\n1.学位扩容（区教育局）\n新建学校2所。\n2.小区改造（区住建局、各街道）\n改造小区9个。",
        ["学位扩容", "小区改造"],
    ),
    "unnumbered headings between the items": (
        "寅区民生实事\n教育类\n1.新建学校2所。\n2.改造食堂4个。\n养老类\n3.新建食堂5个。\n交通类\n4.改造道路6条。",
        ["新建学校2所", "改造食堂4个", "新建食堂5个", "改造道路6条"],
    ),
    "bullets": (
        "卯区2025年民生实事\n● 新建学校2所。\n● 改造小区9个。\n● 新建公厕4座。",
        ["新建学校2所", "改造小区9个", "新建公厕4座"],
    ),
    "lines without any number": (
        "辰区2025年民生实事\n新建学校2所，新增学位900个\n改造小区9个\n新建公厕4座",
        ["新建学校2所", "改造小区9个", "新建公厕4座"],
    ),
    "a heading of two lines above a table": (
        "巳区2025年民生实事\n序号\t项目\t内容\t责任单位\t\n\t\t\t牵头\t配合\n"
        "1\t学位\t新建学校2所\t区教育局\t区财政局\n2\t小区\t改造小区9个\t区住建局\t各街道",
        ["学位", "小区"],
    ),
    "一是 inside numbered items": (
        """午区民生实事
一、教育惠民。一是新建学校2所；二是新增学位900个。
二、健康惠民。一是新建卫生室8个；二是体检2万人次。""",
        ["教育惠民", "健康惠民"],
    ),
    "a table of contents by 工程": (
        """未县2025年民生实事
（一）实施教育工程
新建学校2所。
（二）实施健康工程
新建卫生室8个。
（三）实施交通工程
改造道路6条。
未县人民政府办公室
2025年1月9日印发""",
        ["实施教育工程", "实施健康工程", "实施交通工程"],
    ),
    "a space behind the Chinese number": (
        "申区实事\n一、 学位扩容：新建学校2所。\n二、 小区改造：改造小区9个。",
        ["学位扩容", "小区改造"],
    ),
    "numbers with brackets at one side": (
        "酉区实事\n1)学位扩容：新建学校2所\n2)小区改造：改造小区9个\n3)道路畅通：改造道路6条",
        ["学位扩容", "小区改造", "道路畅通"],
    ),
}


@pytest.mark.parametrize("text, titles", CASES.values(), ids=CASES)
def test_items_are_told_from_sections_and_parts(text, titles):
    reading = read(text)
    assert [project.title for project in reading.projects] == titles
    assert [project.number for project in reading.projects] == list(range(1, len(titles) + 1))


def test_two_lines_of_headings_give_lead_and_support():
    first = read(CASES["a heading of two lines above a table"][0]).projects[0]
    assert (first.lead_units, first.support_units) == (("区教育局",), ("区财政局",))


def test_headings_are_the_items_categories():
    projects = read(CASES["sections as categories, items beginning anew in each"][0]).projects
    assert [project.category for project in projects] == ["教育方面"] * 2 + ["养老方面"] * 2 + [
        "交通方面"
    ]


def test_a_list_without_headings_is_given_none_and_asks_for_them():
    reading = read("辛区2025年民生实事\n1.新建学校2所，新增学位900个。\n2.新建食堂5个，改造3个。")
    assert [each.titled for each in reading.projects] == [False, False]
    assert [each.title for each in reading.projects] == ["新建学校2所", "新建食堂5个"]
    assert any("没有标题，暂取首句，请核定" in check.sentence for check in reading.checks)


def test_a_heading_begins_and_ends_with_what_is_seen():
    text = "庚区2025年民生实事\n1.\xa0学校工程\xa0。新建学校2所。\n2.\u2003食堂工程。新建食堂5个。"
    assert [each.title for each in read(text).projects] == ["学校工程", "食堂工程"]


@pytest.mark.parametrize(
    ("numbers", "first"), [("一二", 1), ("二三", 2), ("45", 4), (("（五）", "（六）"), 5)]
)
def test_a_text_that_begins_with_an_item_keeps_headings_and_leads(numbers, first):
    before, after = (each if each[0] == "（" else f"{each}、" for each in numbers)
    text = (
        f"{before}建书房\n新建书房不少于5处。\n牵头单位：文旅局\n"
        f"{after}建学校\n建成学校1所。\n牵头单位：教育局"
    )
    for title in "", "甲区2025年民生实事（增补）":
        reading = read(f"{title}\n{text}")
        told = [(each.number, each.title, each.lead_units) for each in reading.projects]
        assert told == [(first, "建书房", ("文旅局",)), (first + 1, "建学校", ("教育局",))]
        assert reading.title == title


LEGEND = "\n（注：标★的为区人大代表票决项目。）"


@pytest.mark.parametrize(("legend", "city"), [("", True), (LEGEND, False)])
@pytest.mark.parametrize(
    "text",
    [
        "己区2025年民生实事\n一、★学校工程。新建学校2所。\n二、食堂工程。新建食堂5个。",
        "己区2025年民生实事\n1★. 学校工程。新建学校2所。\n2. 食堂工程。新建食堂5个。",
        "己区2025年民生实事\n序号\t项目\t内容\n1\t★学校工程\t新建学校2所\n2\t食堂工程\t新建食堂5个",
    ],
)
def test_a_star_stays_in_the_text_and_means_what_the_list_says_of_it(text, legend, city):
    first, second = read(text + legend).projects
    assert ([first.title, second.title]) == ["学校工程", "食堂工程"]
    assert "★" in first.text and (first.city, second.city) == (city, False)


@pytest.mark.parametrize(
    ("told", "partners", "units"),
    [
        ("①建房2处。②修路3公里。牵头单位：区教育局、区卫健局", ("区卫健局",), ["", ""]),
        (
            "①建房2处（牵头单位：区教育局）。②修路3公里（牵头单位：区住建局）。",
            ("区住建局",),
            ["", "区住建局"],
        ),
    ],
)
def test_who_leads_a_task_alone_is_told_from_who_leads_them_all(told, partners, units):
    text = f"壬区2025年民生实事\n1.惠民工程。{told}\n2.食堂工程。新建食堂5个。牵头单位：区民政局"
    first = next(each.project for each in proposed(read(text)).pieces if each.project)
    assert (first.lead, first.partners) == ("区教育局", partners)
    assert [task.unit for task in first.tasks] == units


def test_unnumbered_headings_are_the_titles_where_every_item_has_one():
    text = (
        "2025年民生实事项目清单\n扩大普惠托育供给\n新增普惠托位300个，新建托育中心2所。\n\n"
        "改善老旧小区环境\n改造老旧小区12个。\n优化公共交通\n新增公交线路3条。\n"
    )
    found = read(text).projects
    assert [(each.title, each.titled) for each in found] == [
        ("扩大普惠托育供给", True), ("改善老旧小区环境", True), ("优化公共交通", True)
    ]  # fmt: skip
    assert [len(each.targets) for each in found] == [2, 1, 1]
    under_one = "教育惠民\n新增学位500个。\n新建幼儿园2所。\n健康惠民\n免费体检2万人。\n"
    assert not any(each.titled for each in read(under_one).projects)
