"""docs/rules.md's example, to the digit."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from supervision.rules import PRESETS, Facts, digest, evaluate
from tests.rules.factories import EXAMPLE, judge


def test_the_documentation_shows_these_facts_and_their_verdict():
    text = (Path(__file__).parents[2] / "docs/rules.md").read_text()
    facts, shown = map(json.loads, re.findall(r"```json\n(.*?)```", text, re.DOTALL))
    assert facts == EXAMPLE
    verdict = judge(EXAMPLE)
    for left_out in (shown["findings"][0], verdict["findings"][0]):
        del left_out["text"], left_out["numbers"]
    del shown["digest"], verdict["digest"]
    assert shown == verdict


def test_every_figure_of_the_example():
    verdict = judge(EXAMPLE)
    finding = verdict["findings"][0]
    assert finding.pop("text").startswith(
        "改造提升教室照明：计划120口，实际90口，比计划少30口，落后20.1"
    )
    assert finding.pop("numbers") == {
        "actual": "0.6040",
        "planned": "0.8054",
        "gap_points": "20.1342",
    }
    assert verdict.pop("digest").startswith("sha256:")
    assert verdict == {
        "colour": "yellow",
        "label": "黄牌 进度偏慢",
        "actual": "0.6040",
        "planned": "0.8054",
        "deviation": "-0.2013",
        "targets": [
            {
                "name": "改造提升教室照明",
                "actual": "0.6040",
                "planned": "0.8054",
                "deviation": "-0.2013",
                "value": "90",
                "value_month": "2023-09",
                "carried": False,
                "earned_months": "7.5000",
                "elapsed_months": 9,
                "spi_t": "0.8333",
                "forecast": {
                    "earliest": "2024-02",
                    "latest": "2024-03",
                    "needed_per_month": "19.6667",
                },
            }
        ],
        "findings": [{"rule": "behind_plan", "severity": 2, "target": "改造提升教室照明"}],
        "to_clear": [
            {
                "target": "改造提升教室照明",
                "by": "2023-10-31",
                "more": "25",
                "text": "到10月31日再完成25口即可转蓝",
            }
        ],
        "policy": {"name": "三色", "version": 1},
    }


def test_keys_come_in_the_order_of_the_design():
    verdict = judge(EXAMPLE)
    assert list(verdict) == [
        "colour",
        "label",
        "actual",
        "planned",
        "deviation",
        "targets",
        "findings",
        "to_clear",
        "policy",
        "digest",
    ]
    assert list(verdict["targets"][0]) == [
        "name",
        "actual",
        "planned",
        "deviation",
        "value",
        "value_month",
        "carried",
        "earned_months",
        "elapsed_months",
        "spi_t",
        "forecast",
    ]
    assert list(verdict["findings"][0]) == ["rule", "severity", "target", "text", "numbers"]
    assert list(verdict["to_clear"][0]) == ["target", "by", "more", "text"]


def test_the_ladder_raises_a_second_yellow_to_red():
    verdict = judge(EXAMPLE, "阶梯")
    assert (verdict["colour"], verdict["label"]) == ("red", "红牌 进度滞后")
    assert [(f["rule"], f["severity"]) for f in verdict["findings"]] == [
        ("consecutive_cards", 3),
        ("behind_plan", 2),
    ]
    assert verdict["to_clear"][0]["more"] == "18"


@pytest.mark.parametrize("preset", PRESETS)
def test_the_digest_is_of_facts_and_policy_as_given(preset):
    policy = PRESETS[preset].to_json()
    text = json.dumps(
        {"facts": EXAMPLE, "policy": policy},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    expected = "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert digest(EXAMPLE, policy) == expected
    assert evaluate(Facts.from_json(EXAMPLE), PRESETS[preset]).digest == expected


def test_the_digest_changes_with_facts_and_with_policy():
    other = EXAMPLE | {"missing_months": 1}
    digests = {judge(facts, preset)["digest"] for facts in (EXAMPLE, other) for preset in PRESETS}
    assert len(digests) == 4
