"""`replay_card`: cards from files alone, with no database."""

import io
import json

import pytest

pytest.importorskip("django")

from django.core.management import CommandError, call_command

from supervision.management.commands import replay_card
from supervision.rules import PRESETS
from tests.rules.factories import EXAMPLE, judge, make_facts, make_quantity, make_service


def replay(*arguments):
    """What it says on both channels, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    command = replay_card.Command(stdout=out, stderr=err, no_color=True)
    try:
        call_command(command, *map(str, arguments))
        status = 0
    except SystemExit as end:
        status = end.code
    return out.getvalue(), err.getvalue(), status


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        if not isinstance(content, bytes):
            content = json.dumps(content, ensure_ascii=False).encode()
        path.write_bytes(content)
        return path

    return write


def test_one_verdict_a_line(written):
    first, second = written("a.json", EXAMPLE), written("b.json", make_facts(make_quantity("5000")))
    out, err, status = replay(first, second, "--json")
    assert (err, status) == ("", 0)
    lines = out.splitlines()
    assert [json.loads(line) for line in lines] == [
        judge(EXAMPLE),
        judge(make_facts(make_quantity("5000"))),
    ]
    assert "黄牌 进度偏慢" in lines[0]


def test_plain_words(written):
    out, err, status = replay(written("a.json", EXAMPLE))
    assert (err, status) == ("", 0)
    assert out == (
        "2023年第12号 改善教学基础设施条件\n"
        "  黄牌 进度偏慢（2023年9月，数据日期2023-10-08，规则三色第1版）\n"
        "  承诺149口，已完成90口，比计划少30口\n"
        "  完成 60.40%，计划 80.54%，偏差 -20.13个百分点\n"
        "  · 改造提升教室照明：完成60.40%，计划80.54%，累计90（2023-09）\n"
        "  依据：改造提升教室照明：计划120口，实际90口，比计划少30口，落后20.1个百分点。\n"
        "  转好：改造提升教室照明：到10月31日再完成25口即可转蓝。\n"
        f"  校验码 {judge(EXAMPLE)['digest']}\n"
    )


def test_plain_words_for_what_has_no_figures(written):
    facts = make_facts(
        make_quantity(plan=None),
        make_quantity(name="乙", plan={"2023-10": "0", "2023-12": "10000"}),
        make_service((12,), ()),
        report={"due": "2023-10-07", "submitted": None, "accepted": None},
    )
    out, _, status = replay(written("a.json", facts))
    assert status == 0
    assert "  未评（2023年9月" in out
    assert "  · 甲：待定\n" in out
    assert "  · 乙：完成0.00%，计划0.00%，累计0（尚无数据）\n" in out
    assert "  · 丙：完成0.00%，计划0.00%\n" in out
    assert "  转好：补报9月进展即可消除未报这一项。\n" in out
    alone, _, _ = replay(written("a.json", make_facts(make_quantity(plan=None))))
    assert "  完成 –，计划 –，偏差 –\n" in alone


def test_carried_values_are_marked(written):
    values = {"2023-07": {"value": "12", "accepted": "2023-08-01"}}
    out, _, _ = replay(written("a.json", make_facts(make_quantity(readings=values))))
    assert "累计12（沿用2023-07）" in out


def test_no_rounding_across_a_threshold_in_plain_words(written):
    plan = {"2023-09": "500000", "2023-12": "1000000"}
    target = make_quantity("400001", target="1000000", plan=plan)
    out, _, _ = replay(written("a.json", make_facts(target)))
    assert "偏差 -9.9999个百分点" in out


@pytest.mark.parametrize("policy", ["三色", "阶梯"])
def test_the_policy_by_name_or_by_file(written, policy):
    facts = written("a.json", EXAMPLE)
    own = written("policy.json", PRESETS[policy].to_json())
    by_name, by_file = (
        replay(facts, "--json", "--policy", policy),
        replay(facts, "--json", f"--policy={own}"),
    )
    assert (
        by_name == by_file == (json.dumps(judge(EXAMPLE, policy), ensure_ascii=False) + "\n", "", 0)
    )


BAD_FILES = [
    (b"", "不是有效的JSON：第1行第1列有误。"),
    ("{}", "事实文件应为一个对象"),
    (b"\xb8\xc4\xc9\xc6", "文件不是UTF-8编码。"),
    (b'{"month": "2023-09", "month": "2023-08"}', "“month”在同一个对象里出现了两次。"),
    (b'{"month": NaN}', "“NaN”不是数。"),
    (b"[" * 100_000, "内容嵌套太深，无法读取。"),
    (b"9" * 5000, "内容里有位数过多的数字，无法读取。"),
    (b" " * 5_000_001, "文件超过5MB，不像是事实或规则文件。"),
    (
        EXAMPLE | {"as_of": "2023-09-30"},
        "2023-09尚未结束（数据日期2023-09-30），月末之后才能亮牌。",
    ),
    (EXAMPLE | {"note": 1}, "事实文件有不认识的项“note”。"),
]


@pytest.mark.parametrize("content, sentence", BAD_FILES)
def test_a_bad_file_is_named_and_the_others_still_count(written, content, sentence):
    bad, good = written("bad.json", content), written("good.json", EXAMPLE)
    out, err, status = replay(bad, good, "--json")
    assert status == 1
    assert err.startswith(f"{bad}：") and sentence in err and err.count("\n") == 1
    assert json.loads(out) == judge(EXAMPLE)


def test_files_that_are_none(tmp_path):
    for path in (tmp_path, tmp_path / "none.json", "\0"):
        out, err, status = replay(path)
        assert (out, status) == ("", 1)
        assert err.endswith("：读不到这个文件。\n")


@pytest.mark.parametrize(
    "content, sentence", [({"name": 1}, "规则缺少“version”一项。"), (b"x", "不是有效的JSON")]
)
def test_a_bad_policy_stops_at_once(written, content, sentence):
    policy, facts = written("policy.json", content), written("a.json", EXAMPLE)
    out, err, status = replay(facts, "--policy", policy)
    assert (out, status) == ("", 1)
    assert err.startswith(f"规则{policy}：{sentence}")


def test_an_unknown_policy_says_so(written):
    _, err, status = replay(written("a.json", EXAMPLE), "--policy", "四色")
    assert (err, status) == ("规则四色：读不到这个文件。\n", 1)


def test_a_byte_order_mark_is_forgiven(written):
    path = written("a.json", b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode())
    assert replay(path, "--json")[2] == 0


def test_it_wants_a_file_and_helps():
    with pytest.raises(CommandError):
        replay()
    assert replay_card.Command.requires_system_checks == []
    said = replay_card.Command().create_parser("manage.py", "replay_card").format_help()
    assert "按事实文件重算亮牌" in said
