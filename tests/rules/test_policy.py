"""A policy holds every threshold and word; both presets are docs/rules.md's table."""

from copy import deepcopy

import pytest

from supervision.rules import PRESETS, Facts, FactsError, Policy, evaluate
from tests.rules.factories import EXAMPLE, make_facts, make_quantity


@pytest.mark.parametrize("name", ["三色", "阶梯"])
def test_a_preset_goes_out_and_comes_back(name):
    policy = PRESETS[name]
    assert (policy.name, policy.preset, policy.version) == (name, name, 1)
    assert Policy.from_json(policy.to_json()) == policy
    policy.to_json()["rules"].clear()
    assert policy.to_json()["rules"]


@pytest.mark.parametrize(
    "name, looks",
    [
        (
            "三色",
            [
                ("blue", "蓝牌", "按序时推进", "蓝牌", "转蓝"),
                ("blue", "蓝牌", "按序时推进", "蓝牌", "转蓝"),
                ("yellow", "黄牌", "进度偏慢", "黄牌提醒", "转黄"),
                ("red", "红牌", "进度滞后", "红牌督办", "转红"),
            ],
        ),
        (
            "阶梯",
            [
                ("none", "", "按序时推进", "–", "不再亮牌"),
                ("blue", "蓝牌", "略有滞后", "蓝牌提示", "转蓝"),
                ("yellow", "黄牌", "进度偏慢", "黄牌预警", "转黄"),
                ("red", "红牌", "进度滞后", "红牌督办", "转红"),
            ],
        ),
    ],
)
def test_colours_and_words(name, looks):
    found = [(x.colour, x.card, x.public, x.internal, x.turns) for x in PRESETS[name].looks]
    assert found == looks
    assert PRESETS[name].unrated == "未评"


def test_consequences_of_both_presets():
    for policy in PRESETS.values():
        assert [(c.run, c.when, c.then, c.points) for c in policy.consequences] == [
            (("yellow", "yellow"), "连续两次黄牌", "通报批评", ""),
            (("red", "yellow"), "红牌后仍黄", "通报批评", ""),
            (("red",), "红牌", "约谈", ""),
        ]


def changed(*path, to, preset="三色"):
    given = deepcopy(PRESETS[preset].to_json())
    inner = given
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return given


def refusal(given):
    with pytest.raises(FactsError) as caught:
        Policy.from_json(given)
    return str(caught.value)


def band(start, severity, included=True):
    return {"from": start, "included": included, "severity": severity}


BANDS = ("rules", "behind_plan", "bands")
BAD = [
    (changed("name", to=""), "规则的名称（name）不能为空。"),
    (changed("version", to=0), "规则的版本（version）应为1到999999之间的整数，现为数字0。"),
    (changed("preset", to="四色"), "规则的方案（preset）应为三色、阶梯之一，现为“四色”。"),
    (changed("rules", to=[]), "规则的rules应为一个对象（{…}），现为一个列表。"),
    (changed("rules", "past_due", to={}), "规则past_due缺少“due_month”一项。"),
    (changed("rules", "past_due", "later", to=4),
     "规则past_due的later的级别应为0到3之间的整数，现为数字4。"),
    (changed("rules", "past_due", "later", to=2),
     "规则past_due中逾期以后的级别不得轻于到期当月。"),
    (changed("rules", "past_due", "later", to=None),
     "规则past_due中逾期以后的级别不得轻于到期当月。"),
    (changed(*BANDS, to=None), "规则behind_plan应为一个列表（[…]），现为空（null）。"),
    (changed(*BANDS, to=[1]), "规则behind_plan应为一个对象（{…}），现为数字1。"),
    (changed(*BANDS, to=[band("0", 2)]), "规则behind_plan的起点（from）应大于0，现为“0”。"),
    (changed(*BANDS, to=[band(10, 2)]), "规则behind_plan的起点（from）应为加引号的小数"),
    (changed(*BANDS, to=[band("10", -1)]), "规则behind_plan的级别应为0到3之间的整数，现为数字-1。"),
    (changed(*BANDS, to=[band("10", 2, 1)]),
     "规则behind_plan的included应为true或false，现为数字1。"),
    (changed(*BANDS, to=[band("30", 2), band("10", 3)]),
     "规则behind_plan各档应由小到大，级别不得由重变轻。"),
    (changed(*BANDS, to=[band("10", 2), band("10", 3)]),
     "规则behind_plan各档应由小到大，级别不得由重变轻。"),
    (changed(*BANDS, to=[band("10", 2, False), band("10", 3)]),
     "规则behind_plan各档应由小到大，级别不得由重变轻。"),
    (changed(*BANDS, to=[band("10", 3), band("30", 2)]),
     "规则behind_plan各档应由小到大，级别不得由重变轻。"),
    (changed("rules", "behind_plan", "small_quantity", "steps", to="0"),
     "规则behind_plan的small_quantity的总步数（steps）应大于0，现为“0”。"),
    (changed("rules", "behind_plan", "small_quantity", "short", to="0"),
     "规则behind_plan的small_quantity的欠步数（short）应大于0，现为“0”。"),
    (changed("rules", "behind_plan", "small_quantity", "at_most", to=9),
     "规则behind_plan的small_quantity的级别应为0到3之间的整数，现为数字9。"),
    (changed("rules", "behind_plan", "small_quantity", to=1),
     "规则behind_plan的small_quantity应为一个对象（{…}），现为数字1。"),
    (changed("rules", "not_started", "bands", to=1), "规则not_started应为一个列表（[…]）"),
    (changed("rules", "report_missing", "bands", to=1), "规则report_missing应为一个列表（[…]）"),
    (changed("rules", "city_task_behind", "bands", to=1), "规则city_task_behind应为一个列表"),
    (changed("rules", "consecutive_cards", "runs", to=1), "规则consecutive_cards应为一个列表"),
    (changed("rules", "consecutive_cards", "runs", to=[{"before": ["x"], "now": 1, "severity": 2}]),
     "规则consecutive_cards的上月颜色（before）应为none、blue、yellow、red之一，现为“x”。"),
    (changed("rules", "consecutive_cards", "runs", to=[{"before": [], "now": 7, "severity": 2}]),
     "规则consecutive_cards本月的级别应为0到3之间的整数，现为数字7。"),
    (changed("rules", "consecutive_cards", "runs", to=[{"before": [], "now": 1, "severity": "2"}]),
     "规则consecutive_cards的级别应为0到3之间的整数，现为“2”。"),
    (changed("severities", to=[]), "规则的severities应有0到3共4级。"),
    (changed("severities", 0, "colour", to="green"),
     "规则第0级的颜色应为none、blue、yellow、red之一，现为“green”。"),
    (changed("severities", 3, "public", to=""), "规则第3级的public不能为空。"),
    (changed("severities", 3, "turns", to=""), "规则第3级的turns不能为空。"),
    (changed("severities", 3, "card", to=1), "规则第3级的card应为文字，现为数字1。"),
    (changed("severities", 3, "internal", to=None),
     "规则第3级的internal应为文字，现为空（null）。"),
    (changed("unrated", to=""), "规则的未评用语（unrated）不能为空。"),
    (changed("progress_words", "done", to=""), "规则的progress_words的done不能为空。"),
    (changed("progress_words", "ahead_points", to="0"),
     "规则的progress_words的ahead_points应大于0，现为“0”。"),
    (changed("consequences", to={}),
     "规则的后果（consequences）应为一个列表（[…]），现为一个对象。"),
    (changed("consequences", 0, "run", to=["黄"]),
     "规则的后果（consequences）的run应为none、blue、yellow、red之一，现为“黄”。"),
    (changed("consequences", 0, "then", to=""), "规则的后果（consequences）的then不能为空。"),
    (changed("consequences", 0, "when", to=""), "规则的后果（consequences）的when不能为空。"),
    (changed("consequences", 0, "points", to=5), "规则的后果（consequences）的points应为文字"),
    (changed("rules", "past_due", to={"due_month": 0, "later": None}),
     "规则past_due中逾期以后的级别不得轻于到期当月。"),
    (changed("rules", "consecutive_cards", "runs", to=[{}]),
     "规则consecutive_cards缺少“before”一项。"),
    (changed("rules", "consecutive_cards", "runs", to=[{"before": 1, "now": 1, "severity": 1}]),
     "规则consecutive_cards的上月颜色（before）应为一个列表（[…]），现为数字1。"),
    (changed("severities", to=1), "规则的severities应为一个列表（[…]），现为数字1。"),
    (changed("severities", 2, to={}), "规则第2级缺少“colour”一项。"),
    (changed("progress_words", to={}), "规则的progress_words缺少“done”一项。"),
    (changed("consequences", to=[{}]), "规则的后果（consequences）缺少“run”一项。"),
    (EXAMPLE, "规则缺少“name”一项。"),
    ([], "规则应为一个对象（{…}），现为一个列表。"),
]  # fmt: skip


@pytest.mark.parametrize("given, sentence", BAD)
def test_a_bad_policy_is_refused_with_a_sentence(given, sentence):
    assert refusal(given).startswith(sentence)


@pytest.mark.parametrize("key", PRESETS["三色"].to_json())
def test_every_key_is_needed(key):
    given = PRESETS["三色"].to_json()
    del given[key]
    assert refusal(given) == f"规则缺少“{key}”一项。"


def colour(given, *targets, **changes):
    facts = Facts.from_json(make_facts(*targets, **changes))
    return evaluate(facts, Policy.from_json(given)).severity


def test_thresholds_come_from_the_policy():
    given = changed(*BANDS, to=[band("10", 0), band("10", 1, False), band("20", 3)])
    assert colour(given, make_quantity("4001")) == 0
    assert colour(given, make_quantity("4000")) == 0
    assert colour(given, make_quantity("3999")) == 1
    assert colour(given, make_quantity("3000")) == 3


def test_bands_may_share_a_severity():
    assert Policy.from_json(changed(*BANDS, to=[band("10", 2), band("20", 2)]))


def test_rules_can_be_switched_off():
    given = changed(*BANDS, to=[])
    assert colour(given, make_quantity("1")) == 0
    given["rules"]["not_started"]["bands"] = []
    assert colour(given, make_quantity("0")) == 0
    late = make_quantity("1", due="2023-09-30", plan={"2023-09": "10000"})
    given["rules"]["past_due"] = {"due_month": None, "later": 3}
    assert colour(given, late) == 0
    assert colour(given, late, month="2023-10", as_of="2023-11-03", report=None) == 3
    given["rules"]["past_due"] = {"due_month": None, "later": None}
    assert colour(given, late, month="2023-10", as_of="2023-11-03", report=None) == 0
    for levels in ((0, 0), (None, 0)):
        given["rules"]["past_due"] = dict(zip(("due_month", "later"), levels, strict=True))
        assert colour(given, late) == 0


def test_a_missing_report_may_be_let_pass():
    given = changed("rules", "report_missing", "bands", to=[band("2", 3)])
    missing = {"due": "2023-10-07", "submitted": None, "accepted": None}
    changes = {"report": missing, "missing_months": 1}
    facts = Facts.from_json(make_facts(make_quantity("5000"), **changes))
    assert evaluate(facts, Policy.from_json(given)).findings == ()
    assert colour(given, make_quantity("5000"), report=missing, missing_months=2) == 3


def test_a_run_never_makes_a_card_milder():
    runs = [{"before": ["red"], "now": 3, "severity": 1}]
    given = changed("rules", "consecutive_cards", "runs", to=runs)
    before = [{"month": "2023-08", "colour": "red"}]
    assert colour(given, make_quantity("1"), previous_cards=before) == 3


def test_words_of_a_policy_may_be_longer_or_fewer():
    given = changed("severities", 0, "card", to="")
    assert Policy.from_json(given).looks[0].card == ""
    given["severities"][0]["internal"] = ""
    given["consequences"][0]["points"] = "扣1分"
    policy = Policy.from_json(given)
    assert (policy.looks[0].internal, policy.consequences[0].points) == ("", "扣1分")
