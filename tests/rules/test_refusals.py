"""What is not facts is refused with a sentence that says where and why."""

from copy import deepcopy

import pytest

from supervision.rules import Facts, FactsError
from supervision.rules.shape import load
from tests.rules.factories import (
    EXAMPLE,
    make_coverage,
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
)


def refusal(facts):
    with pytest.raises(FactsError) as caught:
        Facts.from_json(facts)
    return str(caught.value)


TOP = [
    (None, "事实文件应为一个对象（{…}），现为空（null）。"),
    ([], "事实文件应为一个对象（{…}），现为一个列表。"),
    ("facts", "事实文件应为一个对象（{…}），现为“facts”。"),
    (1.5, "事实文件应为一个对象（{…}），现为数字1.5。"),
    (10**400, "事实文件应为一个对象（{…}），现为一个很大的数。"),
    (-(10**400), "事实文件应为一个对象（{…}），现为一个很大的数。"),
    (10**15, "事实文件应为一个对象（{…}），现为一个很大的数。"),
    (10**15 - 1, "事实文件应为一个对象（{…}），现为数字999999999999999。"),
    (True, "事实文件应为一个对象（{…}），现为true。"),
    (False, "事实文件应为一个对象（{…}），现为false。"),
    ("", "事实文件应为一个对象（{…}），现为空文字。"),
    ({}, "事实文件缺少“project”一项。"),
]


@pytest.mark.parametrize("facts, sentence", TOP)
def test_what_is_no_facts_at_all(facts, sentence):
    assert refusal(facts) == sentence


@pytest.mark.parametrize("key", EXAMPLE)
def test_every_key_is_needed_and_no_other_known(key):
    facts = deepcopy(EXAMPLE)
    del facts[key]
    assert refusal(facts) == f"事实文件缺少“{key}”一项。"
    assert refusal(EXAMPLE | {key + "x": 1}) == f"事实文件有不认识的项“{key}x”。"


PARTS = [  # key, value, sentence
    ("project", 12, "项目（project）应为一个对象（{…}），现为数字12。"),
    ("project", {"year": 2023, "number": 12}, "项目（project）缺少“title”一项。"),
    ("month", "2023-9", "月份（month）应为月份（如\"2023-09\"），现为“2023-9”。"),
    ("month", "2023-13", "月份（month）应为月份（如\"2023-09\"），现为“2023-13”。"),
    ("month", "2023-00", "月份（month）应为月份（如\"2023-09\"），现为“2023-00”。"),
    ("month", "1823-01", "月份（month）应为月份（如\"2023-09\"），现为“1823-01”。"),
    ("month", "２０２３-09", "月份（month）应为月份（如\"2023-09\"），现为“２０２３-09”。"),
    ("month", "2023-09\n", "月份（month）应为月份（如\"2023-09\"），现为“2023-09□”。"),
    ("month", 202309, "月份（month）应为月份（如\"2023-09\"），现为数字202309。"),
    ("as_of", "2023-02-29", "数据日期（as_of）应为日期（如\"2023-09-30\"），现为“2023-02-29”。"),
    ("as_of", "20231008", "数据日期（as_of）应为日期（如\"2023-09-30\"），现为“20231008”。"),
    ("as_of", "2023-W40-7", "数据日期（as_of）应为日期（如\"2023-09-30\"），现为“2023-W40-7”。"),
    ("as_of", None, "数据日期（as_of）应为日期（如\"2023-09-30\"），现为空（null）。"),
    ("missing_months", -1, "连续未报月数（missing_months）应为0到1200之间的整数，现为数字-1。"),
    ("missing_months", 1201, "连续未报月数（missing_months）应为0到1200之间的整数，现为数字1201。"),
    ("missing_months", "1", "连续未报月数（missing_months）应为0到1200之间的整数，现为“1”。"),
    ("missing_months", True, "连续未报月数（missing_months）应为0到1200之间的整数，现为true。"),
    ("missing_months", 1.0, "连续未报月数（missing_months）应为0到1200之间的整数，现为数字1.0。"),
    ("report", [], "月报（report）应为一个对象（{…}），现为一个列表。"),
    ("report", {"due": "2023-10-07", "submitted": None}, "月报（report）缺少“accepted”一项。"),
    ("report", {"due": None, "submitted": None, "accepted": None},
     "月报（report）的报送截止（due）应为日期（如\"2023-09-30\"），现为空（null）。"),
    ("report", {"due": "2023-10-07", "submitted": "是", "accepted": None},
     "月报（report）的报送日期（submitted）应为日期（如\"2023-09-30\"），现为“是”。"),
    ("report", {"due": "2023-10-07", "submitted": None, "accepted": {}},
     "月报（report）的审核日期（accepted）应为日期（如\"2023-09-30\"），现为一个对象。"),
    ("previous_cards", None, "以前的牌（previous_cards）应为一个列表（[…]），现为空（null）。"),
    ("previous_cards", ["blue"],
     "以前的牌（previous_cards）第1项应为一个对象（{…}），现为“blue”。"),
    ("previous_cards", [{"month": "八月", "colour": "blue"}],
     "以前的牌（previous_cards）第1项的月份（month）应为月份（如\"2023-09\"），现为“八月”。"),
    ("previous_cards", [{"month": "2023-08", "colour": "green"}],
     "以前的牌（previous_cards）第1项的颜色（colour）应为none、blue、yellow、red之一，现为“green”。"),
    ("previous_cards", [{"month": "2023-08", "colour": c} for c in ("blue", "red")],
     "以前的牌（previous_cards）的月份“2023-08”重复。"),
    ("targets", {}, "目标（targets）应为一个列表（[…]），现为一个对象。"),
    ("targets", [1], "第1个目标应为一个对象（{…}），现为数字1。"),
    ("city_tasks", {}, "市级任务（city_tasks）应为一个列表（[…]），现为一个对象。"),
    ("city_tasks", [None], "第1个市级任务应为一个对象（{…}），现为空（null）。"),
]  # fmt: skip


@pytest.mark.parametrize("key, value, sentence", PARTS)
def test_each_part(key, value, sentence):
    assert refusal(EXAMPLE | {key: value}) == sentence


PROJECTS = [
    ("year", "2023", "项目的年度（year）应为1900到2999之间的整数，现为“2023”。"),
    ("year", 1899, "项目的年度（year）应为1900到2999之间的整数，现为数字1899。"),
    ("number", 0, "项目的序号（number）应为1到9999999之间的整数，现为数字0。"),
    ("title", "", "项目的名称（title）不能为空。"),
    ("title", " \u3000", "项目的名称（title）不能为空。"),
    ("title", None, "项目的名称（title）应为文字，现为空（null）。"),
    ("title", "长" * 501, "项目的名称（title）超过500个字。"),
    ("title", "两\n行", "项目的名称（title）含有换行或不可显示的字符。"),
    ("title", "半个\ud83d", "项目的名称（title）含有换行或不可显示的字符。"),
]


@pytest.mark.parametrize("key, value, sentence", PROJECTS)
def test_the_project(key, value, sentence):
    assert refusal(EXAMPLE | {"project": EXAMPLE["project"] | {key: value}}) == sentence


def test_limits_and_wide_spaces_are_fine():
    project = {"year": 1900, "number": 9999999, "title": "全\u3000角\u00a0" + "长" * 496}
    assert Facts.from_json(EXAMPLE | {"project": project}).title.endswith("长")
    assert Facts.from_json(EXAMPLE | {"missing_months": 1200}).missing_months == 1200


CITY = {"name": "改造", "measure": "户", "quota": "50", "plan": "40", "reading": "33"}
CITIES = [
    ({"name": 1}, "第1个市级任务的名称（name）应为文字，现为数字1。"),
    ({"measure": None}, "市级任务“改造”的计量单位（measure）应为文字，现为空（null）。"),
    ({"quota": "0"}, "市级任务“改造”的任务数（quota）应大于0，现为“0”。"),
    ({"quota": "-50"}, "市级任务“改造”的任务数（quota）应大于0，现为“-50”。"),
    ({"plan": "四十"}, "市级任务“改造”的计划值（plan）应为加引号的小数"),
    ({"reading": None}, "市级任务“改造”的完成值（reading）应为加引号的小数"),
    ({"note": ""}, "第1个市级任务有不认识的项“note”。"),
]


@pytest.mark.parametrize("changes, sentence", CITIES)
def test_city_tasks(changes, sentence):
    assert refusal(EXAMPLE | {"city_tasks": [CITY | changes]}).startswith(sentence)


def test_names_are_given_once():
    assert refusal(EXAMPLE | {"city_tasks": [CITY, CITY]}) == "市级任务名称“改造”重复。"
    assert refusal(make_facts(make_quantity(), make_quantity())) == "目标名称“甲”重复。"


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", "1e3", "1E3", "0x10", "1_000", "1,000", ".5", "5.", "007", "--1", "1/2",
     "NaN", "Infinity", "-inf", "是", "N/A", "１２", "٣", "①", "1\n", "9" * 16, "0." + "1" * 13,
     "1" + "0" * 308],
)  # fmt: skip
def test_numbers_are_plain_decimal_strings(text):
    sentence = refusal(make_facts(make_quantity(target=text)))
    assert sentence.startswith('目标“甲”的目标值（target）应为加引号的小数（如"12.5"；')


@pytest.mark.parametrize("value", [1, 1.5, None, True, [], {}, float("nan")])
def test_numbers_are_strings(value):
    assert "目标“甲”的基期值（baseline）应为加引号的小数" in refusal(
        make_facts(make_quantity(baseline=value))
    )


@pytest.mark.parametrize("text", ["-1", "0", "-0", "0.5", "9" * 15, "0." + "1" * 12])
def test_these_are_numbers(text):
    assert Facts.from_json(make_facts(make_quantity(text))).targets[0].readings[0].text == text


TARGETS = [
    (make_quantity() | {"name": None}, "第1个目标的名称（name）应为文字，现为空（null）。"),
    (make_quantity() | {"kind": "number"},
     "目标“甲”的类型（kind）应为quantity、coverage、milestones、service之一，现为“number”。"),
    (make_quantity() | {"kind": []},
     "目标“甲”的类型（kind）应为quantity、coverage、milestones、service之一，现为一个列表。"),
    (make_quantity(weight="0"), "目标“甲”的权重（weight）应大于0，现为“0”。"),
    (make_quantity(weight="-1"), "目标“甲”的权重（weight）应大于0，现为“-1”。"),
    (make_quantity(weight=1), "目标“甲”的权重（weight）应为加引号的小数"),
    (make_quantity(start="2024-01"), "目标“甲”的完成时限2023-12-31早于开始月份2024-01。"),
    (make_quantity(start="2023-12", due="2023-11-30"),
     "目标“甲”的完成时限2023-11-30早于开始月份2023-12。"),
    (make_quantity(start=None), "目标“甲”的开始月份（start）应为月份"),
    (make_quantity(due="12月"), "目标“甲”的完成时限（due）应为日期"),
    (make_quantity(target="0"), "目标“甲”的目标值与基期值相同（0），无从计算进度。"),
    (make_quantity(target="0.00"), "目标“甲”的目标值与基期值相同（0.00），无从计算进度。"),
    (make_quantity(step="0"), "目标“甲”的步长（step）应大于0，现为“0”。"),
    (make_quantity(measure=""), "目标“甲”的计量单位（measure）不能为空。"),
    (make_coverage(measure="所"), "目标“甲”的计量单位（measure）应为“%”（覆盖率），现为“所”。"),
    (make_quantity(milestones=[]), "目标“甲”有不认识的项“milestones”。"),
    (make_quantity(plan=[]), "目标“甲”的计划值（plan）应为以月份为键的对象（{…}），现为一个列表。"),
    (make_quantity(plan={}),
     "目标“甲”的计划值（plan）至少要有一个月；没有批准的计划请写null（待定）。"),
    (make_quantity(plan={"12月": "1"}), "目标“甲”的计划值（plan）的月份应为月份"),
    (make_quantity(plan={"2023-12": 10000}), "目标“甲”的计划值（plan）2023-12应为加引号的小数"),
    (make_quantity(plan={"2023-09": "6", "2023-10": "5", "2023-12": "10000"}),
     "目标“甲”的计划值（plan）2023-10比之前倒退，累计计划不得回落。"),
    (make_quantity(plan={"2023-09": "-1", "2023-12": "10000"}),
     "目标“甲”的计划值（plan）2023-09比之前倒退，累计计划不得回落。"),
    (make_falling(plan={"2023-09": "6", "2023-10": "7", "2023-12": "0"}),
     "目标“甲”的计划值（plan）2023-10比之前倒退，累计计划不得回落。"),
    (make_falling(plan={"2023-09": "10001", "2023-12": "0"}),
     "目标“甲”的计划值（plan）2023-09比之前倒退，累计计划不得回落。"),
    (make_quantity(plan={"2023-12": "9999"}),
     "目标“甲”的计划值（plan）到完成时限2023-12-31当月仍未达到目标值。"),
    (make_quantity(plan={"2024-01": "10000"}),
     "目标“甲”的计划值（plan）到完成时限2023-12-31当月仍未达到目标值。"),
    (make_falling(plan={"2023-12": "1"}),
     "目标“甲”的计划值（plan）到完成时限2023-12-31当月仍未达到目标值。"),
    (make_quantity(plan={"2023-09": "0.5", "2023-12": "10000"}),
     "目标“甲”的计划值（plan）2023-09应是步长1的整数倍，现为“0.5”。"),
    (make_quantity(step="0.3", target="3", plan={"2023-09": "1", "2023-12": "3"}),
     "目标“甲”的计划值（plan）2023-09应是步长0.3的整数倍，现为“1”。"),
    (make_quantity(readings=[]), "目标“甲”的进度数据（readings）应为以月份为键的对象"),
    (make_quantity(readings={"9月": {}}), "目标“甲”的进度数据（readings）的月份应为月份"),
    (make_quantity(readings={"2023-09": "90"}),
     "目标“甲”的2023-09进度数据应为一个对象（{…}），现为“90”。"),
    (make_quantity(readings={"2023-09": {"value": "90"}}),
     "目标“甲”的2023-09进度数据缺少“accepted”一项。"),
    (make_quantity(readings={"2023-09": {"value": "是", "accepted": "2023-10-08"}}),
     "目标“甲”的2023-09进度数据应为加引号的小数"),
    (make_quantity(readings={"2023-12": {"value": "是", "accepted": None}}),
     "目标“甲”的2023-12进度数据应为加引号的小数"),
    (make_quantity(readings={"2023-09": {"value": "9", "accepted": "昨天"}}),
     "目标“甲”的2023-09进度数据的审核日期（accepted）应为日期"),
    (make_stages(), "目标“乙”的节点至少要有一个。"),
    (make_stages() | {"milestones": {}}, "目标“乙”的节点（milestones）应为一个列表"),
    (make_stages() | {"milestones": [1]}, "目标“乙”的第1个节点应为一个对象（{…}），现为数字1。"),
    (make_stages(("", "1", "2023-01", None)), "目标“乙”的第1个节点的名称（name）不能为空。"),
    (make_stages(("一", "0", "2023-01", None)),
     "目标“乙”的节点“一”的权重（weight）应大于0，现为“0”。"),
    (make_stages(("一", "1", None, None)),
     "目标“乙”的节点“一”的计划月份（planned）应为月份（如\"2023-09\"），现为空（null）。"),
    (make_stages(("一", "1", "2023-01", False)),
     "目标“乙”的节点“一”的完成月份（done）应为月份（如\"2023-09\"），现为false。"),
    (make_stages(("一", "1", "2023-01", None), ("一", "1", "2023-02", None)),
     "目标“乙”的节点“一”重复。"),
    (make_stages(("一", "1", "2024-01", None)), "目标“乙”的节点2024-01晚于完成时限2023-12-31。"),
    (make_stages(("一", "1", "2023-01", None), plan={}),
     None),
    (make_stages(("一", "1", "2023-01", None), ran=[]), "目标“乙”有不认识的项“ran”。"),
    (make_service((), ()), "目标“丙”的计划服务月份至少要有一个。"),
    (make_service((1, 1), ()), "目标“丙”的计划服务月份（planned_months）“2023-01”重复。"),
    (make_service((1,), (2, 2)), "目标“丙”的开展月份（ran）“2023-02”重复。"),
    (make_service((1,), ()) | {"ran": None}, "目标“丙”的开展月份（ran）应为一个列表"),
    (make_service((1,), ()) | {"ran": [1]}, "目标“丙”的开展月份（ran）应为月份"),
    (make_service((1, 12), (), due="2023-11-30"),
     "目标“丙”的计划服务月份2023-12晚于完成时限2023-11-30。"),
]  # fmt: skip


@pytest.mark.parametrize("target, sentence", TARGETS)
def test_each_condition_of_a_target(target, sentence):
    if sentence is None:
        assert Facts.from_json(make_facts(target)).targets
    else:
        assert refusal(make_facts(target)).startswith(sentence)


@pytest.mark.parametrize("key", make_quantity())
def test_a_quantity_needs_every_key_but_its_step(key):
    target = make_quantity("1")
    del target[key]
    if key == "step":
        assert Facts.from_json(make_facts(target)).targets[0].step == 1
    else:
        assert refusal(make_facts(target)) in (
            f"目标“甲”缺少“{key}”一项。",
            f"第1个目标缺少“{key}”一项。",
        )


@pytest.mark.parametrize(
    "target", [make_stages(("一", "1", "2023-01", None)), make_service((1,), ())]
)
def test_stages_and_services_need_their_own_keys(target):
    for key in target:
        left = {k: v for k, v in target.items() if k != key}
        assert refusal(make_facts(left)).endswith(f"缺少“{key}”一项。")
    table = {"measure": "", "step": None, "baseline": None, "target": None, "readings": {}}
    assert Facts.from_json(make_facts(target | table)).targets[0].name == target["name"]


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"start": "2024-01"}, "目标“甲”的完成时限2023-12-31早于开始月份2024-01。"),
        ({"target": "0"}, "目标“甲”的目标值与基期值相同（0），无从计算进度。"),
        ({"step": "0"}, "目标“甲”的步长（step）应大于0，现为“0”。"),
        ({"weight": "0"}, "目标“甲”的权重（weight）应大于0，现为“0”。"),
        ({"readings": {"2023-09": 1}}, "目标“甲”的2023-09进度数据应为一个对象"),
    ],
)
def test_what_is_given_of_an_undecided_target_makes_sense(changes, sentence):
    assert refusal(make_facts(make_quantity("1", plan=None, **changes))).startswith(sentence)
    known = {"start": None, "target": None, "step": None, "readings": None}
    assert Facts.from_json(make_facts(make_quantity(plan=None) | known))
    assert Facts.from_json(make_facts(make_quantity(plan=None, measure="")))
    others = {"due": None, "baseline": None}
    assert Facts.from_json(make_facts(make_quantity(plan=None) | others))


@pytest.mark.parametrize(
    "key, value, others, sentence",
    [
        ("start", "1月", ("due",), "开始月份（start）应为月份"),
        ("due", 12, ("start",), "完成时限（due）应为日期"),
        ("baseline", "１", ("target",), "基期值（baseline）应为加引号的小数"),
        ("target", "1e3", ("baseline",), "目标值（target）应为加引号的小数"),
        ("measure", ["户"], (), "计量单位（measure）应为文字"),
        ("measure", " ", (), "计量单位（measure）不能为空"),
    ],
)
def test_each_value_of_an_undecided_target_makes_sense_alone(key, value, others, sentence):
    target = make_quantity(plan=None) | dict.fromkeys(others) | {key: value}
    assert refusal(make_facts(target)).startswith(f"目标“甲”的{sentence}")


def test_months_run_of_an_undecided_service_make_sense():
    undecided = make_service((), (1,), planned_months=None)
    assert Facts.from_json(make_facts(undecided))
    assert Facts.from_json(make_facts(undecided | {"ran": None}))
    sentence = "目标“丙”的开展月份（ran）应为一个列表（[…]），现为“一月”。"
    assert refusal(make_facts(undecided | {"ran": "一月"})) == sentence


def test_plans_count_their_steps_from_nought_or_from_the_baseline():
    whole = {"baseline": "0.5", "target": "10", "plan": {"2023-12": "10"}}
    assert Facts.from_json(make_facts(make_quantity(**whole)))
    relative = {"baseline": "0.5", "target": "10.5", "plan": {"2023-12": "10.5"}}
    assert Facts.from_json(make_facts(make_quantity(**relative)))
    assert Facts.from_json(make_facts(make_quantity(step="2.5", plan={"2023-12": "10000"})))


def test_a_target_may_be_due_on_its_first_day():
    target = make_quantity(start="2023-12", due="2023-12-01", plan={"2023-12": "10000"})
    assert Facts.from_json(make_facts(target))


def test_a_plan_may_go_beyond_target_and_due_month():
    plan = {"2022-12": "0", "2023-09": "10000", "2023-12": "12000", "2024-03": "12000"}
    assert Facts.from_json(make_facts(make_quantity(plan=plan)))


def test_lists_are_bounded():
    target = make_service((), ()) | {"planned_months": ["2023-01"] * 1201}
    assert refusal(make_facts(target)) == "目标“丙”的计划服务月份（planned_months）超过1200项。"
    plan = {f"{1900 + n // 12}-{n % 12 + 1:02d}": "1" for n in range(1201)}
    assert refusal(make_facts(make_quantity(plan=plan))) == "目标“甲”的计划值（plan）超过1200项。"
    every_month = list(plan)
    assert Facts.from_json(make_facts(make_service((), ()) | {"ran": every_month[:1200],
        "planned_months": every_month[:1200]}))  # fmt: skip
    del plan["2000-01"]
    fine = make_quantity(target="1", start="1900-01", plan=plan)
    assert Facts.from_json(make_facts(fine))


def test_long_and_odd_values_are_shortened():
    assert refusal(make_facts(make_quantity(target="1" * 99))).endswith(f"现为“{'1' * 40}…”。")
    assert refusal(make_facts(make_quantity(target="1" * 41))).endswith(f"现为“{'1' * 40}…”。")
    assert refusal(make_facts(make_quantity(target="1" * 40))).endswith(f"现为“{'1' * 40}”。")
    assert refusal(EXAMPLE | {"\ud83d": 1}) == "事实文件有不认识的项“□”。"


def test_what_stands_unread_in_an_undecided_target_cannot_break_the_digest():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    stages = make_stages(plan=None) | {"milestones": deep}
    assert refusal(make_facts(stages)) == "事实文件嵌套太深，无法读取。"
    for odd in ("\ud83d", float("nan"), float("inf")):
        stages["milestones"] = odd
        assert refusal(make_facts(stages)) == "事实文件里有不是数的数字或残缺的字符。"


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "不是有效的JSON：第1行第1列有误。"),
        ('{"a": 1,\n }', "不是有效的JSON：第2行第2列有误。"),
        ('{"a": 1, "b": {"c": 1, "a": 2, "a": 3}}', "“a”在同一个对象里出现了两次。"),
        ('{"a": NaN}', "“NaN”不是数。"),
        ("[-Infinity]", "“-Infinity”不是数。"),
        ("[" * 100_000, "内容嵌套太深，无法读取。"),
        ("1" * 5000, "内容里有位数过多的数字，无法读取。"),
    ],
)
def test_json_is_read_without_ambiguity(text, sentence):
    with pytest.raises(FactsError) as caught:
        load(text)
    assert str(caught.value) == sentence
    assert load('{"a": [1, {"a": null}]}') == {"a": [1, {"a": None}]}
