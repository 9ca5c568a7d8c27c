"""The two presets that ship (docs/rules.md): the colours as 济宁 uses them, and as a ladder."""

from typing import Any

from supervision.rules.policy import Policy


def _band(start: str, severity: int, included: bool = True) -> dict[str, Any]:
    return {"from": start, "included": included, "severity": severity}


def _look(colour: str, card: str, public: str, internal: str, turns: str) -> dict[str, str]:
    return {
        "colour": colour,
        "card": card,
        "public": public,
        "internal": internal,
        "turns": turns,
    }


SMALL_QUANTITY = {"steps": "10", "short": "1", "at_most": 2}
PROGRESS_WORDS = {
    "done": "已完成",
    "done_early": "提前完成",
    "ahead": "超序时推进",
    "not_due": "未到计划时间",
    "ahead_points": "5",
}
CONSEQUENCES = [
    {"run": ["yellow", "yellow"], "when": "连续两次黄牌", "then": "通报批评", "points": ""},
    {"run": ["red", "yellow"], "when": "红牌后仍黄", "then": "通报批评", "points": ""},
    {"run": ["red"], "when": "红牌", "then": "约谈", "points": ""},
]

# 济宁 2023: blue is the good card, yellow reminds, red warns. 银川 2025: 10–30 points, above 30.
THREE_COLOURS = {
    "name": "三色",
    "version": 1,
    "preset": "三色",
    "rules": {
        "behind_plan": {
            "bands": [_band("10", 2), _band("30", 3, included=False)],
            "small_quantity": SMALL_QUANTITY,
        },
        "past_due": {"due_month": 3, "later": 3},
        "not_started": {"bands": [_band("1", 2), _band("3", 3)]},
        "report_missing": {"bands": [_band("1", 0), _band("2", 2), _band("3", 3)]},
        "consecutive_cards": {"runs": []},
        "city_task_behind": {"bands": [_band("10", 2)]},
    },
    "severities": [
        _look("blue", "蓝牌", "按序时推进", "蓝牌", "转蓝"),
        _look("blue", "蓝牌", "按序时推进", "蓝牌", "转蓝"),
        _look("yellow", "黄牌", "进度偏慢", "黄牌提醒", "转黄"),
        _look("red", "红牌", "进度滞后", "红牌督办", "转红"),
    ],
    "unrated": "未评",
    "progress_words": PROGRESS_WORDS,
    "consequences": CONSEQUENCES,
}

# 华亭 2017, 三明 2017: blue is the first reminder of a ladder.
LADDER = {
    "name": "阶梯",
    "version": 1,
    "preset": "阶梯",
    "rules": {
        "behind_plan": {
            "bands": [
                _band("5", 1),
                _band("15", 2, included=False),
                _band("30", 3, included=False),
            ],
            "small_quantity": SMALL_QUANTITY,
        },
        "past_due": {"due_month": 2, "later": 3},
        "not_started": {"bands": [_band("1", 1), _band("3", 2)]},
        "report_missing": {"bands": [_band("1", 1), _band("2", 2), _band("3", 3)]},
        "consecutive_cards": {
            "runs": [
                {"before": ["blue"], "now": 1, "severity": 2},
                {"before": ["yellow", "red"], "now": 2, "severity": 3},
            ]
        },
        "city_task_behind": {"bands": [_band("10", 1)]},
    },
    "severities": [
        _look("none", "", "按序时推进", "–", "不再亮牌"),
        _look("blue", "蓝牌", "略有滞后", "蓝牌提示", "转蓝"),
        _look("yellow", "黄牌", "进度偏慢", "黄牌预警", "转黄"),
        _look("red", "红牌", "进度滞后", "红牌督办", "转红"),
    ],
    "unrated": "未评",
    "progress_words": PROGRESS_WORDS,
    "consequences": CONSEQUENCES,
}

PRESETS = {"三色": Policy.from_json(THREE_COLOURS), "阶梯": Policy.from_json(LADDER)}
